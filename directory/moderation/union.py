"""What two entries say together, before somebody looks it over: the survivor's words first, nothing twice."""

from collections.abc import Iterable
from typing import Any

from directory.ledger import history, merging
from directory.text import fold

Data = dict[str, Any]
MOST_ALIASES = 20
MOST_SECTORS = 5


def united(survivor: Data, other: Data) -> Data:
    """Give the survivor's document with what only the other one says; the other's name becomes an alias."""
    names = [*survivor.get("aliases", []), other["name"], *other.get("aliases", [])]
    told = {**other, **survivor, "aliases": _new_names(survivor["name"], names)[:MOST_ALIASES]}
    told["sectors"] = list(dict.fromkeys([*survivor["sectors"], *other["sectors"]]))[:MOST_SECTORS]
    told["adoptions"] = _adoptions(survivor["adoptions"], other["adoptions"])
    replies = [*survivor.get("replies", []), *other.get("replies", [])]
    return {name: value for name, value in told.items() if value != []} | ({"replies": replies} if replies else {})


def _new_names(name: str, names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {fold(name): ""}
    for each in names:
        found.setdefault(fold(each), each)
    return [each for each in found.values() if each]


def _adoptions(ours: list[Data], theirs: list[Data]) -> list[Data]:
    """Join claims of the same model, use and route: one claim with the sources of both."""
    found = {history.key_of(each): each for each in ours}
    for each in theirs:
        same = found.get(history.key_of(each))
        found[history.key_of(each)] = _joined(same, each) if same else each
    return list(found.values())


def _joined(ours: Data, theirs: Data) -> Data:
    versions = list(dict.fromkeys([*ours.get("versions", []), *theirs.get("versions", [])]))
    sources = [
        *ours["sources"],
        *(each for each in theirs["sources"] if _place(each) not in map(_place, ours["sources"])),
    ]
    return {**theirs, **ours, **({"versions": versions} if versions else {}), "sources": sources}


def _place(source: Data) -> tuple[object, ...]:
    return tuple(source.get(name) for name in merging.KEYS["sources"][-1])
