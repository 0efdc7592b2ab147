"""What a word may mean besides the texts of a company: a model, a developer, a country, a sector or a route.

Many companies share these, so they are no terms of the index: a meaning leads to a value of a facet, whose companies
the masks know. A new name of a model is found at once, and no company is indexed anew for it.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile
from typing import Any, NamedTuple

from babel import Locale

from directory.catalogue.publishers import Party
from directory.search import analysis, content, everyday
from directory.search.query import SHOWN
from directory.search.spelling import Wordbook
from directory.text import slugify
from directory.vocabulary import EUROPE, Route, Sector, Size, Status, Use, Word, _
from directory.web import catalogues

WEIGHTS = {"model": 12, "developer": 10, "country": 6, "sector": 6, "use": 4, "route": 4, "size": 4, "status": 4}
LABELS = {
    "model": _("Model"),
    "developer": _("Developer"),
    "country": _("Country"),
    "sector": _("Sector"),
    "use": _("Use"),
    "route": _("Route"),
    "size": _("Size"),
    "status": _("Status"),
}
# What a later word of a name ("cloud" of "Alibaba Cloud") weighs: less, even doubled, than the least that is meant,
# which is another form of a word of a quote.
FAINT, FULL = 0.4, 0.85
# In the names of these, a later word says as much as the first.
EVEN = frozenset({"country", "sector"})
# The languages that everyday names are in, by whose endings they are found.
STEMMED = ("en", "de", "fr")
# What the beginning of a word is worth.
BEGUN = 0.5
MOST_COMPLETIONS = 50
CLOSED: tuple[tuple[str, type[Word], dict[str, str]], ...] = (
    ("sector", Sector, everyday.SECTORS),
    ("use", Use, everyday.USES),
    ("route", Route, everyday.ROUTES),
    ("size", Size, everyday.SIZES),
    ("status", Status, everyday.STATUSES),
)
TITLES: dict[tuple[str, str], str] = {
    (facet, word.value): word.label for facet, words, _everyday in CLOSED for word in words
}
# Found by their labels in every language of the interface, too.
TRANSLATED = frozenset({"sector", "route"})
# Words that join the others of a label in one of these languages, and mean nothing.
JOINING = analysis.STOP_WORDS | {
    "e",
    "ed",
    "y",
    "i",
    "oraz",
    "di",
    "del",
    "dla",
    "na",
    "w",
    "z",
    "servicios",
    "servizi",
}
# Nearly every adoption has these, so their labels tell nothing; and nobody looks for what is not known.
SILENT = frozenset({("status", "active"), ("route", "unknown"), ("sector", "other")})
# Languages in which all countries are found by their names (each takes a megabyte); their own names are everyday ones.
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl", "pt", "uk", "ru", "zh")


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
    parties: Mapping[str, Party] = field(default_factory=dict)


class Concept(NamedTuple):
    """Be one name of one value of a facet."""

    facet: str
    value: str
    name: str


class Sense(NamedTuple):
    """Be what a word means: a concept, and how much it says of it."""

    concept: Concept
    weight: float


@dataclass(frozen=True)
class Concepts:
    """Find by a word, the beginning of one, a run of characters or a phrase what it may mean."""

    senses: Mapping[str, Sequence[Sense]]
    words: Sequence[str]
    book: Wordbook
    runs: Sequence[tuple[str, Concept]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], Concept]]]

    def of_word(self, word: str) -> Sequence[Sense]:
        """Give what a folded word means."""
        return self.senses.get(word, ())

    def of_beginning(self, prefix: str) -> Iterator[Sense]:
        """Give what words that begin so mean."""
        for word in completions(self.words, prefix):
            share = 1.0 if word == prefix else BEGUN
            yield from (Sense(concept, weight * share) for concept, weight in self.senses[word])

    def of_run(self, run: str) -> Iterator[Sense]:
        """Give what characters without spaces mean, wherever they stand in a name; a single one where it begins."""
        for name, concept in self.runs:
            if run in name and (len(run) > 1 or name.startswith(run)):
                yield Sense(concept, WEIGHTS[concept.facet])
        # As it sounds: 阿里巴巴 is alibaba, and traditional characters sound like simplified ones.
        yield from self.of_word("".join(analysis.syllables(run)))

    def of_phrase(self, words: tuple[str, ...]) -> Iterator[Sense]:
        """Give what words mean in this order."""
        for name, concept in self.phrases.get(words[0], ()):
            if any(name[start : start + len(words)] == words for start in range(len(name))):
                yield Sense(concept, WEIGHTS[concept.facet])


def completions(words: Sequence[str], prefix: str) -> list[str]:
    """List the words that begin so from an ordered list, at most 50."""
    start = bisect_left(words, prefix)
    return list(
        takewhile(lambda word: word.startswith(prefix), islice(words, start, start + MOST_COMPLETIONS)),
    )


def build(reference: Reference) -> Concepts:
    """Read every name of everything that can be meant."""
    senses: dict[str, dict[tuple[str, str], Sense]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Concept]]] = {}
    runs: list[tuple[str, Concept]] = []
    written: set[str] = set()
    for concept in every(reference):
        tokens = list(analysis.tokens(concept.name))
        runs += [(token.text, concept) for token in tokens if token.run]
        for word in {token.text for token in tokens}:
            phrases.setdefault(word, []).append((tuple(token.text for token in tokens), concept))
        written.update(_written(tokens))
        for word, weight in _weighed(concept, tokens):
            known = senses.setdefault(word, {})
            key = concept.facet, concept.value
            if key not in known or known[key].weight < weight:
                known[key] = Sense(concept, weight)
    words = sorted(written & senses.keys())
    told = {word: tuple(known.values()) for word, known in senses.items()}
    return Concepts(told, words, Wordbook(words), runs, phrases)


def _written(tokens: Sequence[analysis.Token]) -> Iterator[str]:
    """Give the words as people write them, which a beginning may become and a misspelt word may mean."""
    for token in tokens:
        yield from (analysis.pinyin(token.text)[:1] if token.run else analysis.spellings(token.raw))


def _weighed(concept: Concept, tokens: Sequence[analysis.Token]) -> Iterator[tuple[str, float]]:
    """Give the words of a name, their other spellings and stems, words in one, and pinyin."""
    full = WEIGHTS[concept.facet]
    plain = [token for token in tokens if not token.run]
    useful = [token for token in plain if token.text not in JOINING] or plain
    for place, token in enumerate(useful):
        says = place == 0 or concept.facet in EVEN or _is_code(token.text, concept)
        weight = full if says else FAINT
        yield from ((word, weight) for word in analysis.spellings(token.raw))
        yield from ((analysis.stem(token.raw, language), weight) for language in STEMMED)
    yield from ((word, full) for word in content.joined([token.text for token in plain]))
    for token in tokens:
        if token.run:
            yield from ((word, full) for word in analysis.pinyin(token.text))


def _is_code(word: str, concept: Concept) -> bool:
    """Tell whether a later word names a version by itself, like R1 of DeepSeek-R1."""
    return concept.facet == "model" and not word.isalpha() and not word.isdigit()


def every(reference: Reference) -> Iterable[Concept]:
    """List every name of everything that can be meant, families of models before their versions."""
    return dict.fromkeys((*_named(reference), *_closed()))


def _named(reference: Reference) -> Iterator[Concept]:
    """Name models and developers; a family's other name that is one of its versions' means that version."""
    versions = {(family, slugify(names[0])): names for (family, _name), names in reference.versions.items()}
    own = {(family, name) for (family, _slug), names in versions.items() for name in map(slugify, names)}
    for slug, name in _own_first(reference.models.items()):
        if (slug, slugify(name) or name) not in own:
            yield Concept("model", slug, name)
    yield from (Concept("model", slug, n) for slug, n in _own_first((s, names) for (_f, s), names in versions.items()))
    yield from (Concept("developer", slug, name) for slug, name in _own_first(reference.developers.items()))


def _own_first(named: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, str]]:
    """Give names with their values: what each calls itself before what others call it."""
    kept = list(named)
    yield from ((value, names[0]) for value, names in kept if names)
    yield from ((value, name) for value, names in kept for name in names[1:])


@lru_cache(maxsize=1)
def _closed() -> tuple[Concept, ...]:
    """Name countries in the languages of Europe, and the words of closed lists."""
    found = [Concept("country", code, name) for code in sorted(EUROPE) for name in country_names(code)]
    for facet, words, told in CLOSED:
        for word in words:
            if (facet, word.value) not in SILENT:
                labels = catalogues.in_every_language(word.label) if facet in TRANSLATED else [word.label]
                names: Iterable[str] = (*labels, *everyday.names(told, word.value))
                found += [Concept(facet, word.value, name) for name in names]
    return tuple(found)


@lru_cache(maxsize=512)
def country_names(code: str) -> tuple[str, ...]:
    """Name a country in eleven languages, as the Unicode CLDR does, and as people do every day."""
    names = (Locale(language).territories.get(code) for language in LANGUAGES)
    return tuple(dict.fromkeys(name for name in (*names, *everyday.names(everyday.COUNTRIES, code)) if name))


def values_of(
    document: Mapping[str, Any], reference: Reference, statuses: Collection[str] = SHOWN
) -> frozenset[tuple[str, str]]:
    """Give the values that a company has, by which it may be meant, and as `derived` what its models were made from.

    Adoptions that stand otherwise tell nothing but that they do.
    """
    own = {("country", document["country"]), ("size", document.get("size") or "")}
    own |= {("sector", sector) for sector in document["sectors"]}
    own |= {("status", each["status"]) for each in document["adoptions"]}
    for each in document["adoptions"]:
        if each["status"] not in statuses:
            continue
        own |= {(facet, each[facet]) for facet in ("model", "use", "route")}
        own.add(("developer", reference.makers.get(each["model"], "")))
        for version in each.get("versions", ()):
            own.add(("model", slugify(reference.versions.get((each["model"], version), ("",))[0])))
            own |= {("derived", slug) for slug in reference.ancestors.get((each["model"], version), ())}
    return frozenset(own)
