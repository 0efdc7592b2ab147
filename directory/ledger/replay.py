"""Prove the ledger: its chain is whole, and replaying it gives the tables that are shown."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import Field, ForeignKeyField, SqliteDatabase

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.catalogue.models import PUBLISHED, Adoption, Entry
from directory.db import Table
from directory.ledger import tables
from directory.ledger.chain import GENESIS, digest
from directory.ledger.models import Change

HASHED = (
    "number",
    "at",
    "act",
    "kind",
    "slug",
    "target",
    "before",
    "after",
    "reason",
    "submission",
    "undoes",
    "previous",
)
Row = tuple[object, ...]


def faults() -> Iterator[str]:
    """Walk the chain and tell each fault: a gap, a broken link, an altered row, a wrong `before`."""
    number, previous, state = 0, GENESIS, dict[tuple[str, str], str]()
    for change in Change.select().order_by(Change.number).iterator():
        number += 1
        if change.number != number:
            yield f"Change {number} is missing."
            number = change.number
        if change.previous != previous:
            yield f"Change {change.number} does not follow the change before it."
        if digest({name: getattr(change, name) for name in HASHED}) != change.digest:
            yield f"Change {change.number} was altered after it was written."
        if state.get((change.kind, change.slug), "") != change.before:
            yield f"Change {change.number} does not start from what {change.slug} was before."
        state[change.kind, change.slug] = change.after
        previous = change.digest
    if number != (shown := queries.revision()):
        yield f"The tables stand at change {shown}, but the ledger ends with change {number}."


def rebuild(at: int) -> dict[str, Counter[Row]]:
    """Rebuild the tables as they were after change `at`, in a database of their own; give their rows."""
    changes = list(Change.select().where(Change.number <= at).order_by(Change.number))
    with _scratch():
        for change in changes:
            number, kind, slug = change.number, Kind(change.kind), change.slug
            entry = queries.entry_at(kind, slug)
            if change.after:
                tables.show(entry, kind, change.after, number=number, at=change.at)
            elif entry:
                tables.hide(entry, change)
        return contents()


@contextmanager
def _scratch() -> Iterator[None]:
    scratch = SqliteDatabase(":memory:")
    with scratch.bind_ctx(PUBLISHED), scratch.connection_context():
        scratch.create_tables(PUBLISHED)
        with scratch.atomic():
            yield


def contents() -> dict[str, Counter[Row]]:
    """Give the rows of every published table without the numbers that SQLite chose for them."""
    entries: dict[int, Row] = {
        entry.id: (entry.kind, entry.slug) for entry in Entry.select(Entry.id, Entry.kind, Entry.slug)
    }
    rows = Adoption.select(Adoption.id, Adoption.entry, Adoption.position).tuples().iterator()
    adoptions: dict[int, Row] = {number: (entries[entry], position) for number, entry, position in rows}
    named = {"entry": entries, "adoption": adoptions}
    return {table._meta.table_name: Counter(_rows(table, named)) for table in PUBLISHED}


def _rows(table: type[Table], named: dict[str, dict[int, Row]]) -> Iterator[Row]:
    fields: list[Field] = [field for field in table._meta.sorted_fields if field.name != "id"]
    for row in table.select(*fields).tuples().iterator():
        yield tuple(
            named[field.name][value] if isinstance(field, ForeignKeyField) else value
            for field, value in zip(fields, row, strict=True)
        )
