"""The questions that search asks of the database, whatever the index says: only what is published is ever shown."""

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect

from directory import db
from directory.catalogue import lineage, publishers
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption, Company, Entry, Model, Name
from directory.ledger.models import Change
from directory.search import listing
from directory.search.analysis import words
from directory.search.concepts import Reference
from directory.search.listing import tuples
from directory.vocabulary import Confidence

BATCH = 500
# The character that comes after all others.
LAST = chr(sys.maxunicode)
REFERENCE = (Kind.MODEL, Kind.DEVELOPER)


@dataclass(frozen=True)
class Row:
    """Hold a published company as a result shows it; `rules` are today's confidence of each adoption."""

    slug: str
    name: str
    created: str
    changed: str
    reread: str
    revision: int
    document: dict[str, Any]
    rules: tuple[Confidence, ...]


@dataclass(frozen=True)
class Card:
    """Hold a published company as a suggestion shows it; its document is read only where another name matched."""

    slug: str
    name: str
    city: str
    country: str
    document: str

    @property
    def other_names(self) -> Iterator[str]:
        """Give the names that it has besides."""
        document = json.loads(self.document)
        names: tuple[str | None, ...] = (document.get("legal_name"), *document.get("aliases", ()))
        return (name for name in names if name)


def newest_change() -> tuple[int, str]:
    """Give number and hash of the newest change; (0, "") where there is none."""
    rows = Change.select(Change.number, Change.digest).order_by(Change.number.desc()).limit(1)
    return next(tuples(rows), (0, ""))


def digest_of(number: int) -> str:
    """Give the hash of a change, which stands for all history up to it; "" where there is none."""
    return str(Change.select(Change.digest).where(Change.number == number).scalar() or "")


def moment_of(number: int) -> str:
    """Give the moment of a change; "" where there is none."""
    return str(Change.select(Change.at).where(Change.number == number).scalar() or "")


def reference() -> Reference:
    """Read the names of all models and developers."""
    documents: dict[str, list[dict[str, Any]]] = {kind: [] for kind in REFERENCE}
    rows = Entry.select(Entry.kind, Entry.document).order_by(Entry.slug)
    for kind, document in tuples(rows.where(Entry.kind.in_(REFERENCE), Entry.state == "published")):
        documents[kind].append(json.loads(document))
    families, developers = documents[Kind.MODEL], documents[Kind.DEVELOPER]
    titles = {row[0]: row[1] for row in tuples(Model.select(Model.slug, Model.name))}
    return Reference(
        titles={"model": titles, "developer": {each["slug"]: each["name"] for each in developers}},
        models={each["slug"]: _names(each) for each in families},
        developers={each["slug"]: _names(each) for each in developers},
        makers={each["slug"]: each["developer"] for each in families},
        versions=dict(pair for family in families for pair in _versions(family)),
        ancestors=lineage.ancestors(families),
        parties={each["slug"]: publishers.developer(each) for each in developers},
    )


def _names(document: dict[str, Any]) -> tuple[str, ...]:
    named = (document["name"], document.get("name_zh", ""), *document.get("aliases", ()))
    return tuple(name for name in named if name)


def _versions(family: dict[str, Any]) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for version in family.get("versions", ()):
        names = (version["name"], *version.get("aliases", ()))
        for name in names:
            yield (family["slug"], name), names


def documents(slugs: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read the documents of those of these companies that are published."""
    chosen = list(slugs)
    for start in range(0, len(chosen), BATCH):
        rows = Entry.select(Entry.document).where(
            Entry.kind == Kind.COMPANY,
            Entry.state == "published",
            Entry.slug.in_(chosen[start : start + BATCH]),
        )
        yield from (json.loads(document) for (document,) in tuples(rows))


def every_slug() -> list[str]:
    """List the addresses of all published companies."""
    rows = Entry.select(Entry.slug).join(Company, on=(Company.entry == Entry.id)).order_by(Entry.slug)
    return [slug for (slug,) in tuples(rows)]


def revisions(slugs: Collection[str]) -> dict[str, int]:
    """Give the newest change of those of these companies that are published."""
    found = Entry.select(Entry.slug, Entry.revision)
    return dict(
        tuples(found.where(Entry.kind == Kind.COMPANY, Entry.slug.in_(list(slugs)), Entry.state == "published"))
    )


def rows(slugs: Collection[str], today: date) -> dict[str, Row]:
    """Read the published companies among these as results show them, in two queries that see the same revision."""
    chosen = Entry.select(Entry.id).where(Entry.kind == Kind.COMPANY, Entry.slug.in_(list(slugs)))
    shown = (Entry.slug, Entry.name, Entry.created, Entry.changed, Company.reread, Entry.revision, Entry.document)
    found = Entry.select(Entry.id, *shown).join(Company, on=(Company.entry == Entry.id))
    with db.database.atomic():
        rules = _rules(chosen, today)
        read = list(tuples(found.where(Entry.id.in_(chosen), Entry.state == "published")))
    return {
        slug: Row(slug, name, created, changed, reread, revision, json.loads(document), tuple(rules[number]))
        for number, slug, name, created, changed, reread, revision, document in read
    }


def _rules(chosen: "ModelSelect[Any]", today: date) -> dict[int, list[Confidence]]:
    """Give today's confidence of each adoption of some entries."""
    rules: dict[int, list[Confidence]] = defaultdict(list)
    adopted = Adoption.select(Adoption.entry, Adoption.basis, Adoption.reread_by)
    for number, basis, due in tuples(adopted.where(Adoption.entry.in_(chosen)).order_by(Adoption.position)):
        rules[number].append(listing.rule(basis, due, today))
    return rules


def cards(slugs: Collection[str]) -> dict[str, Card]:
    """Read the published companies among these as suggestions show them, in one query."""
    found = (
        Entry.select(Entry.slug, Entry.name, Company.city, Company.country, Entry.document)
        .join(Company, on=(Company.entry == Entry.id))
        .where(Entry.kind == Kind.COMPANY, Entry.state == "published", Entry.slug.in_(list(slugs)))
    )
    return {row[0]: Card(*row) for row in tuples(found)}


def named(words: Sequence[str], *, most: int) -> list[str]:
    """List companies with a name that begins with these folded words, while there is no index."""
    beginning = " ".join(words)
    found = (
        Name.select(Entry.slug)
        .join(Entry, on=(Name.entry == Entry.id))
        .where(Name.folded >= beginning, Name.folded < beginning + LAST)
        .order_by(Name.folded)
        .limit(most)
    )
    return list(dict.fromkeys(slug for (slug,) in tuples(found)))


def cities() -> dict[str, str]:
    """Give the cities of published companies as words are folded, by how they are written."""
    return {city: " ".join(words(city)) for (city,) in tuples(Company.select(Company.city).distinct())}


def holding(term: str, places: Mapping[str, str]) -> set[str]:
    """Find companies by plain SQL, while there is no index: by names, summary, statements and city (of `cities()`)."""
    named = [city for city, folded in places.items() if term in folded]
    found = Entry.select(Entry.slug).join(Company, on=(Company.entry == Entry.id))
    return {slug for (slug,) in tuples(found.where(Company.folded.contains(term) | Company.city.in_(named)))}
