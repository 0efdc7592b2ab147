"""What the figures ask of what is published: each question is grouped by the database, however much there is."""

from collections.abc import Iterable
from typing import Any

from peewee import fn

from directory.catalogue.claims import COUNTED
from directory.catalogue.models import Adoption, CompanySector

MONTH = len("2026-11")


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
