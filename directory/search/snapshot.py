"""What a process keeps of the directory between requests: masks and names, at one revision and on one day.

A commit costs no new reading of everything: what changed since the snapshot is read again and patched in.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from directory import db
from directory.catalogue.kinds import Kind
from directory.search import concepts, grid, known, lexicon, listing, queries
from directory.search.concepts import Concepts, Reference
from directory.search.grid import Grid
from directory.search.lexicon import Lexicon

Key = tuple[str, tuple[int, str], date]
# Where more companies than these and an eighth of all are touched, everything is read again: it is faster then.
FEW = 200


@dataclass(frozen=True)
class Snapshot:
    """Hold masks, names, what may be written for each facet's values, and what words may mean."""

    key: Key
    grid: Grid
    reference: Reference
    known: Mapping[str, Mapping[str, str]]
    concepts: Concepts

    @cached_property
    def lexicon(self) -> Lexicon:
        """Give the names to suggest; they are put in order when they are first wanted."""
        return lexicon.build(self.grid, self.reference)


_lock = threading.Lock()
_kept: list[Snapshot] = []


def of(today: date) -> Snapshot:
    """Give the snapshot of the present revision; it is made once a process, whoever comes first."""
    key = _key(today)
    if _kept and _kept[0].key == key:
        return _kept[0]
    with _lock:
        if not _kept or _kept[0].key != key:
            _kept[:] = [_present(today, _kept[0] if _kept else None)]
        return _kept[0]


def warm(today: date) -> Snapshot:
    """Make the snapshot before anybody asks: the indexer's thread calls this after each step."""
    shot = of(today)
    # What the first page and the first suggestion would compute.
    _ = shot.grid.blocks, shot.grid.ties, shot.lexicon
    return shot


def rebuilt(today: date) -> Snapshot:
    """Read everything; what is kept stays as it is."""
    with db.database.atomic():
        key, reference = _key(today), queries.reference()
        made = grid.build(listing.listed(today, reference))
    return Snapshot(key, made, reference, _known(made, reference), concepts.build(reference))


def _key(today: date) -> Key:
    return str(db.file_in_use()), queries.newest_change(), today


def _present(today: date, kept: Snapshot | None) -> Snapshot:
    """Patch what is kept where it is of this history and not of a later day, else read everything."""
    if kept:
        # One transaction, so that everything is of one revision.
        with db.database.atomic():
            key = _key(today)
            patched = _patched(kept, key) if _before(kept.key, key) else None
        if patched and not patched.grid.worn:
            return patched
    return rebuilt(today)


def _before(kept: Key, now: Key) -> bool:
    """Tell whether the present follows from what is kept: not in another file, nor in a restored backup."""
    file, (number, digest), day = kept
    return file == now[0] and day <= now[2] and queries.digest_of(number) == digest


def _patched(kept: Snapshot, key: Key) -> Snapshot | None:
    """Read what changed; None where that is too much."""
    (_, (number, _), day), (_, _, today) = kept.key, key
    changed = listing.changed(number)
    named = any(each.kind in (Kind.MODEL, Kind.DEVELOPER) for each in changed)
    reference = queries.reference() if named else kept.reference
    own = {each.number: each.slug for each in changed if each.kind == Kind.COMPANY}
    entries = {*own, *listing.falling_due(day, today), *listing.adopting(set(_moved(kept.reference, reference)))}
    if any(each.kind == Kind.CHECK for each in changed):
        entries |= listing.looked_at(number)
    if len(entries) > FEW + len(kept.grid.bits) // 8:
        return None
    listed = list(listing.listed(today, reference, entries))
    gone = set(own.values()) - {company.slug for company in listed}
    made = grid.patched(kept.grid, gone, listed) if entries else kept.grid
    if not named:
        return Snapshot(key, made, reference, {**kept.known, "year": _years(made)}, kept.concepts)
    return Snapshot(key, made, reference, _known(made, reference), concepts.build(reference))


def _moved(before: Reference, after: Reference) -> Iterator[str]:
    """Name the families of which adoptions take something that changed: maker, versions, what those were made from."""
    if before is after:
        return
    for slug in after.models:
        if _told(before, slug) != _told(after, slug):
            yield slug


def _told(reference: Reference, family: str) -> object:
    maker = reference.makers.get(family, "")
    names = {key: own[0] for key, own in reference.versions.items() if key[0] == family}
    lines = {key: reference.ancestors.get(key, ()) for key in names}
    makers = {slug: reference.makers.get(slug, "") for line in lines.values() for slug in line}
    return maker, reference.parties.get(maker), names, lines, makers


def _known(made: Grid, reference: Reference) -> dict[str, Mapping[str, str]]:
    return known.values(reference, made.values("year"))


def _years(made: Grid) -> dict[str, str]:
    return {year: year for year in made.values("year")}
