"""Combine the postings of terms into matches with scores: plain sets and numbers, no library.

A score is, summed over the clauses, how rare a term is times how much its field weighs. Weights count nearly in
proportion (a name is worth many quotes) and flatten out, so that repetition alone does not win.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import log
from typing import Protocol

from directory.search import analysis, content
from directory.search.query import Clause

FLATTEN = 100
PREFIX_BOOST = 0.5
RUN_BOOST = 2.0
WHOLE_BOOST = 4.0
FIRST_BOOST = 0.5

Scores = dict[int, float]


@dataclass(frozen=True)
class Postings:
    """Hold the documents of one term and what it weighs in each, side by side."""

    documents: Sequence[int]
    weights: Sequence[float]


class Lookup(Protocol):
    """Be where postings come from."""

    @property
    def size(self) -> int:
        """Count the documents."""

    def postings(self, field: str, term: str) -> Postings:
        """Give the documents that hold a term."""

    def positions(self, term: str, documents: Collection[int]) -> Mapping[int, Sequence[int]]:
        """Give the positions of a term in some of its documents."""


def match(lookup: Lookup, clauses: Sequence[Clause], text: str, *, every: bool) -> Scores:
    """Score the documents that match every clause, or any; `text` is preferred as a name, then as its beginning."""
    if not clauses:
        return {}
    found = _every(lookup, clauses) if every else _any(lookup, clauses)
    for term, boost in _preferred(text):
        for document, score in _scored(lookup, "typed", term, boost).items():
            if document in found:
                found[document] += score
    return found


def named(lookup: Lookup, words: Sequence[str], most: int) -> list[int]:
    """List the documents whose names hold words that begin so; whole names and first words come first."""
    typed = [_typed(lookup, word) for word in words if len(word) >= analysis.SHORTEST_PREFIX]
    found = _joined(typed) if typed else {}
    for term, boost in _preferred(" ".join(words)):
        for document in set(lookup.postings("typed", term).documents) & found.keys():
            found[document] *= 1 + boost
    return heapq.nsmallest(most, found, key=lambda document: (-found[document], document))


def _typed(lookup: Lookup, word: str) -> Scores:
    """Weigh the documents with a name that holds a word that begins so; a place is no name."""
    found = lookup.postings("typed", word[: analysis.LONGEST_PREFIX])
    return {d: w for d, w in zip(found.documents, found.weights, strict=True) if w >= content.WEIGHTS["alias"]}


def _every(lookup: Lookup, clauses: Sequence[Clause]) -> Scores:
    """Match the phrases last, as they are the dearest, and only where everything else matches."""
    phrases = [clause for clause in clauses if _is_phrase(clause)]
    simple = [_simple(lookup, clause) for clause in clauses if not _is_phrase(clause)]
    found = _joined(simple) if simple else None
    for clause in phrases:
        matched = _phrase(lookup, clause, found)
        found = matched if found is None else {d: found[d] + score for d, score in matched.items()}
    return found or {}


def _any(lookup: Lookup, clauses: Sequence[Clause]) -> Scores:
    """Sum what matches; who matches more clauses comes first, and who matches each but faintly not at all."""
    total: Scores = {}
    matched: dict[int, int] = {}
    for clause in clauses:
        scores = _phrase(lookup, clause, None) if _is_phrase(clause) else _simple(lookup, clause)
        faint = _faint(lookup, clause)
        for document, score in scores.items():
            total[document] = total.get(document, 0.0) + score
            matched[document] = matched.get(document, 0) + (document not in faint)
    return {document: score * matched[document] ** 2 for document, score in total.items() if matched[document]}


def _faint(lookup: Lookup, clause: Clause) -> set[int]:
    """Give the documents in which no term of a clause weighs enough to be meant."""
    found = (lookup.postings("text", term) for term in clause.terms)
    faint = ({d for d, w in zip(p.documents, p.weights, strict=True) if w < content.FULL} for p in found)
    return set.intersection(*faint)


def _is_phrase(clause: Clause) -> bool:
    return len(clause.terms) > 1


def _simple(lookup: Lookup, clause: Clause) -> Scores:
    if clause.run:
        pairs = [_scored(lookup, "text", pair) for pair in analysis.pairs(clause.text)]
        return _united(_joined(pairs), _scored(lookup, "text", clause.text, RUN_BOOST))
    word = _scored(lookup, "text", clause.terms[0])
    if not clause.prefix:
        return word
    longer = [_scored(lookup, "text", term, PREFIX_BOOST) for term in clause.also if term != clause.terms[0]]
    return reduce(_united, longer, _united(word, _scored(lookup, "typed", clause.prefix, PREFIX_BOOST)))


def _phrase(lookup: Lookup, clause: Clause, within: Scores | None) -> Scores:
    scores = _joined([_scored(lookup, "text", term) for term in dict.fromkeys(clause.terms)])
    found: Collection[int] = scores.keys() & within.keys() if within is not None else scores.keys()
    begins = lookup.positions(clause.terms[0], found)
    for offset, term in enumerate(clause.terms[1:], start=1):
        here = lookup.positions(term, found)
        begins = {d: _followed(begins[d], here[d], offset) for d in found}
        found = [document for document in found if begins[document]]
    return {document: scores[document] for document in found}


def _followed(begins: Iterable[int], here: Collection[int], offset: int) -> list[int]:
    return [start for start in begins if start + offset in here]


def _scored(lookup: Lookup, field: str, term: str, boost: float = 1.0) -> Scores:
    found = lookup.postings(field, term)
    count = len(found.documents)
    if not count:
        return {}
    rare = boost * log(1 + (lookup.size - count + 0.5) / (count + 0.5))
    worth: Callable[[float], float] = lru_cache(maxsize=256)(lambda w: rare * w * (FLATTEN + 1) / (w + FLATTEN))
    return dict(zip(found.documents, map(worth, found.weights), strict=True))


def _joined(parts: Iterable[Scores]) -> Scores:
    """Sum the scores of the documents that are in every part."""
    by_size = sorted(parts, key=len)
    common = set(by_size[0]).intersection(*by_size[1:])
    total = {document: by_size[0][document] for document in common}
    for part in by_size[1:]:
        for document in common:
            total[document] += part[document]
    return total


def _united(one: Scores, other: Scores) -> Scores:
    """Take the better score of each document."""
    both = one | other
    for document in one.keys() & other.keys():
        both[document] = max(one[document], other[document])
    return both


def _preferred(text: str) -> list[tuple[str, float]]:
    words = analysis.words(text)
    if not words:
        return []
    whole = content.WHOLE + " ".join(words)[: analysis.LONGEST_TERM]
    return [(whole, WHOLE_BOOST), (content.FIRST + words[0], FIRST_BOOST)]
