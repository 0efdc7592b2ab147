"""The questions of the re-read queue: which claims somebody should read again and why, and how many come due when."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self

from peewee import Case, Expression, ModelSelect, Tuple, fn

from directory import clock
from directory.catalogue.confidence import on_day
from directory.catalogue.models import Adoption, Company, Entry, Model, Name
from directory.moderation import doubts
from directory.moderation.doubts import Doubt
from directory.text import LONGEST_SLUG, words
from directory.vocabulary import Confidence

PAGE = 50
LONGEST_TEXT = 100
MONTHS = 13  # what is left of this one, and twelve more


@dataclass(frozen=True)
class Filters:
    """Hold what of the re-read queue is asked for."""

    reason: str = ""
    country: str = ""
    model: str = ""
    text: str = ""

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Self:
        """Read the filters of an address; what is none of ours filters nothing."""
        reason, country = told.get("reason", ""), told.get("country", "").upper()
        return cls(
            reason=reason if reason in list(Doubt) else "",
            country=country if country.isalpha() and country.isascii() and len(country) == len("DE") else "",
            model=told.get("model", "")[:LONGEST_SLUG].strip(),
            text=told.get("text", "")[:LONGEST_TEXT].strip(),
        )

    @property
    def given(self) -> dict[str, Any]:
        """Write the filters as the blanks of an address, those that filter."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def tests(self) -> list[Expression]:
        """Match what the filters ask for, but for the reason."""
        there = Company.select(Company.entry).where(Company.country == self.country)
        named = Name.select(Name.entry).where(Name.folded.contains(" ".join(words(self.text))))
        tests = (
            (self.country, Adoption.entry.in_(there)),
            (self.model, Adoption.model == self.model),
            (self.text, Adoption.entry.in_(named)),
        )
        return [test for given, test in tests if given]


ALL = Filters()


class Place(NamedTuple):
    """Name a claim: the address of its company and its number there, from one."""

    slug: str
    number: int


@dataclass(frozen=True)
class Line:
    """Hold a claim of the queue as its list shows it; `rule` is the confidence rule of today."""

    at: Place
    company: str
    country: str
    model: str
    use: str
    route: str
    status: str
    reread: str
    reread_by: str
    turn: str
    rule: Confidence
    doubts: list[Doubt]


class Month(NamedTuple):
    """Say how many claims come due in a month, written like 2026-11."""

    period: str
    number: int


@dataclass(frozen=True)
class Forecast:
    """Say how many claims are due today, and how many more come due in each month."""

    due: int
    months: list[Month]

    @property
    def most(self) -> int:
        """Give the number of the fullest month."""
        return max(month.number for month in self.months)


def page(asked: Filters, number: int) -> list[Line]:
    """List a page of the claims that somebody should read again: the most urgent first, then the longest due."""
    tests, found, wanted = doubts.tests(), list[int](), number * PAGE
    for rows in _parts(asked, tests):
        if len(found) < wanted:
            found += [row.id for row in rows.limit(wanted - len(found))]
    return _lines(found[wanted - PAGE :], tests)


def _parts(asked: Filters, tests: Mapping[Doubt, Expression]) -> list["ModelSelect[Adoption]"]:
    """Ask for what matches, one part of the queue after the other."""
    wanted = [test for doubt, test in tests.items() if asked.reason == doubt]
    rows = Adoption.select(Adoption.id).order_by(Adoption.turn, Adoption.id)
    return [rows.where(part, *wanted, *asked.tests) for part in doubts.classes(tests)]


def counts(asked: Filters) -> tuple[dict[Doubt, int], int]:
    """Count the claims for each reason, whatever reason is asked for, and all that are asked for."""
    tests, rows = doubts.tests(), Adoption.select(Adoption.id)
    found = {doubt: rows.where(test, *asked.tests).count() for doubt, test in tests.items()}
    told = {str(doubt): number for doubt, number in found.items()}
    return found, told[asked.reason] if asked.reason else rows.where(reduce(or_, tests.values()), *asked.tests).count()


