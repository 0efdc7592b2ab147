"""Measure how good search is: `python -m bench.relevance` asks what people type and compares with what they mean.

`relevance.yaml` holds queries and what is meant, judged from the launch data. Rules in it are evaluated here, over
the documents and with nothing of the search, so that a fault there cannot hide itself.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from pathlib import Path
from statistics import fmean
from typing import Any
from urllib.parse import quote

import yaml
from flask.testing import FlaskClient

from directory import create_app, db
from directory.config import Settings
from directory.ledger import imports
from directory.vocabulary import NEGATIVE

HOME = Path(__file__).parents[1]
JUDGED = HOME / "bench" / "relevance.yaml"
SEEDS = HOME / "seeds"
GRADES = {"where": 3, "also": 2, "near": 1}
CLEAR = GRADES["where"]
DEPTH, TOP, TOLD = 10, 3, 5
ONE_TYPO = "typo"
PAR = 0.9
RESULT = re.compile(r'<h2><a href="/companies/([a-z0-9-]+)"')
TOTAL = re.compile(r'class="total">([\d,]+)')
COMPANY_FIELDS = frozenset({"slug", "country", "city", "sector", "size", "text"})

Data = Mapping[str, Any]
Rule = Data | list[Data]


@dataclass(frozen=True)
class Judgement:
    """Be a query and what is meant by it: grades by company, 3 for what is clearly meant."""

    group: str
    query: str
    grades: Mapping[str, int]
    known: bool
    only: bool

    @property
    def best(self) -> frozenset[str]:
        """Give what is meant most."""
        return frozenset(slug for slug, grade in self.grades.items() if grade == max(self.grades.values()))


@dataclass(frozen=True)
class Measured:
    """Be a judgement with the answer to it: the companies on its first page, and how many there are."""

    judgement: Judgement
    slugs: Sequence[str]
    total: int

    @property
    def rank(self) -> float:
        """Measure how far up the first company stands that is meant most."""
        return reciprocal_rank(self.slugs, self.judgement.best)

    @property
    def gain(self) -> float:
        """Measure how well the first ten are ordered."""
        return ndcg(self.slugs, self.judgement.grades, DEPTH)

    @property
    def top(self) -> bool:
        """Tell whether one that is meant most is among the first three."""
        return not self.judgement.best.isdisjoint(self.slugs[:TOP])

    @property
    def exact(self) -> bool:
        """Tell whether all that is clearly meant was found and nothing that is not meant."""
        grades = self.judgement.grades
        clear = sum(grade == CLEAR for grade in grades.values())
        return grades.keys() >= set(self.slugs) and clear <= self.total <= len(grades)

    @property
    def on_par(self) -> bool:
        """Tell whether nobody needs to look at this answer."""
        enough = self.rank == 1 if self.judgement.known else self.gain >= PAR
        return enough and (self.exact or not self.judgement.only)


@dataclass(frozen=True)
class Goal:
    """Be a figure that search has to reach, over the answers that it is about."""

    name: str
    least: float
    about: Callable[[Judgement], bool]
    figure: Callable[[Measured], float]

    def reached(self, answers: Iterable[Measured]) -> float:
        """Average the figure."""
        return fmean(self.figure(each) for each in answers if self.about(each.judgement))


GOALS = (
    Goal("mean reciprocal rank of known items", 0.97, lambda j: j.known, lambda m: m.rank),
    Goal("known items with one typo in the top 3", 0.98, lambda j: j.known and j.group == ONE_TYPO, lambda m: m.top),
    Goal("nDCG@10 of sets", 0.9, lambda j: not j.known, lambda m: m.gain),
    Goal("filters answered exactly", 1, lambda j: j.only, lambda m: m.exact),
)


def main() -> None:
    """Build a throw-away directory from the launch data, ask every query, print tables; fail where a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="passerelle-relevance-") as folder:
        answers = list(measured(_visitor(folder), judgements()))
        db.database.close()
    print("\n".join(report(answers)))
    sys.exit(any(goal.reached(answers) < goal.least for goal in GOALS))


