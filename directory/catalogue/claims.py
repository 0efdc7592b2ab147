"""Adoptions as lists show them, one line each, and how many there are: one query for each list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from peewee import Field, Function, ModelSelect, fn

from directory import clock
from directory.catalogue.confidence import on_day
from directory.catalogue.models import (
    AdoptedVersion,
    Adoption,
    Company,
    CompanySector,
    Entry,
    Model,
)
from directory.text import fold
from directory.vocabulary import NEGATIVE, Confidence

# A list shows as many lines and then leads to the directory, which pages through all.
LONGEST = 600


@dataclass(frozen=True)
class Line:
    """Hold one adoption of a company as a list shows it; `rule` is the confidence rule of today."""

    slug: str
    company: str
    country: str
    city: str
    number: int
    model: str
    model_name: str
    use: str
    route: str
    status: str
    since: str
    reread: str
    rule: Confidence


@dataclass(frozen=True)
class Adopter:
    """Hold a company with those of its adoptions that a list is about."""

    slug: str
    company: str
    country: str
    city: str
    reread: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Listing:
    """Hold the adopters of a list; it is not complete where there are more lines than a page should show.

    `kept` are companies with what ended, was denied, or was looked for and not found: they stand apart.
    """

    adopters: list[Adopter]
    complete: bool = True
    kept: Sequence[Adopter] = ()


@dataclass(frozen=True)
class Count:
    """Say how many companies and adoptions share a value; what is kept and counts as no adoption is left out."""

    companies: int
    adoptions: int


ZERO = Count(0, 0)
# What ended, was denied, or was looked for and not found is no adoption: it is kept apart, and never counted.
KEPT = Adoption.status.in_(NEGATIVE)
COUNTED = Adoption.status.not_in(NEGATIVE)


def of_model(slug: str) -> Listing:
    """List the adopters of a model family."""
    return _listing(_lines().where(Adoption.model == slug))


def of_version(slug: str) -> Listing:
    """List the adopters of one version."""
    named = AdoptedVersion.select(AdoptedVersion.adoption).where(AdoptedVersion.version == slug)
    return _listing(_lines().where(Adoption.id.in_(named)))


def of_developer(slug: str) -> Listing:
    """List the adopters of a developer's models."""
    return _listing(_lines().where(Adoption.developer == slug))


def in_country(code: str) -> Listing:
    """List the adopters with their headquarters in a country."""
    return _listing(_lines().where(Company.country == code))


def in_sector(sector: str) -> Listing:
    """List the adopters of a sector."""
    listed = CompanySector.select(CompanySector.entry).where(CompanySector.sector == sector)
    return _listing(_lines().where(Adoption.entry.in_(listed)))


def newest(limit: int) -> list[Line]:
    """List the adoptions that began last, as far as their sources say when."""
    known = _lines().where(Adoption.since != "", COUNTED)
    rows: Iterable[Any] = known.order_by(Adoption.since.desc(), Adoption.id.desc()).limit(limit).dicts()
    return [_line(row) for row in rows]


def last_read(limit: int) -> list[Adopter]:
    """List the companies whose evidence a human read last."""
    adopting = Company.entry.in_(Adoption.select(Adoption.entry).where(COUNTED))
    ordered = Company.select(Company.entry).where(adopting).order_by(Company.reread.desc(), Company.entry.desc())
    found = _listing(_lines().where(Adoption.entry.in_(ordered.limit(limit)), COUNTED))
    return sorted(found.adopters, key=lambda each: each.reread, reverse=True)