def forecast() -> Forecast:
    """Count what is due, and what comes due in this month and in each of the next twelve."""
    today = clock.today()
    month = fn.SUBSTR(Adoption.turn, 1, len("2026-11"))
    coming = Adoption.select(month, fn.COUNT(Adoption.id)).where(Adoption.turn > today.isoformat()).group_by(month)
    told: Iterable[Any] = coming.tuples()
    numbers: dict[str, int] = dict(told)
    periods = [_month(today, step) for step in range(MONTHS)]
    due = Adoption.select(Adoption.id).where(Adoption.turn <= today.isoformat()).count()
    return Forecast(due, [Month(period, numbers.get(period, 0)) for period in periods])


def _month(day: date, step: int) -> str:
    years, month = divmod(day.month - 1 + step, 12)
    return f"{day.year + years}-{month + 1:02}"


def countries() -> list[str]:
    """List the countries that companies are in."""
    rows = Company.select(Company.country).distinct().order_by(Company.country)
    return [str(row.country) for row in rows]


def reasons(slug: str, number: int) -> list[Doubt]:
    """List the reasons for which a claim stands in the queue today."""
    tests = doubts.tests()
    return next(iter(_doubts([_id(slug, number)], tests).values()), [])


def following(asked: Filters, slug: str, number: int) -> Place | None:
    """Name the claim that is read next: the one behind this one, then the first; None where none else waits.

    Nobody is led to what was re-read today: a source that was lost then stays a reason until it is replaced.
    """
    tests, here = doubts.tests(), _id(slug, number)
    parts = _parts(asked, tests)[: doubts.RESTING]
    claim = Adoption.get_or_none(Adoption.id == here)
    behind = []
    if claim:
        own = doubts.class_of(here, tests)
        later = Tuple(Adoption.turn, Adoption.id) > Tuple(claim.turn, here)
        behind = [part.where(later) for part in parts[own : own + 1]] + parts[own + 1 :]
    for rows in [*behind, *parts]:
        if found := rows.where(Adoption.id != here, Adoption.reread != clock.today().isoformat()).first():
            return _named([found.id])[found.id]
    return None


def _id(slug: str, number: int) -> int:
    """Give the row of a claim, 0 where there is none."""
    rows = Adoption.select(Adoption.id).join(Entry).where(Entry.slug == slug, Adoption.position == number - 1)
    return int(rows.scalar() or 0)


def _named(numbers: Collection[int]) -> dict[int, Place]:
    rows = Adoption.select(Adoption.id, Entry.slug, Adoption.position).join(Entry).where(Adoption.id.in_(numbers))
    listed: Iterable[Any] = rows.tuples()
    return {row: Place(slug, position + 1) for row, slug, position in listed}


def _doubts(numbers: Collection[int], tests: Mapping[Doubt, Expression]) -> dict[int, list[Doubt]]:
    asked = Adoption.select(Adoption.id, *(Case(None, [(test, 1)], 0) for test in tests.values()))
    listed: Iterable[Any] = asked.where(Adoption.id.in_(numbers)).tuples()
    return {row: [doubt for doubt, true in zip(tests, found, strict=True) if true] for row, *found in listed}


def _lines(numbers: list[int], tests: Mapping[Doubt, Expression]) -> list[Line]:
    columns = (Adoption.use, Adoption.route, Adoption.status, Adoption.reread, Adoption.reread_by, Adoption.turn)
    named = (Entry.name.alias("company"), Company.country, Model.name.alias("model"))
    rows = (
        Adoption.select(Adoption.id, Adoption.basis, *named, *columns)
        .join(Entry, on=(Adoption.entry == Entry.id))
        .join(Company, on=(Company.entry == Entry.id))
        .join(Model, on=(Adoption.model == Model.slug))
        .where(Adoption.id.in_(numbers))
    )
    listed: Iterable[Any] = rows.dicts()
    found, places = _doubts(numbers, tests), _named(numbers)
    lines = {}
    for row in listed:
        here, basis = row.pop("id"), Confidence(row.pop("basis"))  # type: ignore[call-arg]  # looked up by its code
        rule = on_day(basis, date.fromisoformat(row["reread_by"]), clock.today())
        lines[here] = Line(at=places[here], rule=rule, doubts=found[here], **row)
    return [lines[number] for number in numbers]
