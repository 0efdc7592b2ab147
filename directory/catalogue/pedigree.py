"""What was made from what, as a web across families and beyond the catalogue: versions, families, texts, companies."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.catalogue import queries
from directory.catalogue.derived import Derivative, derivatives
from directory.catalogue.kinds import Kind
from directory.catalogue.lineage import Catalogue, Place
from directory.text import fold, slugify

# More derivatives than a directory of companies will hold for long; a page shows fewer.
MOST_DERIVATIVES = 5000


class Sort(StrEnum):
    """Say what stands at a point of the web; a text is a base that is no page of ours."""

    VERSION = "version"
    FAMILY = "family"
    TEXT = "text"
    COMPANY = "company"


@dataclass(frozen=True)
class Node:
    """Be one point of the web; `address` is its page, or that of the family that a text belongs to."""

    key: str
    name: str
    sort: Sort
    address: str = ""
    family: str = ""
    family_name: str = ""
    country: str = ""


@dataclass(frozen=True)
class Edge:
    """Say that one was made from the other; `said` is how the source names the base, `address` where that is told."""

    base: Node
    made: Node
    said: str
    address: str


class Web:
    """Hold all that was made from something: each point once, each pair once."""

    def __init__(self, families: Iterable[Mapping[str, Any]], derivatives: Iterable[Derivative]) -> None:
        """Read the bases that versions name, and the models that companies made of their own."""
        listed = list(families)
        self._known = {node.key: node for family in listed for node in _models(family)}
        pairs = [*self._versions(listed), *self._companies(derivatives)]
        self._edges = list({(edge.base.key, edge.made.key): edge for edge in pairs}.values())
        self._below: dict[str, list[Edge]] = defaultdict(list)
        self._above: dict[str, list[Edge]] = defaultdict(list)
        for edge in self._edges:
            self._below[edge.base.key].append(edge)
            self._above[edge.made.key].append(edge)

    def of_family(self, slug: str) -> list[Edge]:
        """Give all lines of descent that lead to or from a model of this family."""
        ends = {node.key for edge in self._edges for node in (edge.base, edge.made) if node.family == slug}
        return self._around(ends)

    def of_version(self, slug: str) -> list[Edge]:
        """Give the line of descent of one version: up to what it comes from, down to what comes from it."""
        return self._around({_key(slug)})

    def made_from(self, slug: str) -> list[Node]:
        """List what was made from a version or family, the nearest only."""
        return [edge.made for edge in self._below[_key(slug)]]

    def _around(self, ends: Collection[str]) -> list[Edge]:
        found = _closure(ends, self._above) | _closure(ends, self._below)
        return [edge for edge in self._edges if edge in found]

    def _versions(self, families: Iterable[Mapping[str, Any]]) -> Iterator[Edge]:
        catalogue = Catalogue(families := list(families))
        for family in families:
            for version in family.get("versions", ()):
                made = self._known[_key(slugify(version["name"]))]
                for part, place in catalogue.parts(version):
                    base = self._base(part, place, version.get("base_origin", ""))
                    if base != made:
                        yield Edge(base, made, version["base"], made.address)

    def _base(self, part: str, place: Place | None, origin: str) -> Node:
        """Stand a base at its page; one that is only known by its family keeps the name that its source gives."""
        key = f"text:{fold(part)}"
        if place is None:
            return Node(key, part, Sort.TEXT, country=origin)
        known = self._known[_key(place.slug)]
        if known.sort is Sort.VERSION or fold(part) == fold(known.name):
            return known
        return Node(key, part, Sort.TEXT, known.address, known.family, known.family_name)

    def _companies(self, derivatives: Iterable[Derivative]) -> Iterator[Edge]:
        for each in derivatives:
            page = f"/companies/{each.slug}"
            made = Node(f"company:{each.slug}", each.company, Sort.COMPANY, page, country=each.country)
            base = self._known.get(_key(each.version or each.model))
            if base:
                yield Edge(base, made, "", f"{page}#claim-{each.number}")


def web() -> Web:
    """Give the web of all that is published today."""
    return Web((each.document for each in queries.every(Kind.MODEL)), derivatives(MOST_DERIVATIVES))


def _key(slug: str) -> str:
    return f"model:{slug}"


def _models(family: Mapping[str, Any]) -> Iterator[Node]:
    slug, name = family["slug"], family["name"]
    yield Node(_key(slug), name, Sort.FAMILY, f"/models/{slug}", slug, name)
    for version in family.get("versions", ()):
        own = slugify(version["name"])
        yield Node(_key(own), version["name"], Sort.VERSION, f"/models/{own}", slug, name)


def _closure(ends: Collection[str], edges: Mapping[str, list[Edge]]) -> set[Edge]:
    """Follow edges from these ends as far as they lead; a circle is gone round once."""
    found: set[Edge] = set()
    waiting = list(ends)
    while waiting:
        new = [edge for edge in edges.get(waiting.pop(), ()) if edge not in found]
        found.update(new)
        # The other end leads on; the end that we come from leads to edges that are found already.
        waiting += [key for edge in new for key in (edge.base.key, edge.made.key)]
    return found
