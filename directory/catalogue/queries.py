"""The questions that pages ask of what is published."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from directory.catalogue.kinds import Kind
from directory.catalogue.models import ActionDeveloper, Adoption, Company, Developer, Entry, Model, ModelName
from directory.catalogue.publishers import NOBODY, Party, developer
from directory.catalogue.regulation import Use
from directory.errors import Missing, Moved
from directory.vocabulary import NEGATIVE, UNION, _


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


@dataclass(frozen=True)
class Made:
    """Say what a model is called and who makes it; `party` is by what the maker's pages are known."""

    slug: str
    name: str
    developer: str
    developer_name: str
    party: Party = NOBODY


def revision() -> int:
    """Give the directory's revision: the number of the newest change, 0 when there is none."""
    return int(Entry.select(fn.MAX(Entry.revision)).scalar() or 0)


def published(kind: Kind, slug: str) -> Record:
    """Give a published entry; raise Missing (404), Moved (301), or Withdrawn (410) with the reason."""
    entry = standing(kind, slug)
    if entry.state != "published":
        known = {"reason": entry.reason, "kind": kind, "slug": entry.slug, "since": entry.changed}
        raise Withdrawn(_("This entry was withdrawn: %(reason)s"), **known)
    return record(entry)


def standing(kind: Kind, slug: str) -> Entry:
    """Give the entry that is or was at an address; raise Missing, or Moved with the last address of a moved one."""
    entry = entry_at(kind, slug)
    if entry is None:
        raise Missing(_("There is no entry at this address."))
    if entry.state == "moved":
        raise Moved(_("This entry moved to another address: %(target)s."), slug=slug, target=survivor(kind, slug))
    return entry


def entry_at(kind: str, slug: str) -> Entry | None:
    """Find the entry at an address: published, withdrawn or moved."""
    found: Entry | None = Entry.get_or_none(Entry.kind == kind, Entry.slug == slug)
    return found


def survivor(kind: str, slug: str) -> str:
    """Follow an address to the one that stands for it; an entry only moves to where one stands, so this ends."""
    while target := Entry.select(Entry.target).where(Entry.kind == kind, Entry.slug == slug).scalar():
        slug = target
    return slug


def survivors(kind: str) -> dict[str, str]:
    """Give each address that moved with the one that stands for it: for those who follow many."""
    rows: Iterable[Any] = Entry.select(Entry.slug, Entry.target).where(Entry.kind == kind, Entry.target != "").tuples()
    moved: dict[str, str] = dict(rows)

    def end(slug: str) -> str:
        return end(moved[slug]) if slug in moved else slug

    return {slug: end(target) for slug, target in moved.items()}


def addresses_of(kind: str, slug: str) -> list[str]:
    """List an entry's address and every other one that leads to it."""
    found = newest = [slug]
    while newest:
        rows = Entry.select(Entry.slug).where(Entry.kind == kind, Entry.target.in_(newest))
        newest = [row.slug for row in rows]
        found = [*found, *newest]
    return found


def record(entry: Entry) -> Record:
    """Read an entry's row."""
    return Record(entry.slug, entry.name, entry.created, entry.changed, entry.revision, json.loads(entry.document))


def documents(kind: str, slugs: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give the documents of those of these entries that are published."""
    rows = Entry.select().where(Entry.kind == kind, Entry.slug.in_(sorted(slugs)), Entry.state == "published")
    return {entry.slug: json.loads(entry.document) for entry in rows}


def every(kind: Kind) -> list[Record]:
    """List the published entries of a kind by name: for the kinds of which there are few."""
    rows = Entry.select().where(Entry.kind == kind, Entry.state == "published")
    return sorted(map(record, rows), key=lambda each: each.name.casefold())


def actions() -> list[Record]:
    """List the regulatory actions, newest first."""
    return sorted(every(Kind.ACTION), key=lambda each: str(each.document["date"]), reverse=True)


def actions_on(developers: Collection[str]) -> list[Record]:
    """List the regulatory actions that concern any of these developers, newest first."""
    concerned = ActionDeveloper.select(ActionDeveloper.entry).where(ActionDeveloper.developer.in_(sorted(developers)))
    rows = Entry.select().where(Entry.id.in_(concerned))
    return sorted(map(record, rows), key=lambda each: str(each.document["date"]), reverse=True)


def actions_in(country: str) -> list[Record]:
    """List the regulatory actions of a country's authorities, and those of the union that it belongs to."""
    places = {country, "EU"} if country in UNION.split() else {country}
    return [each for each in actions() if each.document["jurisdiction"] in places]


def makers(models: Collection[str]) -> dict[str, Made]:
    """Tell, for model families by their address, what they are called and who makes them."""
    rows = (
        Model.select(
            Model.slug,
            Model.name,
            Model.developer,
            Entry.name.alias("developer_name"),
            Entry.document,
        )
        .join(Developer, on=(Model.developer == Developer.slug))
        .join(Entry, on=(Developer.entry == Entry.id))
        .where(Model.slug.in_(sorted(models)))
    )
    listed: Iterable[Any] = rows.dicts()
    return {row["slug"]: _made(row) for row in listed}


def _made(row: dict[str, Any]) -> Made:
    maker = developer(json.loads(row.pop("document")))
    return Made(**row, party=maker)


def developer_names() -> dict[str, str]:
    """Name each developer by its address."""
    rows: Iterable[Any] = Entry.select(Entry.slug, Entry.name).where(Entry.kind == Kind.DEVELOPER).tuples()
    return dict(rows)


def version_addresses(families: Collection[str]) -> dict[tuple[str, str], str]:
    """Give the address of a version by its family and its name as a source writes it."""
    rows = ModelName.select(ModelName.family, ModelName.name, ModelName.slug).where(
        ModelName.family.in_(sorted(families))
    )
    listed: Iterable[Any] = rows.tuples()
    return {(family, name): slug for family, name, slug in listed}


def family_of(slug: str) -> str:
    """Give the family that a model's address belongs to; raise Missing where there is no such model."""
    found = Model.select(Model.family).where(Model.slug == slug).scalar()
    # A withdrawn family has no rows left but its entry, which says why.
    return str(found or published(Kind.MODEL, slug).slug)


def addresses_named(names: Collection[str]) -> dict[str, tuple[str, str]]:
    """Find models by names as sources write them, in any family: name → (address, name on its page)."""
    rows = (
        ModelName.select(ModelName.name, ModelName.slug, Model.name.alias("title"))
        .join(Model, on=(ModelName.slug == Model.slug))
        .where(ModelName.name.in_(sorted(names)))
    )
    listed: Iterable[Any] = rows.dicts()
    return {row["name"]: (row["slug"], row["title"]) for row in listed}


def any_base(versions: Collection[str]) -> bool:
    """Tell whether any of these versions, by their addresses, says what it was made from."""
    return bool(Model.select().where(Model.slug.in_(sorted(versions)), Model.base != "").exists())


def uses() -> list[Use]:
    """Count the adoptions by developer, route, size and country; none that ended, is denied or was not found."""
    parts = (Adoption.developer, Adoption.route, Company.size, Company.country)
    rows: Iterable[Any] = (
        Adoption.select(*parts, fn.COUNT(Adoption.id))
        .join(Company, on=(Adoption.entry == Company.entry))
        .where(Adoption.status.not_in(sorted(NEGATIVE)))
        .group_by(*parts)
        .tuples()
    )
    return [Use(*row) for row in rows]
