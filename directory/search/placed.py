"""An index seen through a grid: what it holds of companies, by their bits in the masks."""

from collections.abc import Sequence
from functools import reduce
from typing import Protocol

import numpy as np

from directory.search.postings import NOTHING, NOWHERE, Numbers, Places, Postings, Weights, followed
from directory.search.spelling import Wordbook


class Segments(Protocol):
    """Be what holds postings segment by segment."""

    languages: frozenset[str]

    def postings(self, field: str, term: str) -> list[Postings]:
        """Give the postings of a term in each segment."""

    def positions(self, term: str, among: Sequence[Numbers]) -> list[Places]:
        """Give the positions of a term in each segment, at least those in some of its documents."""

    def words(self) -> list[Wordbook]:
        """Give the words of each segment."""


class Placed:
    """Be a reader seen through a grid: postings by bits."""

    def __init__(self, reader: Segments, places: Sequence[Numbers]) -> None:
        """Take the bit of each document of each segment, -1 where it has none."""
        self._reader = reader
        self._places = places
        self.languages = reader.languages

    def postings(self, field: str, term: str) -> Postings:
        """Give the bits of the companies that have a term, and what it weighs."""
        found = [
            _known(places[each.numbers], each.weights)
            for places, each in zip(self._places, self._reader.postings(field, term), strict=True)
            if len(each.numbers)
        ]
        if len(found) == 1:
            return found[0]
        return Postings(
            np.concatenate([NOWHERE, *(f.numbers for f in found)]),
            np.concatenate([*(f.weights for f in found), NOTHING.weights]),
        )

    def phrase(self, words: Sequence[Sequence[str]]) -> Numbers:
        """Give the bits of the companies in which words, each in any of its spellings, follow one another."""
        among = self._together(words)
        parts = [[self._reader.positions(spelling, among) for spelling in spellings] for spellings in words]
        found = [NOWHERE]
        for number, places in enumerate(self._places):
            spelt = [np.concatenate([each[number] for each in part]) for part in parts]
            here = places[followed(spelt)]
            found.append(here[here >= 0])
        return np.concatenate(found)

    def _together(self, words: Sequence[Sequence[str]]) -> list[Numbers]:
        """Give, in each segment, the documents that have all words: where these are few, few blocks need be read."""
        each = [[self._reader.postings("text", spelling) for spelling in spellings] for spellings in words]
        return [
            reduce(np.intersect1d, (np.concatenate([one[number].numbers for one in part]) for part in each))
            for number in range(len(self._places))
        ]

    def words(self) -> list[Wordbook]:
        """Give the words of all texts."""
        return self._reader.words()


def _known(bits: Numbers, weights: Weights) -> Postings:
    known = bits >= 0
    return Postings(bits, weights) if known.all() else Postings(bits[known], weights[known])
