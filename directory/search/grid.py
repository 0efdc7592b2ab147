"""What facets compute with: a bit for each company, a mask for each value, and the companies in their orders.

Adoption facets must hold in one and the same adoption, so their masks come in layers: layer i speaks of the i-th
adoption of every company. Companies with the most adoptions get the lowest bits: the masks of a deep layer, which
few companies reach, are then short. Bits never move while a grid is patched.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from typing import NamedTuple

import numpy as np

from directory.search import masks, orders
from directory.search.masks import Block, Holders, Masks, Values
from directory.search.orders import Bits, Place, Places
from directory.search.query import COMPANY_FACETS, FACETS, SHOWN

# The values that an adoption has of a facet by what its versions were made from, and not by itself.
DERIVED = {"model": "derived", "developer": "derived_developer"}


class Listed(NamedTuple):
    """Be a company as facets and orders see it: `values` by facet, and those of each of its adoptions.

    `due` is when the first of them is to be re-read; a page `answered`, and a quote was `found`, for the last time.
    """

    slug: str
    name: str
    created: str
    reread: str
    values: Values
    adoptions: Collection[Values]
    due: str = ""
    answered: str = ""
    found: str = ""


@dataclass(frozen=True)
class Grid:
    """Hold the masks of all published companies at one revision on one day; never changed, but patched into another.

    `companies` are the masks of the companies' own facets, `layers` those of adoptions.
    """

    places: Places
    bits: Mapping[str, int]
    everyone: int
    companies: Masks
    layers: tuple[Masks, ...]
    orders: Mapping[str, Bits]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Give the address of each bit; "" where the place is free."""
        return self.places.slugs

    @property
    def size(self) -> int:
        """Give the number of places, the free ones too."""
        return len(self.places.slugs)

    @property
    def worn(self) -> bool:
        """Tell whether more than a quarter of the places are free, so that a new grid is better."""
        return 4 * (self.size - len(self.bits)) > self.size

    @cached_property
    def ties(self) -> Bits:
        """Give for each bit its rank among equals: the surest adoption first, then the last re-read, then by name."""
        return orders.inverse(self.orders["surest"], self.size)

    @cached_property
    def unions(self) -> Masks:
        """Give the masks of all adoptions that are shown, and of every status."""
        shown = [masks.union(layer.get("status", {}), SHOWN) for layer in self.layers]
        everyone = [self.everyone] * len(self.layers)
        facets = dict.fromkeys(chain.from_iterable(self.layers))
        return {facet: over(self.layers, facet, everyone if facet == "status" else shown) for facet in facets}

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """Give the masks of companies and of shown adoptions, of every facet, as rows to count."""
        own = {**self.companies, **self.unions}
        return {facet: masks.block(own.get(facet, {}), self.size) for facet in FACETS}

    @cached_property
    def shown(self) -> int:
        """Give the companies with an adoption that is shown."""
        return masks.union(self.unions.get("status", {}), SHOWN)

    def order(self, name: str) -> Bits:
        """Give the living bits in an order, as `orders.built` names them."""
        return self.orders[name]

    def mask(self, slugs: Iterable[str]) -> int:
        """Give the mask of some companies; what is not published has no bit."""
        return masks.of_bits((self.bits[slug] for slug in slugs if slug in self.bits), self.size)

    def values(self, facet: str) -> set[str]:
        """List the values that a facet has."""
        places = [self.companies] if facet in COMPANY_FACETS else self.layers
        return {value for own in places for value in own.get(facet, {})}


def over(layers: Iterable[Masks], facet: str, within: Iterable[int]) -> dict[str, int]:
    """Give, for each value of a facet, the companies that have it in a layer where they are within its mask."""
    found: dict[str, int] = {}
    for layer, among in zip(layers, within, strict=True):
        for value, mask in layer.get(facet, {}).items():
            both = mask & among
            found[value] = found[value] | both if value in found else both
    return found


class Gathered:
    """Collect companies under numbers: what they are ordered by, and who has which value."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.places: dict[int, Place] = {}
        self.depths: list[int] = []
        self.companies = masks.holders()
        self.layers: list[Holders] = []

    def take(self, number: int, company: Listed) -> None:
        """Note one company."""
        told = (company.created, company.reread, company.due, company.answered, company.found)
        self.places[number] = Place._make((company.slug, company.name, *map(orders.moment, told), _rank(company)))
        self.depths.append(len(company.adoptions))
        masks.note(self.companies, number, company.values)
        while len(self.layers) < len(company.adoptions):
            self.layers.append(masks.holders())
        for layer, adoption in zip(self.layers, company.adoptions, strict=False):
            masks.note(layer, number, adoption)


def _rank(company: Listed) -> int:
    shown = (each.get("confidence", ()) for each in company.adoptions if each["status"][0] in SHOWN)
    return min([orders.RANKS[rule] for rules in shown for rule in rules], default=orders.LAST)


def build(listed: Iterable[Listed]) -> Grid:
    """Make a grid of companies that come one by one: two seconds for a hundred thousand, most of it their reading."""
    gathered = Gathered()
    for number, company in enumerate(listed):
        gathered.take(number, company)
    seated = np.argsort(-np.array(gathered.depths, dtype=np.int64), kind="stable").astype(np.int32)
    seats = orders.inverse(seated, len(seated))
    places = Places.of(gathered.places[number] for number in seated.tolist())
    return Grid(
        places,
        {slug: bit for bit, slug in enumerate(places.slugs)},
        (1 << len(seated)) - 1,
        masks.made(gathered.companies, seats),
        tuple(masks.made(layer, seats) for layer in gathered.layers),
        orders.built(places),
    )


def patched(grid: Grid, gone: Iterable[str], listed: Iterable[Listed]) -> Grid:
    """Give a grid without some companies and with others as they are now; it shares what did not change."""
    companies = list(listed)
    left = {slug: grid.bits[slug] for slug in gone if slug in grid.bits}
    new = (company.slug for company in companies if company.slug not in grid.bits)
    bits = dict(grid.bits)
    for slug in left:
        del bits[slug]
    bits |= {slug: bit for bit, slug in enumerate(new, grid.size)}
    gathered = Gathered()
    for company in companies:
        gathered.take(bits[company.slug], company)
    places = grid.places.changed(dict.fromkeys(left.values(), orders.FREE) | gathered.places)
    size, moved = len(places.slugs), {*left.values(), *gathered.places}
    touched = masks.of_bits(moved, size)
    return Grid(
        places,
        bits,
        (grid.everyone & ~touched) | masks.of_bits(gathered.places, size),
        masks.changed(grid.companies, touched, gathered.companies, size),
        _layers(grid.layers, touched, gathered.layers, size),
        orders.patched(grid.orders, places, moved, gathered.places),
    )


def _layers(before: Iterable[Masks], touched: int, found: Iterable[Holders], size: int) -> tuple[Masks, ...]:
    pairs = zip_longest(before, found)
    layers = [masks.changed(layer or {}, touched, noted or masks.holders(), size) for layer, noted in pairs]
    while layers and not any(layers[-1].values()):
        layers.pop()
    return tuple(layers)
