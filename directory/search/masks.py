"""Masks: Python integers with a bit for each company, by facet and value; how they are made, changed and read."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Masks = Mapping[str, Mapping[str, int]]
Values = Mapping[str, Sequence[str]]
Flags = NDArray[np.bool_]
# Who has a value: the numbers of companies by facet and value.
Holders = defaultdict[str, defaultdict[str, "array[int]"]]
WORD = 64


class Block(NamedTuple):
    """Hold the masks of a facet as rows of words, which numpy counts four times as fast."""

    values: tuple[str, ...]
    rows: NDArray[np.uint64]


def packed(flags: Flags) -> int:
    """Make a mask from an array of truths, one a bit."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def flags(mask: int, size: int) -> Flags:
    """Give a mask as an array of truths, one a bit."""
    octets = np.frombuffer(mask.to_bytes(size // 8 + 1, "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").view(np.bool_)


def of_bits(bits: Iterable[int], size: int) -> int:
    """Give the mask of some bits."""
    marked = np.zeros(size, dtype=np.bool_)
    marked[list(bits)] = True
    return packed(marked)


def words(mask: int, size: int) -> bytes:
    """Write a mask as whole words."""
    return mask.to_bytes((size // WORD + 1) * WORD // 8, "little")


def block(masks: Mapping[str, int], size: int) -> Block:
    """Give the masks of a facet as rows of words."""
    octets = b"".join(words(mask, size) for mask in masks.values())
    return Block(tuple(masks), np.frombuffer(octets, dtype=np.uint64).reshape(len(masks), size // WORD + 1))


def counted(own: Block, among: int, size: int) -> dict[str, int]:
    """Count, for every value of a facet, the companies among some."""
    both = own.rows & np.frombuffer(words(among, size), dtype=np.uint64)
    return dict(zip(own.values, np.bitwise_count(both).sum(axis=1, dtype=np.int64).tolist(), strict=True))


def union(masks: Mapping[str, int], values: Iterable[str]) -> int:
    """Give the companies that have one of some values."""
    return reduce(or_, (masks.get(value, 0) for value in values), 0)


def holders() -> Holders:
    """Give an empty collection of who has which value."""
    return defaultdict(lambda: defaultdict(lambda: array("i")))


def note(found: Holders, number: int, row: Values) -> None:
    """Note the values of one company, or of one of its adoptions, under a number."""
    for facet, values in row.items():
        own = found[facet]
        for value in values:
            own[value].append(number)


def made(found: Holders, seats: NDArray[np.int32]) -> Masks:
    """Make the masks of what was noted; `seats` are the bits of the numbers."""
    return {facet: {value: _seated(own[value], seats) for value in own} for facet, own in found.items()}


def _seated(numbers: "array[int]", seats: NDArray[np.int32]) -> int:
    marked = np.zeros(len(seats), dtype=np.bool_)
    marked[seats[np.frombuffer(numbers, dtype=np.int32)]] = True
    return packed(marked)


def changed(masks: Masks, touched: int, found: Holders, size: int) -> Masks:
    """Give masks in which some companies have the values that were noted, and no others."""
    return {facet: _changed(masks.get(facet, {}), touched, found[facet], size) for facet in {**masks, **found}}


def _changed(own: Mapping[str, int], touched: int, found: Mapping[str, Collection[int]], size: int) -> dict[str, int]:
    kept = {value: mask ^ both if (both := mask & touched) else mask for value, mask in own.items()}
    now = kept | {value: kept.get(value, 0) | of_bits(bits, size) for value, bits in found.items()}
    return {value: mask for value, mask in now.items() if mask}
