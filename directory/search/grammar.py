"""Take the text of the search box apart: words, "phrases", field:value, and any of them after a minus.

No text is an error. What is nothing else is words, and what holds no word means nothing. The parts keep what was
typed: one can be taken away while the others stay. Each step is linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from directory.errors import Problem
from directory.search import analysis
from directory.vocabulary import _

MOST_TERMS = 12
MOST_TOLD = 5
LONGEST_TOLD = 40
# Fields that are also called something else than their facet.
ALSO = {"since": "year"}
YEAR = re.compile("[12][0-9]{3}")
# Keyboards and copied text write these signs in several ways: curly, low, angled, full-width, small.
QUOTE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
MINUS = "\\-\u2010\u2011\u2212\ufe63\uff0d"
COLON = ":\ufe13\ufe55\uff1a"
COMMA = ",\ufe50\uff0c"
# A quote that nothing closes is only a sign before a word; it is the last one of its text.
PHRASE = f"[{QUOTE}][^{QUOTE}]*[{QUOTE}]"
VALUE = f"(?:{PHRASE}|[{QUOTE}]?[^{QUOTE}{COMMA}\\s]+)"
# A field is letters and a colon directly before a word or a quote: `12:30` and `https://` are none.
FIELD = f"(?P<name>[^\\W\\d_]++)[{COLON}](?=[\\w{QUOTE}])(?P<values>{VALUE}(?:[{COMMA}]{VALUE}?)*)"
# Brackets mean nothing, but who knows other query languages writes them before a minus or a field.
SIGNS = f"[(\\[{{]*(?:(?P<minus>[{MINUS}]+)[(\\[{{]*)?"
PART = re.compile(f"{SIGNS}(?:{FIELD}|{PHRASE}|[{QUOTE}]?[^{QUOTE}\\s]+|[{QUOTE}])")
VALUES = re.compile(VALUE)
TYPED = re.compile(f"{PHRASE}|[^{QUOTE}\\s]+")

Known = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Clause:
    """Be one thing that must match, or must not: a word, a run of characters without spaces, or a phrase in order.

    `text` is for people, `terms` are folded words; `prefix` is set on the last word, which may still be being typed.
    """

    text: str
    terms: tuple[str, ...]
    run: bool = False
    prefix: str = ""
    phrase: bool = False
    excluded: bool = False

    @property
    def written(self) -> str:
        """Write it so that it is read as the same again."""
        return ("-" if self.excluded else "") + (f'"{self.text}"' if self.phrase else self.text)


class Value(NamedTuple):
    """Be a value of a facet."""

    facet: str
    code: str


Term = Clause | Value


class Item(NamedTuple):
    """Be a word, a phrase or one value of a field as it was typed, and what it means."""

    text: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Part:
    """Be what stands between two spaces or quotes: one item, or a field with its values; `gap` is what is before it."""

    items: tuple[Item, ...]
    field: str = ""
    gap: str = ""
    excluded: bool = False

    @property
    def text(self) -> str:
        """Give the part as it was typed."""
        return self.field + ",".join(item.text for item in self.items)

    @property
    def terms(self) -> tuple[Term, ...]:
        """List what the items mean."""
        return tuple(term for item in self.items for term in item.terms)


class Parsed(NamedTuple):
    """Hold a text taken apart: the values that it chooses, what remains of it, what to say, and whether it had more."""

    values: Sequence[Value]
    parts: tuple[Part, ...]
    notes: Sequence[Problem]
    more: bool


class Meaning(NamedTuple):
    """Hold what parts ask for, in the order typed, and whether there was more than is searched for."""

    terms: tuple[Term, ...]
    more: bool

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Give the words and phrases."""
        return tuple(term for term in self.terms if isinstance(term, Clause))

    @property
    def excluded(self) -> tuple[Value, ...]:
        """Give the values that are left out."""
        return tuple(term for term in self.terms if isinstance(term, Value))


def parse(text: str, known: Known) -> Parsed:
    """Take a text apart; `known` holds, for each facet, every way of writing a value and its code.

    A positive value of a field is a choice as if its box were ticked, and leaves the text. So a reading of the text
    that remains finds no more of them, and choices do not count among the terms of the text: of them, too, the first
    are enough.
    """
    notes: list[Problem] = []
    parts = tuple(_part(found, known, notes) for found in PART.finditer(text))
    positive = (term for part in parts if not part.excluded for term in part.terms)
    chosen = list(dict.fromkeys(term for term in positive if isinstance(term, Value)))
    rest = _edited(parts, _unless_chosen) if chosen else parts
    return Parsed(chosen[:MOST_TERMS], rest, notes[:MOST_TOLD], len(chosen) > MOST_TERMS)


def _part(found: re.Match[str], known: Known, notes: list[Problem]) -> Part:
    text, excluded = found[0], bool(found["minus"])
    gap = " " if found.string.startswith(" ", max(found.start() - 1, 0)) else ""
    if found["name"] and analysis.words(found["values"]):
        facet = _facet(found["name"])
        if facet in known:
            values = VALUES.findall(found["values"])
            # `since:` is from then on, `year:` is that year.
            read = _since if analysis.folded(found["name"]) in ALSO and not excluded else _value
            items = tuple(read(value, facet, known, notes, excluded=excluded) for value in values)
            return Part(items, text[: found.start("values") - found.start()], gap, excluded)
        told: dict[str, object] = {"field": found["name"][:LONGEST_TOLD]}
        notes.append(
            Problem(("q",), _("“%(field)s:” is no filter of this search, so it was searched as a word."), told)
        )
    return Part((Item(text, tuple(_clauses(text, excluded=excluded))),), "", gap, excluded)


