"""Say why a company was found: the best of its texts or what it is, with the words that matched marked."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from directory.search import analysis, concepts, content
from directory.search.analysis import Token
from directory.search.content import Passage
from directory.search.meaning import Meaning

BEFORE, LONGEST = 60, 180
LABELS = concepts.LABELS | content.LABELS
# The field that says most about why a company was found comes first.
TELLING = (
    *("name", "alias", "model", "version", "summary", "statement", "quote", "operator", "city", "site"),
    *("sector", "country", "route", "use", "developer", "size", "status"),
)
# What the name of a thing is worth in which only a later word matches.
HARDLY = 0.01

Span = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """Hold the field that matched best, its label, and its text with marks, escaped."""

    field: str
    label: str
    text: Markup


class Words(NamedTuple):
    """Hold a composed text, its language, its words and what all of them are written with."""

    text: str
    language: str
    tokens: Sequence[Token]


def why(passages: Iterable[Passage], values: Iterable[tuple[str, str]], meanings: Sequence[Meaning]) -> Excerpt | None:
    """Find the text, or the value of a facet that the company has, that matches most clauses.

    Of equals it is the one in the most telling field.
    """
    wanted = [each for each in meanings if not each.clause.excluded]
    found = (*_named(frozenset(values), wanted), *((each, 1.0) for each in passages))
    best, most = None, 0.0
    for passage, share in sorted(found, key=lambda each: TELLING.index(each[0].field)):
        words = _words(passage)
        matched = share * sum(next(_spans(words, each), None) is not None for each in wanted)
        if matched > most:
            best, most = passage, matched
        if most == len(wanted):
            break
    return Excerpt(best.field, LABELS[best.field], marked(best, wanted)) if best else None


def _named(values: frozenset[tuple[str, str]], meanings: Sequence[Meaning]) -> Iterator[tuple[Passage, float]]:
    """Give the names by which the company's values are meant."""
    for meaning in meanings:
        for concept, weight in meaning.senses:
            if (concept.facet, concept.value) in values:
                yield Passage(concept.facet, concept.name), 1.0 if weight >= concepts.FULL else HARDLY


def _words(passage: Passage) -> Words:
    text = unicodedata.normalize("NFC", passage.text)
    return Words(text, passage.language, list(analysis.tokens(text)))


def marked(passage: Passage, meanings: Sequence[Meaning]) -> Markup:
    """Mark what matches in a text; a long one is cut around the first match."""
    words = _words(passage)
    text = words.text
    found = sorted(span for meaning in meanings if not meaning.clause.excluded for span in _spans(words, meaning))
    start, end = _window(text, found[0][0] if found else 0)
    pieces = [Markup("…") if start else Markup("")]
    place = start
    for a, b in found:
        if place <= a and b <= end:
            pieces += [escape(text[place:a]), Markup("<mark>{}</mark>").format(text[a:b])]
            place = b
    pieces += [escape(text[place:end]), Markup("…") if end < len(text) else Markup("")]
    return Markup("").join(pieces)


def _window(text: str, first: int) -> Span:
    """Choose what to show of a long text: whole words around the first match."""
    start = max(first - BEFORE, 0)
    start = text.rfind(" ", 0, start + 1) + 1 if start else 0
    if len(text) - start <= LONGEST:
        return start, len(text)
    gap = text.rfind(" ", start, start + LONGEST)
    return start, gap if gap > first else start + LONGEST


def _spans(words: Words, meaning: Meaning) -> Iterator[Span]:
    """Find a clause in a text."""
    if meaning.clause.run:
        yield from _runs(words, meaning.clause.text)
    elif len(meaning.words) > 1:
        yield from _phrases(words.tokens, meaning.words)
    else:
        yield from _singles(words, meaning)


def _singles(words: Words, meaning: Meaning) -> Iterator[Span]:
    forms, stems = frozenset((*meaning.forms, meaning.base)), frozenset(meaning.stems)
    named = frozenset(sense.concept.name for sense in meaning.senses)
    for place, token in enumerate(words.tokens):
        spoken = token.run and words.text in named and not forms.isdisjoint(concepts.pinyin(token.text))
        begun = meaning.begins and token.text.startswith(meaning.begins)
        if spoken or begun or _is(words, token, forms, stems):
            yield token.start, token.end
        elif place and words.tokens[place - 1].text + token.text in forms:
            yield words.tokens[place - 1].start, token.end


def _is(words: Words, token: Token, forms: frozenset[str], stems: frozenset[tuple[str, str]]) -> bool:
    if token.text in forms or not forms.isdisjoint(analysis.spellings(token.raw)):
        return True
    return (words.language, analysis.stem(token.raw, words.language)) in stems


def _phrases(tokens: Sequence[Token], words: Sequence[Sequence[str]]) -> Iterator[Span]:
    for place in range(len(tokens) - len(words) + 1):
        here = tokens[place : place + len(words)]
        if all(not set(analysis.spellings(t.raw)).isdisjoint(w) for t, w in zip(here, words, strict=True)):
            yield here[0].start, here[-1].end


def _runs(words: Words, run: str) -> Iterator[Span]:
    for token in words.tokens:
        start = token.text.find(run) if token.run else -1
        if start >= 0:
            yield token.start + start, token.start + start + len(run)
