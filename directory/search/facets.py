"""Facets as algebra on bit masks: a Python integer for each value, a bit for each company.

Adoption facets must hold in one and the same adoption. So their masks come in layers: layer i speaks of the i-th
adoption of every company. Values of one facet widen, facets narrow each other, and a facet's own selection does
not touch its own counts. A count is a number of companies.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from directory.search.query import ADOPTION_FACETS, COMPANY_FACETS, Search
from directory.vocabulary import Status

Masks = Mapping[str, Mapping[str, int]]
Values = Mapping[str, Sequence[str]]
# What was looked for and not found is no adoption; it shows only to who asks for it.
SHOWN = frozenset(status.value for status in Status if status is not Status.NOT_FOUND)


@dataclass(frozen=True)
class Listed:
    """Be a company as facets and orders see it: `values` by facet, and those of each of its adoptions."""

    slug: str
    name: str
    created: str
    reread: str
    values: Values
    adoptions: Sequence[Values]


@dataclass(frozen=True)
class Grid:
    """Hold the masks of all published companies at one revision on one day."""

    slugs: tuple[str, ...]
    bits: Mapping[str, int]
    orders: Mapping[str, Sequence[int]]
    companies: Masks
    layers: tuple[Masks, ...]

    @property
    def everyone(self) -> int:
        """Give the mask of all companies."""
        return (1 << len(self.slugs)) - 1

    def mask(self, slugs: Iterable[str]) -> int:
        """Give the mask of some companies; what is not published has no bit."""
        known = (self.bits[slug] for slug in slugs if slug in self.bits)
        return _mask(known, len(self.slugs))

    def values(self, facet: str) -> set[str]:
        """List the values that a facet has."""
        places = [self.companies] if facet in COMPANY_FACETS else self.layers
        return {value for masks in places for value in masks.get(facet, {})}


def build(listed: Iterable[Listed]) -> Grid:
    """Make the masks; a second for a hundred thousand companies."""
    companies = sorted(listed, key=lambda each: (each.name, each.slug))
    slugs = tuple(company.slug for company in companies)
    layers: list[list[tuple[int, Values]]] = []
    for bit, company in enumerate(companies):
        layers += [[] for _ in range(len(company.adoptions) - len(layers))]
        for layer, adoption in enumerate(company.adoptions):
            layers[layer].append((bit, adoption))
    return Grid(
        slugs,
        {slug: bit for bit, slug in enumerate(slugs)},
        _orders(companies),
        _masks(enumerate(company.values for company in companies), len(slugs)),
        tuple(_masks(layer, len(slugs)) for layer in layers),
    )


def _orders(companies: Sequence[Listed]) -> dict[str, Sequence[int]]:
    return {
        "name": range(len(companies)),
        "newest": _order(companies, lambda company: company.created),
        "reread": _order(companies, lambda company: company.reread),
    }


def _order(companies: Sequence[Listed], key: Callable[[Listed], str]) -> list[int]:
    """Order bits by a day or moment, the newest first; equals stay in the order of names."""
    return sorted(range(len(companies)), key=lambda bit: key(companies[bit]), reverse=True)


def _masks(rows: Iterable[tuple[int, Values]], size: int) -> Masks:
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for bit, row in rows:
        for facet, values in row.items():
            for value in values:
                found[facet][value].append(bit)
    return {facet: {value: _mask(bits, size) for value, bits in own.items()} for facet, own in found.items()}


def _mask(bits: Iterable[int], size: int) -> int:
    """Set bits in bytes first: setting them one by one in an integer would copy it each time."""
    octets = bytearray(size // 8 + 1)
    for bit in bits:
        octets[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(octets, "little")


def matching(grid: Grid, search: Search, hits: int) -> int:
    """Give the companies among the hits that satisfy every facet."""
    return _companies(grid, search, hits) & _adopting(grid, search)


def counts(grid: Grid, search: Search, hits: int) -> dict[str, dict[str, int]]:
    """Count, for every facet and value, the companies that choosing it would show beside the other facets."""
    adopting = _adopting(grid, search)
    base = _companies(grid, search, hits)
    found = {
        facet: _counted(grid.companies.get(facet, {}), _companies(grid, search, hits, facet) & adopting)
        for facet in COMPANY_FACETS
    }
    return found | {facet: _counted(_adopting_by(grid, search, facet), base) for facet in ADOPTION_FACETS}


def _counted(masks: Mapping[str, int], among: int) -> dict[str, int]:
    return {value: (mask & among).bit_count() for value, mask in masks.items()}


def _companies(grid: Grid, search: Search, hits: int, besides: str = "") -> int:
    """Narrow the hits by the company facets, all but one."""
    chosen = ((facet, search.values(facet)) for facet in COMPANY_FACETS if facet != besides)
    return reduce(and_, (_any(grid.companies, facet, values) for facet, values in chosen if values), hits)


def _adopting(grid: Grid, search: Search) -> int:
    """Give the companies with one adoption that satisfies every adoption facet."""
    return reduce(or_, (_narrowed(grid, layer, search) for layer in grid.layers), 0)


def _adopting_by(grid: Grid, search: Search, facet: str) -> dict[str, int]:
    """Give, for each value of a facet, the companies with one adoption that has it and satisfies the others."""
    found: dict[str, int] = {}
    for layer in grid.layers:
        others = _narrowed(grid, layer, search, facet)
        for value, mask in layer.get(facet, {}).items():
            found[value] = found.get(value, 0) | (mask & others)
    return found


def _narrowed(grid: Grid, layer: Masks, search: Search, besides: str = "") -> int:
    chosen = ((facet, _asked(search, facet)) for facet in ADOPTION_FACETS if facet != besides)
    return reduce(and_, (_any(layer, facet, values) for facet, values in chosen if values), grid.everyone)


def _asked(search: Search, facet: str) -> frozenset[str]:
    values = search.values(facet)
    return SHOWN if facet == "status" and not values else values


def _any(masks: Masks, facet: str, values: Iterable[str]) -> int:
    own = masks.get(facet, {})
    return reduce(or_, (own.get(value, 0) for value in values), 0)


def ordered(mask: int, order: Iterable[int]) -> Iterable[int]:
    """Give the bits of a mask in an order."""
    set_bits = bin(mask)[:1:-1]
    return (bit for bit in order if bit < len(set_bits) and set_bits[bit] == "1")


import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def packed(f):
    return int.from_bytes(np.packbits(f, bitorder="little").tobytes(), "little")


def flags(mask, size):
    return np.unpackbits(np.frombuffer(mask.to_bytes(size // 8 + 1, "little"), np.uint8), bitorder="little")[
        :size
    ].astype(bool)


def holding(grid, facet, values, derived=True):
    if facet in COMPANY_FACETS:
        return _any(grid.companies, facet, values)
    return reduce(or_, (_any(l, facet, values) & _any(l, "status", SHOWN) for l in grid.layers), 0)


def derived_only(grid, search, among):
    return 0


def page(grid, mask, sort, start, count):
    b = list(ordered(mask, grid.orders[sort]))
    return [grid.slugs[x] for x in b[start : None if count is None else start + count]]


Grid.size = property(lambda g: len(g.slugs))
Grid.ties = property(lambda g: np.arange(len(g.slugs)))


def together(grid, named, derived=True):
    found = 0
    for layer in grid.layers:
        m = _any(layer, "status", SHOWN)
        for values in named:
            m &= reduce(or_, (_any(layer, f, v) for f, v in values.items()), 0)
        found |= m
    return found
