"""Read a word without an index: which countries, sectors, models and developers, by any of their names, it may mean."""

from collections.abc import Iterable
from typing import NamedTuple

from directory.search import content, highlight
from directory.search.content import Reference
from directory.search.query import Clause
from directory.text import slugify
from directory.vocabulary import EUROPE


class Named(NamedTuple):
    """Hold what a clause may mean, as the tables know it."""

    countries: list[str]
    cities: list[str]
    sectors: list[str]
    models: list[str]
    versions: list[str]
    developers: list[str]


def named(clause: Clause, reference: Reference, cities: Iterable[str], *, whole: bool) -> Named:
    """Find what a clause names; `whole`: a later word of a model's or developer's name is not enough."""
    return Named(
        countries=[code for code in sorted(EUROPE) if _names(clause, content.country_names(code))],
        cities=[city for city in cities if _names(clause, (city,))],
        sectors=[code for code, label in content.SECTORS.items() if _names(clause, (label,))],
        models=[slug for slug, names in reference.models.items() if _names(clause, names, first=whole)],
        versions=sorted({slugify(n[0]) for n in set(reference.versions.values()) if _names(clause, n, first=whole)}),
        developers=[slug for slug, names in reference.developers.items() if _names(clause, names, first=whole)],
    )


def _names(clause: Clause, names: Iterable[str], *, first: bool = False) -> bool:
    return any(highlight.holds(name, clause, first=first) for name in names)
