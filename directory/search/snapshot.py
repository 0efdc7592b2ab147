"""What a process keeps of the directory between requests: masks and names, at one revision and on one day."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory import db
from directory.search import concepts, facets, queries
from directory.search.concepts import Concepts, Reference
from directory.search.facets import Grid
from directory.vocabulary import EUROPE
from directory.web.i18n import LISTS

Key = tuple[str, tuple[int, str], date]
# Facets whose values are a closed list.
CLOSED = ("use", "route", "status", "confidence", "sector", "size")


@dataclass(frozen=True)
class Snapshot:
    """Hold masks, names, the values that each facet knows, and what words may mean."""

    key: Key
    grid: Grid
    reference: Reference
    known: Mapping[str, Mapping[str, str]]
    concepts: Concepts


_lock = threading.Lock()
_kept: list[Snapshot] = []


def of(today: date) -> Snapshot:
    """Give the snapshot of the present revision; it is made once a process, whoever comes first."""
    key = _key(today)
    if _kept and _kept[0].key == key:
        return _kept[0]
    with _lock:
        if not _kept or _kept[0].key != key:
            _kept[:] = [_read(today)]
        return _kept[0]


def _key(today: date) -> Key:
    return str(db.file_in_use()), queries.newest_change(), today


def _read(today: date) -> Snapshot:
    """Read everything in one transaction, so that it is of one revision."""
    with db.database.atomic():
        key, reference = _key(today), queries.reference()
        grid = facets.build(queries.listed(today))
    return Snapshot(key, grid, reference, _known(grid, reference, concepts.build(reference)), concepts.build(reference))


def _known(grid, reference, concepts):
    from directory.search.analysis import folded

    closed = {facet: {v: v for v in LISTS[facet]._value2member_map_} for facet in CLOSED}
    known = closed | {
        "country": {c: c for c in EUROPE},
        "model": {c: c for c in reference.titles["model"]},
        "developer": {c: c for c in reference.titles["developer"]},
        "year": {c: c for c in grid.values("year")},
    }
    for m in known.values():
        for c in list(m):
            m.setdefault(folded(c), c)
    for own in concepts.phrases.values():
        for words, c in own:
            known[c.facet].setdefault(" ".join(words), c.value)
    return known
