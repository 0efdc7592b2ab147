"""Facets as algebra on the masks of a grid.

Values of one facet widen, facets narrow each other, and a facet's own selection does not touch its own counts; what
is excluded does. Adoption facets must hold in one and the same adoption. A count is a number of companies.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from directory.search import grid as grids
from directory.search import masks
from directory.search.grid import DERIVED, Grid
from directory.search.masks import Masks, flags
from directory.search.orders import Bits
from directory.search.query import ADOPTION_FACETS, COMPANY_FACETS, KEPT, SHOWN, Search

Chosen = Mapping[str, frozenset[str]]


def matching(grid: Grid, search: Search, hits: int) -> int:
    """Give the companies among the hits that satisfy every facet and have nothing that is excluded."""
    return _matching(grid, search, hits, derived=search.derived)


def derived_only(grid: Grid, search: Search, hits: int, direct: int) -> int:
    """Give the companies among the hits that satisfy facets and text only by what their models were made from.

    `direct` are those among the hits that match the text by more than that.
    """
    return matching(grid, search, hits) & ~_matching(grid, search, direct, derived=False) if search.derived else 0


def counts(grid: Grid, search: Search, hits: int, kept: int | None = None) -> dict[str, dict[str, int]]:
    """Count, for every facet and value, the companies that choosing it would show beside the other facets.

    `kept` are the hits for who asks for what is no adoption, where these are others.
    """
    asked = _Asked(grid, search, derived=search.derived)
    left = asked.left(hits)
    adopting = left & asked.adopting()
    base = asked.companies(left)
    own = {
        facet: masks.counted(grid.blocks[facet], asked.companies(adopting, facet), grid.size)
        for facet in COMPANY_FACETS
    }
    adopted = {facet: asked.counts(facet, base) for facet in ADOPTION_FACETS if facet != "status"}
    return own | adopted | {"status": asked.statuses(hits, hits if kept is None else kept)}


def _matching(grid: Grid, search: Search, hits: int, *, derived: bool) -> int:
    asked = _Asked(grid, search, derived=derived)
    return asked.companies(asked.left(hits)) & asked.adopting()


class _Asked:
    """Hold a question beside the grid that answers it."""

    def __init__(self, grid: Grid, search: Search, *, derived: bool) -> None:
        self._grid = grid
        self._derived = derived
        self._chosen: Chosen = {facet: values for facet, values in search.chosen if values}
        self._excluded: Chosen = dict(search.excluded)
        self._within: dict[tuple[str, int], list[int]] = {}

    def left(self, among: int, statuses: frozenset[str] = frozenset()) -> int:
        """Take out companies that have an excluded value; what is no adoption counts for who asks for it."""
        asked = statuses or self._chosen.get("status", SHOWN)
        adoptions: Sequence[Masks] = [self._grid.unions] if asked <= SHOWN else self._grid.layers
        taken = (
            self._having(own, facet, values)
            for facet, values in self._excluded.items()
            for own in ([self._grid.companies] if facet in COMPANY_FACETS else adoptions)
        )
        return among & ~reduce(or_, taken, 0)

    def companies(self, among: int, besides: str = "") -> int:
        """Narrow companies by their own facets, all but one."""
        chosen = ((facet, self._chosen.get(facet, ())) for facet in COMPANY_FACETS if facet != besides)
        own = self._grid.companies
        return reduce(and_, (masks.union(own.get(facet, {}), values) for facet, values in chosen if values), among)

    def adopting(self) -> int:
        """Give the companies with one adoption that satisfies every adoption facet."""
        return reduce(or_, self._narrowed(self._grid.everyone), 0) if self._asked() else self._grid.shown

    def counts(self, facet: str, base: int) -> dict[str, int]:
        """Count the values of an adoption facet among companies: each in one adoption that satisfies the others."""
        if not self._asked(facet):
            return self._counted(facet, base)
        within = self._without(facet, base)
        found = grids.over(self._grid.layers, facet, within)
        for value, mask in grids.over(self._grid.layers, self._way(facet), within).items():
            found[value] = found.get(value, 0) | mask
        return {value: mask.bit_count() for value, mask in found.items()}

    def statuses(self, hits: int, kept: int) -> dict[str, int]:
        """Count the statuses: by choosing one that is no adoption more is excluded, and more may be found."""
        if not self._excluded and hits == kept:
            return self.counts("status", self.companies(hits))
        shown, besides = (
            self.counts("status", self.companies(self.left(among, asked)))
            for among, asked in ((hits, SHOWN), (kept, KEPT))
        )
        return {value: (shown if value in SHOWN else besides).get(value, 0) for value in shown | besides}

    def _counted(self, facet: str, base: int) -> dict[str, int]:
        """Count where no other adoption facet is chosen."""
        grid, way = self._grid, self._way(facet)
        found = masks.counted(grid.blocks[facet], base, grid.size)
        own = grid.unions.get(facet, {})
        derived = grid.unions.get(way, {}).items()
        return found | {value: ((mask | own.get(value, 0)) & base).bit_count() for value, mask in derived}

    def _without(self, facet: str, base: int) -> list[int]:
        """Narrow companies by the other facets; nearly all facets share the same ones."""
        besides = facet if facet == "status" or facet in self._chosen else ""
        if (besides, base) not in self._within:
            self._within[besides, base] = self._narrowed(base, besides)
        return self._within[besides, base]

    def _asked(self, besides: str = "") -> list[tuple[str, frozenset[str]]]:
        """List what is chosen of adoption facets, all but one."""
        return [(facet, self._chosen[facet]) for facet in ADOPTION_FACETS if facet in self._chosen and facet != besides]

    def _narrowed(self, among: int, besides: str = "") -> list[int]:
        """Narrow companies, layer by layer, to those whose adoption there satisfies the facets, all but one."""
        asked = self._asked(besides)
        if besides != "status" and "status" not in self._chosen:
            asked.append(("status", SHOWN))
        return [
            reduce(and_, (self._having(layer, facet, values) for facet, values in asked), among)
            for layer in self._grid.layers
        ]

    def _having(self, own: Masks, facet: str, values: Iterable[str]) -> int:
        return _held(own, facet, values, derived=self._derived)

    def _way(self, facet: str) -> str:
        """Name the values that count for a facet too: those of what the models were made from."""
        return DERIVED.get(facet, "") if self._derived else ""


def together(grid: Grid, named: Sequence[Mapping[str, Sequence[str]]], *, derived: bool, kept: bool = False) -> int:
    """Give the companies with one shown adoption that has, out of each of these sets of values, any.

    With what is `kept`, every adoption is looked at.
    """
    found = 0
    for layer in grid.layers:
        here = grid.everyone if kept else masks.union(layer.get("status", {}), SHOWN)
        for values in named:
            here &= reduce(or_, (_held(layer, facet, own, derived=derived) for facet, own in values.items()), 0)
        found |= here
    return found


def holding(grid: Grid, facet: str, values: Iterable[str], *, kept: bool = False) -> int:
    """Give the companies that have any of these values of a facet, with what is `kept` in any adoption."""
    if kept and facet not in COMPANY_FACETS:
        return reduce(or_, (masks.union(layer.get(facet, {}), values) for layer in grid.layers), 0)
    own = grid.companies if facet in COMPANY_FACETS else grid.unions
    return masks.union(own.get(facet, {}), values)


def _held(own: Masks, facet: str, values: Iterable[str], *, derived: bool) -> int:
    direct = masks.union(own.get(facet, {}), values)
    return direct | masks.union(own.get(DERIVED[facet], {}), values) if derived and facet in DERIVED else direct


def page(grid: Grid, mask: int, order: Bits, start: int, count: int | None = None) -> list[str]:
    """Give the addresses of companies of a mask in an order, from one place on, all or so many."""
    stop = None if count is None else start + count
    chosen = order[flags(mask, grid.size)[order]][start:stop]
    return [grid.slugs[bit] for bit in chosen.tolist()]
