"""Find the beginnings of words nearest to one that is misspelt, and perhaps not typed to its end."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONG = 4, 8
MOST = 5


def typos(word: str) -> int:
    """Say how many typos a word may hold: one from 4 letters, two from 8; swapped letters are one."""
    return (len(word) >= SHORTEST) + (len(word) >= LONG)


class Beginnings:
    """Hold words, and by length their beginnings: a misspelt beginning is as near to those as a word to words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Cut nothing yet."""
        self._words = frozenset(words)
        self._cut: dict[int, list[str]] = {}

    def near(self, word: str) -> list[str]:
        """List at most five beginnings that fewest typos make of a word; only itself where something begins so."""
        most = typos(word)
        lengths = range(len(word) - most, len(word) + most + 1) if most else ()
        found = [near for length in lengths for near in self._near(word, length, most)]
        nearest = min(found, default=(0, ""))[0]
        spelt = [beginning for distance, beginning in found if distance == nearest]
        return sorted(spelt, key=lambda beginning: (abs(len(beginning) - len(word)), beginning))[:MOST]

    def _near(self, word: str, length: int, most: int) -> list[tuple[float, str]]:
        cut = self._of(length)
        told = process.extract(word, cut, scorer=OSA.distance, score_cutoff=most, limit=MOST)
        return [(distance, beginning) for beginning, distance, _ in told]

    def _of(self, length: int) -> list[str]:
        if length not in self._cut:
            self._cut[length] = sorted({word[:length] for word in self._words if len(word) >= length})
        return self._cut[length]
