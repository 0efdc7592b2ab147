"""What is searched of a company: its public texts, each with the weight of its field. The same texts explain a hit."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from babel import Locale

from directory.search import analysis
from directory.text import sha256
from directory.vocabulary import EUROPE, Sector, _

# Name ≫ alias ≫ model, developer ≫ place, sector ≫ summary ≫ statement ≫ quote (DECISIONS.md).
WEIGHTS = {
    "name": 60,
    "alias": 30,
    "model": 12,
    "developer": 10,
    "city": 6,
    "place": 6,
    "sector": 6,
    "summary": 3,
    "statement": 2,
    "quote": 1,
}
LABELS = {
    "name": _("Name"),
    "alias": _("Other name"),
    "model": _("Model"),
    "developer": _("Developer"),
    "city": _("Place"),
    "place": _("Place"),
    "sector": _("Sector"),
    "summary": _("Summary"),
    "statement": _("Statement"),
    "quote": _("Quote"),
}
NAMES = frozenset({"name", "alias"})
TYPED = NAMES | {"city"}
# Who says only a later word of such a name ("cloud" of "Alibaba Cloud") hardly means it.
MADE = frozenset({"model", "developer"})
# What such a word weighs: less than anything else, even from both fields together.
FAINT, FULL = 0.4, 1
# Many companies have the same texts in these.
SHARED = frozenset({"model", "developer", "place", "sector"})
SECTORS: dict[str, str] = {sector.value: sector.label for sector in Sector}
LANGUAGES = ("en", "fr", "de")
# Marks that no word can hold: a whole name, and the word that a name begins with.
WHOLE, FIRST = "=", "^"
GAP = 10


class Passage(NamedTuple):
    """Be one text of a company and the field that it stands in."""

    field: str
    text: str


@dataclass(frozen=True)
class Reference:
    """Hold the names of models and developers: titles by address, all names by address, names of each version.

    `ancestors` tells what a version was made from, by its family and its name as a source writes it.
    """

    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    models: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    developers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    ancestors: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Posting:
    """Count what a term weighs in a document and where it stands."""

    weight: float = 0
    positions: list[int] = field(default_factory=list)


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
    def postings(self) -> Mapping[str, Posting]:
        """Weigh the terms."""
        return postings(self.texts)

    @property
    def typed(self) -> Mapping[str, float]:
        """Weigh the beginnings of names."""
        return typed(self.texts)


def indexed(document: Mapping[str, Any], reference: Reference) -> Indexed:
    """Read a company's document as the index takes it."""
    return Indexed(document["slug"], tuple(passages(document, reference)))


def passages(document: Mapping[str, Any], reference: Reference) -> Iterator[Passage]:
    """Give every text of a company that is searched, the weightiest field first."""
    yield Passage("name", document["name"])
    for name in (document.get("legal_name"), *document.get("aliases", ())):
        if name:
            yield Passage("alias", name)
    adoptions = document["adoptions"]
    yield from _unique("model", (name for each in adoptions for name in _model_names(each, reference)))
    makers = dict.fromkeys(reference.makers.get(each["model"], "") for each in adoptions)
    yield from _unique("developer", (n for maker in makers for n in reference.developers.get(maker, ())))
    yield from _unique("city", (document.get("city", ""),))
    yield from _unique("place", country_names(document["country"]))
    yield from (Passage("sector", SECTORS[code]) for code in document["sectors"])
    yield Passage("summary", document["summary"])
    yield from (Passage("statement", each["statement"]) for each in adoptions)
    quotes = (source.get("quote", "") for each in adoptions for source in each["sources"])
    yield from _unique("quote", quotes)


def _unique(name: str, texts: Iterable[str]) -> Iterator[Passage]:
    return (Passage(name, text) for text in dict.fromkeys(texts) if text)


def _model_names(adoption: Mapping[str, Any], reference: Reference) -> Iterator[str]:
    """Give the family's names, then each version as the source writes it and under its other names."""
    model = adoption["model"]
    yield from reference.models.get(model, (model,))
    for version in adoption.get("versions", ()):
        yield version
        yield from reference.versions.get((model, version), ())


@lru_cache(maxsize=512)
def country_names(code: str) -> tuple[str, ...]:
    """Name a country in English, French and German, as the Unicode CLDR does."""
    names = (Locale(language).territories.get(code) for language in LANGUAGES)
    return tuple(dict.fromkeys(name for name in names if name))


def vocabulary(reference: Reference) -> list[str]:
    """List, in order, the words of models, developers, countries and sectors: what a beginning may become."""
    texts = [*SECTORS.values(), *(name for code in EUROPE for name in country_names(code))]
    for named in (reference.models, reference.developers, reference.versions):
        texts += [name for names in named.values() for name in names]
    return sorted({word for text in set(texts) for word in analysis.words(text)})


def postings(texts: Iterable[Passage]) -> dict[str, Posting]:
    """Weigh each term: once for each field that holds it; between texts lies a gap that no phrase crosses."""
    found: dict[str, Posting] = defaultdict(Posting)
    seen: set[tuple[str, str, float]] = set()
    start = 0
    for name, text in texts:
        position = 0
        for term, position in _shared_terms(text) if name in SHARED else analysis.terms(text):
            posting = found[term]
            posting.positions.append(start + position)
            weight = FAINT if name in MADE and position and not analysis.is_run(term) else WEIGHTS[name]
            if (name, term, weight) not in seen:
                seen.add((name, term, weight))
                posting.weight += weight
        start += position + GAP
    return dict(found)


@lru_cache(maxsize=8192)
def _shared_terms(text: str) -> tuple[tuple[str, int], ...]:
    return tuple(analysis.terms(text))


def typed(texts: Iterable[Passage]) -> dict[str, float]:
    """Weigh the beginnings by which names are found while being typed; whole names and first words are marked."""
    found: dict[str, float] = {}
    for name, text in texts:
        if name not in TYPED:
            continue
        words = analysis.words(text)
        keys = [prefix for word in words for prefix in analysis.prefixes(word)]
        if name in NAMES and words:
            keys += [WHOLE + " ".join(words)[: analysis.LONGEST_TERM], FIRST + words[0]]
        for key in keys:
            found[key] = max(found.get(key, 0), WEIGHTS[name])
    return found
