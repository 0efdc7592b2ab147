"""Find the words nearest to a misspelt one: swapped, missing, doubled and wrong letters."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Words of fewer letters are near too many others; from so many on, two faults are forgiven.
SHORTEST, LONG = 4, 8
MOST = 5
PART = 1 << 16


class Wordbook:
    """Hold words so that those near to another are found without comparing each.

    Each word has a mask of its letters. A fault changes at most two letters, so masks rule most words out. A million
    words take 25 MB: one text with the places where words begin, their masks and their lengths.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words; numbers and those too short to be anybody's fault are left out."""
        texts: list[bytes] = []
        lengths, sizes = array("B"), array("H")
        letters: list[NDArray[np.uint32]] = []
        useful = (word for word in words if len(word) >= SHORTEST - 1 and not word.isdigit())
        # In parts, as a million words at once would take a hundred megabytes for a moment.
        while part := list(islice(useful, PART)):
            texts.append("".join(part).encode())
            lengths.extend(map(len, part))
            sizes.extend(len(word.encode()) for word in part)
            letters.append(_letters(part))
        self._text = b"".join(texts)
        self._lengths = np.array(lengths, np.uint8)
        self._begins = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.uint32)
        self._letters = np.concatenate([np.zeros(0, np.uint32), *letters])

    def __len__(self) -> int:
        """Count the words."""
        return len(self._lengths)

    def __iter__(self) -> Iterator[str]:
        """Give the words, in order."""
        return (self._word(place) for place in range(len(self)))

    def near(self, word: str, most: int) -> list[tuple[int, str]]:
        """List the words with at most so many faults, and how many each has."""
        own = _letters([word])
        likely = np.bitwise_count(self._letters ^ own) <= 2 * most
        likely &= (self._lengths >= len(word) - most) & (self._lengths <= len(word) + most)
        chosen = [self._word(place) for place in np.flatnonzero(likely)]
        found = extract(word, chosen, scorer=OSA.distance, score_cutoff=most, limit=None)
        return [(int(distance), other) for other, distance, _ in found]

    def _word(self, place: int | np.intp) -> str:
        return self._text[self._begins[place] : self._begins[place + 1]].decode()


def _letters(words: Sequence[str]) -> NDArray[np.uint32]:
    """Give a mask of the letters of each word; rare letters share their bits with others, which rules nothing out."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.bitwise_or.reduceat(np.uint32(1) << (codes & np.uint32(31)), starts)


def faults(word: str, meant: str) -> int:
    """Say how many faults are forgiven in a word that may mean another: by the longer of them."""
    longer = max(len(word), len(meant))
    return (longer >= SHORTEST) + (longer >= LONG)


def near(spellings: Sequence[str], books: Iterable[Wordbook]) -> list[str]:
    """List the known words nearest to any spelling of a word, at most five; who begins with the same letter first.

    A swap of neighbouring letters is one fault. Digits are no letters: qwen2 is not a fault of qwen3.
    """
    found: dict[str, int] = {}
    known = tuple(books)
    for word in spellings:
        if len(word) >= SHORTEST - 1 and not word.isdigit():
            for other, count in _forgiven(word, known):
                found[other] = min(found.get(other, MOST), count)
    least = min(found.values(), default=0)
    nearest = [other for other, count in found.items() if count == least]
    return sorted(nearest, key=lambda other: (other[0] != spellings[0][0], other))[:MOST]


def _forgiven(word: str, books: Sequence[Wordbook]) -> Iterator[tuple[str, int]]:
    most = faults(word, word + "xx")
    for count, other in (each for book in books for each in book.near(word, most)):
        if count <= faults(word, other) and _digits(other) == _digits(word) and other != word:
            yield other, count


def _digits(word: str) -> str:
    return "".join(letter for letter in word if letter.isdigit())


class Beginnings:
    """Hold words, and by length their beginnings: a misspelt beginning is as near to those as a word to words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Cut nothing yet."""
        self._words = frozenset(words)
        self._cut: dict[int, list[str]] = {}

    def near(self, word: str) -> list[str]:
        """List at most five beginnings that fewest typos make of a word; only itself where something begins so."""
        most = faults(word, word)
        lengths = range(len(word) - most, len(word) + most + 1) if most else ()
        found = [near for length in lengths for near in self._near(word, length, most)]
        nearest = min(found, default=(0, ""))[0]
        spelt = [beginning for distance, beginning in found if distance == nearest]
        return sorted(spelt, key=lambda beginning: (abs(len(beginning) - len(word)), beginning))[:MOST]

    def _near(self, word: str, length: int, most: int) -> list[tuple[float, str]]:
        cut = self._of(length)
        told = extract(word, cut, scorer=OSA.distance, score_cutoff=most, limit=MOST)
        return [(distance, beginning) for beginning, distance, _ in told]

    def _of(self, length: int) -> list[str]:
        if length not in self._cut:
            self._cut[length] = sorted({word[:length] for word in self._words if len(word) >= length})
        return self._cut[length]
