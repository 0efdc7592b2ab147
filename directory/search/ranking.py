"""Combine what postings and masks say into scores: arrays with a number for each company, no library of search.

A clause weighs in a company what its fields weigh that hold it, each once: its own texts and what it names. A score is,
summed over the clauses, how rare the clause is times that weight, which counts nearly in proportion (a name is worth
many quotes) and flattens out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from typing import Protocol

import numpy as np

from directory.search import analysis, concepts, content
from directory.search.concepts import Sense
from directory.search.grid import DERIVED
from directory.search.meaning import Meaning
from directory.search.postings import NOWHERE, Flags, Numbers, Postings, Weights
from directory.search.query import ADOPTION_FACETS

FLATTEN = 100
# What a match by its stem, by its beginning, of a whole run, of the whole name and of its first word is worth.
STEM, PREFIX, RUN, WHOLE, FIRST = 0.9, 0.5, 2.0, 4.0, 0.5
# What it is worth that several things that are named hold in one adoption.
ONE_ADOPTION = 2.0
# What a model is worth that was made from the one that is named.
LINEAGE = 0.5

# Gives the companies that have any of these values of a facet.
Having = Callable[[str, Sequence[str]], Flags]
# Gives the companies with one adoption that has a value out of each of these sets of values.
Together = Callable[[Sequence[Mapping[str, Sequence[str]]]], Flags]


class Lookup(Protocol):
    """Be where postings come from."""

    languages: frozenset[str]

    def postings(self, field: str, term: str) -> Postings:
        """Give the companies that have a term, and what it weighs."""

    def phrase(self, words: Sequence[Sequence[str]]) -> Numbers:
        """Give the companies in which words follow one another."""


class Scorer:
    """Score companies: `size` of them have a bit, `living` are published."""

    def __init__(
        self, lookup: Lookup, having: Having, together: Together, living: Flags, deriving: Having | None = None
    ) -> None:
        """Take the index, the masks and who is published; `deriving` gives who has a value only by lineage."""
        self.lookup = lookup
        self.having = having
        self.deriving = deriving
        self.together = together
        self.living = living
        self.size = len(living)
        self.nobody: Weights = np.zeros(self.size, np.float32)
        self._weighed: dict[Meaning, Weighed] = {}

    def match(self, meanings: Sequence[Meaning], text: str, *, every: bool) -> Weights:
        """Score who matches every clause, or any, and none that is excluded; 0 is no match.

        `text` is preferred as a whole name, then as its beginning.
        """
        wanted = [self._weigh(each) for each in meanings if not each.clause.excluded]
        found = _every(wanted) if every else _any(wanted)
        found = found if wanted else self.living.astype(np.float32)
        for term, boost in _preferred(text) if wanted else ():
            self._prefer(found, term, boost)
        self._prefer_one_adoption(found, meanings)
        for each in meanings:
            if each.clause.excluded:
                found[self._weigh(each).weights >= concepts.FULL] = 0
        found[~self.living] = 0
        return found

    def directly(self, meanings: Sequence[Meaning], *, every: bool) -> Flags:
        """Flag who matches by more than what a model was made from."""
        own = [self._weigh(each).direct for each in meanings if not each.clause.excluded]
        if not own:
            return self.living.copy()
        found: Flags = (np.logical_and if every else np.logical_or).reduce(own)
        return found

    def weight(self, word: str) -> float:
        """Say what a word of texts weighs where it weighs most; 0 where nobody who is published has it."""
        return float(self.lookup.postings("text", word).weights.max(initial=0))

    def matches(self, meaning: Meaning) -> bool:
        """Tell whether a clause is meant anywhere, be it by a beginning."""
        return bool(self._weigh(meaning).weights.any())

    def _weigh(self, meaning: Meaning) -> "Weighed":
        if meaning not in self._weighed:
            self._weighed[meaning] = self._anew(meaning)
        return self._weighed[meaning]

    def _anew(self, meaning: Meaning) -> "Weighed":
        weights = np.zeros(self.size, np.float32)
        if meaning.clause.run:
            self._weigh_run(weights, meaning.clause.text)
        elif len(meaning.words) > 1:
            self._weigh_phrase(weights, meaning.words)
        else:
            self._weigh_word(weights, meaning)
        direct = weights > 0
        self._weigh_senses(weights, direct, meaning.senses)
        return Weighed(weights, direct)

    def _weigh_word(self, weights: Weights, meaning: Meaning) -> None:
        for word in meaning.forms:
            self._raise(weights, "text", word)
        spoken = [(language, stem) for language, stem in meaning.stems if language in self.lookup.languages]
        # An English word that is its own stem, like bank, is not among the stems.
        for stem in (stem for language, stem in spoken if language == analysis.ENGLISH):
            self._raise(weights, "text", stem, STEM)
        for language, stem in spoken:
            self._raise(weights, "stems", f"{language}/{stem}", STEM)
        for beginning in meaning.begins:
            self._raise(weights, "typed", beginning[: analysis.LONGEST_PREFIX], PREFIX)

    def _weigh_run(self, weights: Weights, run: str) -> None:
        parts = [self.lookup.postings("text", pair) for pair in analysis.pairs(run)]
        if len(parts) > 1:
            common = _common([part.numbers for part in parts])
            for part in parts:
                inside = np.isin(part.numbers, common)
                _raise(weights, Postings(part.numbers[inside], part.weights[inside]), 1.0)
        self._raise(weights, "text", run, RUN)

    def _weigh_phrase(self, weights: Weights, words: Sequence[Sequence[str]]) -> None:
        found = self.lookup.phrase(words)
        there = np.zeros(self.size, np.bool_)
        there[found] = True
        held = np.zeros(self.size, np.float32)
        for spelling in words[0]:
            _raise(held, self.lookup.postings("text", spelling), 1.0)
        np.copyto(weights, held, where=there)

    def _weigh_senses(self, weights: Weights, direct: Flags, senses: Iterable[Sense]) -> None:
        """Add what is named: each facet once, as strongly as any of its values says."""
        strengths: dict[str, dict[float, list[str]]] = {}
        for sense in senses:
            strengths.setdefault(sense.concept.facet, {}).setdefault(sense.weight, []).append(sense.concept.value)
        for facet, by_weight in strengths.items():
            own = np.zeros(self.size, np.float32)
            for weight in sorted(by_weight):
                if self.deriving and facet in DERIVED:
                    own[self.deriving(facet, by_weight[weight])] = weight * LINEAGE
            for weight in sorted(by_weight):
                held = self.having(facet, by_weight[weight])
                own[held] = weight
                direct |= held
            weights += own

    def _raise(self, weights: Weights, field: str, term: str, boost: float = 1.0) -> None:
        _raise(weights, self.lookup.postings(field, term), boost)

    def _prefer_one_adoption(self, found: Weights, meanings: Sequence[Meaning]) -> None:
        """Lift companies in which what is named of an adoption (model, route, use …) holds in one and the same."""
        named = [_of_adoption(each) for each in meanings if not each.clause.excluded]
        named = [values for values in named if values]
        if len(named) > 1:
            found[self.together(named)] *= np.float32(ONE_ADOPTION)

    def _prefer(self, found: Weights, term: str, boost: float) -> None:
        named = self.lookup.postings("typed", term)
        extra = boost * _rarity(self.size, len(named.numbers)) * _flat(named.weights)
        found[named.numbers] += np.where(found[named.numbers] > 0, extra, 0).astype(np.float32)


def named(lookup: Lookup, size: int, words: Sequence[str], most: int) -> list[int]:
    """List companies whose names hold words that begin so, the best first: whole names, then first words."""
    found: Weights = np.ones(size, np.float32)
    # The index knows beginnings of two letters and more.
    told = [word for word in words if len(word) >= analysis.SHORTEST_PREFIX or analysis.is_run(word)]
    for word in told:
        typed = lookup.postings("typed", word[: analysis.LONGEST_PREFIX])
        own: Weights = np.zeros(size, np.float32)
        # A city is typed, too, but is no name.
        own[typed.numbers] = np.where(typed.weights >= content.NAMED, typed.weights, 0)
        found *= own / np.float32(content.WEIGHTS["name"])
    for term, boost in _preferred(" ".join(words)):
        found[lookup.postings("typed", term).numbers] *= np.float32(1 + boost)
    best = np.argpartition(-found, min(most, size - 1))[:most] if size and told else NOWHERE
    return [int(bit) for bit in sorted(best, key=lambda bit: (-found[bit], bit)) if found[bit] > 0]


class Weighed:
    """Be what one clause weighs in each company, how rare that is, and who has it by more than lineage."""

    def __init__(self, weights: Weights, direct: Flags) -> None:
        """Take the weights; none is 0."""
        self.weights = weights
        self.direct = direct
        self.scores: Weights = _flat(weights) * np.float32(_rarity(len(weights), np.count_nonzero(weights)))


def _of_adoption(meaning: Meaning) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for concept, weight in meaning.senses:
        if concept.facet in ADOPTION_FACETS and weight >= concepts.FULL:
            found.setdefault(concept.facet, []).append(concept.value)
    return found


def equal(numbers: Sequence[int]) -> Postings:
    """Give postings that all weigh one."""
    return Postings(np.array(numbers, np.int32), np.ones(len(numbers), np.float32))


def _raise(weights: Weights, found: Postings, boost: float) -> None:
    """Lift weights to what is found where that is more."""
    weights[found.numbers] = np.maximum(weights[found.numbers], found.weights * np.float32(boost))


def _flat(weights: Weights) -> Weights:
    return weights * np.float32(FLATTEN + 1) / (weights + np.float32(FLATTEN))


def _rarity(size: int, count: int | np.intp) -> float:
    return log(1 + (size - int(count) + 0.5) / (int(count) + 0.5)) if count else 0.0


def _every(wanted: Sequence[Weighed]) -> Weights:
    if not wanted:
        return np.zeros(0, np.float32)
    found: Weights = np.sum([each.scores for each in wanted], axis=0, dtype=np.float32)
    for each in wanted:
        found[each.weights == 0] = 0
    return found


def _any(wanted: Sequence[Weighed]) -> Weights:
    """Sum what matches; who matches more clauses comes first, and who matches each but faintly not at all."""
    if not wanted:
        return np.zeros(0, np.float32)
    found: Weights = np.sum([each.scores for each in wanted], axis=0, dtype=np.float32)
    meant: Weights = np.sum([each.weights >= concepts.FULL for each in wanted], axis=0, dtype=np.float32)
    return found * meant**2


def _common(parts: Sequence[Numbers]) -> Numbers:
    found = parts[0]
    for part in parts[1:]:
        found = np.intersect1d(found, part)
    return found


def _preferred(text: str) -> list[tuple[str, float]]:
    words = analysis.words(text)
    if not words:
        return []
    whole = content.WHOLE + " ".join(words)[: analysis.LONGEST_TERM]
    return [(whole, WHOLE), (content.FIRST + words[0], FIRST)]
