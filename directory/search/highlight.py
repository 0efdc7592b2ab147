"""Say why a company was found: the best of its texts or what it is, with the words that matched marked."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from directory.search import analysis, concepts, content
from directory.search.analysis import Token
from directory.search.concepts import Sense
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
# The fields that hold sentences, not names.
SAID = frozenset({"summary", "statement", "quote"})
TELLING = {field: place for place, field in enumerate(ORDER)}
# What the name of a thing is worth in which only a later word matches.
HARDLY = 0.01
# What a word and its stem have in common at least.
HINT = 3
# Letters that are folded, and characters that are neither such nor plain punctuation: other scripts, loose accents.
ACCENTED = re.compile(r"[^\W_]*[^\W_\x00-\x7f][^\W_]*")
FOREIGN = re.compile("[^\x00-\u024f\u2010-\u2027\u20ac]")

MARK = Markup("<mark>%s</mark>")

Span = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """Hold the field that matched best, its label, and its text with marks, escaped; what is said has a language."""

    field: str
    label: str
    text: Markup
    language: str = ""


class Words(NamedTuple):
    """Hold a composed text, its language, its words and what all of them are written with."""

    text: str
    language: str
    tokens: Sequence[Token]


class Held(NamedTuple):
    """Hold all by which the words of a text may be found: as they are written, also as one with the next, and stems.

    `line` is the folded words in a row, each after a space; `run` tells whether there are characters without spaces.
    """

    words: frozenset[str]
    stems: frozenset[str]
    line: str
    run: bool


class Sought:
    """Hold what is looked for in texts: a clause's words and stems, and what every plain text that matches has."""

    def __init__(self, meaning: Meaning) -> None:
        """Read a meaning once for all texts of a page."""
        self.meaning = meaning
        self.forms = frozenset((*meaning.forms, *(stem for code, stem in meaning.stems if code == analysis.ENGLISH)))
        self.stems = frozenset(meaning.stems)
        self.stem_of = dict(meaning.stems)
        self.begins = tuple(f" {beginning}" for beginning in meaning.begins)
        self.titles = {(each.concept.facet, each.concept.value): _title(each) for each in meaning.senses}
        self.names = frozenset(each.concept.name for each in meaning.senses)
        self.hints = {word[:HINT] for word in (*meaning.words[0], *meaning.joined, *dict(meaning.stems).values())}

    def likely(self, text: str) -> bool:
        """Tell whether a text may match: cheap, so that most need not be taken apart."""
        told = _hinting(text)
        return told is None or any(hint in told for hint in self.hints)


@lru_cache(maxsize=8192)
def _hinting(text: str) -> str | None:
    """Write a text so that hints can be looked for in it; None where only taking it apart tells."""
    plain = text.lower()
    if plain.isascii():
        return plain
    if FOREIGN.search(text):
        return None
    folded = (word for found in ACCENTED.findall(plain) for word in analysis.spellings(found))
    return " ".join((plain, *folded, re.sub(r"[\W_]+", "", plain)))


def sought(meanings: Iterable[Meaning]) -> list[Sought]:
    """Read what is wanted, once for all texts of a page."""
    return [Sought(meaning) for meaning in meanings if not meaning.clause.excluded]


def why(passages: Iterable[Passage], values: Iterable[tuple[str, str]], wanted: Sequence[Sought]) -> Excerpt | None:
    """Find the text, or the value of a facet that the company has, that matches most clauses.

    Of equals it is the one in the most telling field.
    """
    found = (*_named(frozenset(values), wanted), *((each, 1.0) for each in passages))
    best, most = None, 0.0
    for passage, share in sorted(found, key=_telling):
        likely = [each for each in wanted if each.likely(passage.text)]
        matched = share * _matched(passage, likely) if len(likely) > most else 0
        if matched > most:
            best, most = passage, matched
        if most == len(wanted):
            break
    if best is None:
        return None
    language = best.language if best.field in SAID else ""
    return Excerpt(best.field, LABELS[best.field], marked(best, wanted), language)


def most_telling(passages: Iterable[Passage]) -> Sequence[Passage]:
    """Put texts in the order in which they say most about why a company was found."""
    return tuple(sorted(passages, key=lambda each: TELLING[each.field]))


def _telling(found: tuple[Passage, float]) -> int:
    return TELLING[found[0].field]


def _matched(passage: Passage, likely: Sequence[Sought]) -> int:
    held = _held(passage)
    return sum(_matches(passage, held, each) for each in likely)


def _matches(passage: Passage, held: Held, each: Sought) -> bool:
    """Tell whether a clause is in a text; only runs and phrases need its words in their order."""
    if len(each.meaning.words) == 1 and not (each.meaning.clause.run or held.run):
        told = not each.forms.isdisjoint(held.words) or each.stem_of.get(passage.language) in held.stems
        return told or any(beginning in held.line for beginning in each.begins)
    if any(held.words.isdisjoint(spellings) for spellings in each.meaning.words) and not held.run:
        return False
    return next(_spans(_words(passage), each), None) is not None


def _named(values: frozenset[tuple[str, str]], wanted: Sequence[Sought]) -> Iterator[tuple[Passage, float]]:
    """Give the names by which the company's values are meant."""
    for each in wanted:
        for (facet, value), (title, share) in each.titles.items():
            way = "derived" if facet == "model" and (facet, value) not in values else facet
            if (way, value) in values:
                yield Passage(way, title), share


def _title(sense: Sense) -> tuple[str, float]:
    """Give the name by which a thing is meant, after what it is called here, and how much it says."""
    (facet, value, name), weight = sense
    title = concepts.TITLES.get((facet, value), name)
    return name if title == name else f"{title} ({name})", 1.0 if weight >= concepts.FULL else HARDLY


@lru_cache(maxsize=1024)
def _words(passage: Passage) -> Words:
    """Take a text apart; what many questions find has the same texts each time."""
    text = unicodedata.normalize("NFC", passage.text)
    return Words(text, passage.language, tuple(analysis.tokens(text)))


@lru_cache(maxsize=8192)
def _held(passage: Passage) -> Held:
    """Gather by what a text is found; its words are not kept, as most texts are never shown."""
    tokens = list(analysis.tokens(unicodedata.normalize("NFC", passage.text)))
    texts = [token.text for token in tokens]
    words = {*texts, *(one + other for one, other in pairwise(texts))}
    words.update(*(analysis.spellings(token.raw) for token in tokens))
    stems = {analysis.stem(token.raw, passage.language) for token in tokens}
    line = "".join(f" {text}" for text in texts)
    return Held(frozenset(words), frozenset(stems), line, any(token.run for token in tokens))


def marked(passage: Passage, wanted: Sequence[Sought]) -> Markup:
    """Mark what matches in a text; a long one is cut around the first match."""
    words = _words(passage)
    text = words.text
    held = _held(passage)
    found = sorted(span for each in wanted if _matches(passage, held, each) for span in _spans(words, each))
    start, end = _window(text, found[0][0] if found else 0)
    pieces = [Markup("…") if start else Markup("")]
    place = start
    for a, b in found:
        if place <= a and b <= end:
            pieces += [escape(text[place:a]), MARK % text[a:b]]
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
