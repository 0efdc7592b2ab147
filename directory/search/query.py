"""What a visitor asks: untrusted parameters become one frozen value, and what was ignored is said.

The value also writes its own address, in one order, so that equal questions have equal addresses. The box and the
facets are two views of it: `country:de` in the box is the same as ticking Germany, and leaves the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

from directory.errors import Problem
from directory.search import grammar
from directory.search.grammar import LONGEST_TOLD, MOST_TOLD, Known, Part, Term, Value
from directory.text import BLANK, SEEN, whole_number
from directory.vocabulary import NEGATIVE, Status, _

LONGEST = 200
LAST_PAGE = 999_999
ADOPTION_FACETS = ("model", "developer", "use", "route", "status", "confidence", "year", "checked", "read")
COMPANY_FACETS = ("country", "sector", "size")
FACETS = (
    *("country", "model", "developer", "use", "route", "status", "confidence", "checked", "read"),
    *("sector", "size", "year"),
)
SORTS = ("relevance", "newest", "reread", "unread", "answered", "found", "name")
# What ended, was denied, or was looked for and not found is no adoption; it shows only to who asks for it.
KEPT = frozenset(status.value for status in NEGATIVE)
SHOWN = frozenset(status.value for status in Status) - KEPT
MOST_TERMS = grammar.MOST_TERMS
# Each way out of a page that shows nobody drops one of them: their number bounds what such a page costs.
MOST_CHOSEN = 30
Clause = grammar.Clause

Choices = tuple[tuple[str, frozenset[str]], ...]

NOT = re.compile(r"(?<!\S)NOT (?=[^\s-])")
OR = re.compile(r"(?<!\S)OR(?!\S)")


class Arguments(Protocol):
    """Be what werkzeug's `request.args` is: several values under one name."""

    def get(self, key: str, default: str) -> str:
        """Give the first value."""

    def getlist(self, key: str) -> list[str]:
        """Give every value."""


@dataclass(frozen=True)
class Search:
    """Hold a question: text, chosen and excluded values of each facet, order and page; and what was ignored.

    `q` is what the box shows; `clauses` and `excluded` say what it means. `derived`: who adopts a model made from
    one that is asked for counts too. `exact`: no word is corrected.
    """

    q: str = ""
    chosen: Choices = ()
    excluded: Choices = ()
    derived: bool = True
    exact: bool = False
    sort: str = "newest"
    page: int = 1
    clauses: tuple[Clause, ...] = ()
    ignored: tuple[Problem, ...] = field(default=(), compare=False)
    parts: tuple[Part, ...] = field(default=(), compare=False, repr=False)

    def values(self, facet: str) -> frozenset[str]:
        """Give the chosen values of a facet."""
        return dict(self.chosen).get(facet, frozenset())

    @property
    def keeps(self) -> bool:
        """Tell whether it asks for what is kept and counts as no adoption."""
        return not self.values("status").isdisjoint(KEPT)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """Give the clauses that must match; the others must not."""
        return tuple(clause for clause in self.clauses if not clause.excluded)

    @property
    def narrowed(self) -> bool:
        """Tell whether a text or a facet narrows the directory."""
        return bool(self.clauses or self.chosen or self.excluded)

    @property
    def address(self) -> str:
        """Write the query string of this question: `?q=…`, or "" for the whole directory."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet, value) for facet in FACETS for value in sorted(self.values(facet))]
        pairs += [] if self.derived else [("derived", "no")]
        pairs += [("exact", "yes")] if self.exact else []
        pairs += [("sort", self.sort)] if self.sort != default_sort(self.clauses) else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def lasting(self) -> "Search":
        """Give what it finds one address, whatever the order and the page."""
        return replace(self, sort=default_sort(self.clauses), page=1) if self.narrowed else Search()

    @property
    def worth_finding(self) -> bool:
        """Tell whether search engines may list this page: the whole directory, and each use and route.

        Countries, sectors, models and developers have pages of their own; every other question is somebody's own.
        """
        if self.clauses or self.excluded or not self.derived or self.exact:
            return False
        match self.chosen:
            case () | (("use" | "route", _),):
                return all(len(values) == 1 for _, values in self.chosen)
        return False

    def without(self, facet: str, value: str = "") -> "Search":
        """Give this question without one chosen value of a facet; `q` is the text with all that it leaves out."""
        if facet == "q":
            return self._saying(())
        chosen = dict(self.chosen) | {facet: self.values(facet) - {value}}
        return replace(self, chosen=_frozen(chosen), page=1)

    def standing(self, *statuses: str) -> "Search":
        """Give this question for adoptions that stand so."""
        return replace(self, chosen=_frozen(dict(self.chosen) | {"status": frozenset(statuses)}), page=1)

    def without_clause(self, clause: Clause) -> "Search":
        """Give this question without one word or phrase, wanted or left out; the rest of the text stays as typed."""
        return self._saying(grammar.without(self.parts, clause))

    def without_excluded(self, facet: str, value: str) -> "Search":
        """Give this question so that a value that it leaves out is no longer left out."""
        return self._saying(grammar.without(self.parts, Value(facet, value)))

    def with_derived(self, derived: bool) -> "Search":  # noqa: FBT001  (it is the one thing that is said)
        """Give this question with or without the adopters of derived models."""
        return replace(self, derived=derived, page=1)

    def forgiving(self) -> "Search":
        """Give this question for near spellings too."""
        return replace(self, exact=False, page=1)

    def literally(self) -> "Search":
        """Give this question for the words as they were typed."""
        return replace(self, exact=True, page=1)

    def sorted_by(self, sort: str) -> "Search":
        """Give this question in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def on_page(self, page: int) -> "Search":
        """Give another page of the same results."""
        return replace(self, page=page)

    def _saying(self, parts: tuple[Part, ...]) -> "Search":
        """Give this question with another text; without a word to match there is no best match."""
        meaning = grammar.meaning(parts)
        return replace(
            self,
            q=grammar.written(parts),
            clauses=meaning.clauses,
            excluded=_grouped(meaning.excluded),
            parts=parts,
            sort=default_sort(meaning.clauses) if self.sort == "relevance" else self.sort,
            page=1,
        )


