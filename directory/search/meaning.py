"""What a question means: each clause with all the ways of writing it, its stems, and what it names; pure functions.

Ranking, highlighting and the simple search all work on meanings, so that a hit can always be explained.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directory.search import analysis
from directory.search.analysis import Token
from directory.search.concepts import STEMMED, Concepts, Sense
from directory.search.grammar import Clause

Near = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Meaning:
    """Hold what one clause means.

    `words` are the spellings of each of its words, `joined` the word that it makes with a neighbour, `stems` those of
    a single word by language, `senses` what it names; `begins` is set where it may be the beginning of a word.
    """

    clause: Clause
    words: tuple[tuple[str, ...], ...]
    joined: tuple[str, ...] = ()
    stems: tuple[tuple[str, str], ...] = ()
    begins: tuple[str, ...] = ()
    senses: tuple[Sense, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """List the words by which a single word is found."""
        return (*self.words[0], *self.joined)


def read(clauses: Sequence[Clause], text: str, concepts: Concepts, near: Near | None = None) -> tuple[Meaning, ...]:
    """Read the clauses of a text; `near` are words to be taken for misspelt ones."""
    typed = [token for token in analysis.tokens(text) if not token.run]
    unwanted = {term for clause in clauses if clause.excluded for term in clause.terms}
    wanted = [token for token in typed if token.text not in unwanted]
    reading = Reading(concepts, near or {}, {token.text: token.raw for token in typed}, _glued(wanted))
    return tuple(reading.one(clause) for clause in clauses)


def _glued(typed: Sequence[Token]) -> dict[str, tuple[str, ...]]:
    """Write neighbouring words as one, for both: who types next cloud may mean Nextcloud."""
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairwise(token.text for token in typed):
        for each in (one, other):
            found[each] = (*found.get(each, ()), one + other)
    return found


@dataclass(frozen=True)
class Reading:
    """Read clauses: what things are called, what words are taken for, how they were typed, what they make together."""

    concepts: Concepts
    near: Near
    typed: Mapping[str, str]
    glued: Mapping[str, tuple[str, ...]]

    def one(self, clause: Clause) -> Meaning:
        """Read one clause."""
        if clause.run:
            return Meaning(clause, ((clause.text,),), senses=tuple(self.concepts.of_run(clause.text)))
        words = tuple(self._spellings(term) for term in clause.terms)
        if len(words) > 1:
            return Meaning(clause, words, senses=tuple(self.concepts.of_phrase(clause.terms)))
        word = clause.terms[0]
        taken = word in self.near
        meaning = Meaning(
            clause,
            words,
            self.glued.get(word, ()) if single(clause) else (),
            _stems(words[0][0] if taken else self.typed.get(word, word)),
            words[0] if clause.prefix and not taken else (),
        )
        return replace(meaning, senses=tuple(_senses(meaning, self.concepts)))

    def _spellings(self, word: str) -> tuple[str, ...]:
        return self.near.get(word) or analysis.spellings(self.typed.get(word, word))


def single(clause: Clause) -> bool:
    """Tell whether a clause is one word that is wanted: only such may be misspelt."""
    return not (clause.run or clause.excluded or len(clause.terms) > 1)


def _stems(word: str) -> tuple[tuple[str, str], ...]:
    return tuple((language, analysis.stem(word, language)) for language in analysis.STEMMERS)


def _senses(meaning: Meaning, concepts: Concepts) -> Iterable[Sense]:
    """Give each value that a word names once, with the most that is said of it."""
    found: dict[tuple[str, str], Sense] = {}
    for sense in _every_sense(meaning, concepts):
        key = sense.concept.facet, sense.concept.value
        if key not in found or found[key].weight < sense.weight:
            found[key] = sense
    return found.values()


def _every_sense(meaning: Meaning, concepts: Concepts) -> Iterable[Sense]:
    for word in dict.fromkeys((*meaning.forms, *(stem for code, stem in meaning.stems if code in STEMMED))):
        yield from concepts.of_word(word)
    for beginning in meaning.begins:
        if len(beginning) >= analysis.SHORTEST_PREFIX:
            yield from concepts.of_beginning(beginning)
