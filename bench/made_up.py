"""Made-up companies in a plausible distribution: nobody can take one for real, and a seed gives the same ones again."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.invented import TONGUES, Tongue, Words
from directory.ledger.imports import Item, launch_data
from directory.vocabulary import EUROPE, Route, Sector, Size, Status, Use

Data = dict[str, Any]

HOME = Path(__file__).parents[1]
ENGLISH = TONGUES[0]
# A few large countries, many small ones; the rest of Europe shares what is left.
LARGE = {"DE": 22, "FR": 18, "GB": 16, "NL": 8, "ES": 7, "IT": 7, "CH": 6, "SE": 5, "PL": 5, "FI": 4}
COUNTRIES = {code: LARGE.get(code, 1) for code in sorted(EUROPE)}
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
FORMS = ("GmbH", "S.A.", "Ltd", "B.V.", "AB", "S.p.A.", "sp. z o.o.", "Oy")
# One word, two words, joined words, three words.
PATTERNS = {"{0}": 50, "{0} {1}": 25, "{0}{1}": 15, "{0} {1} {2}": 10}
# What is real in made-up text: models, as often as the launch data adopts them, and every version of theirs.
LEAST = 1


@dataclass(frozen=True)
class Models:
    """Hold the real model families and versions, and how often the launch data adopts each."""

    families: Mapping[str, int]
    versions: Mapping[str, Mapping[str, int]]


def models(items: Sequence[Item]) -> Models:
    """Read what the launch data adopts and how often; versions made from other models are among them."""
    documents = [item.document.model_dump() for item in items]
    adoptions = [adoption for each in documents for adoption in each.get("adoptions", ())]
    adopted = Counter(adoption["model"] for adoption in adoptions)
    named = Counter(name for adoption in adoptions for name in adoption["versions"])
    families = [each for each in documents if "open_weights" in each]
    return Models(
        {family["slug"]: LEAST + adopted[family["slug"]] for family in families},
        {
            family["slug"]: {version["name"]: LEAST + named[version["name"]] for version in family["versions"]}
            for family in families
        },
    )


def write(file: Path, count: int, seed: int) -> None:
    """Write made-up companies as JSON Lines."""
    maker = Maker(models(launch_data(HOME / "seeds")), seed)
    with file.open("w", encoding="utf-8") as out:
        for company in maker.companies(count):
            out.write(json.dumps(company, ensure_ascii=False) + "\n")


class Maker:
    """Make companies from a seed."""

    def __init__(self, known: Models, seed: int) -> None:
        """Take the real models; everything else is invented."""
        self.known = known
        self.words = Words(seed)
        self.random = self.words.random

    def companies(self, count: int) -> Iterator[Data]:
        """Make so many companies, as plain data."""
        return (self.company(number) for number in range(1, count + 1))

    def company(self, number: int) -> Data:
        """Make one company; its number is its address and its domain, never a word of its name."""
        country = self._pick(COUNTRIES)
        tongue = self.words.tongue(country)
        name = f"Example {self._name(tongue)}"
        adoptions = self.random.choice((1, 1, 2, 2, 3, 4))
        made = {
            "slug": f"example-company-{number:06}",
            "name": f"{name} (made up)",
            "website": f"https://www.company-{number:06}.example",
            "country": country,
            "city": f"{self.words.place(tongue)} (made up)",
            "size": self._pick(SIZES),
            "sectors": self.random.sample([sector.value for sector in Sector], k=self.random.choice((1, 1, 2))),
            "summary": f"A company made up to measure with: {self.words.text(ENGLISH, 14)}.",
            "adoptions": [self._adoption(number, name, tongue) for _ in range(adoptions)],
        }
        return made | self._sometimes(name, tongue)

    def _sometimes(self, name: str, tongue: Tongue) -> Data:
        """Add what only some entries have."""
        said = {
            "legal_name": f"{name} {self.random.choice(FORMS)} (made up)",
            "aliases": [f"Example {self._name(tongue)} (made up)"],
            "founded": self.random.randint(1950, 2025),
        }
        return {key: value for key, value in said.items() if self.random.random() < 0.4}

    def _name(self, tongue: Tongue) -> str:
        parts = [self.words.name(tongue) for _ in range(3)]
        return self._pick(PATTERNS).format(*parts)

    def _adoption(self, number: int, name: str, tongue: Tongue) -> Data:
        family = self._pick(self.known.families)
        wanted = self.random.choice((0, 1, 1, 2))
        versions = sorted({self._pick(self.known.versions[family]) for _ in range(wanted)})
        said = versions[0] if versions else family
        month = f"{self.random.choice((2024, 2025, 2025, 2026))}-{self.random.randint(1, 10):02}"
        return {
            "model": family,
            "versions": versions,
            "use": self._pick(USES),
            "route": self._pick(ROUTES),
            "status": self._pick(STATUSES),
            "since": month,
            "statement": f"Made up: it uses the model for {self.words.text(ENGLISH, 14)}.",
            "sources": [
                self._source(number, each, f"{name}: {said}", tongue)
                for each in range(self.random.choice((1, 1, 2, 3)))
            ],
        }

    def _source(self, number: int, each: int, about: str, tongue: Tongue) -> Data:
        own, paper = each == 1, self.random.randint(1, 200)
        host = f"www.company-{number:06}.example" if own else f"press-{paper}.example"
        spoken = tongue if own or self.random.random() < 0.6 else ENGLISH
        title = f"Made up: {self.words.text(spoken, 6)}"
        said = f"{title}, {about}" if self.random.random() < 0.5 else title
        return {
            "url": f"https://{host}/{number}-{each}-{self.random.randint(1, 999999)}",
            "title": said[:300],
            "publisher": f"Example Press {paper} (made up)",
            "kind": "company" if own else "press",
            "by": "company" if own else "third-party",
            "published": "2026-10",
            "accessed": f"2026-11-{self.random.randint(1, 20):02}",
            "language": spoken.code,
            "quote": f"Made up: {self.words.text(spoken, self.random.randint(8, 25))}"[:299] + ".",
        }

    def _pick(self, weights: Mapping[Any, int]) -> str:
        return str(self.random.choices(list(weights), list(weights.values()))[0])
