"""The questions that search asks of the database, whatever the index says: only what is published is ever shown."""

import json
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any

from peewee import Expression, ModelSelect

from directory.catalogue import confidence
from directory.catalogue.kinds import Kind
from directory.catalogue.models import AdoptedVersion, Adoption, Company, CompanySector, Entry, Model, Name
from directory.db import database
from directory.ledger.models import Change
from directory.search import simple
from directory.search.analysis import folded
from directory.search.content import Reference
from directory.search.facets import Listed
from directory.search.query import Clause
from directory.search.simple import Named
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
    reread: str
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
    return next(_tuples(rows), (0, ""))


def digest_of(number: int) -> str:
    """Give the hash of a change, which stands for all history up to it; "" where there is none."""
    return str(Change.select(Change.digest).where(Change.number == number).scalar() or "")


def reference() -> Reference:
    """Read the names of all models and developers."""
    documents: dict[str, list[dict[str, Any]]] = {kind: [] for kind in REFERENCE}
    rows = Entry.select(Entry.kind, Entry.document)
    for kind, document in _tuples(rows.where(Entry.kind.in_(REFERENCE), Entry.state == "published")):
        documents[kind].append(json.loads(document))
    families, developers = documents[Kind.MODEL], documents[Kind.DEVELOPER]
    titles = {row[0]: row[1] for row in _tuples(Model.select(Model.slug, Model.name))}
    return Reference(
        titles={"model": titles, "developer": {each["slug"]: each["name"] for each in developers}},
        models={each["slug"]: _names(each) for each in families},
        developers={each["slug"]: _names(each) for each in developers},
        makers={each["slug"]: each["developer"] for each in families},
        versions=dict(pair for family in families for pair in _versions(family)),
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
        yield from (json.loads(document) for (document,) in _tuples(rows))


def every_slug() -> list[str]:
    """List the addresses of all published companies."""
    rows = Entry.select(Entry.slug).join(Company, on=(Company.entry == Entry.id)).order_by(Entry.slug)
    return [slug for (slug,) in _tuples(rows)]


def adopters(models: Collection[str], developers: Collection[str]) -> set[str]:
    """List the addresses of companies that adopt one of these models or a model of one of these developers."""
    rows = Entry.select(Entry.slug).distinct().join(Adoption, on=(Adoption.entry == Entry.id))
    named = Adoption.model.in_(sorted(models)) | Adoption.developer.in_(sorted(developers))
    return {slug for (slug,) in _tuples(rows.where(named))}


def listed(today: date) -> Iterator[Listed]:
    """Read every published company with the values of its facets on this day."""
    sectors, adoptions = _sectors(), _adoptions(today)
    rows = Company.select(
        Company.entry, Entry.slug, Entry.name, Entry.created, Company.reread, Company.country, Company.size
    ).join(Entry, on=(Company.entry == Entry.id))
    for number, slug, name, created, reread, country, size in _tuples(rows):
        values = {"country": (country,), "size": (size,) if size else (), "sector": sectors[number]}
        yield Listed(slug, folded(name), created, reread, values, adoptions[number])


def _sectors() -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for number, sector in _tuples(CompanySector.select(CompanySector.entry, CompanySector.sector)):
        found[number].append(sector)
    return found


def _adoptions(today: date) -> dict[int, list[dict[str, Sequence[str]]]]:
    found: dict[int, list[dict[str, Sequence[str]]]] = defaultdict(list)
    versions: dict[int, list[str]] = defaultdict(list)
    for number, version in _tuples(AdoptedVersion.select(AdoptedVersion.adoption, AdoptedVersion.version)):
        versions[number].append(version)
    columns = (Adoption.model, Adoption.developer, Adoption.use, Adoption.route, Adoption.status, Adoption.since)
    rows = Adoption.select(Adoption.entry, Adoption.id, Adoption.basis, Adoption.reread_by, *columns)
    for entry, number, basis, due, model, developer, use, route, status, since in _tuples(
        rows.order_by(Adoption.entry, Adoption.position)
    ):
        found[entry].append(
            {
                "model": (model, *versions[number]) if number in versions else (model,),
                "developer": (developer,),
                "use": (use,),
                "route": (route,),
                "status": (status,),
                "confidence": (_rule(basis, due, today),),
                "year": (since[:4],) if since else (),
            }
        )
    return found


@lru_cache(maxsize=4096)
def _rule(basis: str, reread_by: str, today: date) -> Confidence:
    rule = Confidence(basis)  # type: ignore[call-arg]  # looked up by its code, not made
    return confidence.on_day(rule, date.fromisoformat(reread_by), today)


def rows(slugs: Collection[str], today: date) -> dict[str, Row]:
    """Read the published companies among these as results show them, in two queries."""
    rules: dict[int, list[Confidence]] = defaultdict(list)
    chosen = Entry.select(Entry.id).where(Entry.kind == Kind.COMPANY, Entry.slug.in_(list(slugs)))
    adopted = Adoption.select(Adoption.entry, Adoption.basis, Adoption.reread_by)
    for number, basis, due in _tuples(adopted.where(Adoption.entry.in_(chosen)).order_by(Adoption.position)):
        rules[number].append(_rule(basis, due, today))
    found = (
        Entry.select(Entry.id, Entry.slug, Entry.name, Entry.created, Company.reread, Entry.document)
        .join(Company, on=(Company.entry == Entry.id))
        .where(Entry.id.in_(chosen), Entry.state == "published")
    )
    return {
        slug: Row(slug, name, created, reread, json.loads(document), tuple(rules[number]))
        for number, slug, name, created, reread, document in _tuples(found)
    }


def cards(slugs: Collection[str]) -> dict[str, Card]:
    """Read the published companies among these as suggestions show them, in one query."""
    found = (
        Entry.select(Entry.slug, Entry.name, Company.city, Company.country, Entry.document)
        .join(Company, on=(Company.entry == Entry.id))
        .where(Entry.kind == Kind.COMPANY, Entry.state == "published", Entry.slug.in_(list(slugs)))
    )
    return {row[0]: Card(*row) for row in _tuples(found)}


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
    return list(dict.fromkeys(slug for (slug,) in _tuples(found)))


def holding(clauses: Sequence[Clause], reference: Reference, *, every: bool) -> list[str]:
    """Find companies by plain SQL, while there is no index: in all that is searched but quotes and unknown versions."""
    cities = [city for (city,) in _tuples(Company.select(Company.city).distinct())]
    told = [_holds(clause, simple.named(clause, reference, cities, whole=not every)) for clause in clauses]
    found = Entry.select(Entry.slug).join(Company, on=(Company.entry == Entry.id))
    return [slug for (slug,) in _tuples(found.where(reduce(and_ if every else or_, told)))]


def _holds(clause: Clause, named: Named) -> Expression:
    versions = AdoptedVersion.select(AdoptedVersion.adoption).where(AdoptedVersion.version.in_(named.versions))
    adopting = Adoption.select(Adoption.entry).where(
        Adoption.model.in_(named.models) | Adoption.developer.in_(named.developers) | Adoption.id.in_(versions)
    )
    sectors = CompanySector.select(CompanySector.entry).where(CompanySector.sector.in_(named.sectors))
    placed = Company.country.in_(named.countries) | Company.city.in_(named.cities)
    held: Expression = (
        Company.folded.contains(clause.text) | placed | Company.entry.in_(sectors) | Company.entry.in_(adopting)
    )
    return held


def _tuples(rows: "ModelSelect[Any]") -> Iterator[Any]:
    """Read rows as the database gives them: the columns asked for here are plain text and numbers."""
    return iter(database.execute(rows))
