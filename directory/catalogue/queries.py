"""The questions that pages ask of what is published."""

import json
from dataclasses import dataclass
from typing import Any

from peewee import fn

from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry
from directory.errors import Missing
from directory.vocabulary import _


class Withdrawn(Missing):
    """Say that an entry was here and was withdrawn, with the reason."""

    status = 410


@dataclass(frozen=True)
class Record:
    """Hold a published entry with its document as plain data: pages show it without judging it again."""

    slug: str
    name: str
    created: str
    changed: str
    revision: int
    document: dict[str, Any]


def revision() -> int:
    """Give the directory's revision: the number of the newest change, 0 when there is none."""
    return int(Entry.select(fn.MAX(Entry.revision)).scalar() or 0)


def published(kind: Kind, slug: str) -> Record:
    """Give a published entry; raise Missing (404), or Withdrawn (410) with the reason."""
    entry = Entry.get_or_none(Entry.kind == kind, Entry.slug == slug)
    if entry is None:
        raise Missing(_("There is no entry at this address."))
    if entry.state != "published":
        raise Withdrawn(_("This entry was withdrawn: %(reason)s"), reason=entry.reason)
    return record(entry)


def record(entry: Entry) -> Record:
    """Read an entry's row."""
    return Record(
        entry.slug, entry.name, entry.created, entry.changed, entry.revision, json.loads(entry.document)
    )
