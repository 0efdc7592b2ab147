"""What a process keeps of the directory between requests: masks and names, at one revision and on one day."""

import threading
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory import db
from directory.search import content, facets, queries
from directory.search.content import Reference
from directory.search.facets import Table
from directory.vocabulary import EUROPE, Confidence, Route, Sector, Size, Status, Use

Key = tuple[str, tuple[int, str], date]
LISTS = {
    "use": Use,
    "route": Route,
    "status": Status,
    "confidence": Confidence,
    "sector": Sector,
    "size": Size,
}


@dataclass(frozen=True)
class Snapshot:
    """Hold masks, names, the values that each facet knows, and words that a beginning may become."""

    key: Key
    table: Table
    reference: Reference
    known: Mapping[str, Container[str]]
    vocabulary: Sequence[str]


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
        table = facets.build(queries.listed(today))
    return Snapshot(key, table, reference, _known(table, reference), content.vocabulary(reference))


def _known(table: Table, reference: Reference) -> dict[str, Container[str]]:
    closed = {facet: frozenset(word.value for word in words) for facet, words in LISTS.items()}
    return closed | {
        "country": EUROPE,
        "model": reference.titles["model"],
        "developer": reference.titles["developer"],
        "year": table.values("year"),
    }
