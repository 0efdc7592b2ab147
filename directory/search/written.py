"""Parts of the directory page that are the same for everybody until an entry, a name or the day changes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain

from markupsafe import Markup

from directory.search import listing, queries, results
from directory.search.concepts import Reference
from directory.search.groups import Value
from directory.search.queries import Row
from directory.search.results import Results
from directory.search.snapshot import Snapshot
from directory.web import collation, i18n

Names = Mapping[str, Mapping[str, str]]
Macro = Callable[..., Markup]
Key = tuple[object, ...]
# Articles, marks and checkboxes, about a kilobyte each.
MOST = 4000
END = Markup("</span></label></li>")


class Same(dict[str, str]):
    """Call everything what it is: a year is a year in all languages."""

    def __missing__(self, key: str) -> str:
        """Give the key itself."""
        return key


class Written:
    """Keep what was written in one language with the names of one reference."""

    def __init__(self, language: str, reference: Reference, names: Names) -> None:
        """Keep nothing yet."""
        self.language = language
        self.reference = reference
        self.names = names
        self._kept: dict[Key, Markup] = {}
        self._places: dict[str, Mapping[str, int]] = {}

    def places(self, facet: str) -> Mapping[str, int]:
        """Say which place each value of a facet has in the order of their names."""
        if facet not in self._places:
            named = sorted(self.names[facet], key=lambda code: collation.key(self.names[facet][code], self.language))
            self._places[facet] = {code: place for place, code in enumerate(named)}
        return self._places[facet]

    def get(self, key: Key) -> Markup | None:
        """Give what was written under a key."""
        return self._kept.get(key)

    def put(self, key: Key, text: Markup) -> Markup:
        """Keep what was written; where there is too much of it, begin anew."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = text
        return text


def checkboxes(own: Written, box: Macro) -> Callable[[str, Sequence[Value]], Markup]:
    """Give what writes the checkboxes of a facet's values: all but the counts is kept."""

    def one(facet: str, value: Value) -> Markup:
        key = facet, value.code, value.chosen
        return own.get(key) or own.put(key, box(facet, value.code, own.names[facet][value.code], value.chosen))

    def listed(facet: str, values: Sequence[Value]) -> Markup:
        # Equal ones by their names; years are in their order already.
        places = own.places(facet) if facet != "year" else {}
        ordered = sorted(values, key=lambda each: (-each.count, places[each.code])) if places else values
        parts = ((one(facet, each), i18n.written(each.count, own.language), END) for each in ordered)
        return Markup().join(chain.from_iterable(parts))

    return listed


def articles(own: Written, found: Results, shot: Snapshot, today: date, *, result: Macro, marks: Macro) -> list[Markup]:
    """Write the results of a page; without a text there is nothing to explain, and they are kept whole."""

    def told(row: Row) -> Markup:
        key = row.slug, row.revision, today
        return own.get(key) or own.put(key, marks(row, own.names, _origins(row, own.reference)))

    if found.search.clauses:
        explained = results.explained(found, shot)
        return [result(each.row, each.title, each.why, told(each.row), own.names) for each in explained]
    revisions = queries.revisions(found.slugs)
    known: dict[str, Markup | None] = {slug: own.get((slug, n, today, "whole")) for slug, n in revisions.items()}
    fresh = [slug for slug, text in known.items() if text is None]
    for slug, row in queries.rows(fresh, today).items() if fresh else ():
        whole = result(row, row.name, None, told(row), own.names)
        known[slug] = own.put((slug, row.revision, today, "whole"), whole)
    return [text for text in map(known.get, found.slugs) if text]


def _origins(row: Row, reference: Reference) -> list[list[str]]:
    """Name the families that the models of each adoption were made from."""
    lines = (listing.origins(adoption, reference) for adoption in row.document["adoptions"])
    return [[name for slug, name in line if slug in reference.models] for line in lines]
