"""Match the text of a question: as it is written, then as it may be meant, then a part of it. What was done is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from directory.search import analysis, everyday, meaning, queries, ranking, spelling
from directory.search.concepts import Concepts
from directory.search.grammar import Clause
from directory.search.meaning import Meaning
from directory.search.postings import NOTHING, Flags, Numbers, Postings, Weights
from directory.search.query import Search
from directory.search.ranking import Having, Scorer, Together
from directory.search.spelling import Wordbook

# So many words of a question are tried in another spelling where each exists and they are found together nowhere.
MOST_TRIED = 4
# So many of the nearest spellings are taken for a misspelt word.
MOST_TAKEN = 3
# So many words that nobody wrote (joined, spelt otherwise, corrected) are looked up without an index.
MOST_BESIDES = 6

Books = Sequence[Wordbook]


class Lookup(ranking.Lookup, Protocol):
    """Be where postings and the words of all texts come from."""

    def words(self) -> Iterable[Wordbook]:
        """Give the words of all texts."""


@dataclass(frozen=True)
class Hits:
    """Hold the score of each company (0: none), what the text was taken to mean, and how it was read.

    `corrected` maps a word that nothing has to what was searched instead; `relaxed`: a part of the text was enough.
    `direct` flags who was found by more than what a model was made from.
    """

    scores: Weights
    direct: Flags
    meanings: tuple[Meaning, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()
    relaxed: bool = False
    simple: bool = False


@dataclass(frozen=True)
class Ground:
    """Hold what text is matched on: names of things, masks, and who is published; `left` counts what filters leave."""

    concepts: Concepts
    having: Having
    together: Together
    living: Flags
    left: Callable[[Weights], int]
    deriving: Having | None = None


def of(search: Search, lookup: Lookup, ground: Ground) -> Hits:
    """Find what matches every part of the text, or its nearest spelling, or any part, where the filters leave it.

    Where they leave nothing, it is what they leave nothing of: the page says which filter to drop.
    """
    scorer = Scorer(lookup, ground.having, ground.together, ground.living, ground.deriving)
    plain = meaning.read(search.clauses, search.q, ground.concepts)
    words = None if search.exact else Words(scorer, tuple(lookup.words()), ground.concepts)
    missing = _missing(scorer, plain, words)
    found = None
    for near in (missing, *_others(search, plain, words, missing)):
        meanings = meaning.read(search.clauses, search.q, ground.concepts, near) if near else plain
        scores = scorer.match(meanings, _corrected(search.q, near), every=True)
        hits = Hits(scores, scorer.directly(meanings, every=True), meanings, _told(search.clauses, near))
        if ground.left(hits.scores):
            return hits
        found = found or (hits if scores.any() else None)
    return _relaxed(search, scorer, ground, missing) or found or Hits(scorer.nobody, scorer.nobody > 0, plain)


class Words:
    """Find the nearest spellings of words among all that texts and names are written with."""

    def __init__(self, scorer: Scorer, books: Books, concepts: Concepts) -> None:
        """Take the words of texts; those of names are the concepts' own."""
        self._scorer = scorer
        self._books = (*books, concepts.book)
        self._concepts = concepts

    def near(self, meaning: Meaning) -> tuple[str, ...]:
        """Give the nearest spellings of a word, names first, then what weighs most; none of a name that is right."""
        if any(self._concepts.of_word(form) or form in everyday.cities() for form in meaning.forms):
            return ()
        found = {word: self._scorer.weight(word) for word in spelling.near(meaning.words[0], self._books)}
        # The index still holds words of what was withdrawn: nothing is said of them.
        living = [word for word, weight in found.items() if weight or self._concepts.of_word(word)]
        told = sorted(living, key=lambda word: (not self._concepts.of_word(word), -found[word]))
        return tuple(told[:MOST_TAKEN])


def _missing(scorer: Scorer, plain: Sequence[Meaning], words: Words | None) -> meaning.Near:
    """Take each word that nothing has for its neighbours."""
    single = (each for each in plain if words and meaning.single(each.clause) and not scorer.matches(each))
    near = {each.clause.terms[0]: words.near(each) for each in single if words}
    return {word: taken for word, taken in near.items() if taken}


def _others(
    search: Search, plain: Sequence[Meaning], words: Words | None, missing: meaning.Near
) -> Iterator[meaning.Near]:
    """Take one word after the other for its neighbours though it exists: perhaps it is not the one that was meant."""
    single = [each for each in plain if meaning.single(each.clause) and each.clause.terms[0] not in missing]
    for each in single[:MOST_TRIED] if words and 1 < len(search.wanted) <= MOST_TRIED else ():
        if words and (taken := words.near(each)):
            yield {**missing, each.clause.terms[0]: taken}


def _corrected(text: str, near: meaning.Near) -> str:
    """Write a text as it is meant: a whole name is one, misspelt or not."""
    return " ".join(near[word][0] if word in near else word for word in analysis.words(text)) if near else text


def _told(clauses: Iterable[Clause], near: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    words = dict.fromkeys(clause.terms[0] for clause in clauses if meaning.single(clause))
    return tuple((word, near[word][0]) for word in words if word in near)


def _relaxed(search: Search, scorer: Scorer, ground: Ground, near: meaning.Near) -> Hits | None:
    """Find what matches any part, where there are several; beginnings of words would match nearly everything here."""
    if len(search.wanted) < 2:  # noqa: PLR2004  (there is nothing to relax in one)
        return None
    clauses = [replace(clause, prefix="") for clause in search.clauses]
    whole = meaning.read(clauses, search.q, ground.concepts, near)
    scores = scorer.match(whole, search.q, every=False)
    direct = scorer.directly(whole, every=False)
    return Hits(scores, direct, whole, _told(search.clauses, near), relaxed=True) if ground.left(scores) else None


class Plain:
    """Look words up in the database alone, while there is no index: no ranking, no quotes, no corrections.

    Each different term is a reading of all companies. So only what was asked for is always looked up, of what it may
    mean besides only a little, and of a run not its pairs; all else finds nothing.
    """

    languages: frozenset[str] = frozenset()

    def __init__(self, bits: Mapping[str, int], clauses: Sequence[Clause]) -> None:
        """Take the bits of a grid, and what was asked for; read nothing yet."""
        self._bits = bits
        self._asked = {text for each in clauses for text in (each.text, *each.terms, " ".join(each.terms))}
        self._found: dict[str, Postings] = {}

    def postings(self, field: str, term: str) -> Postings:
        """Give the companies whose names, summary, statements or city hold a text."""
        if term not in self._found and field == "text" and self._worth(term):
            slugs = queries.holding(term, self._cities)
            self._found[term] = ranking.equal([self._bits[slug] for slug in slugs if slug in self._bits])
        return self._found.get(term, NOTHING) if field == "text" else NOTHING

    def _worth(self, term: str) -> bool:
        return term in self._asked or (
            len(self._found.keys() - self._asked) < MOST_BESIDES and not analysis.is_run(term)
        )

    @cached_property
    def _cities(self) -> Mapping[str, str]:
        return queries.cities()

    def phrase(self, words: Sequence[Sequence[str]]) -> Numbers:
        """Give the companies that hold words side by side."""
        return self.postings("text", " ".join(spellings[0] for spellings in words)).numbers

    def words(self) -> Iterable[Wordbook]:
        """Know no words."""
        return ()


def simple(search: Search, bits: Mapping[str, int], ground: Ground) -> Hits:
    """Search the database without an index."""
    return replace(of(search, Plain(bits, search.clauses), ground), simple=True)
