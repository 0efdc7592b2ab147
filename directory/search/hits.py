"""Match the text of a question: as it is written, then as it may be meant, then a part of it. What was done is told."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from directory.search import analysis, meaning, queries, ranking, spelling
from directory.search.concepts import Concepts
from directory.search.grammar import Clause
from directory.search.meaning import Meaning
from directory.search.postings import Flags, Numbers, Postings, Weights
from directory.search.query import Search
from directory.search.ranking import Having, Scorer, Together
from directory.search.spelling import Wordbook

# So many words of a question are tried in another spelling where each exists and they are found together nowhere.
MOST_TRIED = 4
# So many of the nearest spellings are taken for a misspelt word.
MOST_TAKEN = 3

Books = Sequence[Wordbook]


class Lookup(ranking.Lookup, Protocol):
    """Be where postings and the words of all texts come from."""

    def words(self) -> Iterable[Wordbook]:
        """Give the words of all texts."""


@dataclass(frozen=True)
class Hits:
    """Hold the score of each company (0: none), what the text was taken to mean, and how it was read.

    `corrected` maps a word that nothing has to what was searched instead; `relaxed`: a part of the text was enough.
    """

    scores: Weights
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


def of(search: Search, lookup: Lookup, ground: Ground) -> Hits:
    """Find what matches every part of the text, or its nearest spelling, or any part, where the filters leave it."""
    scorer = Scorer(lookup, ground.having, ground.together, ground.living)
    books = (*lookup.words(), ground.concepts.book)
    plain = meaning.read(search.clauses, search.q, ground.concepts)
    for near in _spellings(search, scorer, plain, books):
        meanings = meaning.read(search.clauses, search.q, ground.concepts, near) if near else plain
        scores = scorer.match(meanings, _corrected(search.q, near), every=True)
        if ground.left(scores):
            return Hits(scores, meanings, _told(search.clauses, near))
    return _relaxed(search, scorer, ground, plain)


def _spellings(search: Search, scorer: Scorer, plain: Sequence[Meaning], books: Books) -> Iterator[meaning.Near]:
    """Give what words are taken for: themselves; where nothing has a word, its neighbours; then one word at a time."""
    if search.exact:
        yield {}
        return
    single = [each for each in plain if meaning.single(each.clause)]
    missing = {each.clause.terms[0]: _near(each, books) for each in single if not scorer.matches(each)}
    near = {word: words for word, words in missing.items() if words}
    yield near
    for each in single[:MOST_TRIED] if len(plain) > 1 else ():
        word = each.clause.terms[0]
        if word not in near and (words := _near(each, books)):
            yield near | {word: words}


def _near(each: Meaning, books: Books) -> tuple[str, ...]:
    """Give the nearest spellings of a word."""
    return tuple(spelling.near(each.words[0], books)[:MOST_TAKEN])


def _corrected(text: str, near: meaning.Near) -> str:
    """Write a text as it is meant: a whole name is one, misspelt or not."""
    return " ".join(near[word][0] if word in near else word for word in analysis.words(text)) if near else text


def _told(clauses: Iterable[Clause], near: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    words = dict.fromkeys(clause.terms[0] for clause in clauses if meaning.single(clause))
    return tuple((word, near[word][0]) for word in words if word in near)


def _relaxed(search: Search, scorer: Scorer, ground: Ground, plain: Sequence[Meaning]) -> Hits:
    """Find what matches any part; beginnings of words would match nearly everything here."""
    wanted = [each for each in plain if not each.clause.excluded]
    scores = scorer.match(plain, search.q, every=True)
    if len(wanted) > 1:
        clauses = [replace(each.clause, prefix="") for each in plain]
        whole = meaning.read(clauses, search.q, ground.concepts)
        some = scorer.match(whole, search.q, every=False)
        if ground.left(some):
            return Hits(some, whole, relaxed=True)
    return Hits(scores, tuple(plain))


class Plain:
    """Look words up in the database alone, while there is no index: no ranking, no quotes, no corrections."""

    languages: frozenset[str] = frozenset()

    def __init__(self, bits: Mapping[str, int]) -> None:
        """Take the bits of a grid."""
        self._bits = bits

    def postings(self, field: str, term: str) -> Postings:
        """Give the companies whose names, summary, statements or city hold a text."""
        slugs = queries.holding(term) if field == "text" else ()
        return ranking.equal([self._bits[slug] for slug in slugs if slug in self._bits])

    def phrase(self, words: Sequence[Sequence[str]]) -> Numbers:
        """Give the companies that hold words side by side."""
        return self.postings("text", " ".join(spellings[0] for spellings in words)).numbers

    def words(self) -> Iterable[Wordbook]:
        """Know no words."""
        return ()


def simple(search: Search, bits: Mapping[str, int], ground: Ground) -> Hits:
    """Search the database without an index."""
    return replace(of(search, Plain(bits), ground), simple=True)
