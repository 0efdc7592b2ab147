"""What a model was made from and what was made from it, across families; unknown bases stay text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue import queries


@dataclass(frozen=True)
class Base:
    """Hold a base as its source names it; `slug` is its page, `origin` its maker's country, where known."""

    name: str
    slug: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Offspring:
    """Hold a version that was made from the model shown."""

    slug: str
    name: str
    base: str


def bases(family: Mapping[str, Any]) -> dict[str, Base]:
    """Find, for every version of a family's document that names one, the base that it was made from."""
    named = {v["name"]: v for v in family.get("versions", []) if "base" in v}
    known = queries.addresses_named({version["base"] for version in named.values()})
    return {
        name: Base(version["base"], known.get(version["base"], ("", ""))[0], version.get("base_origin", ""))
        for name, version in named.items()
    }


def offspring(names: set[str]) -> list[Offspring]:
    """List the versions, of any family, that were made from a model with one of these names."""
    return [Offspring(row.slug, row.name, row.base) for row in queries.made_from(names)]


def names_of(version: Mapping[str, Any]) -> set[str]:
    """Give every name under which sources write a model."""
    return {version["name"], *version.get("aliases", [])}


def family_names(family: Mapping[str, Any]) -> set[str]:
    """Give every name of a family and of its versions."""
    return names_of(family).union(*(names_of(version) for version in family.get("versions", [])))
