"""Answer a question: hits from the index, narrowed by masks, ordered, cut into pages, shown from the database."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress, islice

from markupsafe import Markup

from directory.errors import Problem
from directory.search import content, facets, highlight, queries
from directory.search.engine import Engine
from directory.search.facets import Grid
from directory.search.highlight import Excerpt
from directory.search.queries import Row
from directory.search.query import FACETS, Clause, Search, completed
from directory.search.snapshot import Snapshot
from directory.vocabulary import _

PAGE = 20
# How many values of a facet are seen at once.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Hits:
    """Hold the companies that match the text, by score; how they were found."""

    scores: Mapping[str, float]
    relaxed: bool = False
    simple: bool = False


@dataclass(frozen=True)
class Found:
    """Be one result: its row, its name with marks, and why it was found."""

    row: Row
    title: Markup
    why: Excerpt | None


@dataclass(frozen=True)
class Value:
    """Be one value of a facet with its number of companies."""

    code: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Be a list of a facet's values, families and versions of models apart; `more` is folded away."""

    versions: bool
    shown: Sequence[Value]
    more: Sequence[Value]


@dataclass(frozen=True)
class WayOut:
    """Name a filter (or the text, "q") that can be dropped, and how many companies that would show."""

    facet: str
    value: str
    search: Search
    total: int


@dataclass(frozen=True)
class Results:
    """Hold a page of answers and all that is said about them."""

    search: Search
    total: int
    pages: int
    found: Sequence[Found]
    facets: Mapping[str, Sequence[Group]]
    notes: Sequence[Problem]
    ways_out: Sequence[WayOut]
    simple: bool


@dataclass(frozen=True)
class Whole:
    """Hold the addresses of all companies that a question finds, in order, and what is said about them."""

    slugs: Sequence[str]
    notes: Sequence[Problem]
    simple: bool