def names_by_version(model: str) -> dict[str, list[tuple[str, str]]]:
    """List, for each version of a family, the address and name of the companies that adopted it."""
    rows: Iterable[Any] = (
        AdoptedVersion.select(AdoptedVersion.version, Entry.slug, Entry.name)
        .join(Adoption, on=(AdoptedVersion.adoption == Adoption.id))
        .join(Entry, on=(Adoption.entry == Entry.id))
        .where(Adoption.model == model, COUNTED)
        .distinct()
        .order_by(Entry.name)
        .tuples()
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for version, slug, name in rows:
        found.setdefault(version, []).append((slug, name))
    return found


def _lines() -> "ModelSelect[Any]":
    return (
        Adoption.select(
            Entry.slug,
            Entry.name.alias("company"),
            Company.country,
            Company.city,
            Company.reread,
            Adoption.position,
            Adoption.model,
            Model.name.alias("model_name"),
            Adoption.use,
            Adoption.route,
            Adoption.status,
            Adoption.since,
            Adoption.basis,
            Adoption.reread_by,
        )
        .join(Entry, on=(Adoption.entry == Entry.id))
        .join(Company, on=(Company.entry == Entry.id))
        .join(Model, on=(Adoption.model == Model.slug))
    )


def _line(row: dict[str, Any]) -> Line:
    rule = Confidence(row.pop("basis"))  # type: ignore[call-arg]  # looked up by its code, not made
    due = date.fromisoformat(row.pop("reread_by"))
    number = row.pop("position") + 1
    return Line(number=number, rule=on_day(rule, due, clock.today()), **row)


def _listing(rows: "ModelSelect[Any]") -> Listing:
    """Read as many lines as a page should show, first what counts."""
    ordered = rows.order_by(KEPT, Entry.name, Entry.slug, Adoption.position).limit(LONGEST + 1)
    listed: Iterable[Any] = ordered.dicts()
    lines = [_line(row) for row in listed]
    kept = [line for line in lines[:LONGEST] if line.status in NEGATIVE]
    counted = lines[: min(len(lines), LONGEST) - len(kept)]
    return Listing(_adopters(counted), len(lines) <= LONGEST, _adopters(kept))


def _adopters(lines: Iterable[Line]) -> list[Adopter]:
    """Put lines that come by company together, by the names of the companies."""
    adopters = [_adopter(tuple(group)) for _, group in groupby(lines, key=lambda line: line.slug)]
    return sorted(adopters, key=lambda each: fold(each.company))


def _adopter(lines: tuple[Line, ...]) -> Adopter:
    first = lines[0]
    return Adopter(first.slug, first.company, first.country, first.city, first.reread, lines)


def by_model() -> dict[str, Count]:
    """Count companies and adoptions by model family."""
    return _counts(Adoption.model)


def by_developer() -> dict[str, Count]:
    """Count companies and adoptions by developer."""
    return _counts(Adoption.developer)


def by_country() -> dict[str, Count]:
    """Count companies and adoptions by country."""
    return _counts(Company.country)


def by_sector() -> dict[str, Count]:
    """Count companies and adoptions by sector; a company may work in several."""
    return _counts(CompanySector.sector, joined=True)


def by_route() -> dict[str, Count]:
    """Count companies and adoptions by the route that the data goes."""
    return _counts(Adoption.route)


def by_use() -> dict[str, Count]:
    """Count companies and adoptions by what the model is used for."""
    return _counts(Adoption.use)


def _counts(column: Field, *, joined: bool = False) -> dict[str, Count]:
    rows = Adoption.select(column, *_both()).join(Company, on=(Adoption.entry == Company.entry))
    if joined:
        rows = rows.join(CompanySector, on=(CompanySector.entry == Company.entry))
    counted = rows.where(COUNTED).group_by(column)
    listed: Iterable[Any] = counted.tuples()
    return {value: Count(companies, adoptions) for value, companies, adoptions in listed}


def _both() -> tuple[Function, Function]:
    return fn.COUNT(fn.DISTINCT(Adoption.entry)), fn.COUNT(fn.DISTINCT(Adoption.id))


def summed(by_country: Mapping[str, Count]) -> Count:
    """Count all companies and adoptions: each company is in one country."""
    counts = by_country.values()
    return Count(sum(each.companies for each in counts), sum(each.adoptions for each in counts))


def ranked(counts: dict[str, Count]) -> list[tuple[str, Count]]:
    """Order counted values: most companies first; equal ones stay in the order that they come in."""
    return sorted(counts.items(), key=lambda pair: (-pair[1].companies, -pair[1].adoptions))
