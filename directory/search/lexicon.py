"""The names to suggest of models, developers, countries and sectors, in order, at one revision."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import NamedTuple

from anyascii import anyascii

from directory.search import analysis, concepts, facets
from directory.search.concepts import Reference
from directory.search.grid import Grid
from directory.search.names import written
from directory.search.query import Search
from directory.search.spelling import Beginnings
from directory.web import i18n

KINDS = frozenset({"model", "developer", "country", "sector"})
MOST_ENTRIES = 2000


class Entry(NamedTuple):
    """Be the rest of a name from one of its words on."""

    text: str
    later: bool
    kind: str
    code: str
    name: str


@dataclass(frozen=True)
class Lexicon:
    """Hold the names of all models, developers, countries and sectors that have a company, in order."""

    entries: Sequence[Entry]
    beginnings: Beginnings
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    companies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def title(self, kind: str, code: str) -> str:
        """Name a thing in the reader's language."""
        if kind == "country":
            return i18n.country_name(code)
        return i18n.label(kind, code) if kind == "sector" else self.titles[kind].get(code, code)

    def beginning(self, text: str) -> Iterator[Entry]:
        """Give the entries that begin so."""
        start = bisect_left(self.entries, (text,))
        return takewhile(lambda entry: entry.text.startswith(text), islice(self.entries, start, start + MOST_ENTRIES))


def build(grid: Grid, reference: Reference) -> Lexicon:
    """Put in order the names of what has a company."""
    companies = facets.counts(grid, Search(), grid.everyone)
    entries = {
        Entry(told.text[begin:], begin > 0, kind, code, name)
        for kind, code, name in concepts.every(reference)
        if kind in KINDS and companies[kind].get(code)
        for told in map(written, _spellings(name))
        for begin in told.begins
    }
    beginnings = Beginnings(entry.text for entry in entries if not entry.later)
    return Lexicon(sorted(entries), beginnings, reference.titles, companies)


def _spellings(name: str) -> Iterator[str]:
    """Give a name and, where it is not in Latin letters, how it is written in them: 千问 is qian wen."""
    yield name
    if not name.isascii():
        yield "".join(f" {anyascii(each)}" if analysis.is_run(each) else anyascii(each) for each in name)
