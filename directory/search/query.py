"""What a visitor asks: untrusted parameters become one frozen value, and what was ignored is said.

The value also writes its own address, in one order, so that equal questions have equal addresses.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from typing import Protocol
from urllib.parse import urlencode

from directory.errors import Problem
from directory.search import analysis
from directory.text import BIDI, whole_number
from directory.vocabulary import _

LONGEST = 200
MOST_TERMS = 12
MOST_COMPLETIONS = 50
MOST_TOLD = 5
LONGEST_TOLD = 40
LAST_PAGE = 999_999
ADOPTION_FACETS = ("model", "developer", "use", "route", "status", "confidence", "year")
COMPANY_FACETS = ("country", "sector", "size")
FACETS = ("country", "model", "developer", "use", "route", "status", "confidence", "sector", "size", "year")
SORTS = ("relevance", "newest", "reread", "name")
CHUNK = re.compile(r'"([^"]*)"|([^"\s]+)|"')

Known = Mapping[str, Container[str]]


class Arguments(Protocol):
    """Be what werkzeug's `request.args` is: several values under one name."""

    def get(self, key: str, default: str) -> str:
        """Give the first value."""

    def getlist(self, key: str) -> list[str]:
        """Give every value."""


@dataclass(frozen=True)
class Clause:
    """Be one thing that must match: a word, a run of characters without spaces, or the words of a phrase in order.

    `prefix` is set on the last word, which may still be being typed; `also` holds what it may become.
    """

    text: str
    terms: tuple[str, ...]
    run: bool = False
    prefix: str = ""
    also: tuple[str, ...] = ()
    excluded: bool = False


@dataclass(frozen=True)
class Search:
    """Hold a question: text, chosen values of each facet, order and page; and what was ignored in asking it."""

    q: str = ""
    chosen: tuple[tuple[str, frozenset[str]], ...] = ()
    sort: str = "newest"
    page: int = 1
    clauses: tuple[Clause, ...] = ()
    ignored: tuple[Problem, ...] = field(default=(), compare=False)
    derived: bool = True
    exact: bool = False

    def values(self, facet: str) -> frozenset[str]:
        """Give the chosen values of a facet."""
        return dict(self.chosen).get(facet, frozenset())

    @property
    def narrowed(self) -> bool:
        """Tell whether a text or a facet narrows the directory."""
        return bool(self.clauses or self.chosen)

    @property
    def address(self) -> str:
        """Write the query string of this question: `?q=…`, or "" for the whole directory."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, value) for facet in FACETS for value in sorted(self.values(facet))]
        pairs += [("sort", self.sort)] if self.sort != default_sort(self.clauses) else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, facet: str, value: str = "") -> "Search":
        """Give this question without one value of a facet; `q` is the text."""
        if facet == "q":
            bare = default_sort(()) if self.sort == "relevance" else self.sort
            return replace(self, q="", clauses=(), sort=bare, page=1)
        chosen = dict(self.chosen) | {facet: self.values(facet) - {value}}
        return replace(self, chosen=_frozen(chosen), page=1)

    def sorted_by(self, sort: str) -> "Search":
        """Give this question in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def on_page(self, page: int) -> "Search":
        """Give another page of the same results."""
        return replace(self, page=page)


def default_sort(clauses: tuple[Clause, ...]) -> str:
    """Name the order that nobody has to ask for."""
    return "relevance" if clauses else "newest"


def completed(clauses: tuple[Clause, ...], vocabulary: Sequence[str]) -> tuple[Clause, ...]:
    """Complete the last word from an ordered list of words."""
    return tuple(replace(each, also=_also(each.prefix, vocabulary)) if each.prefix else each for each in clauses)


