"""Orders of companies as arrays of bits, which a changed company is taken out of and put back into."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from directory.catalogue.confidence import STRENGTH

Bits = NDArray[np.int32]
Key = tuple[int | str, ...]
# The rules that break ties, the surest first; who has no adoption that is shown comes last.
SUREST = STRENGTH[:-1]
RANKS: Mapping[str, int] = {rule.value: rank for rank, rule in enumerate(SUREST)}
LAST = len(SUREST)
# A moment as a number, 20261124120000: the newest can then come first, and equals in the order of their names.
NO_SIGNS = str.maketrans("", "", "-:TZ")
DIGITS = 14


class Place(NamedTuple):
    """Hold what one company is ordered by; days and moments are numbers that grow with time."""

    slug: str
    name: str
    created: int
    reread: int
    due: int
    answered: int
    found: int
    rank: int


FREE = Place("", "", 0, 0, 0, 0, 0, LAST)
NUMBERS = len(FREE) - 2
# What each order compares before the name, from the numbers of a place or from the columns of all.
FIRST: Mapping[str, Callable[..., tuple[Any, ...]]] = {
    "name": lambda *_numbers: (),
    "newest": lambda created, *_others: (-created,),
    "reread": lambda _created, reread, *_others: (-reread,),
    "unread": lambda _created, _reread, due, *_others: (due,),
    "answered": lambda _created, _reread, _due, answered, *_others: (-answered,),
    "found": lambda _created, _reread, _due, _answered, found, _rank: (-found,),
    "surest": lambda _created, reread, _due, _answered, _found, rank: (rank, -reread),
}


@dataclass(frozen=True)
class Places:
    """Hold the place of every bit, in columns: `numbers` has a row for each bit. A free place has no address."""

    slugs: tuple[str, ...]
    names: tuple[str, ...]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, places: Iterable[Place]) -> Self:
        """Take the places in the order of their bits."""
        rows = list(places)
        numbers = np.array([row[2:] for row in rows], dtype=np.int64).reshape(-1, NUMBERS)
        return cls(tuple(row.slug for row in rows), tuple(row.name for row in rows), numbers)

    def changed(self, given: Mapping[int, Place]) -> "Places":
        """Give places to who has them now; new ones come behind the last."""
        free = [FREE.slug] * (max([len(self.slugs) - 1, *given]) + 1 - len(self.slugs))
        slugs, names = [*self.slugs, *free], [*self.names, *free]
        numbers = np.zeros((len(slugs), NUMBERS), dtype=np.int64)
        numbers[: len(self.slugs)] = self.numbers
        for bit, place in given.items():
            slugs[bit], names[bit], numbers[bit] = place.slug, place.name, place[2:]
        return Places(tuple(slugs), tuple(names), numbers)

    def key(self, order: str) -> Callable[[int], Key]:
        """Give what a bit is ordered by; equals are ordered by name, and by address in the end."""

        def key(bit: int) -> Key:
            return (*FIRST[order](*self.numbers[bit].tolist()), self.names[bit], self.slugs[bit])

        return key


@lru_cache(maxsize=4096)
def moment(text: str) -> int:
    """Read a day or moment as a number that grows with time."""
    digits = text.translate(NO_SIGNS)
    return int(digits.ljust(DIGITS, "0")) if digits.isdigit() else 0


def built(places: Places) -> dict[str, Bits]:
    """Order all places, none of which is free."""
    named = sorted(range(len(places.slugs)), key=list(zip(places.names, places.slugs, strict=True)).__getitem__)
    by_name = np.array(named, dtype=np.int32)
    rank = inverse(by_name, len(named))
    # The last key of a lexsort is the first to be compared.
    keys = {order: first(*places.numbers.T)[::-1] for order, first in FIRST.items()}
    return {order: np.lexsort((rank, *own)).astype(np.int32) if own else by_name for order, own in keys.items()}


def patched(orders: Mapping[str, Bits], places: Places, moved: Iterable[int], living: Iterable[int]) -> dict[str, Bits]:
    """Take the bits that moved out of every order, and those of them that live back in where they belong now."""
    gone = np.zeros(len(places.slugs), dtype=np.bool_)
    gone[list(moved)] = True
    back = list(living)
    return {order: _put(bits[~gone[bits]], back, places.key(order)) for order, bits in orders.items()}


def _put(bits: Bits, back: Iterable[int], key: Callable[[int], Key]) -> Bits:
    ordered = np.array(sorted(back, key=key), dtype=np.int32)
    spots = np.array([bisect_left(bits, key(bit), key=key) for bit in ordered], dtype=np.int64)
    return np.insert(bits, spots, ordered)


def inverse(order: Bits, size: int) -> Bits:
    """Give each bit's rank in an order; a bit that is not in it has the last one."""
    ranks = np.full(size, size, dtype=np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    return ranks
