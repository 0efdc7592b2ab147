"""Suggest while somebody types: companies from the index; models, developers, countries and sectors from memory.

Exact names come first, then names that begin so, then names with a later word that begins so; near spellings come only
where hardly anything was found. What parts words does not count: "deep seek" begins DeepSeek.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from urllib.parse import urlencode

from directory.search import analysis, queries, ranking, spelling
from directory.search.engine import Engine
from directory.search.lexicon import Entry, Lexicon
from directory.search.names import BEGINS, EXACT, LATER, NEAR, Span, matched
from directory.search.placed import Placed
from directory.search.queries import Card
from directory.search.query import LONGEST, MOST_TERMS
from directory.search.snapshot import Snapshot
from directory.vocabulary import _
from directory.web import i18n

# What is suggested, and, where equally near to what was typed, in this order.
KINDS = {
    "model": _("Model"),
    "developer": _("Developer"),
    "country": _("Country"),
    "sector": _("Sector"),
    "company": _("Company"),
}
MOST = 8
MOST_OF = dict.fromkeys(KINDS, 3) | {"company": 5}
# With fewer than these, near spellings are looked for.
FEW = 3
# Companies that are looked at, to show the best of them; and spellings of all words that are tried.
CANDIDATES, SPELLINGS = 20, 6


@dataclass(frozen=True)
class Suggestion:
    """Be one name to choose: marks say which of its characters match, `other` which other name did.

    A company has a city and a country, anything else a number of companies.
    """

    kind: str
    code: str
    name: str
    nearness: int
    marks: tuple[Span, ...] = ()
    other: str = ""
    city: str = ""
    country: str = ""
    companies: int = 0

    @property
    def address(self) -> str:
        """Give where it leads: a company to its entry, anything else to the directory, narrowed."""
        return f"/companies?{urlencode({self.facet: self.code})}" if self.facet else f"/companies/{self.code}"

    @property
    def facet(self) -> str:
        """Name the filter that it is a value of; "" for a company."""
        return "" if self.kind == "company" else self.kind

    def detail(self, companies: str) -> str:
        """Say what else there is to know; `companies` says how many there are, where they are what it leads to."""
        return ", ".join(filter(None, (self.other, self.city, self.country, companies)))

    @property
    def order(self) -> tuple[int, bool, bool, int, int]:
        """Say what comes before what; companies stay in the order of the index."""
        company = self.kind == "company"
        return self.nearness, company, bool(self.other), list(KINDS).index(self.kind), -self.companies


@dataclass(frozen=True)
class Suggested:
    """Hold what is suggested; `asked` is false where too little was typed, `simple` says that there was no index."""

    suggestions: Sequence[Suggestion]
    asked: bool = True
    simple: bool = False


def find(raw: str, engine: Engine, shot: Snapshot) -> Suggested:
    """Suggest names for what was typed. Never raises."""
    words = _read(raw)
    if not words:
        return Suggested((), asked=False)
    slugs = _named(engine, shot, words)
    simple = slugs is None
    lexicon = shot.lexicon
    found = _things(lexicon, words) + _companies(
        queries.named(words, most=CANDIDATES) if slugs is None else slugs, words
    )
    if len(found) < FEW and all(each.nearness > EXACT for each in found):
        found = _united(found, _near_things(lexicon, words), _near_companies(engine, shot, words))
    return Suggested(tuple(_chosen(sorted(found, key=lambda each: each.order))), simple=simple)


def _read(raw: str) -> tuple[str, ...]:
    """Read the words of what was typed; a single letter tells too little, a Chinese character enough."""
    words = tuple(analysis.words(raw[:LONGEST])[:MOST_TERMS])
    whole = "".join(words)
    return words if len(whole) > 1 or analysis.is_run(whole) else ()


def _chosen(ordered: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Let no kind crowd another out: companies keep their places."""
    taken: Counter[str] = Counter()
    companies = sum(each.kind == "company" for each in ordered)
    room = MOST - min(companies, MOST_OF["company"])
    for each in ordered:
        others = taken.total() - taken["company"]
        if taken[each.kind] < MOST_OF[each.kind] and (each.kind == "company" or others < room):
            taken[each.kind] += 1
            yield each


