"""Lists of postings as arrays: reading them in blocks, keeping them, finding phrases in them."""

from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

# More positions than any company has words.
SPAN = 1 << 20
MOST_KEPT = 24 << 20
# What a kept list takes besides its numbers: its key, its place, two arrays. Most terms that are asked for are absent.
OVERHEAD = 500
# More than all fields of a company weigh together.
HEAVIEST = 1 << 12
# Differences of ids, weights, values.
Block = tuple[Sequence[int], Any, list[bytes]]
NOWHERE: Numbers = np.empty(0, np.int32)


class Postings(NamedTuple):
    """Hold the numbers of the documents that have a term and what it weighs in each, side by side."""

    numbers: Numbers
    weights: Weights

    @property
    def nbytes(self) -> int:
        """Count the bytes that they take."""
        return int(self.numbers.nbytes + self.weights.nbytes)


NOTHING = Postings(NOWHERE, np.empty(0, np.float32))


class Kept:
    """Keep what was read of segments, which never change, up to 24 MB; what was not used longest goes first."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._lists: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[str, str, str]) -> Postings | None:
        """Give what is kept."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, key: tuple[str, str, str], found: Postings) -> Postings:
        """Keep a list, and let the oldest go."""
        self._lists[key] = found
        self._bytes += found.nbytes + OVERHEAD
        while self._bytes > MOST_KEPT:
            self._bytes -= self._lists.popitem(last=False)[1].nbytes + OVERHEAD
        return found


def decoded(matcher: Any, size: int) -> Postings:  # noqa: ANN401  (a matcher of Whoosh, which is not known here)
    """Read all postings of a term in a segment of so many documents; raise ValueError where they cannot be true."""
    found = _all(_bare(matcher))
    numbers, weights = _numbered(found.numbers, size), found.weights
    if len(numbers) != len(weights) or not ((weights > 0) & (weights < HEAVIEST)).all():
        raise ValueError("The weights of a list of postings are not what was written.")
    return found


def _numbered(numbers: Numbers, size: int) -> Numbers:
    if len(numbers) and not (numbers[0] >= 0 and numbers[-1] < size and (np.diff(numbers) > 0).all()):
        raise ValueError("A list of postings names documents that there are not.")
    return numbers


def _all(matcher: Any) -> Postings:  # noqa: ANN401  (the same)
    """Read block by block where there are blocks: a hundred times as fast as one by one."""
    if not hasattr(matcher, "_next_block"):
        numbers = [(number, weight) for number, weight, _ in _single(matcher)]
        return Postings(np.array([n for n, _ in numbers], np.int32), np.array([w for _, w in numbers], np.float32))
    parts = [
        (np.cumsum(np.array(ids, np.int32), dtype=np.int32), _filled(weights, len(ids)))
        for ids, weights, _ in _blocks(matcher)
    ]
    return Postings(np.concatenate([ids for ids, _ in parts]), np.concatenate([weights for _, weights in parts]))


def located(matcher: Any, size: int, among: Numbers) -> Places:  # noqa: ANN401  (the same)
    """Read positions of a term, at least those in some documents: document × 2^20 + position, in order."""
    matcher = _bare(matcher)
    numbers: list[Numbers] = []
    values: list[bytes] = []
    if hasattr(matcher, "_next_block"):
        for ids, _, own in _blocks(matcher, among):
            numbers.append(np.cumsum(np.array(ids, np.int32), dtype=np.int32))
            values += own
    else:
        for number, _, value in _single(matcher):
            numbers.append(np.array([number], np.int32))
            values.append(value)
    counts = np.fromiter(map(len, values), np.int64, len(values)) // array("I").itemsize
    positions = np.frombuffer(b"".join(values), np.uint32).astype(np.int64)
    found = _numbered(np.concatenate([*numbers, NOWHERE]), size)
    documents: NDArray[np.int64] = np.repeat(found.astype(np.int64), counts)
    return documents * SPAN + positions


def _bare(matcher: Any) -> Any:  # noqa: ANN401  (the same)
    """Take off the filter for deleted documents, which works one by one: they are left out by their numbers."""
    bare = getattr(matcher, "child", matcher)
    bare.reset()
    return bare


def _single(matcher: Any) -> Iterator[tuple[int, float, bytes]]:  # noqa: ANN401  (the same)
    while matcher.is_active():
        yield matcher.id(), matcher.weight(), matcher.value()
        matcher.next()


def _blocks(matcher: Any, among: Numbers | None = None) -> Iterator[Block]:  # noqa: ANN401  (the same)
    """Give the differences of ids, the weights and the values of each block as Whoosh stores them since 2.7.

    Blocks that hold none of some documents are not read: each says what its last one is.
    """
    done = 0
    while matcher.is_active():
        end = 0 if among is None else int(np.searchsorted(among, matcher.block_max_id(), side="right"))
        if among is None or end > done:
            matcher._read_data()  # noqa: SLF001  (Whoosh has no public way to read a block)
            yield matcher._data  # noqa: SLF001  (the same)
        done = end
        matcher._next_block()  # noqa: SLF001  (the same)


def _filled(weights: Any, count: int) -> Weights:  # noqa: ANN401  (what a block holds)
    """Write out the weights of a block, which are one where they are all equal, and none where that is 1."""
    if weights is None or isinstance(weights, float):
        return np.full(count, 1.0 if weights is None else weights, np.float32)
    return np.array(weights, np.float32)


def followed(words: Sequence[Places]) -> Numbers:
    """Give the documents in which words stand one after the other."""
    begins = words[0]
    for offset, places in enumerate(words[1:], start=1):
        both = np.concatenate((begins + offset, places))
        # Two ordered parts: a stable sort merges them.
        both.sort(kind="stable")
        begins = both[1:][both[1:] == both[:-1]] - offset
    documents: Numbers = (begins // SPAN).astype(np.int32)
    new: Flags = np.diff(documents, prepend=-1) != 0
    return documents[new]


def living(leaf: Any) -> Flags:  # noqa: ANN401  (a reader of Whoosh)
    """Flag the documents of a segment that are not deleted."""
    living = np.ones(leaf.doc_count_all(), np.bool_)
    living[list(leaf.segment().deleted_docs())] = False
    return living
