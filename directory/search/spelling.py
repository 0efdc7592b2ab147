"""Find the words nearest to a misspelt one: swapped, missing, doubled and wrong letters."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Words of fewer letters are near too many others; from so many on, two faults are forgiven.
SHORTEST, LONG = 4, 8
MOST = 5


class Wordbook:
    """Hold words so that those near to another are found without comparing each.

    Each word has a mask of its letters. A fault changes at most two letters, so masks rule most words out.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take words; numbers and those too short to be anybody's fault are left out."""
        self.words = [word for word in words if len(word) >= SHORTEST - 1 and not word.isdigit()]
        self.lengths = np.fromiter(map(len, self.words), np.int32, len(self.words))
        self.letters = _letters(self.words, self.lengths)

    def near(self, word: str, most: int) -> list[tuple[int, str]]:
        """List the words with at most so many faults, and how many each has."""
        if not self.words:
            return []
        own = _letters([word], np.array([len(word)], np.int32))
        likely = np.bitwise_count(self.letters ^ own) <= 2 * most
        likely &= np.abs(self.lengths - len(word)) <= most
        chosen = [self.words[place] for place in np.flatnonzero(likely)]
        found = extract(word, chosen, scorer=OSA.distance, score_cutoff=most, limit=None)
        return [(int(distance), other) for other, distance, _ in found]


def _letters(words: Sequence[str], lengths: NDArray[np.int32]) -> NDArray[np.uint32]:
    """Give a mask of the letters of each word; rare letters share their bits with others, which rules nothing out."""
    if not words:
        return np.zeros(0, np.uint32)
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
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
