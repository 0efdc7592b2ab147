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
from directory.vocabulary import _

BEFORE, LONGEST = 60, 180
LABELS = concepts.LABELS | content.LABELS | {"derived": _("Made from")}
# The field that says most about why a company was found comes first.
ORDER = (
    *("name", "alias", "model", "version", "derived", "summary", "statement", "quote", "operator", "city", "site"),
    *("sector", "country", "route", "use", "developer", "size", "status"),
)
TELLING = {field: place for place, field in enumerate(ORDER)}
# What the name of a thing is worth in which only a later word matches.
HARDLY = 0.01
# What a word and its stem have in common at least.
HINT = 3

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


class Sought:
    """Hold what is looked for in texts: a clause's words and stems, and what every plain text that matches has."""

    def __init__(self, meaning: Meaning) -> None:
        """Read a meaning once for all texts of a page."""
        self.meaning = meaning
        self.forms = frozenset((*meaning.forms, *(stem for code, stem in meaning.stems if code == analysis.ENGLISH)))
        self.stems = frozenset(meaning.stems)
        self.named = {(concept.facet, concept.value): (concept.name, weight) for concept, weight in meaning.senses}
        self.names = frozenset(name for name, _ in self.named.values())
        self.hints = {word[:HINT] for word in (*meaning.words[0], *meaning.joined, *dict(meaning.stems).values())}

    def likely(self, text: str) -> bool:
        """Tell whether a text may match: cheap, so that most need not be taken apart."""
        return not text.isascii() or any(hint in text.lower() for hint in self.hints)


def sought(meanings: Iterable[Meaning]) -> list[Sought]:
    """Read what is wanted, once for all texts of a page."""
    return [Sought(meaning) for meaning in meanings if not meaning.clause.excluded]


def why(passages: Iterable[Passage], values: Iterable[tuple[str, str]], wanted: Sequence[Sought]) -> Excerpt | None:
    """Find the text, or the value of a facet that the company has, that matches most clauses.

    Of equals it is the one in the most telling field.
    """
    found = (*_named(frozenset(values), wanted), *((each, 1.0) for each in passages))
    best, most = None, 0.0
    for passage, share in sorted(found, key=lambda each: TELLING[each[0].field]):
        likely = [each for each in wanted if each.likely(passage.text)]
        matched = share * _matched(passage, likely) if len(likely) > most else 0
        if matched > most:
            best, most = passage, matched
        if most == len(wanted):
            break
    return Excerpt(best.field, LABELS[best.field], marked(best, wanted)) if best else None


def _matched(passage: Passage, likely: Sequence[Sought]) -> int:
    words = _words(passage)
    return sum(next(_spans(words, each), None) is not None for each in likely)


def _named(values: frozenset[tuple[str, str]], wanted: Sequence[Sought]) -> Iterator[tuple[Passage, float]]:
    """Give the names by which the company's values are meant."""
    for each in wanted:
        for (facet, value), (name, weight) in each.named.items():
            way = "derived" if facet == "model" and (facet, value) not in values else facet
            if (way, value) in values:
                title = concepts.TITLES.get((facet, value), name)
                yield (
                    Passage(way, name if title == name else f"{title} ({name})"),
                    1.0 if weight >= concepts.FULL else HARDLY,
                )


def _words(passage: Passage) -> Words:
    text = unicodedata.normalize("NFC", passage.text)
    return Words(text, passage.language, list(analysis.tokens(text)))


def marked(passage: Passage, wanted: Sequence[Sought]) -> Markup:
    """Mark what matches in a text; a long one is cut around the first match."""
    words = _words(passage)
    text = words.text
    found = sorted(span for each in wanted for span in _spans(words, each))
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


def _spans(words: Words, each: Sought) -> Iterator[Span]:
    """Find a clause in a text."""
    if each.meaning.clause.run:
        yield from _runs(words, each.meaning.clause.text)
    elif len(each.meaning.words) > 1:
        yield from _phrases(words.tokens, each.meaning.words)
    else:
        yield from _singles(words, each)


def _singles(words: Words, each: Sought) -> Iterator[Span]:
    begins = each.meaning.begins
    for place, token in enumerate(words.tokens):
        spoken = token.run and words.text in each.names and not each.forms.isdisjoint(analysis.pinyin(token.text))
        begun = begins and token.text.startswith(begins)
        if spoken or begun or _is(words, token, each.forms, each.stems):
            yield token.start, token.end
        elif place and words.tokens[place - 1].text + token.text in each.forms:
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