def default_sort(clauses: tuple[Clause, ...]) -> str:
    """Name the order that nobody has to ask for: nothing is the best match for what is only left out."""
    return "newest" if all(clause.excluded for clause in clauses) else "relevance"


def read(arguments: Arguments, known: Known) -> Search:
    """Read parameters that anybody may have written. Never raises.

    `known` maps, for each facet, every way of writing a value (its code, and folded names) to its code; a parameter
    of a facet must be the code itself.
    """
    notes: list[Problem] = []
    parsed = grammar.parse(_text(arguments.get("q", ""), notes), known)
    meaning, q = grammar.meaning(parsed.parts), grammar.written(parsed.parts)
    notes.extend(parsed.notes)
    notes.extend(_unsaid(q, meaning.terms, more=parsed.more or meaning.more))
    chosen = _chosen(parsed.values, arguments, known, notes)
    return Search(
        q=q,
        chosen=_grouped(chosen),
        excluded=_grouped(meaning.excluded),
        derived=not _switched("derived", "no", arguments, notes),
        exact=_switched("exact", "yes", arguments, notes),
        sort=_sort(arguments.get("sort", ""), meaning.clauses, notes),
        page=_page(arguments.get("page", ""), notes),
        clauses=meaning.clauses,
        ignored=tuple(notes),
        parts=parsed.parts,
    )


def _grouped(values: Iterable[Value]) -> Choices:
    codes: dict[str, frozenset[str]] = {}
    for facet, code in values:
        codes[facet] = codes.get(facet, frozenset()) | {code}
    return _frozen(codes)


def _frozen(codes: Mapping[str, frozenset[str]]) -> Choices:
    return tuple((facet, codes[facet]) for facet in FACETS if codes.get(facet))


def _text(raw: str, notes: list[Problem]) -> str:
    """Clean and shorten the text: what cannot be seen goes first, then what is too long."""
    start = raw[: 4 * LONGEST]
    seen = "".join(" " if c.isspace() else c for c in start if c.isspace() or not _hidden(c))
    # Who knows other languages of this kind writes NOT; read as a word, it would find the opposite.
    text = NOT.sub("-", " ".join(seen.split()))
    if len(seen) < len(start):
        notes.append(Problem(("q",), _("Characters that cannot be seen were left out of the text.")))
    if len(text) > LONGEST or len(raw) > len(start):
        params: dict[str, object] = {"most": LONGEST}
        notes.append(Problem(("q",), _("Only the first %(most)s characters were searched for."), params))
    if _either(text):
        notes.append(Problem(("q",), _("All words must match. For one or the other, name values: model:qwen,kimi.")))
    return text[:LONGEST].strip()


def _either(text: str) -> bool:
    """Tell whether somebody asks for one word or another, which only values of a filter can be."""
    return bool(OR.search(text)) and not text.isupper()


def _hidden(character: str) -> bool:
    """Tell whether nobody sees a character; joiners, which some scripts need, may stay."""
    plain = character.isprintable() or character in SEEN
    return not plain or character == "\ufffd" or bool(BLANK.match(character))


def _unsaid(q: str, terms: Sequence[Term], *, more: bool) -> Iterator[Problem]:
    if more:
        yield Problem(("q",), _("Only the first %(most)s words were searched for."), {"most": MOST_TERMS})
    elif q and not terms:
        yield Problem(("q",), _("“%(text)s” holds no word to search for."), {"text": q[:LONGEST_TOLD]})


def _chosen(written: Sequence[Value], arguments: Arguments, known: Known, notes: list[Problem]) -> list[Value]:
    """Take what the text chooses, then what is ticked, up to a number that no reader ticks by hand."""
    ticked = [Value(facet, code) for facet in FACETS for code in _codes(facet, arguments.getlist(facet), known, notes)]
    every = list(dict.fromkeys((*written, *ticked)))
    if len(every) > MOST_CHOSEN:
        told: dict[str, object] = {"most": MOST_CHOSEN}
        notes.append(Problem((every[MOST_CHOSEN].facet,), _("Only the first %(most)s filters were used."), told))
    return every[:MOST_CHOSEN]


def _codes(facet: str, given: list[str], known: Known, notes: list[Problem]) -> list[str]:
    """Read the values of an address as those of the box: by their codes, and by what else they are called."""
    read = {value: grammar.code(value[:LONGEST], known[facet]) for value in dict.fromkeys(given[:1000]) if value}
    unknown = [value for value, code in read.items() if not code]
    notes.extend(_unknown(facet, value) for value in unknown[:MOST_TOLD])
    return list(dict.fromkeys(code for code in read.values() if code))


def _switched(name: str, word: str, arguments: Arguments, notes: list[Problem]) -> bool:
    given = arguments.get(name, "")
    if given not in ("", word):
        notes.append(_unknown(name, given))
    return given == word


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