def _also(prefix: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
    start = bisect_left(vocabulary, prefix)
    words = takewhile(lambda word: word.startswith(prefix), islice(vocabulary, start, start + MOST_COMPLETIONS))
    return tuple(dict.fromkeys(words))


def read(arguments: Arguments, known: Known) -> Search:
    """Read parameters that anybody may have written; `known` holds the values that a facet has. Never raises."""
    notes: list[Problem] = []
    q = _text(arguments.get("q", ""), notes)
    clauses = _clauses(q, notes)
    chosen = {facet: _values(facet, arguments.getlist(facet), known, notes) for facet in FACETS}
    return Search(
        q=q,
        chosen=_frozen(chosen),
        sort=_sort(arguments.get("sort", ""), clauses, notes),
        page=_page(arguments.get("page", ""), notes),
        clauses=clauses,
        ignored=tuple(notes),
    )


def _frozen(chosen: Mapping[str, frozenset[str]]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((facet, chosen[facet]) for facet in FACETS if chosen.get(facet))


def _text(raw: str, notes: list[Problem]) -> str:
    """Clean and shorten the text: what cannot be seen goes first, then what is too long."""
    start = raw[: 4 * LONGEST]
    seen = "".join(" " if c.isspace() else c for c in start if c.isspace() or not _hidden(c))
    text = " ".join(seen.split())
    if len(seen) < len(start):
        notes.append(Problem(("q",), _("Characters that cannot be seen were left out of the text.")))
    if len(text) > LONGEST or len(raw) > len(start):
        params: dict[str, object] = {"most": LONGEST}
        notes.append(Problem(("q",), _("Only the first %(most)s characters were searched for."), params))
    return text[:LONGEST].strip()


def _hidden(character: str) -> bool:
    return character in BIDI or character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cs", "Cn")


def _clauses(q: str, notes: list[Problem]) -> tuple[Clause, ...]:
    """Read words and quoted phrases; everything else parts words and means nothing."""
    found = list(dict.fromkeys(_parts(q)))
    useful = [c for c in found if c.text not in analysis.STOP_WORDS] or found
    kept: list[Clause] = []
    terms = 0
    for clause in useful:
        terms += 1 if clause.run else len(clause.terms)
        if terms > MOST_TERMS:
            params: dict[str, object] = {"most": MOST_TERMS}
            notes.append(Problem(("q",), _("Only the first %(most)s words were searched for."), params))
            break
        kept.append(clause)
    if q and not kept:
        notes.append(Problem(("q",), _("“%(text)s” holds no word to search for."), {"text": q[:LONGEST_TOLD]}))
    return tuple(kept)


def _parts(q: str) -> Iterable[Clause]:
    ends_in_word = bool(q) and not q.endswith('"')
    chunks = list(CHUNK.finditer(q))
    for number, chunk in enumerate(chunks, start=1):
        if chunk[1] is not None:
            yield from _phrase(chunk[1])
        elif chunk[2]:
            yield from _words(chunk[2], typing=ends_in_word and number == len(chunks))


def _words(text: str, *, typing: bool) -> Iterable[Clause]:
    found = list(analysis.tokens(text))
    for number, token in enumerate(found, start=1):
        if token.run:
            yield Clause(token.text, (token.text,), run=True)
        else:
            last = typing and number == len(found) and len(token.text) >= analysis.SHORTEST_PREFIX
            yield Clause(token.text, (token.text,), prefix=token.text if last else "")


def _phrase(text: str) -> Iterable[Clause]:
    found = list(analysis.tokens(text))[:MOST_TERMS]
    if len(found) < 2 or any(token.run for token in found):  # noqa: PLR2004  (a phrase has two words)
        yield from _words(text, typing=False)
    else:
        words = tuple(token.text for token in found)
        yield Clause(" ".join(token.text for token in found), words)


def _values(facet: str, given: list[str], known: Known, notes: list[Problem]) -> frozenset[str]:
    asked = dict.fromkeys(given[:1000])
    good = frozenset(value for value in asked if value in known[facet])
    unknown = [value for value in asked if value and value not in good]
    notes.extend(_unknown(facet, value) for value in unknown[:MOST_TOLD])
    return good


def _unknown(facet: str, value: str) -> Problem:
    shown = "".join(c for c in value[:LONGEST_TOLD] if not _hidden(c))
    told: dict[str, object] = {"facet": facet, "value": shown}
    return Problem((facet,), _("“%(value)s” is no known value of the filter “%(facet)s” and was ignored."), told)


def _sort(given: str, clauses: tuple[Clause, ...], notes: list[Problem]) -> str:
    usual = default_sort(clauses)
    if given and given not in SORTS:
        notes.append(Problem(("sort",), _("This order is not known; the usual one is shown.")))
    asked = given if given in SORTS else usual
    return usual if asked == "relevance" else asked


def _page(given: str, notes: list[Problem]) -> int:
    number = whole_number(given, LAST_PAGE)
    if given and not number:
        notes.append(Problem(("page",), _("This is no page number; the first page is shown.")))
    return number or 1
