"""Read companies as facets see them: all of them one by one in a few queries, or those of some entries."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from peewee import JOIN, ForeignKeyField, ModelSelect, fn

from directory.catalogue import confidence
from directory.catalogue.models import AdoptedVersion, Adoption, Company, CompanySector, Entry, Evidence, Sighting
from directory.db import database
from directory.search import freshness
from directory.search.analysis import folded
from directory.search.concepts import Reference
from directory.search.grid import DERIVED, Listed
from directory.search.masks import Values
from directory.text import slugify
from directory.vocabulary import Confidence

BATCH = 500
COMPANY = (Company.entry, Entry.slug, Entry.name, Entry.created, Company.reread, Company.country, Company.size)
ADOPTION = (
    *(Adoption.entry, Adoption.id, Adoption.basis, Adoption.reread, Adoption.reread_by),
    *(Adoption.model, Adoption.developer, Adoption.use, Adoption.route, Adoption.status, Adoption.since),
)
CHECKS = (
    fn.GROUP_CONCAT(fn.COALESCE(Sighting.outcome, "")),
    fn.MAX(Evidence.recheck != ""),
    fn.COALESCE(fn.MAX(Sighting.answered), ""),
    fn.COALESCE(fn.MAX(Sighting.found), ""),
)
DUE, ANSWERED, FOUND = itemgetter(4), itemgetter(13), itemgetter(14)
SEEN = (Sighting.url == Evidence.url) & (Sighting.quote == Evidence.quote)


class Changed(NamedTuple):
    """Name an entry that changed."""

    kind: str
    number: int
    slug: str


# Its adoptions; the first day by which one is to be re-read, and when last a page answered and a quote was found.
Adopted = tuple[list[Values], tuple[str, str, str]]


class Origin(NamedTuple):
    """Be a model that an adopted one was made from: its address and its name."""

    slug: str
    name: str


def changed(revision: int) -> list[Changed]:
    """List the entries that changed after a revision, withdrawn ones too."""
    rows = Entry.select(Entry.kind, Entry.id, Entry.slug).where(Entry.revision > revision)
    return [Changed(*row) for row in tuples(rows)]


def adopting(families: Collection[str]) -> set[int]:
    """List the entries that adopt a model of one of these families."""
    rows = Adoption.select(Adoption.entry).distinct().where(Adoption.model.in_(sorted(families)))
    return {entry for (entry,) in tuples(rows)} if families else set()


def looked_at(revision: int) -> set[int]:
    """List the entries of whose sources a link check told something after a revision."""
    rows = Adoption.select(Adoption.entry).distinct().join(Evidence).join(Sighting, on=SEEN)
    return {entry for (entry,) in tuples(rows.where(Sighting.revision > revision))}


def falling_due(first: date, last: date) -> set[int]:
    """List the entries with an adoption of which it may be another time since the first day that a human read it."""
    days = (Adoption.reread_by >= first.isoformat()) & (Adoption.reread_by < last.isoformat())
    for earliest, latest in freshness.turning(first, last):
        days |= (Adoption.reread >= earliest) & (Adoption.reread < latest)
    rows = Adoption.select(Adoption.entry).distinct().where(days)
    return {entry for (entry,) in tuples(rows)} if first < last else set()


def listed(today: date, reference: Reference, entries: Collection[int] | None = None) -> Iterator[Listed]:
    """Read the published companies, or those of some entries, with the values of their facets on this day."""
    kin = Kin(reference)
    if entries is None:
        yield from _listed(today, kin, None)
        return
    numbers = iter(sorted(entries))
    while batch := list(islice(numbers, BATCH)):
        yield from _listed(today, kin, batch)


def _listed(today: date, kin: "Kin", entries: list[int] | None) -> Iterator[Listed]:
    """Read tables side by side, each in the order of entries: a hundred thousand companies are never held at once."""
    sectors = _beside(CompanySector.select(CompanySector.entry, CompanySector.sector), CompanySector.entry, entries)
    adopted = _adopted(today, kin, entries)
    rows = Company.select(*COMPANY).join(Entry, on=(Company.entry == Entry.id))
    for entry, slug, name, created, reread, country, size in _of(rows, Company.entry, entries):
        values = {"country": (country,), "size": (size,) if size else (), "sector": [row[1] for row in sectors(entry)]}
        adoptions, days = adopted(entry)
        # Of one day, which has no order that a reader would see, the name decides.
        yield Listed(slug, folded(name), created[:10], reread, values, adoptions, *days)


def _adopted(today: date, kin: "Kin", entries: list[int] | None) -> Callable[[int], Adopted]:
    """Give what reads the adoptions of an entry, and the days by which companies are ordered for them."""
    versions: dict[int, tuple[str, ...]] = {}
    joined = AdoptedVersion.select(AdoptedVersion.adoption, AdoptedVersion.version)
    if entries is not None:
        joined = joined.join(Adoption).where(Adoption.entry.in_(entries))
    for number, version in tuples(joined):
        versions[number] = (*versions.get(number, ()), version)
    # What link checks saw of all sources of an adoption the database gathers; in this order it sorts nothing.
    rows = Adoption.select(*ADOPTION, *CHECKS).join(Evidence).join(Sighting, JOIN.LEFT_OUTER, on=SEEN)
    one = Adoption.entry, Adoption.id
    adoptions = _beside(rows.group_by(*one).order_by(*one), Adoption.entry, entries)

    def adopted(entry: int) -> Adopted:
        own = adoptions(entry)
        days = (min(map(DUE, own)), max(map(ANSWERED, own)), max(map(FOUND, own)))
        return [_adoption(row, today, kin, versions.get(row[1], ())) for row in own], days

    return adopted


def _adoption(row: tuple[Any, ...], today: date, kin: "Kin", versions: tuple[str, ...]) -> Values:
    _, _, basis, reread, due, model, developer, use, route, status, since, outcomes, marked, _, _ = row
    return {
        **kin.of(model, developer, versions),
        "use": (use,),
        "route": (route,),
        "status": (status,),
        "confidence": (rule(basis, due, today),),
        "year": (since[:4],) if since else (),
        "checked": freshness.checked(outcomes, bool(marked)),
        "read": freshness.read(reread, due, today),
    }


class Kin:
    """Tell what adopted versions were made from, as the reference says."""

    def __init__(self, reference: Reference) -> None:
        """Take the reference of one moment."""
        self._makers = reference.makers
        self._lines = {slugify(reference.versions[key][0]): line for key, line in reference.ancestors.items()}
        self._told: dict[tuple[str, str, tuple[str, ...]], Values] = {}

    def of(self, model: str, developer: str, versions: tuple[str, ...]) -> Values:
        """Give the values of an adoption that its model decides; most adoptions share them."""
        key = model, developer, versions
        if key not in self._told:
            derived = self.derived(model, versions)
            makers = {self._makers[slug] for slug in derived if slug in self._makers} - {developer}
            own = {"model": (model, *versions), "developer": (developer,)}
            kin = {DERIVED["model"]: derived, DERIVED["developer"]: tuple(sorted(makers))}
            self._told[key] = own | {facet: values for facet, values in kin.items() if values}
        return self._told[key]

    def derived(self, model: str, versions: Collection[str]) -> tuple[str, ...]:
        """Give the ancestors of adopted versions that are not adopted themselves."""
        line = dict.fromkeys(slug for version in versions for slug in self._lines.get(version, ()))
        return tuple(slug for slug in line if slug != model and slug not in versions)


def origins(adoption: Mapping[str, Any], reference: Reference) -> tuple[Origin, ...]:
    """Name what the models of an adoption, as its document has it, were made from: versions, else their family."""
    model = adoption["model"]
    named = [(model, name) for name in adoption.get("versions", ())]
    adopted = {model, *(slugify(reference.versions[key][0]) for key in named if key in reference.versions)}
    line = dict.fromkeys(slug for key in named for slug in reference.ancestors.get(key, ()))
    titles = reference.titles["model"]
    return tuple(Origin(slug, titles.get(slug, slug)) for slug in line if slug not in adopted)


@lru_cache(maxsize=4096)
def rule(basis: str, reread_by: str, today: date) -> Confidence:
    """Tell which rule fires today."""
    found = Confidence(basis)  # type: ignore[call-arg]  # looked up by its code, not made
    return confidence.on_day(found, date.fromisoformat(reread_by), today)


def _of(rows: "ModelSelect[Any]", entry: ForeignKeyField, entries: list[int] | None) -> Iterator[Any]:
    """Read rows in the order of entries, all of them or those of some entries."""
    return tuples((rows if entries is None else rows.where(entry.in_(entries))).order_by_extend(entry))


def _beside(
    rows: "ModelSelect[Any]", entry: ForeignKeyField, entries: list[int] | None
) -> Callable[[int], list[tuple[Any, ...]]]:
    """Give what reads the rows of an entry, whose number they begin with; entries are to be asked for in order."""
    following = _of(rows, entry, entries)
    waiting = [next(following, None)]

    def of(entry: int) -> list[tuple[Any, ...]]:
        found = []
        while (row := waiting[0]) is not None and row[0] <= entry:
            if row[0] == entry:
                found.append(row)
            waiting[0] = next(following, None)
        return found

    return of


def tuples(rows: "ModelSelect[Any]") -> Iterator[Any]:
    """Read rows as the database gives them: the columns asked for here are plain text and numbers."""
    return iter(database.execute(rows))
