"""The lists of a facet's values as a page shows them: counted, ordered, the long tail folded away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from directory.search.query import FACETS, Search
from directory.search.snapshot import Snapshot

# How many values of a facet are seen at once.
MOST_SHOWN = 12


@dataclass(frozen=True)
class Value:
    """Be one value of a facet with its number of companies."""

    code: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Be a list of a facet's values, families and versions of models apart; `more` is folded away."""

    versions: bool
    shown: Sequence[Value]
    more: Sequence[Value]


def of(shot: Snapshot, search: Search, counted: Mapping[str, Mapping[str, int]]) -> Mapping[str, Sequence[Group]]:
    """List every facet's values, of models the families before the versions."""
    listed = {facet: _values(facet, counted[facet], search) for facet in FACETS}
    families = [value for value in listed["model"] if value.code in shot.reference.models]
    versions = [value for value in listed["model"] if value.code not in shot.reference.models]
    groups = {facet: _groups(values) for facet, values in listed.items()}
    return groups | {"model": _groups(families) + _groups(versions, versions=True)}


def _groups(values: Sequence[Value], *, versions: bool = False) -> tuple[Group, ...]:
    """Fold away what comes after the first ones, but nothing that is chosen."""
    seen = [value.chosen or place < MOST_SHOWN for place, value in enumerate(values)]
    more = [value for value, shown in zip(values, seen, strict=True) if not shown]
    return (Group(versions, list(compress(values, seen)), more),) if values else ()


def _values(facet: str, counted: Mapping[str, int], search: Search) -> list[Value]:
    """List what there is, most companies first (years: newest first); what is chosen stays, even at 0."""
    chosen = search.values(facet)
    listed = {code for code, count in counted.items() if count} | chosen
    values = [Value(code, counted.get(code, 0), code in chosen) for code in listed]
    if facet == "year":
        return sorted(values, key=lambda value: value.code, reverse=True)
    return sorted(values, key=lambda value: (-value.count, value.code))
