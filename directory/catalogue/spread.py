"""How the adoptions of one country, sector, model or developer spread over models, routes, uses and countries."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from peewee import Expression, Field, ModelSelect, Value, fn

from directory.catalogue.claims import COUNTED, ZERO, Count
from directory.catalogue.models import Adoption, Company, CompanySector, Model

COLUMNS = {"model": Adoption.model, "route": Adoption.route, "use": Adoption.use, "country": Company.country}
TOTAL = ""


@dataclass(frozen=True)
class Share:
    """Say how many companies have a value; `name` is a model's."""

    code: str
    companies: int
    name: str = ""


@dataclass(frozen=True)
class Spread:
    """Hold the shares of some facets, each with the most companies first, and the count of all."""

    total: Count
    facets: dict[str, tuple[Share, ...]]

    def names(self, most: int) -> list[str]:
        """Name the models that most companies adopt."""
        return [share.name for share in self.facets.get("model", ())[:most]]


def in_country(code: str) -> Spread:
    """Tell which models, routes and uses the companies of a country have."""
    return _spread(Company.country == code, "model", "route", "use")


def in_sector(sector: str) -> Spread:
    """Tell which models and routes the companies of a sector have, and where they are."""
    listed = CompanySector.select(CompanySector.entry).where(CompanySector.sector == sector)
    return _spread(Adoption.entry.in_(listed), "model", "route", "country")


def of_model(slug: str) -> Spread:
    """Tell by which routes, for which uses and where a model family is adopted."""
    return _spread(Adoption.model == slug, "route", "use", "country")


def of_developer(slug: str) -> Spread:
    """Tell by which routes, for which uses and where a developer's models are adopted."""
    return _spread(Adoption.developer == slug, "route", "use", "country")


def by_country() -> dict[str, list[str]]:
    """Name the models of each country, the most adopted first."""
    return _leading(Company.country)


def by_sector() -> dict[str, list[str]]:
    """Name the models of each sector, the most adopted first."""
    return _leading(CompanySector.sector)


def _spread(about: Expression, *facets: str) -> Spread:
    """Count everything in one query."""
    counted = [_counted(about, facet).group_by(COLUMNS[facet]) for facet in facets]
    listed: Iterable[Any] = reduce(or_, counted, _counted(about, TOTAL)).tuples()
    rows = sorted(listed, key=lambda row: (row[0], -row[2], row[1]))
    found = {facet: [row[1:] for row in group] for facet, group in groupby(rows, key=lambda row: row[0])}
    total = Count(*found[TOTAL][0][1:3]) if TOTAL in found else ZERO
    return Spread(
        total, {facet: tuple(Share(c, n, name) for c, n, _, name in found.get(facet, ())) for facet in facets}
    )


def _counted(about: Expression, facet: str) -> "ModelSelect[Any]":
    value: Any = COLUMNS.get(facet, Value(""))
    name: Any = Model.name if facet == "model" else Value("")
    companies, adoptions = fn.COUNT(fn.DISTINCT(Adoption.entry)), fn.COUNT(Adoption.id)
    rows = Adoption.select(Value(facet), value, companies, adoptions, name)
    joined = rows.join(Company, on=(Adoption.entry == Company.entry)).join(Model, on=(Adoption.model == Model.slug))
    return joined.where(about, COUNTED)


def _leading(column: Field) -> dict[str, list[str]]:
    companies = fn.COUNT(fn.DISTINCT(Adoption.entry))
    rows = Adoption.select(column, Model.name).join(Company, on=(Adoption.entry == Company.entry))
    rows = rows.join(Model, on=(Adoption.model == Model.slug))
    if column is CompanySector.sector:
        rows = rows.join(CompanySector, on=(CompanySector.entry == Company.entry))
    ordered = rows.where(COUNTED).group_by(column, Adoption.model).order_by(companies.desc(), Model.name)
    found: dict[str, list[str]] = {}
    listed: Iterable[Any] = ordered.tuples()
    for value, name in listed:
        found.setdefault(value, []).append(name)
    return found