def _visitor(folder: str) -> FlaskClient:
    settings = Settings(data_dir=folder, secret_key="measured, and thrown away " * 2, indexer="off")
    app = create_app(settings)
    db.upgrade(settings.database)
    imports.bring_in(imports.launch_data(SEEDS), imports.Report())
    told = app.test_cli_runner().invoke(args=["search", "rebuild"])
    if told.exit_code:
        sys.exit(f"The index could not be built: {told.output}")
    return app.test_client()


def reciprocal_rank(slugs: Sequence[str], wanted: frozenset[str]) -> float:
    """Give 1 for a wanted company in the first place, 1/2 in the second …, 0 where there is none."""
    return next((1 / place for place, slug in enumerate(slugs, 1) if slug in wanted), 0.0)


def ndcg(slugs: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Give the discounted gain of an order as a share of the best order's.

    A company of grade g at place p gains (2^g - 1) / log2(p + 1); the best order has every judged company, best first.
    """
    found = _gain([grades.get(slug, 0) for slug in slugs[:depth]])
    return found / _gain(sorted(grades.values(), reverse=True)[:depth])


def _gain(grades: Sequence[int]) -> float:
    return sum(((1 << grade) - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def measured(visitor: FlaskClient, judged: Iterable[Judgement]) -> Iterator[Measured]:
    """Ask every query of the page that people use."""
    for judgement in judged:
        html = visitor.get(f"/companies?q={quote(judgement.query)}").get_data(as_text=True)
        slugs, total = RESULT.findall(html), TOTAL.search(html)
        if total is None or bool(slugs) == (total[1] == "0"):
            sys.exit(f"The page of {judgement.query!r} cannot be read: has its shape changed?")
        yield Measured(judgement, slugs, int(total[1].replace(",", "")))


def report(answers: Sequence[Measured]) -> Iterator[str]:
    """Write the table of groups, the goals, and every answer that is under par with what came instead."""
    yield "| group | queries | known items | MRR | top 3 | nDCG@10 | exact sets |\n|---|---|---|---|---|---|---|"
    for name, group in groupby(answers, key=lambda each: each.judgement.group):
        yield _row(name, list(group))
    yield _row("**all**", answers)
    yield "\n| goal | least | reached |\n|---|---|---|"
    yield from (f"| {goal.name} | {goal.least:g} | {goal.reached(answers):.3f} |" for goal in GOALS)
    under = [each for each in answers if not each.on_par]
    if under:
        yield f"\n{len(under)} under par:\n\n| group | query | meant | found | came |\n|---|---|---|---|---|"
        yield from map(_told, under)


def _row(name: str, answers: Sequence[Measured]) -> str:
    known = sum(each.judgement.known for each in answers)
    rank, top, gain = (fmean(figures) for figures in zip(*((a.rank, a.top, a.gain) for a in answers), strict=True))
    only = [each.exact for each in answers if each.judgement.only]
    exact = f"{sum(only)}/{len(only)}" if only else ""
    return f"| {name} | {len(answers)} | {known} | {rank:.3f} | {top:.0%} | {gain:.3f} | {exact} |"


def _told(answer: Measured) -> str:
    judgement = answer.judgement
    meant = ", ".join(sorted(judgement.best)[:TOLD]) + (", …" if len(judgement.best) > TOLD else "")
    came = ", ".join(answer.slugs[:TOLD]) or "nothing"
    query = judgement.query.replace("|", "\\|")
    return f"| {judgement.group} | `{query}` | {meant} | {answer.gain:.2f}, {answer.total} in all | {came} |"


def judgements(file: Path = JUDGED, seeds: Path = SEEDS) -> list[Judgement]:
    """Read what is meant, with its rules worked out over the launch data."""
    rules = Rules([item.document.model_dump(mode="json") for item in imports.launch_data(seeds)])
    groups: dict[str, list[Data]] = yaml.safe_load(file.read_text("utf-8"))
    return [_judgement(group, row, rules) for group, rows in groups.items() for row in rows]


def _judgement(group: str, row: Data, rules: "Rules") -> Judgement:
    asked = {"where": {"slug": row["is"]}} if "is" in row else row
    grades = {slug: GRADES[name] for name in reversed(GRADES) if name in asked for slug in rules.meet(asked[name])}
    unknown = row.keys() - GRADES.keys() - {"q", "is", "only"}
    if unknown or not grades:
        raise ValueError(f"{row['q']!r} of {group} means nobody or is misspelt: {sorted(unknown)}")
    return Judgement(group, str(row["q"]), grades, known=len(grades) == 1 and "is" in row, only=row.get("only", False))


class Rules:
    """Find the companies that meet a rule, in documents alone."""

    def __init__(self, documents: Sequence[Data]) -> None:
        """Take the launch data: companies, model families with their versions, and developers."""
        self.companies = [document for document in documents if "adoptions" in document]
        self.families = {document["slug"]: document for document in documents if "open_weights" in document}

    def meet(self, rule: Rule) -> list[str]:
        """List the companies that meet a rule, or one of a list of rules."""
        return [company["slug"] for company in self.companies if self._meets(company, rule)]

    def _meets(self, company: Data, rule: Rule) -> bool:
        if isinstance(rule, list):
            return any(self._meets(company, each) for each in rule)
        if "not" in rule and self._meets(company, rule["not"]):
            return False
        of_company = {name: _listed(rule[name]) for name in rule.keys() & COMPANY_FIELDS}
        of_adoption = {name: _listed(rule[name]) for name in rule.keys() - COMPANY_FIELDS - {"not"}}
        return all(_company_has(company, name, values) for name, values in of_company.items()) and any(
            all(self._adoption_has(adoption, name, values) for name, values in of_adoption.items())
            for adoption in company["adoptions"]
            # The directory lists by itself nobody of whom nothing else is known.
            if adoption["status"] not in NEGATIVE or rule.keys() & {"slug", "status"}
        )

    def _adoption_has(self, adoption: Data, name: str, values: Sequence[str]) -> bool:
        since = adoption.get("since") or ""
        match name:
            case "developer":
                return self.families[adoption["model"]]["developer"] in values
            case "version":
                return any(_plain(each).startswith(_plain(value)) for value in values for each in adoption["versions"])
            case "from":
                return any(self._made_from(adoption, value) for value in values)
            case "since":
                return bool(since) and since >= min(values)
            case "year":
                return since[:4] in values
            case "model" | "use" | "route" | "status":
                return adoption[name] in values
        raise ValueError(f"No rule is about “{name}”.")

    def _made_from(self, adoption: Data, family: str) -> bool:
        """Tell whether an adopted version names a model of this family as its base."""
        used = set(adoption["versions"])
        versions = self.families[adoption["model"]]["versions"]
        bases = [each.get("base") or "" for each in versions if used & {each["name"], *each["aliases"]}]
        return any(_plain(base).startswith(_plain(self.families[family]["name"])) for base in bases)


def _company_has(company: Data, name: str, values: Sequence[str]) -> bool:
    if name == "text":
        text = " ".join(_texts(company)).casefold()
        return any(re.search(rf"\b{re.escape(value.casefold())}", text) for value in values)
    if name == "sector":
        return not set(values).isdisjoint(company["sectors"])
    return company.get(name) in values


def _texts(company: Data) -> Iterator[str]:
    yield from filter(None, (company["name"], company.get("legal_name"), *company["aliases"], company["summary"]))
    for adoption in company["adoptions"]:
        yield adoption["statement"]
        yield from (source.get("quote") or "" for source in adoption["sources"])


def _listed(value: object) -> list[str]:
    return list(map(str, value)) if isinstance(value, list) else [str(value)]


def _plain(text: str) -> str:
    return text.casefold().replace(" ", "-")


if __name__ == "__main__":
    main()
