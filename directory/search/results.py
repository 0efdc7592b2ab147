"""Answer a question: hits from the index, narrowed by masks, ordered, cut into pages, shown from the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from directory.errors import Problem
from directory.search import concepts, facets, groups, highlight, hits, masks, shelf
from directory.search.content import Passage
from directory.search.engine import Engine
from directory.search.grid import DERIVED
from directory.search.groups import Group
from directory.search.highlight import Excerpt, Sought
from directory.search.hits import Ground, Hits
from directory.search.postings import Flags, Numbers, Places, Weights
from directory.search.queries import Row
from directory.search.query import ADOPTION_FACETS, FACETS, KEPT, Search
from directory.search.shelf import Company
from directory.search.snapshot import Snapshot
from directory.vocabulary import Status, _

PAGE = 20
SIMPLE = _(
    "The search index is being renewed: for the moment this is a simple search, without ranking, that does not look "
    "into quotes."
)


@dataclass(frozen=True)
class Found:
    """Be one result: its row, its name with marks, and why it was found."""

    row: Row
    title: Markup
    why: Excerpt | None


@dataclass(frozen=True)
class WayOut:
    """Name a filter (or the text, "q") that can be dropped, and how many companies that would show."""

    facet: str
    value: str
    search: Search
    total: int


@dataclass(frozen=True)
class Matched:
    """Hold the companies that answer a question: as a mask, and how their order comes about."""

    search: Search
    hits: Hits
    among: int
    mask: int
    total: int

    @property
    def pages(self) -> int:
        """Count the pages."""
        return max(-(-self.total // PAGE), 1)


@dataclass(frozen=True)
class Results:
    """Hold a page of answers and all that is said about them.

    `instead` is what was searched for in place of a text that has no hit, `derived` how many companies are found only
    because their model was made from one that is asked for. `kept` are the statuses that count as no adoption, each
    with how many companies it would show, and the question for them.
    """

    search: Search
    total: int
    pages: int
    slugs: Sequence[str]
    matched: Matched
    facets: Mapping[str, Sequence[Group]]
    notes: Sequence[Problem]
    ways_out: Sequence[WayOut]
    simple: bool
    catalogued: Sequence[tuple[str, str]] = ()
    instead: str = ""
    derived: int = 0
    kept: Sequence[tuple[str, int, Search]] = ()


@dataclass(frozen=True)
class Whole:
    """Hold the addresses of all companies that a question finds, in order, and what is said about them."""

    slugs: Sequence[str]
    notes: Sequence[Problem]
    simple: bool


def find(search: Search, engine: Engine, shot: Snapshot) -> Results:
    """Answer a question from the index and the database; without an index from the database alone."""
    matched = match(search, engine, shot)
    shown = search.on_page(min(search.page, matched.pages))
    slugs = ordered(matched, shot, (shown.page - 1) * PAGE, PAGE)
    counted = facets.counts(shot.grid, search, matched.among, _kept(matched, engine, shot))
    return Results(
        search=shown,
        total=matched.total,
        pages=matched.pages,
        slugs=slugs,
        matched=matched,
        facets=groups.of(shot, search, counted),
        notes=(*search.ignored, *_notes(matched)),
        ways_out=() if matched.total else tuple(_ways_out(matched, shot)),
        simple=matched.hits.simple,
        catalogued=() if matched.total else tuple(_catalogued(matched, shot)),
        instead=_instead(search, matched.hits),
        derived=_derived(matched, shot),
        kept=() if search.values("status") else tuple(_besides(search, counted["status"])),
    )


def everything(search: Search, engine: Engine, shot: Snapshot) -> Whole:
    """Answer a question with all that it finds, in the order of its pages."""
    matched = match(search.on_page(1), engine, shot)
    return Whole(ordered(matched, shot), (*search.ignored, *_told(matched)), matched.hits.simple)


def _told(matched: Matched) -> Iterator[Problem]:
    """Say in sentences what a page says with links."""
    yield from _notes(matched)
    if instead := _instead(matched.search, matched.hits):
        yield Problem(("q",), _("Showing results for “%(text)s”."), {"text": instead})
    if matched.hits.simple:
        yield Problem((), SIMPLE)


def match(search: Search, engine: Engine, shot: Snapshot) -> Matched:
    """Find the companies that answer a question."""
    grid = shot.grid
    found = _hits(search, engine, shot)
    among = masks.packed(found.scores > 0) if search.clauses else grid.everyone
    mask = facets.matching(grid, search, among)
    return Matched(search, found, among, mask, mask.bit_count())


def _catalogued(matched: Matched, shot: Snapshot) -> Iterator[tuple[str, str]]:
    """Name the models and developers of a text that finds nobody: they are known, but no company here adopts them."""
    for meaning in matched.hits.meanings:
        for concept, weight in meaning.senses:
            family = concept.facet == "developer" or concept.value in shot.reference.models
            if concept.facet in DERIVED and family and weight >= concepts.WEIGHTS[concept.facet]:
                yield concept.facet, concept.value


def _kept(matched: Matched, engine: Engine, shot: Snapshot) -> int:
    """Give whom the text finds for who asks for what is no adoption: a word may name the model of it."""
    search = matched.search
    senses = (sense for each in matched.hits.meanings for sense in each.senses)
    if search.values("status") or not any(sense.concept.facet in ADOPTION_FACETS for sense in senses):
        return matched.among
    return masks.packed(_hits(search, engine, shot, kept=True).scores > 0)


def _besides(search: Search, counted: Mapping[str, int]) -> Iterator[tuple[str, int, Search]]:
    """List what is kept besides, where there is something."""
    if any(counted.get(status, 0) for status in KEPT):
        yield from ((each, counted.get(each, 0), search.standing(each)) for each in Status if each in KEPT)


def _derived(matched: Matched, shot: Snapshot) -> int:
    """Count who is found only because a model that is adopted was made from one that is asked for."""
    if not any(shot.grid.unions.get(way) for way in DERIVED.values()):
        return 0
    direct = masks.packed(matched.hits.direct) if matched.search.clauses else matched.among
    return facets.derived_only(shot.grid, matched.search, matched.among, direct).bit_count()


def _hits(search: Search, engine: Engine, shot: Snapshot, *, kept: bool = False) -> Hits:
    if not search.clauses:
        return Hits(np.zeros(0, np.float32), np.zeros(0, np.bool_), simple=not engine.standing())
    ground = _ground(search, shot, kept=kept or search.keeps)
    found = engine.ask(shot.grid.bits, lambda lookup: hits.of(search, lookup, ground))
    return hits.simple(search, shot.grid.bits, ground) if found is None else found


def _ground(search: Search, shot: Snapshot, *, kept: bool) -> Ground:
    grid = shot.grid
    every = search if search.values("status") else search.standing(*Status)

    def having(facet: str, values: Sequence[str]) -> Flags:
        return masks.flags(facets.holding(grid, facet, values, kept=kept), grid.size)

    def deriving(facet: str, values: Sequence[str]) -> Flags:
        return masks.flags(facets.holding(grid, DERIVED[facet], values, kept=kept), grid.size)

    def together(named: Sequence[Mapping[str, Sequence[str]]]) -> Flags:
        return masks.flags(facets.together(grid, named, derived=search.derived, kept=kept), grid.size)

    def left(scores: Weights) -> int:
        # Where the text finds only what is kept besides, nothing else is looked for: the page says that it is kept.
        found = masks.packed(scores > 0)
        return facets.matching(grid, search, found) or facets.matching(grid, every, found)

    return Ground(
        shot.concepts,
        having,
        together,
        masks.flags(grid.everyone, grid.size),
        left,
        deriving if search.derived else None,
    )


def ordered(matched: Matched, shot: Snapshot, start: int = 0, count: int | None = None) -> list[str]:
    """List the addresses of companies that match in the order that is asked for, all from `start` or so many."""
    if matched.search.sort != "relevance":
        return facets.page(shot.grid, matched.mask, shot.grid.order(matched.search.sort), start, count)
    bits = np.flatnonzero(masks.flags(matched.mask, shot.grid.size))
    stop = len(bits) if count is None else start + count
    return [shot.grid.slugs[bit] for bit in _best(bits, matched.hits.scores, shot.grid.ties, stop)[start:stop]]


def _best(bits: Places, scores: Weights, ties: Numbers, most: int) -> Places:
    """Order bits by score, equals by their rank, as far as is wanted: a score and a rank make one number."""
    keys = (-scores[bits].astype(np.float64) * 1024).astype(np.int64) * len(ties) + ties[bits]
    if most < len(bits):
        first = np.argpartition(keys, most)[:most]
        bits, keys = bits[first], keys[first]
    best: Places = bits[np.argsort(keys)]
    return best


def _notes(matched: Matched) -> Iterator[Problem]:
    if matched.hits.relaxed:
        yield Problem(("q",), _("Nothing was found here for all of the text, so these match a part of it."))
    if matched.search.page > matched.pages:
        params: dict[str, object] = {"asked": matched.search.page, "last": matched.pages}
        yield Problem(("page",), _("There is no page %(asked)s; this is the last one, %(last)s."), params)


def _instead(search: Search, found: Hits) -> str:
    """Write the text as it was searched for, "" where it was searched for as it is written."""
    corrected = dict(found.corrected)
    words = (
        corrected.get(c.terms[0], c.text) if len(c.terms) == 1 else f"“{c.text}”"
        for c in search.clauses
        if not c.excluded
    )
    return " ".join(words) if corrected else ""


def explained(results: Results, shot: Snapshot) -> list[Found]:
    """Read the companies of a page; mark their names, and say why where something else matches better."""
    wanted = highlight.sought(results.matched.hits.meanings)
    kept = results.search.keeps
    return [
        _explained(each, each.kept if kept else each.values, wanted)
        for each in shelf.of(shot.reference).companies(results.slugs, shot.key)
    ]


def _explained(company: Company, values: frozenset[tuple[str, str]], wanted: Sequence[Sought]) -> Found:
    title = highlight.marked(Passage("name", company.row.name), wanted)
    why = highlight.why(company.passages, values, wanted)
    return Found(company.row, title, None if why is None or why.field == "name" else why)


def _ways_out(matched: Matched, shot: Snapshot) -> Iterator[WayOut]:
    """Tell which one filter, dropped, leaves something to show."""
    search, grid = matched.search, shot.grid
    choices = [(facet, value) for facet in FACETS for value in sorted(search.values(facet))]
    for facet, value in choices:
        dropped = search.without(facet, value)
        if total := facets.matching(grid, dropped, matched.among).bit_count():
            yield WayOut(facet, value, dropped, total)
    if search.clauses and search.chosen:
        dropped = search.without("q")
        if total := facets.matching(grid, dropped, grid.everyone).bit_count():
            yield WayOut("q", search.q, dropped, total)
