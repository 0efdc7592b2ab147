"""What a model was made from and what was made from it, across families; unknown bases stay text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from directory.catalogue import queries
from directory.text import fold, slugify

# Runs of letters and runs of digits: “Qwen2.5-7B” and “Qwen 2.5 7B” are the same words, “Yi” does not begin “Yield”.
PIECE = re.compile(r"[^\W\d_]+|\d+")
# What parts the names in “Qwen2.5 (most sizes) and InternLM3-8B-Instruct (9B)”.
BETWEEN = re.compile(r"[,;()（），\uff1b、]|\band\b|\bor\b|&")
# What a source says beside a name.
ASIDE = re.compile(r"[(（][^)）]*[)）]")
# A family's own name means the family, a version's name the version, another name of a family the family.
OWN, VERSION, OTHER = range(3)


@dataclass(frozen=True)
class Base:
    """Hold a base as its source names it; `slug` is its page, `origin` its maker's country, where known."""

    name: str
    slug: str = ""
    origin: str = ""


class Place(NamedTuple):
    """Be a model of the catalogue: its family and its address, the same for a family as a whole."""

    family: str
    slug: str


def bases(family: Mapping[str, Any]) -> dict[str, Base]:
    """Find, for every version of a family's document that names one, the base that it was made from."""
    named = {v["name"]: v for v in family.get("versions", []) if "base" in v}
    known = queries.addresses_named({version["base"] for version in named.values()})
    return {
        name: Base(version["base"], known.get(version["base"], ("", ""))[0], version.get("base_origin", ""))
        for name, version in named.items()
    }


def names_of(version: Mapping[str, Any]) -> set[str]:
    """Give every name under which sources write a model."""
    return {version["name"], *version.get("aliases", [])}


def ancestors(families: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Tell what each version was made from, the nearest first: addresses of families and of their versions.

    Keys are a family's address and a version's name as a source writes it, any of its names. A version that is
    not listed stands for its family only. Versions without an ancestor are left out.
    """
    listed = list(families)
    catalogue = Catalogue(listed)
    parents = {
        Place(family["slug"], slugify(version["name"])): list(catalogue.named(version))
        for family in listed
        for version in family.get("versions", ())
    }
    found = {
        (family["slug"], name): _line(Place(family["slug"], slugify(version["name"])), parents)
        for family in listed
        for version in family.get("versions", ())
        for name in (version["name"], *version.get("aliases", ()))
    }
    return {key: line for key, line in found.items() if line}


def _line(start: Place, parents: Mapping[Place, list[Place]]) -> tuple[str, ...]:
    """Follow bases up, the nearest first; who comes back to where it began has seen the whole circle."""
    line: dict[str, None] = {}
    seen, waiting = {start}, [start]
    for place in waiting:
        for parent in parents.get(place, ()):
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
                line |= dict.fromkeys((parent.slug, parent.family))
    return tuple(line)


class Catalogue:
    """Find models by their names as sources write them."""

    def __init__(self, families: Iterable[Mapping[str, Any]]) -> None:
        """Read the names of families and versions."""
        self._named: dict[tuple[str, ...], dict[int, set[Place]]] = defaultdict(lambda: defaultdict(set))
        for family in families:
            whole = Place(family["slug"], family["slug"])
            self._take(OWN, whole, (family["name"],))
            self._take(OTHER, whole, (family.get("name_zh", ""), *family.get("aliases", ())))
            for version in family.get("versions", ()):
                place = Place(family["slug"], slugify(version["name"]))
                self._take(VERSION, place, (version["name"], *version.get("aliases", ())))

    def _take(self, kind: int, place: Place, names: Iterable[str]) -> None:
        for name in filter(None, names):
            self._named[_pieces(name)][kind].add(place)

    def parts(self, version: Mapping[str, Any]) -> list[tuple[str, Place | None]]:
        """Name what a version's base is made up of, each part with its place where it is one of ours.

        A text of which no part is ours stays whole: nobody else's names are taken apart.
        """
        base = version.get("base", "")
        if not base or (whole := self._exactly(base)):
            return [(base, whole)] if base else []
        outside = ASIDE.sub(" ", base)
        pieces = list(filter(None, map(str.strip, BETWEEN.split(base))))
        found = [(piece, self._part(piece, version)) for piece in pieces]
        told = [(piece, place) for piece, place in found if place or piece in outside]
        return told if any(place for _, place in told) else [(base, None)]

    def named(self, version: Mapping[str, Any]) -> Iterator[Place]:
        """Give the models that a version's base names; the text may name several, or none of ours."""
        return (place for _, place in self.parts(version) if place)

    def _part(self, name: str, version: Mapping[str, Any]) -> Place | None:
        return self._exactly(name) or self._beginning(name, sure=version.get("base_origin") == "CN")

    def _exactly(self, name: str) -> Place | None:
        """Find what is called so, also where an organisation stands before it, as in `Qwen/Qwen3-8B`."""
        return self._place(_pieces(name)) or self._place(_pieces(name.rpartition("/")[2]))

    def _beginning(self, name: str, *, sure: bool) -> Place | None:
        """Find the family by the longest of its names that this one begins with: that is all we know of it."""
        pieces = _pieces(name)
        for length in range(len(pieces) - 1, 0, -1):
            if found := self._place(pieces[:length]):
                told = sure or length > 1 or _goes_on_as_name(name)
                return Place(found.family, found.family) if told else None
        return None

    def _place(self, pieces: tuple[str, ...]) -> Place | None:
        kinds = self._named.get(pieces, {}) if pieces else {}
        found = kinds[min(kinds)] if kinds else set()
        families = {place.family for place in found}
        if len(found) == 1:
            return next(iter(found))
        # One name for versions of several families is nobody's; for several of one family, it is the family's.
        return Place(*families, *families) if len(families) == 1 else None


def _pieces(name: str) -> tuple[str, ...]:
    return tuple(PIECE.findall(fold(name)))


def _goes_on_as_name(name: str) -> bool:
    """Tell “Step3-VL” and “Yi Large” from “Step by step”: names of one word may be words of a language."""
    follower = "".join(PIECE.findall(unicodedata.normalize("NFKC", name))[1:2])
    return follower[:1].isdigit() or follower[:1].isupper()
