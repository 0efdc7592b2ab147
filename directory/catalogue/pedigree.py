"""A family's lineage as a tree: the bases of its versions, its versions, and what others made from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue.lineage import Base, Offspring, names_of
from directory.text import slugify


@dataclass(frozen=True)
class Node:
    """Be a model of the tree; without `slug` it is none of the catalogue."""

    name: str
    slug: str = ""
    origin: str = ""

    @property
    def key(self) -> str:
        """Give what it is known by, whatever it was called where."""
        return self.slug or self.name


@dataclass(frozen=True)
class Branch:
    """Hold a model with what was made from it."""

    node: Node
    children: tuple["Branch", ...]


@dataclass(frozen=True)
class Pedigree:
    """Hold the tree, and the same as pairs of a base and what was made from it."""

    roots: tuple[Branch, ...]
    pairs: tuple[tuple[Node, Node], ...]


def pedigree(family: Mapping[str, Any], bases: Mapping[str, Base], offspring: Iterable[Offspring]) -> Pedigree:
    """Draw the lineage of a family's document from the bases of its versions and from what was made from it."""
    pairs = {(base.key, child.key): (base, child) for base, child in _pairs(family, bases, offspring)}
    children: dict[str, list[Node]] = {}
    for base, child in pairs.values():
        children.setdefault(base.key, []).append(child)
    made = {child.key for _, child in pairs.values()}
    roots = {base.key: base for base, _ in pairs.values() if base.key not in made}
    return Pedigree(tuple(_branch(root, children, ()) for root in roots.values()), tuple(pairs.values()))


def _branch(node: Node, children: Mapping[str, list[Node]], above: tuple[str, ...]) -> Branch:
    path = (*above, node.key)
    below = (child for child in children.get(node.key, ()) if child.key not in path)
    return Branch(node, tuple(_branch(child, children, path) for child in below))


def _pairs(
    family: Mapping[str, Any], bases: Mapping[str, Base], offspring: Iterable[Offspring]
) -> Iterator[tuple[Node, Node]]:
    own = {name: Node(family["name"], family["slug"]) for name in names_of(family)}
    versions = family.get("versions", ())
    own |= {name: Node(each["name"], slugify(each["name"])) for each in versions for name in names_of(each)}
    for name, base in bases.items():
        yield own.get(base.name) or Node(base.name, base.slug, base.origin), own[name]
    for each in offspring:
        yield own[each.base], Node(each.name, each.slug)
