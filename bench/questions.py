"""What visitors ask, in a fixed and realistic mix, as an address of Passerelle and as one of Datasette.

A question has several wordings, one a round, so that nothing is asked twice that a cache could hold.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from bench.invented import TONGUES, Words

WORDINGS = 12
SAMPLE = 600
LISTS = ("sector", "model", "developer", "use", "route", "status", "year")
FACETS = ("country", "size", *LISTS)
TWELVE = "example company made up measure with model uses it from qwen press"


@dataclass(frozen=True)
class Question:
    """Be one question: its wordings, the filters beside them, and what Datasette does otherwise."""

    name: str
    texts: Sequence[str] = ("",)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    order: Mapping[str, str] = field(default_factory=dict)
    # How FTS5 is asked where that is not word by word: beginnings and exclusions.
    raw: Callable[[str], str] | None = None
    unlike: str = ""

    def text(self, turn: int) -> str:
        """Give the wording of a turn."""
        return self.texts[turn % len(self.texts)]

    def ours(self, turn: int) -> str:
        """Write Passerelle's address."""
        pairs = [("q", self.text(turn))] if self.text(turn) else []
        pairs += [(facet, value) for facet, values in self.filters.items() for value in values]
        return "/companies?" + urlencode([*pairs, *self.order.items()])

    def unseen(self, turn: int) -> str:
        """Write the address of a page of Passerelle's further results, another one each turn."""
        return f"{self.ours(turn)}&page={turn + 1}".replace("?&", "?")

    def theirs(self, turn: int) -> str:
        """Write Datasette's address of the same rows: the same filters, the same facets counted, 20 a page."""
        text = self.text(turn)
        pairs = [("_search", self.raw(text) if self.raw else text)] if text else []
        pairs += [("_searchmode", "raw")] if self.raw else []
        pairs += [pair for facet, values in self.filters.items() for pair in _filter(facet, values)]
        pairs += [("_sort", "name")] if self.order.get("sort") == "name" else []
        pairs += [("_facet_array" if facet in LISTS else "_facet", facet) for facet in FACETS]
        return "/flat/company?" + urlencode([*pairs, ("_size", "20")])

    def match(self, turn: int) -> str:
        """Write the bare query of FTS5: every word quoted, as Datasette does."""
        text = self.text(turn)
        if self.raw or text.startswith('"'):
            return self.raw(text) if self.raw else text
        return " ".join(f'"{word}"' for word in text.split())


def _filter(facet: str, values: Sequence[str]) -> list[tuple[str, str]]:
    """Several values of a column widen; of a list, Datasette's own filter takes one, so only one is asked."""
    if facet in LISTS:
        return [(f"{facet}__arraycontains", value) for value in values]
    return [(f"{facet}__in", ",".join(values))]


@dataclass(frozen=True)
class Names:
    """Hold names of companies, evenly picked, by what can be done to them."""

    plain: Sequence[str]
    pairs: Sequence[str]
    accented: Sequence[str]
    foreign: Sequence[str]


