"""How good the evidence is, in numbers: today's, from the tables, and their course, from the tally of changes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from directory.catalogue.confidence import on_day
from directory.catalogue.measures import UNRULED, Measure
from directory.insights import queries
from directory.insights.figures import Figure
from directory.insights.queries import Standing
from directory.ledger.tally import measured
from directory.vocabulary import NEGATIVE, Confidence

# What every claim or every source is part of; a number without one is no share.
WHOLE = {
    Measure.TWO_PUBLISHERS: Measure.CLAIMS,
    Measure.REREAD: Measure.CLAIMS,
    Measure.READ: Measure.CLAIMS,
    Measure.QUOTED: Measure.SOURCES,
    Measure.ARCHIVED: Measure.SOURCES,
    Measure.TO_RECHECK: Measure.SOURCES,
    Measure.LINKS_ANSWERING: Measure.SOURCES,
    Measure.LINKS_DEAD: Measure.SOURCES,
    Measure.LINKS_REFUSED: Measure.SOURCES,
    Measure.LINKS_UNCHECKED: Measure.SOURCES,
    Measure.QUOTES_FOUND: Measure.QUOTED,
    Measure.QUOTES_MISSING: Measure.QUOTED,
    Measure.QUOTES_UNCHECKED: Measure.QUOTED,
}
CLAIMS = (Measure.CLAIMS, Measure.TWO_PUBLISHERS, Measure.REREAD, Measure.READ, Measure.DAYS_READ)
SOURCES = (Measure.SOURCES, Measure.QUOTED, Measure.ARCHIVED, Measure.TO_RECHECK, Measure.DAYS_PUBLISHED)
LINKS = (Measure.LINKS_ANSWERING, Measure.LINKS_DEAD, Measure.LINKS_REFUSED, Measure.LINKS_UNCHECKED)
QUOTES = (Measure.QUOTES_FOUND, Measure.QUOTES_MISSING, Measure.QUOTES_UNCHECKED)


@dataclass(frozen=True)
class Fact:
    """Hold a number of the report; `whole` is what it is a part of, None where it is no part. None is not known."""

    measure: Measure
    number: int | None
    whole: int | None = None


def of_day(today: date) -> tuple[Figure, dict[Measure, Fact]]:
    """Ask the tables for everything that the report tells of one day."""
    standing = queries.standing()
    return rules(standing, today), facts(standing, measured(), queries.published(), today)


def facts(
    standing: Iterable[Standing], sources: Mapping[str, int], published: Mapping[str, int], today: date
) -> dict[Measure, Fact]:
    """Tell every number of today: from claims alike, sources as `ledger.tally` counts them, days of publication."""
    counted: Counter[str] = Counter(
        {name: number for name, number in sources.items() if name in SOURCES + LINKS + QUOTES}
    )
    read: Counter[int] = Counter()
    for each in standing:
        if each.status in NEGATIVE:
            continue
        told = {
            Measure.CLAIMS: True,
            Measure.TWO_PUBLISHERS: each.two,
            Measure.REREAD: bool(each.reread) and each.reread >= _a_year_before(today).isoformat(),
            Measure.READ: date.fromisoformat(each.reread_by) >= today,
        }
        counted.update(dict.fromkeys((measure for measure, holds in told.items() if holds), each.number))
        read[(today - _a_year_before(date.fromisoformat(each.reread_by))).days] += each.number
    looked = sum(counted[measure] for measure in LINKS)
    counted[Measure.LINKS_UNCHECKED] = counted[Measure.SOURCES] - looked
    counted[Measure.QUOTES_UNCHECKED] = counted[Measure.QUOTED] - sum(counted[measure] for measure in QUOTES)
    ages = {Measure.DAYS_READ: read, Measure.DAYS_PUBLISHED: _ages(published, today)}
    return {
        each: Fact(
            each, middle(ages[each]) if each in ages else counted[each], counted[WHOLE[each]] if each in WHOLE else None
        )
        for each in CLAIMS + SOURCES + LINKS + QUOTES
    }


def rules(standing: Iterable[Standing], today: date) -> Figure:
    """Tell for how many claims each rule fires today; a dispute is told, though the claim is not counted."""
    found: Counter[str] = Counter()
    for each in standing:
        if each.status not in UNRULED:
            rule = Confidence(each.basis)  # type: ignore[call-arg]  # looked up by its code, not made
            found[on_day(rule, date.fromisoformat(each.reread_by), today)] += each.number
    order = (Confidence.CONFIRMED, Confidence.COMPANY_STATED, Confidence.REPORTED)
    listed = dict.fromkeys([*order, *(rule for rule in Confidence if found[rule])])
    return Figure(("confidence", "adoptions"), [(rule.value, found[rule]) for rule in listed])


def middle(counts: Mapping[int, int]) -> int | None:
    """Give the median of values, each with how often it is met; None where there is none."""
    half, passed = (sum(counts.values()) + 1) // 2, 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= half:
            return value
    return None


def _ages(published: Mapping[str, int], today: date) -> Counter[int]:
    """Count sources by their age in days; a month or a year counts from its first day."""
    found: Counter[int] = Counter()
    for text, number in published.items():
        if text:
            found[(today - date.fromisoformat((text + "-01-01")[: len("2026-11-24")])).days] += number
    return found


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def sheet(rules: Figure, facts: Mapping[Measure, Fact]) -> Figure:
    """Put rules and numbers into one table: code, number, and what it is a part of ("" where it is no part)."""
    claims = facts[Measure.CLAIMS].number or 0
    told = [(str(each.measure), _cell(each.number), _cell(each.whole)) for each in facts.values()]
    return Figure(("measure", "number", "of"), [*((*row, claims) for row in rules.rows), *told])


def _cell(number: int | None) -> str | int:
    return "" if number is None else number
