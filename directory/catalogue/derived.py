"""The models that companies of the directory made of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from directory.catalogue.models import AdoptedVersion, Adoption, Company, Entry, Model
from directory.vocabulary import NEGATIVE, Use


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


def derivatives(limit: int) -> list[Derivative]:
    """List what companies made of their own, by family and version, at most so many; none that ended or is denied."""
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
        .where(Adoption.status.not_in(sorted(NEGATIVE)), Adoption.use == Use.DERIVATIVE)
        .order_by(Adoption.model, Model.name, Entry.name, Entry.slug, Adoption.position)
        .limit(limit)
        .dicts()
    )
    return [Derivative(**row) for row in rows]