def names(file: Path, count: int) -> Names:
    """Pick names from a corpus."""
    with file.open(encoding="utf-8") as lines:
        found = [json.loads(line)["name"] for line in islice(lines, 0, None, max(count // SAMPLE, 1))]
    bare = [name.removeprefix("Example ").removesuffix(" (made up)") for name in found]
    ones = [name for name in bare if " " not in name and len(name) >= 7]
    return Names(
        plain=[name for name in ones if name.isascii()][:WORDINGS],
        pairs=[name for name in bare if name.count(" ") == 1 and name.isascii()][:WORDINGS],
        accented=[name for name in ones if not name.isascii() and name < "\u0370"][:WORDINGS],
        foreign=[name for name in bare if name > "\u0370"][:WORDINGS],
    )


def swapped(name: str) -> str:
    """Swap the first two letters that differ, behind the second one."""
    place = next(n for n in range(2, len(name)) if name[n] != name[n - 1])
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def _starred(text: str) -> str:
    return f"{text}*"


def _without(text: str) -> str:
    return text.replace(" -", " NOT ")


def mix(known: Names, words: Words) -> list[Question]:
    """Put the mix together: what is asked often, what is dear, what finds nothing."""
    return [*_by_name(known), *_by_word(words), *_by_concept(), *_narrowed(words)]


def _by_name(known: Names) -> list[Question]:
    plain = known.plain
    return [
        Question("a name of one word", plain),
        Question("a name of two words", known.pairs),
        Question("one word of a longer name", [name.split()[1] for name in known.pairs]),
        Question("a phrase that is a name", [f'"{name}"' for name in known.pairs]),
        Question("a beginning, three letters", [name[:3] for name in plain], raw=_starred),
        Question("a beginning, five letters", [name[:5] for name in plain], raw=_starred),
        Question("a name with accents", known.accented),
        Question("a name in Greek or Cyrillic", known.foreign),
        Question("a typo: two letters swapped", [swapped(name) for name in plain], unlike="finds nothing"),
        Question("a typo: one letter missing", [n[:3] + n[4:] for n in plain], unlike="finds nothing"),
        Question("two words and a typo", [n[:4] + n[5:] for n in known.pairs], unlike="finds nothing"),
        Question("no hit", [f"xq{name[:2].lower()}zzwv" for name in plain]),
    ]


def _by_word(words: Words) -> list[Question]:
    english, german = TONGUES[:2]
    common = [words.lemma(english, rank) for rank in range(WORDINGS)]
    rare = [words.lemma(english, 1000 + 97 * rank) for rank in range(WORDINGS)]
    foreign = [words.lemma(german, rank) for rank in range(WORDINGS)]
    inflected = [f"{word}ing" for word in reversed(common)]
    return [
        Question("a rare word", rare),
        Question("a common word", common, unlike="does not stem"),
        Question("a common word, inflected", inflected, unlike="does not stem"),
        Question("a common word of German quotes", foreign, unlike="does not stem"),
        Question("a word that all have", ["example", "company", "measure", "press"]),
        Question("a common and a rare word", [f"{a} {b}" for a, b in zip(common, rare, strict=True)]),
        Question("two common words", [f"{a} {b}" for a, b in zip(common, reversed(common), strict=True)]),
        Question("a phrase that all have", ['"made up"', '"company made up"', '"example press"']),
        Question("a phrase of common words", [f'"{word} of"' for word in common]),
        Question("twelve common words", [TWELVE, *(f"{TWELVE.removesuffix(' press')} {word}" for word in common)]),
    ]


def _by_concept() -> list[Question]:
    return [
        Question("a model", ["qwen", "deepseek", "kimi", "glm", "minimax"]),
        Question("a version", ["DeepSeek-R1", "Qwen3-VL", "Kimi K2", "GLM-4.5-Air"]),
        Question("a model in Chinese", ["通义千问", "深度求索", "智谱"], unlike="whole names only"),
        Question("a developer", ["alibaba", "moonshot", "tencent"]),
        Question("a country", ["germany", "france", "allemagne", "Niederlande", "Polen"]),
        Question("a sector", ["health", "energy", "legal"]),
        Question("a model and a country", ["qwen france", "deepseek allemagne", "kimi switzerland"]),
        Question("a model, not another", ["qwen -deepseek", "deepseek -qwen", "glm -kimi"], raw=_without),
    ]


def _narrowed(words: Words) -> list[Question]:
    common = [words.lemma(TONGUES[0], rank) for rank in range(WORDINGS)]
    production = {"country": ["DE"], "use": ["production"]}
    return [
        Question("a word and two filters", common, production, unlike="does not stem"),
        Question("a model and three filters", ["qwen", "deepseek"], production | {"size": ["startup"]}),
        Question("a word, two countries", common, {"country": ["FR", "NL"]}, unlike="does not stem"),
        Question("a word, newest first", common, {}, {"sort": "newest"}, unlike="does not stem"),
    ]


def browsing() -> list[Question]:
    """List what is browsed without a text."""
    countries = [["DE"], ["FR"], ["GB", "NL"]]
    return [
        Question("the whole directory"),
        Question("by name", order={"sort": "name"}),
        *(Question(f"country {' or '.join(each)}", filters={"country": each}) for each in countries),
        Question("adopters of a model", filters={"model": ["qwen"]}),
        Question("model, use and route", filters={"model": ["deepseek"], "use": ["pilot"], "route": ["self-hosted"]}),
        Question(
            "six filters",
            filters={
                "country": ["DE", "FR"],
                "size": ["startup", "scaleup"],
                "sector": ["health"],
                "model": ["qwen"],
                "route": ["self-hosted"],
                "year": ["2025"],
            },
        ),
    ]


def typed(known: Names) -> list[str]:
    """List what stands in the search box while names and models are being typed."""
    parts = [name[:length] for name in known.plain[:6] for length in (1, 2, 3, 5, len(name))]
    wrong = [swapped(name) for name in known.plain[:4]]
    return [*parts, *wrong, "qw", "qwen3", "通义", "ger", "allem", "deep", "heal", "alibaba", "zzxqv"]
