"""What the figures ask of what is published: each question is grouped by the database, however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import fn

from directory.catalogue.claims import COUNTED
from directory.catalogue.models import Adoption, CompanySector, Evidence, Sighting, Tally
from directory.ledger.tally import ENOUGH

MONTH = len("2026-11")


@dataclass(frozen=True)
class Standing:
    """Count claims that are alike in what the report on quality asks; `two` says that two publishers carry them."""

    status: str
    basis: str
    two: bool
    reread: str
    reread_by: str
    number: int


def standing() -> list[Standing]:
    """Count all claims, those too that are no adoption any more, by how they stand and when they were read."""
    two = (Adoption.publishers >= ENOUGH).alias("two")
    kinds = (Adoption.status, Adoption.basis, two, Adoption.reread, Adoption.reread_by)
    rows: Iterable[Any] = Adoption.select(*kinds, fn.COUNT(Adoption.id)).group_by(*kinds).tuples()
    return [Standing(*row) for row in rows]


def published() -> dict[str, int]:
    """Count sources by when they were published: a day, a month, a year, "" where they do not say."""
    rows: Iterable[Any] = (
        Evidence.select(Evidence.published, fn.COUNT(Evidence.id)).group_by(Evidence.published).tuples()
    )
    return dict(rows)


def tally() -> list[tuple[str, str, int]]:
    """List by how much the changes of each day moved each measure, the oldest day first."""
    rows: Iterable[Any] = (
        Tally.select(Tally.day, Tally.measure, Tally.number).order_by(Tally.day, Tally.measure).tuples()
    )
    return list(rows)


def looked_last() -> str:
    """Give the day on which a link check looked at a page for the last time, "" where none ever did."""
    return str(Sighting.select(fn.MAX(Sighting.looked)).scalar() or "")


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