def _facet(name: str) -> str:
    folded = analysis.folded(name)
    return ALSO.get(folded, folded)


def _value(text: str, facet: str, known: Known, notes: list[Problem], *, excluded: bool) -> Item:
    bare = text.strip(QUOTE).strip()
    if found := code(bare, known[facet]):
        return Item(text, (Value(facet, found),))
    clauses = tuple(_clauses(text, excluded=excluded))
    if clauses:
        told: dict[str, object] = {"value": bare[:LONGEST_TOLD], "facet": facet}
        unknown = _("“%(value)s” is no known value of the filter “%(facet)s”, so it was searched as a word.")
        notes.append(Problem(("q",), unknown, told))
    return Item(text, clauses)


def _since(text: str, facet: str, known: Known, notes: list[Problem], *, excluded: bool) -> Item:
    """Read a year and all later ones that any claim has."""
    bare = text.strip(QUOTE).strip()
    later = tuple(Value(facet, year) for year in sorted(known[facet]) if year >= bare) if YEAR.fullmatch(bare) else ()
    return Item(text, later) if later else _value(text, facet, known, notes, excluded=excluded)


def code(value: str, known: Mapping[str, str]) -> str:
    """Find a value by its code or a name, whatever stands between the words of the name."""
    words = analysis.words(value)
    ways = (value, analysis.folded(value), " ".join(words), "-".join(words))
    return next((known[way] for way in ways if way in known), "")


def _clauses(text: str, *, excluded: bool) -> Iterator[Clause]:
    """Read words and phrases; words joined by signs are left out only where they stand together."""
    if excluded:
        yield from _phrase(text, excluded=True)
        return
    for typed in TYPED.findall(text):
        yield from _phrase(typed) if typed[0] in QUOTE else _words(analysis.words(typed))


def _phrase(text: str, *, excluded: bool = False) -> Iterator[Clause]:
    found = analysis.words(text)
    if len(found) < 2 or any(map(analysis.is_run, found)):  # noqa: PLR2004  (a phrase has two words)
        yield from _words(found, excluded=excluded)
    else:
        # The beginning of a phrase finds no less than it; left out, it would leave out more.
        words = tuple(found if excluded else found[:MOST_TERMS])
        yield Clause(" ".join(words), words, phrase=True, excluded=excluded)


def _words(found: Sequence[str], *, excluded: bool = False) -> Iterator[Clause]:
    return (Clause(word, (word,), run=analysis.is_run(word), excluded=excluded) for word in found)


def _unless_chosen(part: Part, item: Item) -> Item | None:
    """Drop chosen values, and beside them what means nothing."""
    if part.excluded or not any(isinstance(term, Value) for term in part.terms):
        return item
    return item if any(isinstance(term, Clause) for term in item.terms) else None


def _edited(parts: Sequence[Part], edit: Callable[[Part, Item], Item | None]) -> tuple[Part, ...]:
    """Change or drop items; where something went, be it only a quote, a space keeps its neighbours apart."""
    kept: list[Part] = []
    parted = False
    for part in parts:
        items = tuple(item for item in (edit(part, item) for item in part.items) if item)
        changed = items != part.items
        if items:
            kept.append(replace(part, items=items, gap=" " if changed or parted else part.gap))
        parted = changed or (parted and not items)
    return tuple(kept)


def written(parts: Sequence[Part]) -> str:
    """Write the text again as it was typed."""
    return "".join(part.gap + part.text for part in parts).strip()


def without(parts: Sequence[Part], term: Term) -> tuple[Part, ...]:
    """Take a clause or a value out wherever it was typed; the text grows no longer by it."""
    gone = replace(term, prefix="") if isinstance(term, Clause) else term
    fewer = _edited(parts, lambda part, item: _less(part, item, gone))
    if len(written(fewer)) <= len(written(parts)):
        return fewer
    return _edited(parts, lambda _, item: None if gone in item.terms else item)


def _less(part: Part, item: Item, gone: Term) -> Item | None:
    """Write what is left where several words were typed as one: `state-of-the-art`."""
    rest = tuple(term for term in item.terms if term != gone)
    if rest == item.terms:
        return item
    text = " ".join(term.written for term in rest if isinstance(term, Clause))
    return Item(text, rest) if rest and not part.field else None


def meaning(parts: Sequence[Part]) -> Meaning:
    """Say what parts ask for: small words only where there are no others, and no more terms than are searched for."""
    found = dict.fromkeys(term for part in parts for term in part.terms)
    wanted = [term for term in found if isinstance(term, Clause) and not term.excluded]
    small = {clause for clause in wanted if clause.text in analysis.STOP_WORDS}
    useful = [term for term in found if term not in small or len(small) == len(wanted)]
    kept = _first(useful)
    typing = _typing(parts)
    return Meaning(
        tuple(replace(typing, prefix=typing.text) if typing and term == typing else term for term in kept),
        len(kept) < len(useful),
    )


def _first(terms: Sequence[Term]) -> list[Term]:
    kept: list[Term] = []
    size = 0
    for term in terms:
        size += len(term.terms) if isinstance(term, Clause) else 1
        if size > MOST_TERMS:
            break
        kept.append(term)
    return kept


def _typing(parts: Sequence[Part]) -> Clause | None:
    """Give the last word where no quote ends it."""
    last = parts[-1] if parts and parts[-1].terms else None
    if last is None or last.excluded or last.text[-1] in QUOTE:
        return None
    term = last.terms[-1]
    if isinstance(term, Value) or term.run or term.phrase:
        return None
    return term if len(term.text) >= analysis.SHORTEST_PREFIX else None