def find(search: Search, engine: Engine, shot: Snapshot, today: date) -> Results:
    """Answer a question from the index and the database; without an index from the database alone."""
    hits = _hits(search, engine, shot)
    among = shot.grid.mask(hits.scores) if search.clauses else shot.grid.everyone
    matched = facets.matching(shot.grid, search, among)
    total = matched.bit_count()
    pages = max(-(-total // PAGE), 1)
    shown = search.on_page(min(search.page, pages))
    return Results(
        search=shown,
        total=total,
        pages=pages,
        found=_found(shown, shot, _page(shown, shot.grid, matched, hits), today),
        facets=_facets(shot, search, among),
        notes=(*search.ignored, *_notes(search, hits, pages)),
        ways_out=() if total else tuple(_ways_out(search, shot.grid, among)),
        simple=hits.simple,
    )


def everything(search: Search, engine: Engine, shot: Snapshot) -> Whole:
    """Answer a question with all that it finds, in the order of its pages."""
    hits = _hits(search, engine, shot)
    matched = facets.matching(shot.grid, search, shot.grid.mask(hits.scores) if search.clauses else shot.grid.everyone)
    if search.sort == "relevance":
        bits: Iterable[int] = _by_score(shot.grid, matched, hits.scores, matched.bit_count())
    else:
        bits = facets.ordered(matched, shot.grid.orders[search.sort])
    notes = (*search.ignored, *_notes(search.on_page(1), hits, pages=1))
    return Whole([shot.grid.slugs[bit] for bit in bits], notes, hits.simple)


def _hits(search: Search, engine: Engine, shot: Snapshot) -> Hits:
    """Find what matches every part of the text; where the filters leave nothing of it, what matches any part."""
    if not search.clauses:
        return Hits({}, simple=not engine.standing())
    clauses = completed(search.clauses, shot.vocabulary)
    hits = _matching(search, clauses, engine, shot, every=True)
    if len(clauses) < 2 or _left(search, shot.grid, hits):  # noqa: PLR2004  (there is nothing to relax in one)
        return hits
    # Beginnings of words would match nearly everything here.
    whole = tuple(replace(clause, prefix="", also=()) for clause in clauses)
    relaxed = replace(_matching(search, whole, engine, shot, every=False), relaxed=True)
    return relaxed if _left(search, shot.grid, relaxed) else hits


def _left(search: Search, grid: Grid, hits: Hits) -> int:
    return facets.matching(grid, search, grid.mask(hits.scores))


def _matching(search: Search, clauses: Sequence[Clause], engine: Engine, shot: Snapshot, *, every: bool) -> Hits:
    scores = engine.search(clauses, search.q, every=every)
    if scores is None:
        found = queries.holding(clauses, shot.reference, every=every)
        return Hits(dict.fromkeys(found, 0.0), simple=True)
    return Hits(scores)


def _notes(search: Search, hits: Hits, pages: int) -> Iterator[Problem]:
    if hits.relaxed:
        yield Problem(("q",), _("Nothing was found here for all of the text, so these match a part of it."))
    if search.page > pages:
        params: dict[str, object] = {"asked": search.page, "last": pages}
        yield Problem(("page",), _("There is no page %(asked)s; this is the last one, %(last)s."), params)


def _page(search: Search, grid: Grid, matched: int, hits: Hits) -> list[str]:
    start = (search.page - 1) * PAGE
    if search.sort == "relevance":
        bits: Iterable[int] = _by_score(grid, matched, hits.scores, start + PAGE)
    else:
        bits = facets.ordered(matched, grid.orders[search.sort])
    return [grid.slugs[bit] for bit in islice(bits, start, start + PAGE)]


def _by_score(grid: Grid, matched: int, scores: Mapping[str, float], most: int) -> list[int]:
    """Order matches by score, equals by name: bits are numbered in the order of names."""
    ranked = ((-scores[grid.slugs[bit]], bit) for bit in facets.ordered(matched, range(len(grid.slugs))))
    return [bit for _, bit in heapq.nsmallest(most, ranked)]


def _found(search: Search, shot: Snapshot, slugs: Sequence[str], today: date) -> list[Found]:
    rows = queries.rows(slugs, today)
    return [_explained(rows[slug], search, shot) for slug in slugs if slug in rows]


def _explained(row: Row, search: Search, shot: Snapshot) -> Found:
    """Mark the name; say why where something else matches better than the name."""
    passages = content.passages(row.document, shot.reference) if search.clauses else ()
    why = highlight.why(passages, search.clauses)
    title = highlight.marked(row.name, search.clauses)
    return Found(row, title, None if why is None or why.field == "name" else why)


def _facets(shot: Snapshot, search: Search, among: int) -> Mapping[str, Sequence[Group]]:
    """List every facet's values, of models the families before the versions."""
    counted = facets.counts(shot.grid, search, among)
    listed = {facet: _values(facet, counted[facet], search) for facet in FACETS}
    families = [value for value in listed["model"] if value.code in shot.reference.models]
    versions = [value for value in listed["model"] if value.code not in shot.reference.models]
    groups = {facet: _groups(values) for facet, values in listed.items()}
    return groups | {"model": _groups(families) + _groups(versions, versions=True)}


def _groups(values: Sequence[Value], *, versions: bool = False) -> tuple[Group, ...]:
    """Fold away what comes after the first ones, but nothing that is chosen."""
    seen = [value.chosen or place < MOST_SHOWN for place, value in enumerate(values)]
    more = [value for value, shown in zip(values, seen, strict=True) if not shown]
    return (Group(versions, list(compress(values, seen)), more),) if values else ()


def _values(facet: str, counted: Mapping[str, int], search: Search) -> list[Value]:
    """List what there is, most companies first (years: newest first); what is chosen stays, even at 0."""
    chosen = search.values(facet)
    listed = {code for code, count in counted.items() if count} | chosen
    values = [Value(code, counted.get(code, 0), code in chosen) for code in listed]
    if facet == "year":
        return sorted(values, key=lambda value: value.code, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.code))


def _ways_out(search: Search, grid: Grid, among: int) -> Iterator[WayOut]:
    """Tell which one filter, dropped, leaves something to show."""
    choices = [(facet, value) for facet in FACETS for value in sorted(search.values(facet))]
    for facet, value in choices:
        dropped = search.without(facet, value)
        if total := facets.matching(grid, dropped, among).bit_count():
            yield WayOut(facet, value, dropped, total)
    if search.clauses and search.chosen:
        dropped = search.without("q")
        if total := facets.matching(grid, dropped, grid.everyone).bit_count():
            yield WayOut("q", search.q, dropped, total)
