"""Companies as the pages of results read them: parsed and put in order once, until an entry, a name or the day changes.

A company is known by its newest change; another reference of names, which every restored backup brings, begins anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from directory.search import concepts, content, highlight, queries
from directory.search.concepts import Reference
from directory.search.content import Passage
from directory.search.queries import Row

# About ten kilobytes each.
MOST = 1000


@dataclass(frozen=True)
class Company:
    """Hold a company, the values by which it may be meant, and its texts, the most telling first; nobody changes it."""

    row: Row
    values: frozenset[tuple[str, str]]
    passages: Sequence[Passage]


class Shelf:
    """Keep companies that were read with the names of one reference."""

    def __init__(self, reference: Reference) -> None:
        """Keep nothing yet."""
        self.reference = reference
        self._kept: dict[tuple[str, int, date], Company] = {}

    def companies(self, slugs: Iterable[str], today: date) -> list[Company]:
        """Give the published companies among these, in their order; only what changed is read again."""
        wanted = list(slugs)
        known = {slug: self._kept.get((slug, n, today)) for slug, n in queries.revisions(wanted).items()}
        fresh = [slug for slug, company in known.items() if company is None]
        for slug, row in queries.rows(fresh, today).items() if fresh else ():
            known[slug] = self._put((slug, row.revision, today), self._read(row))
        return [company for company in map(known.get, wanted) if company]

    def _put(self, key: tuple[str, int, date], company: Company) -> Company:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = company
        return company

    def _read(self, row: Row) -> Company:
        values = concepts.values_of(row.document, self.reference)
        return Company(row, values, highlight.most_telling(content.passages(row.document)))


_shelves: list[Shelf] = []


def of(reference: Reference) -> Shelf:
    """Give what is kept with the names of a reference."""
    if not _shelves or _shelves[0].reference is not reference:
        _shelves[:] = [Shelf(reference)]
    return _shelves[0]
