"""Companies as the pages of results read them: parsed and put in order once, until an entry, a name or the day changes.

A company is known by its newest change; another reference of names, which every restored backup brings, begins anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.search import concepts, content, highlight, queries
from directory.search.concepts import Reference
from directory.search.content import Passage
from directory.search.queries import Row
from directory.search.snapshot import Key
from directory.vocabulary import Status

# Fifty kilobytes each where they have many claims.
MOST = 200


@dataclass(frozen=True)
class Company:
    """Hold a company, the values by which it may be meant, and its texts, the most telling first; nobody changes it.

    `kept` are its values for who asks for what counts as no adoption, too.
    """

    row: Row
    values: frozenset[tuple[str, str]]
    kept: frozenset[tuple[str, str]]
    passages: Sequence[Passage]


class Shelf:
    """Keep companies that were read with the names of one reference, and of which snapshot each was known to be."""

    def __init__(self, reference: Reference) -> None:
        """Keep nothing yet."""
        self.reference = reference
        self._kept: dict[str, tuple[Key, Company]] = {}

    def companies(self, slugs: Iterable[str], key: Key) -> list[Company]:
        """Give the published companies among these, in their order; only what changed is read again."""
        wanted = list(slugs)
        kept = {slug: found for slug in wanted if (found := self._kept.get(slug))}
        known = {slug: company for slug, (own, company) in kept.items() if own == key}
        if missing := [slug for slug in wanted if slug not in known]:
            known |= self._renewed(missing, kept, key)
        return [known[slug] for slug in wanted if slug in known]

    def _renewed(self, slugs: Sequence[str], kept: Mapping[str, tuple[Key, Company]], key: Key) -> dict[str, Company]:
        """Take over what is of the same day and was not changed since, and read the others."""
        *_, today = key
        same = {slug: company for slug, ((*_, day), company) in kept.items() if day == today}
        numbers = queries.revisions(same) if same else {}
        found = {slug: company for slug, company in same.items() if company.row.revision == numbers.get(slug)}
        if fresh := [slug for slug in slugs if slug not in found]:
            found |= {slug: self._read(row) for slug, row in queries.rows(fresh, today).items()}
        if len(self._kept) + len(found) > MOST:
            self._kept.clear()
        self._kept |= {slug: (key, company) for slug, company in found.items()}
        return found

    def _read(self, row: Row) -> Company:
        values = concepts.values_of(row.document, self.reference)
        kept = concepts.values_of(row.document, self.reference, frozenset(Status))
        return Company(row, values, kept, highlight.most_telling(content.passages(row.document)))


_shelves: list[Shelf] = []


def of(reference: Reference) -> Shelf:
    """Give what is kept with the names of a reference."""
    shelf = _shelves[0] if _shelves else None
    if shelf is None or shelf.reference is not reference:
        shelf = Shelf(reference)
        _shelves[:] = [shelf]
    return shelf
