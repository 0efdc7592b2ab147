"""Made-up companies in a plausible distribution: nobody can take one for real, and a seed gives the same ones again."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from directory.ledger.imports import Item
from directory.vocabulary import EUROPE, Route, Sector, Size, Status, Use

Data = dict[str, Any]

# Invented words: pronounceable, and many enough that most occur in few companies.
VOWELS, CONSONANTS = "aeio", "bdfgklmnprstv"
# A few large countries, many small ones; the rest of Europe shares what is left.
LARGE = {"DE": 22, "FR": 18, "GB": 16, "NL": 8, "ES": 7, "IT": 7, "CH": 6, "SE": 5, "PL": 5, "FI": 4}
USES = {Use.PRODUCTION: 40, Use.OFFERED: 20, Use.DERIVATIVE: 10, Use.PILOT: 20, Use.RESEARCH: 10}
ROUTES = {
    Route.SELF_HOSTED: 40,
    Route.HOSTED_EUROPE: 20,
    Route.HOSTED_ELSEWHERE: 8,
    Route.VENDOR_API: 12,
    Route.APP: 5,
    Route.UNKNOWN: 15,
}
STATUSES = {Status.ACTIVE: 80, Status.ANNOUNCED: 8, Status.ENDED: 6, Status.DISPUTED: 2, Status.NOT_FOUND: 4}
SIZES = {Size.STARTUP: 35, Size.SCALEUP: 25, Size.ENTERPRISE: 25, Size.PUBLIC_BODY: 15}
WORDS = 4000


@dataclass(frozen=True)
class Models:
    """Hold the real model families, how often the launch data adopts each, and the names of their versions."""

    families: Sequence[str]
    weights: Sequence[int]
    versions: dict[str, list[str]]


def models(items: Sequence[Item]) -> Models:
    """Read what the launch data adopts and how often."""
    documents = [item.document.model_dump() for item in items]
    adopted = [a["model"] for d in documents for a in d.get("adoptions", ())]
    families = [d for d in documents if "open_weights" in d]
    return Models(
        [family["slug"] for family in families],
        [1 + adopted.count(family["slug"]) for family in families],
        {family["slug"]: [version["name"] for version in family["versions"]] for family in families},
    )


class Maker:
    """Make companies from a seed."""

    def __init__(self, known: Models, seed: int) -> None:
        """Take the real models; everything else is invented."""
        self.known = known
        self.random = random.Random(seed)
        syllables = [consonant + vowel for consonant in CONSONANTS for vowel in VOWELS]
        self.words = ["".join(self.random.choices(syllables, k=self.random.choice((2, 3, 3, 4)))) for _ in range(WORDS)]
        self.frequency = [1 / (rank + 10) for rank in range(WORDS)]

    def companies(self, count: int) -> Iterator[Data]:
        """Make so many companies, as plain data."""
        return (self._company(number) for number in range(1, count + 1))

    def _company(self, number: int) -> Data:
        weights = {code: LARGE.get(code, 1) for code in sorted(EUROPE)}
        city = self._text(1).capitalize()
        return {
            "slug": f"example-company-{number:06}",
            "name": f"Example {self._text(1).capitalize()} Company {number:06} (made up)",
            "website": f"https://www.company-{number:06}.example",
            "country": self._pick(weights),
            "city": f"{city} (made up)",
            "size": self._pick(SIZES),
            "sectors": self.random.sample([sector.value for sector in Sector], k=self.random.choice((1, 1, 2))),
            "summary": f"A company made up to measure with: {self._text(12)}.",
            "adoptions": [self._adoption(number) for _ in range(self.random.choice((1, 1, 2, 2, 3, 4)))],
        }

    def _adoption(self, number: int) -> Data:
        family = self.random.choices(self.known.families, self.known.weights)[0]
        versions = self.known.versions[family]
        year, month = self.random.choice((2024, 2025, 2025, 2026)), self.random.randint(1, 10)
        return {
            "model": family,
            "versions": self.random.sample(versions, k=min(len(versions), self.random.choice((0, 1, 1, 2)))),
            "use": self._pick(USES),
            "route": self._pick(ROUTES),
            "status": self._pick(STATUSES),
            "since": f"{year}-{month:02}",
            "statement": f"Made up: it uses the model for {self._text(14)}.",
            "sources": [self._source(number, each) for each in range(self.random.choice((1, 1, 2, 3)))],
        }

    def _source(self, number: int, each: int) -> Data:
        own = each == 1
        host = f"www.company-{number:06}.example" if own else f"press-{self.random.randint(1, 200)}.example"
        return {
            "url": f"https://{host}/{self._text(1)}-{self.random.randint(1, 999999)}",
            "title": f"Made up: {self._text(5)}",
            "publisher": "Example Press (made up)",
            "kind": "company" if own else "press",
            "by": "company" if own else "third-party",
            "published": "2026-10",
            "accessed": f"2026-11-{self.random.randint(1, 20):02}",
            "language": "en",
            "quote": f"Made up: {self._text(self.random.randint(8, 25))}.",
        }

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, self.frequency, k=words))

    def _pick(self, weights: dict[Any, int]) -> str:
        return str(self.random.choices(list(weights), list(weights.values()))[0])