def _united(*parts: Iterable[Suggestion]) -> list[Suggestion]:
    """Keep of each thing what was found first."""
    found: dict[tuple[str, str], Suggestion] = {}
    for each in (each for part in parts for each in part):
        found.setdefault((each.kind, each.code), each)
    return list(found.values())


def _things(lexicon: Lexicon, words: Sequence[str]) -> list[Suggestion]:
    whole = "".join(words)
    found = ((_nearness(entry, whole), entry) for entry in lexicon.beginning(whole))
    return _best(lexicon, found, words)


def _nearness(entry: Entry, whole: str) -> int:
    if entry.later:
        return LATER
    return EXACT if entry.text == whole else BEGINS


def _near_things(lexicon: Lexicon, words: Sequence[str]) -> list[Suggestion]:
    spelt = lexicon.beginnings.near("".join(words))
    found = ((NEAR + _nearness(each, text), each) for text in spelt for each in lexicon.beginning(text))
    return _best(lexicon, found, words)


def _best(lexicon: Lexicon, found: Iterable[tuple[int, Entry]], words: Sequence[str]) -> list[Suggestion]:
    """Suggest each thing once, by its nearest name, and of equals by the one that it is shown with."""
    best: dict[tuple[str, str], tuple[int, bool, str]] = {}
    for nearness, entry in found:
        key = entry.kind, entry.code
        told = nearness, entry.name != lexicon.title(*key), entry.name
        best[key] = min(best.get(key, told), told)
    return [
        _thing(lexicon, *key, nearness, name if other else "", words) for key, (nearness, other, name) in best.items()
    ]


def _thing(lexicon: Lexicon, kind: str, code: str, nearness: int, other: str, words: Sequence[str]) -> Suggestion:
    title = lexicon.title(kind, code)
    shown = matched(title, words)
    return Suggestion(
        kind,
        code,
        title,
        nearness,
        marks=shown[1] if shown else (),
        other="" if shown else other,
        companies=lexicon.companies[kind][code],
    )


def _companies(slugs: Sequence[str], words: Sequence[str], nearness: int = EXACT) -> list[Suggestion]:
    """Show companies that the index named, as near as their names are, but not nearer than told."""
    cards = queries.cards(slugs) if slugs else {}
    return [_company(cards[slug], words, nearness) for slug in slugs if slug in cards]


def _company(card: Card, words: Sequence[str], nearness: int) -> Suggestion:
    shown, other = matched(card.name, words), ""
    found = shown
    if not shown:
        others = ((name, told) for name in card.other_names if (told := matched(name, words)))
        other, found = min(others, key=lambda each: each[1], default=("", None))
    return Suggestion(
        "company",
        card.slug,
        card.name,
        max(found[0] if found else LATER, nearness),
        marks=shown[1] if shown else (),
        other=other,
        city=card.city,
        country=i18n.country_name(card.country),
    )


def _named(engine: Engine, shot: Snapshot, words: Sequence[str]) -> list[str] | None:
    """List the companies whose names hold words that begin so; None without an index."""
    grid = shot.grid
    bits = engine.ask(grid.bits, lambda lookup: ranking.named(lookup, grid.size, words, CANDIDATES))
    return None if bits is None else [grid.slugs[bit] for bit in bits]


def _near_companies(engine: Engine, shot: Snapshot, words: Sequence[str]) -> Iterator[Suggestion]:
    """Ask for names with misspelt words written as some text writes them."""
    books = engine.ask(shot.grid.bits, Placed.words) or ()
    spelt = [spelling.near((word,), books) or [word] for word in words]
    for tried in islice(product(*spelt), SPELLINGS):
        yield from _companies(_named(engine, shot, tried) or (), tried, NEAR)
