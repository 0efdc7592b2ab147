"""What a question means: each clause with all the ways of writing it, its stems, and what it names; pure functions.

Ranking, highlighting and the simple search all work on meanings, so that a hit can always be explained.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directory.search import analysis
from directory.search.concepts import Concepts, Sense
from directory.search.query import Clause

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

    @property
    def whole(self) -> "Meaning":
        """Give what it means if it is no beginning of a word."""
        return replace(self, begins=())


def read(clauses: Sequence[Clause], text: str, concepts: Concepts, near: Near | None = None) -> tuple[Meaning, ...]:
    """Read the clauses of a text; `near` are words to be taken for misspelt ones."""
    glued = _glued(text)
    return tuple(
        _one(clause, glued.get(clause.terms[0], ()) if single(clause) else (), concepts, near or {})
        for clause in clauses
    )


def _glued(text: str) -> dict[str, tuple[str, ...]]:
    """Write neighbouring words as one, for both: who types next cloud may mean Nextcloud."""
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairwise(token.text for token in analysis.tokens(text) if not token.run):
        for each in (one, other):
            found[each] = (*found.get(each, ()), one + other)
    return found


def single(clause: Clause) -> bool:
    """Tell whether a clause is one word that is wanted: only such may be misspelt."""
    return not (clause.run or clause.excluded or len(clause.terms) > 1)


def _one(clause: Clause, glued: tuple[str, ...], concepts: Concepts, near: Near) -> Meaning:
    if clause.run:
        return Meaning(clause, ((clause.text,),), senses=tuple(concepts.of_run(clause.text)))
    raw = [token.raw for token in analysis.tokens(clause.text)]
    words = tuple(near.get(analysis.folded(each)) or analysis.spellings(each) for each in raw)
    if len(words) > 1:
        plain = tuple(each[0] for each in words)
        return Meaning(clause, words, senses=tuple(concepts.of_phrase(plain)))
    begins = words[0] if clause.prefix and not near.get(clause.terms[0]) else ()
    meaning = Meaning(clause, words, glued, _stems(raw[0], words[0]), begins)
    return replace(meaning, senses=tuple(_senses(meaning, concepts)))


def _stems(raw: str, words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    written = raw if words[0] == analysis.folded(raw) else words[0]
    return tuple((language, analysis.stem(written, language)) for language in analysis.STEMMERS)


def _senses(meaning: Meaning, concepts: Concepts) -> Iterable[Sense]:
    """Give each value that a word names once, with the most that is said of it."""
    found: dict[tuple[str, str], Sense] = {}
    for sense in _every_sense(meaning, concepts):
        key = sense.concept.facet, sense.concept.value
        if key not in found or found[key].weight < sense.weight:
            found[key] = sense
    return found.values()


def _every_sense(meaning: Meaning, concepts: Concepts) -> Iterable[Sense]:
    for word in dict.fromkeys((*meaning.forms, dict(meaning.stems)[analysis.ENGLISH])):
        yield from concepts.of_word(word)
    for beginning in meaning.begins:
        if len(beginning) >= analysis.SHORTEST_PREFIX:
            yield from concepts.of_beginning(beginning)
