"""Companies that share something telling with a company, and what: mask algebra, and no loop over companies.

A `Trait` is what an adoption says of a model: its route, its use, or only that it was adopted; traits of a version
come beside those of its family. Two companies are alike by a trait of both, with the country or a sector where they
share these too. The rarer each of it is, the more it tells: a reason weighs the sum of log(N / companies that have it).
Only active adoptions count, as the sentences speak of today.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop
from itertools import islice
from math import log
from typing import Any

import numpy as np

from directory import clock
from directory.search import queries, snapshot
from directory.search.grid import Grid
from directory.search.queries import Row
from directory.vocabulary import Existence, Route, Sector, Status, Use, _

MOST = 4
# So many are read to find some that have not ended.
MOST_READ = 40
# What more than one company in four has tells nothing.
TELLING = log(4)
# A company may have sixty adoptions of thirty versions: these bound what its page costs.
MOST_TRAITS, MOST_WEIGHED = 36, 10
# The route says most, an adoption as such least; a route that is not known says nothing.
SENTENCES: dict[tuple[str, str], str] = {
    ("route", Route.SELF_HOSTED): _("Also self-hosts %(model)s."),
    ("route", Route.HOSTED_EUROPE): _("Also has %(model)s hosted in Europe."),
    ("route", Route.HOSTED_ELSEWHERE): _("Also has %(model)s hosted outside Europe."),
    ("route", Route.VENDOR_API): _("Also uses %(model)s through its developer's API."),
    ("route", Route.APP): _("Also uses %(model)s in its developer's consumer app."),
    ("use", Use.DERIVATIVE): _("Also made a derivative of %(model)s."),
    ("use", Use.OFFERED): _("Also offers %(model)s to customers."),
    ("use", Use.PRODUCTION): _("Also has %(model)s in production."),
    ("use", Use.PILOT): _("Also pilots %(model)s."),
    ("use", Use.RESEARCH): _("Also uses %(model)s in research."),
    ("model", ""): _("Also adopted %(model)s."),
}


@dataclass(frozen=True)
class Trait:
    """Be what an adoption says of a model or version."""

    model: str
    facet: str
    value: str = ""


@dataclass(frozen=True)
class Weighed:
    """Hold who has something, and how much it tells."""

    mask: int
    weight: float


@dataclass(frozen=True)
class Reason:
    """Be a trait that two companies share, with the country and the sector where these are shared too."""

    trait: Trait
    country: str = ""
    sector: str = ""


Weighty = Sequence[tuple[Reason, Weighed]]
Addresses = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Similar:
    """Be a company that resembles another; `sentence` says by what, with a blank for the `model`."""

    slug: str
    name: str
    sentence: str
    model: str
    reason: Reason


def companies(document: Mapping[str, Any], addresses: Addresses) -> list[Similar]:
    """List the published companies that share most with one, the most telling first; none where nothing tells.

    `addresses` are those of versions, by family and by name as the document writes it.
    """
    shot = snapshot.of(clock.today())
    titles = shot.reference.titles["model"]
    alike = islice(ranked(shot.grid, document, addresses), MOST_READ)
    living = ((row, reason) for row, reason in _rows(alike, shot.key[2]) if _lives(row))
    return [_told(row, reason, titles) for row, reason in islice(living, MOST)]


def _rows(alike: Iterator[tuple[str, Reason]], today: date) -> Iterator[tuple[Row, Reason]]:
    """Read a few at a time: who has ended is nobody to name, and the next one takes the place."""
    while some := dict(islice(alike, MOST)):
        rows = queries.rows(some.keys(), today)
        yield from ((rows[slug], reason) for slug, reason in some.items() if slug in rows)


def _lives(row: Row) -> bool:
    return bool(row.document.get("status") != Existence.ENDED)


def _told(row: Row, reason: Reason, titles: Mapping[str, str]) -> Similar:
    trait = reason.trait
    model = titles.get(trait.model, trait.model)
    return Similar(row.slug, row.name, SENTENCES[trait.facet, trait.value], model, reason)


def ranked(grid: Grid, document: Mapping[str, Any], addresses: Addresses) -> Iterator[tuple[str, Reason]]:
    """Give the most alike first, each with the most telling reason; equals by other reasons, then by address.

    The first of a hundred thousand companies take a millisecond or two. The place of a bit says nothing: it depends on
    which changes a process has seen.
    """
    if document["slug"] not in grid.bits:
        return
    left = grid.everyone & ~(1 << grid.bits[document["slug"]])
    reasons = [each for each in _reasons(grid, document, addresses) if each[1].mask & left]
    while True:
        best, reason = _most_alike(left, reasons)
        if reason is None:
            return
        left &= ~best
        for slug in _ordered(_slugs(grid, best)):
            yield slug, reason


def _ordered(slugs: Iterable[str]) -> Iterator[str]:
    """Give addresses in order; hardly ever are more than a few of many wanted."""
    heap = list(slugs)
    heapify(heap)
    while heap:
        yield heappop(heap)


def _slugs(grid: Grid, mask: int) -> Iterator[str]:
    """Give the addresses of a mask; few of its bytes are not zero."""
    octets = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), np.uint8)
    held = np.flatnonzero(octets)
    octet, bit = np.nonzero(np.unpackbits(octets[held], bitorder="little").reshape(-1, 8))
    return (grid.slugs[place] for place in held[octet] * 8 + bit)


def _most_alike(among: int, reasons: Weighty) -> tuple[int, Reason | None]:
    """Narrow by one reason after another, each where somebody is left; the first that holds is told."""
    told: Reason | None = None
    for reason, weighed in reasons:
        if narrowed := among & weighed.mask:
            among, told = narrowed, told or reason
    return among, told


def _reasons(grid: Grid, document: Mapping[str, Any], addresses: Addresses) -> Weighty:
    """Join the most telling traits with the country and the sectors; what tells most comes first."""
    places = list(_places(grid, document))
    traits = list(_traits(grid, document, addresses))
    joined = [
        (Reason(trait, country, sector), Weighed(own.mask & place.mask, own.weight + place.weight))
        for trait, own in sorted(traits, key=_weight)[:MOST_WEIGHED]
        for country, sector, place in places
        if own.weight + place.weight >= TELLING
    ]
    return sorted(joined, key=_weight)


def _weight(pair: tuple[Any, Weighed]) -> float:
    return -pair[1].weight


def _traits(grid: Grid, document: Mapping[str, Any], addresses: Addresses) -> Iterator[tuple[Trait, Weighed]]:
    """Weigh the traits of the active adoptions that others have too; of equals the first tells most."""
    active = [adoption for adoption in document["adoptions"] if adoption["status"] == Status.ACTIVE]
    found = {trait for adoption in active for trait in _of_adoption(adoption, addresses)}
    rank = list(SENTENCES)
    # Of a family and its only version the version is told: the longer name, nearly always.
    order = sorted(found, key=lambda trait: (rank.index((trait.facet, trait.value)), -len(trait.model), trait.model))
    for trait in order[:MOST_TRAITS]:
        mask = _having(grid, trait)
        # More than one bit: not only this company.
        if mask & (mask - 1):
            yield trait, _weighed(mask, grid)


def _of_adoption(adoption: Mapping[str, Any], addresses: Addresses) -> Iterator[Trait]:
    model = adoption["model"]
    ways = [("route", adoption["route"]), ("use", adoption["use"]), ("model", "")]
    for named in {model, *(addresses.get((model, name), model) for name in adoption.get("versions", ()))}:
        yield from (Trait(named, *way) for way in ways if way in SENTENCES)


def _having(grid: Grid, trait: Trait) -> int:
    """Give the mask of the companies with an active adoption that has a trait."""
    found = 0
    for layer in grid.layers:
        if of_model := layer.get("model", {}).get(trait.model, 0):
            way = layer.get(trait.facet, {}).get(trait.value, 0) if trait.value else of_model
            found |= of_model & way & layer.get("status", {}).get(Status.ACTIVE, 0)
    return found


def _places(grid: Grid, document: Mapping[str, Any]) -> Iterator[tuple[str, str, Weighed]]:
    """Weigh the country and each sector, alone and together; "" is anywhere. Something else is nothing in common."""
    sectors = [sector for sector in document["sectors"] if sector != Sector.OTHER]
    countries, branches = _own(grid, "country", [document["country"]]), _own(grid, "sector", sectors)
    for country, there in countries.items():
        for sector, alike in branches.items():
            yield country, sector, Weighed(there.mask & alike.mask, there.weight + alike.weight)


def _own(grid: Grid, facet: str, values: Sequence[str]) -> dict[str, Weighed]:
    masks = grid.companies.get(facet, {})
    held = {"": grid.everyone} | {value: masks[value] for value in values if masks.get(value)}
    return {value: _weighed(mask, grid) for value, mask in held.items()}


def _weighed(mask: int, grid: Grid) -> Weighed:
    return Weighed(mask, log(len(grid.bits) / mask.bit_count()))
