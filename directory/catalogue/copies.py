"""Which sources carry the same text: a release that many print is one voice."""

from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

# Shorter texts are alike by chance: names of models, lines of a catalogue.
LEAST_WORDS = 8
LEAST_TITLE = 5
# Of a hundred characters as many are the same: a word left out, a letter corrected, and not another sentence.
ALIKE = 95


class Text(NamedTuple):
    """Hold the folded words of a source's quote and title, and who publishes it."""

    quote: tuple[str, ...]
    title: tuple[str, ...]
    publisher: str


def same_text(one: Text, other: Text) -> bool:
    """Tell whether one source repeats the other: its quote, a part of it, nearly it, or its long title elsewhere."""
    first, second = one.quote, other.quote
    if first and first == second:
        return True
    if one.publisher != other.publisher and one.title == other.title and len(one.title) >= LEAST_TITLE:
        return True
    if min(len(first), len(second)) < LEAST_WORDS:
        return False
    short, long = sorted((" ".join(first), " ".join(second)), key=len)
    return f" {short} " in f" {long} " or fuzz.ratio(short, long, score_cutoff=ALIKE) > 0


def voices(texts: Sequence[Text]) -> list[int]:
    """Give each source the number of its voice: one for those that repeat each other, also by way of others."""
    return joined(len(texts), [(i, j) for i, j in combinations(range(len(texts)), 2) if same_text(texts[i], texts[j])])


def alike(marks: Sequence[frozenset[Hashable]]) -> list[int]:
    """Give one number to what shares a mark, also by way of others."""
    pairs = combinations(range(len(marks)), 2)
    return joined(len(marks), [(i, j) for i, j in pairs if marks[i] & marks[j]])


def joined(size: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Join the numbers below `size` into groups by pairs; each stands for its group by the first member."""
    first = list(range(size))
    for one, other in pairs:
        low, high = sorted((first[one], first[other]))
        first = [low if each == high else each for each in first]
    return first


def apart(able: Sequence[int], owners: Sequence[int], voices: Sequence[int]) -> tuple[int, ...]:
    """Pick the most sources of which no two have one owner or one voice, the first ones where there is a choice.

    An owner's first page may be the copy of another's, and its second not. So owners and voices are matched: each
    owner in turn takes a voice of its own, and who has it already looks for another (Kuhn's augmenting paths).
    """
    taken: dict[int, int] = {}

    def settle(owner: int, tried: set[int]) -> bool:
        for number in able:
            voice = voices[number]
            if owners[number] == owner and voice not in tried:
                tried.add(voice)
                if voice not in taken or settle(owners[taken[voice]], tried):
                    taken[voice] = number
                    return True
        return False

    for owner in dict.fromkeys(owners[number] for number in able):
        settle(owner, set())
    return tuple(sorted(taken.values()))
