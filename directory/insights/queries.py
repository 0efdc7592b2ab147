"""What the figures ask of what is published: each question is grouped by the database, however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from directory.catalogue.claims import COUNTED
from directory.catalogue.models import AdoptedVersion, Adoption, Company, CompanySector, Entry, Model
from directory.vocabulary import Use

MONTH = len("2026-11")


@dataclass(frozen=True)
class Derivative:
    """Say that a company made a model of its own from one of a family; the version's address and name where known."""

    model: str
    version: str
    version_name: str
    slug: str
    company: str
    country: str
    number: int


def beginnings() -> list[tuple[str, str, int]]:
    """Count adoptions by model family and by the month, or only the year, in which they began; "" where not known."""
    month = fn.SUBSTR(Adoption.since, 1, MONTH)
    rows: Iterable[Any] = (
        Adoption.select(Adoption.model, month, fn.COUNT(Adoption.id))
        .where(COUNTED)
        .group_by(Adoption.model, month)
        .tuples()
    )
    return list(rows)


def sectors_and_models() -> list[tuple[str, str, int]]:
    """Count companies by sector and model family; a company may work in several sectors."""
    rows: Iterable[Any] = (
        Adoption.select(CompanySector.sector, Adoption.model, fn.COUNT(fn.DISTINCT(Adoption.entry)))
        .join(CompanySector, on=(CompanySector.entry == Adoption.entry))
        .where(COUNTED)
        .group_by(CompanySector.sector, Adoption.model)
        .tuples()
    )
    return list(rows)


def evidence() -> list[tuple[str, str, int]]:
    """Count adoptions by the confidence rule that fires whatever the day and by the day until which they are read."""
    rows: Iterable[Any] = (
        Adoption.select(Adoption.basis, Adoption.reread_by, fn.COUNT(Adoption.id))
        .where(COUNTED)
        .group_by(Adoption.basis, Adoption.reread_by)
        .tuples()
    )
    return list(rows)


def derivatives(limit: int) -> list[Derivative]:
    """List the models that companies made of their own, by family and version, at most so many."""
    rows: Iterable[Any] = (
        Adoption.select(
            Adoption.model,
            fn.COALESCE(Model.slug, "").alias("version"),
            fn.COALESCE(Model.name, "").alias("version_name"),
            Entry.slug,
            Entry.name.alias("company"),
            Company.country,
            (Adoption.position + 1).alias("number"),
        )
        .join(Entry, on=(Adoption.entry == Entry.id))
        .join(Company, on=(Company.entry == Entry.id))
        .join(AdoptedVersion, JOIN.LEFT_OUTER, on=(AdoptedVersion.adoption == Adoption.id))
        .join(Model, JOIN.LEFT_OUTER, on=(Model.slug == AdoptedVersion.version))
        .where(COUNTED, Adoption.use == Use.DERIVATIVE)
        .order_by(Adoption.model, Model.name, Entry.name, Entry.slug, Adoption.position)
        .limit(limit)
        .dicts()
    )
    return [Derivative(**row) for row in rows]
