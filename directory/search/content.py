"""What is searched of a company: its own public texts, each with the weight of its field. The same texts explain a hit.

What many companies share (names of models, developers, countries, sectors) is no text of theirs: `concepts`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from directory.search import analysis, everyday
from directory.search.analysis import Token
from directory.text import registrable_domain, sha256
from directory.vocabulary import _

# Name ≫ alias ≫ model, developer ≫ place, sector ≫ summary ≫ statement ≫ quote (DECISIONS.md).
WEIGHTS = {
    "name": 60,
    "alias": 30,
    "site": 20,
    "version": 12,
    "city": 6,
    "summary": 3,
    "operator": 3,
    "statement": 2,
    "quote": 1,
}
LABELS = {
    "name": _("Name"),
    "alias": _("Other name"),
    "site": _("Website"),
    "version": _("Model"),
    "city": _("Place"),
    "summary": _("Summary"),
    "operator": _("Operator"),
    "statement": _("Statement"),
    "quote": _("Quote"),
}
NAMES = frozenset({"name", "alias"})
TYPED = NAMES | {"city"}
# A word that a name does not begin with is meant a little less often.
LATER = 0.7
# What the beginning of a name weighs at least.
NAMED = WEIGHTS["alias"] * LATER
# Marks that no word can hold: a whole name, the word that a name begins with, a language of a text.
WHOLE, FIRST, LANGUAGE = "=", "^", "@"
GAP = 10
# Where words stand that are no part of a phrase; Whoosh loses count where a posting has no place at all.
ASIDE = 1_000_000

Seen = set[tuple[str, str]]


class Passage(NamedTuple):
    """Be one text of a company, the field that it stands in, and its language."""

    field: str
    text: str
    language: str = analysis.ENGLISH


@dataclass
class Posting:
    """Count what a term weighs in a document and where it stands."""

    weight: float = 0
    positions: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Terms:
    """Hold what the index keeps of a company: words with positions, stems by language, beginnings of names."""

    text: dict[str, Posting]
    stems: dict[str, float]
    typed: dict[str, float]


@dataclass(frozen=True)
class Indexed:
    """Be a company as the index takes it; its texts are taken apart when they are written, as most need not be."""

    slug: str
    texts: Sequence[Passage]

    @property
    def digest(self) -> str:
        """Identify the texts."""
        return sha256(json.dumps(self.texts, ensure_ascii=False))[:32]

    @property
    def terms(self) -> Terms:
        """Weigh what the texts hold."""
        return terms(self.texts)


def indexed(document: Mapping[str, Any]) -> Indexed:
    """Read a company's document as the index takes it."""
    return Indexed(document["slug"], tuple(passages(document)))


def passages(document: Mapping[str, Any]) -> Iterator[Passage]:
    """Give every text of a company that is searched, the weightiest field first."""
    yield Passage("name", document["name"])
    for name in (document.get("legal_name"), *document.get("aliases", ())):
        if name:
            yield Passage("alias", name)
    adoptions = document["adoptions"]
    yield from _unique("site", (registrable_domain(document.get("website") or ""),))
    yield from _unique("version", (name for each in adoptions for name in each.get("versions", ())))
    yield from _unique("city", everyday.city_names(document.get("city", "")))
    yield Passage("summary", document["summary"])
    yield from _unique("operator", (each.get(place, "") for each in adoptions for place in ("operator", "region")))
    yield from (Passage("statement", each["statement"]) for each in adoptions)
    yield from dict.fromkeys(_quote(source) for each in adoptions for source in each["sources"] if source.get("quote"))


def _unique(name: str, texts: Iterable[str | None]) -> Iterator[Passage]:
    return (Passage(name, text) for text in dict.fromkeys(texts) if text)


def _quote(source: Mapping[str, Any]) -> Passage:
    text = source["quote"]
    return Passage("quote", text, analysis.language_of(text, source.get("language") or ""))


def terms(texts: Iterable[Passage]) -> Terms:
    """Weigh each word and stem, once for each field that holds it, and the beginnings of names."""
    found = Terms({}, {}, {})
    seen: set[tuple[str, str]] = set()
    start = 0
    for name, text, language in texts:
        tokens = list(analysis.tokens(text))
        start = _place(found.text, name, tokens, start, seen) + GAP
        _stem(found.stems, name, tokens, language, seen)
        found.typed[LANGUAGE + language] = 1
        if name in TYPED:
            _begin(found, name, tokens)
    return found


def _place(found: dict[str, Posting], name: str, tokens: Sequence[Token], start: int, seen: Seen) -> int:
    """Weigh the words of a text and note where they stand; between texts lies a gap that no phrase crosses."""
    position = start
    for term, offset in _placed(tokens):
        position = start + offset
        posting = found.get(term)
        if posting is None:
            posting = found[term] = Posting()
        posting.positions.append(position)
        if (name, term) not in seen:
            seen.add((name, term))
            posting.weight += WEIGHTS[name]
    return position


def _placed(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Give each word in each of its spellings with its position; a run stands where its first pair stands."""
    position = 0
    for token in tokens:
        if token.run:
            longer = analysis.pairs(token.text) if len(token.text) > len("千问") else []
            yield token.text, position
            yield from ((pair, position + offset) for offset, pair in enumerate(longer))
            position += max(len(longer), 1)
        else:
            for word in analysis.spellings(token.raw):
                yield word, position
            position += 1


def _stem(found: dict[str, float], name: str, tokens: Sequence[Token], language: str, seen: Seen) -> None:
    """Weigh stems, each in the language of its text; an English one that is a word of the text is found as that."""
    for token in tokens:
        stem = analysis.stem(token.raw, language)
        if (stem != token.text or language != analysis.ENGLISH) and (name, key := f"{language}/{stem}") not in seen:
            seen.add((name, key))
            found[key] = found.get(key, 0) + WEIGHTS[name]


def joined(words: Sequence[str]) -> list[str]:
    """Write neighbouring words of a name as one, and all of it: who types openai may mean Open AI."""
    pairs = [one + other for one, other in pairwise(words)]
    return [word[: analysis.LONGEST_TERM] for word in dict.fromkeys([*pairs, *(["".join(words)] if pairs else [])])]


def _begin(found: Terms, name: str, tokens: Sequence[Token]) -> None:
    """Weigh the beginnings of a name, its words in one, and mark the whole of it."""
    for key, share in _beginnings(tokens, whole=name in NAMES):
        found.typed[key] = max(found.typed.get(key, 0), WEIGHTS[name] * share)
    words = [token.text for token in tokens] if name in NAMES else []
    # "redki" begins Red Kite; more of a long name is hardly typed without a space.
    for key in analysis.prefixes("".join(words[:2])) if len(words) > 1 else ():
        found.typed.setdefault(key, WEIGHTS[name] * LATER)
    for pair in joined(words):
        posting = found.text.setdefault(pair, Posting(positions=[ASIDE]))
        posting.weight = max(posting.weight, WEIGHTS[name])


def _beginnings(tokens: Sequence[Token], *, whole: bool) -> Iterator[tuple[str, float]]:
    for place, token in enumerate(tokens):
        for word in analysis.spellings(token.raw):
            yield from ((beginning, LATER if place else 1) for beginning in analysis.prefixes(word))
    if whole and tokens:
        yield WHOLE + " ".join(token.text for token in tokens)[: analysis.LONGEST_TERM], 1
        yield FIRST + tokens[0].text, 1
