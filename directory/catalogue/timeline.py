"""When what is told of a company happened: one list of dates, and where they lie on a line. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from directory.catalogue.explain import Claim, Regulated
from directory.catalogue.queries import Record
from directory.catalogue.regulation import Verdict
from directory.vocabulary import Status, Target

# The part of the drawing's width that dates take, in percent; the numbers of the claims stand before it.
LEFT, RIGHT = 7.0, 98.5
# Of a year's label so near to the end "today" would hide half.
LAST_LABEL = 86.0
SHORTEST = timedelta(days=365)


@dataclass(frozen=True)
class Event:
    """Hold one date, and the claims that it is about.

    `kind` is since, until, source, read, action, published or changed; `what` is the claim, source, action or entry.
    """

    on: str
    kind: str
    claims: tuple[int, ...] = ()
    what: Any = None


@dataclass(frozen=True)
class Row:
    """Hold what is drawn of a claim, in percent: a bar, how far its beginning is vague, the days of its sources.

    There is no bar where `start` is None.
    """

    number: int
    start: float | None
    sure: float
    end: float
    dashed: bool
    dots: tuple[float, ...]
    read: tuple[float, ...]


@dataclass(frozen=True)
class Drawing:
    """Hold where everything lies: the years, a row for each claim, and the regulatory actions that touch one."""

    years: tuple[tuple[int, float], ...]
    rows: tuple[Row, ...]
    actions: tuple[float, ...]


def events(record: Record, claims: Sequence[Claim], regulated: Iterable[Regulated]) -> list[Event]:
    """List every date that is told of a company and its claims, the oldest first."""
    entry = [Event(record.created[:10], "published", what=record)]
    if record.changed[:10] != record.created[:10]:
        entry.append(Event(record.changed[:10], "changed", what=record))
    found = [*_spans(claims), *_sources(claims), *_readings(claims), *_actions(regulated), *entry]
    return sorted(found, key=lambda each: each.on)


def _spans(claims: Iterable[Claim]) -> Iterator[Event]:
    for claim in claims:
        # What was looked for and not found neither begins nor ends.
        for kind in () if claim.adoption["status"] == Status.NOT_FOUND else ("since", "until"):
            if on := claim.adoption.get(kind):
                yield Event(on, kind, (claim.number,), claim)


def _sources(claims: Iterable[Claim]) -> Iterator[Event]:
    """Give each published source once, however many claims it carries."""
    found: dict[tuple[str, str], tuple[list[int], Any]] = {}
    for claim in claims:
        for source in claim.adoption["sources"]:
            if on := source.get("published"):
                numbers, _source = found.setdefault((on, source.get("url") or source["title"]), ([], source))
                numbers.append(claim.number)
    return (Event(on, "source", tuple(dict.fromkeys(n)), source) for (on, _), (n, source) in found.items())


def _readings(claims: Iterable[Claim]) -> Iterator[Event]:
    """Give each day on which somebody read the sources of claims."""
    found: dict[str, list[int]] = {}
    for claim in claims:
        for on in _read(claim):
            found.setdefault(on, []).append(claim.number)
    return (Event(on, "read", tuple(numbers)) for on, numbers in found.items())


def _read(claim: Claim) -> list[str]:
    days = {str(each["accessed"]) for each in claim.adoption["sources"]} | {claim.adoption.get("reread", "")}
    return sorted(days - {""})


def _actions(regulated: Iterable[Regulated]) -> Iterator[Event]:
    """Give each regulatory action that touches a route of the company."""
    found: dict[str, tuple[list[int], Record]] = {}
    for each in regulated:
        for group in each.groups:
            if group.touch.verdict in (Verdict.TOUCHES, Verdict.TOUCHED):
                for action in group.actions:
                    found.setdefault(action.slug, ([], action))[0].extend(each.claims)
    return (Event(a.document["date"], "action", tuple(sorted(set(n))), a) for n, a in found.values())


def drawn(listed: Sequence[Event], claims: Iterable[Claim], today: date) -> Drawing:
    """Lay the dates out between the first of them and today."""
    first = min(_period(each.on)[0] for each in listed)
    begin = min(first, today - SHORTEST).replace(day=1)
    scale = _Scale(begin, today)
    years = ((year, scale.at(date(year, 1, 1))) for year in range(begin.year + 1, today.year + 1))
    return Drawing(
        tuple((year, place) for year, place in years if place < LAST_LABEL),
        tuple(_row(claim, scale) for claim in claims),
        tuple(scale.at(_period(each.on)[0]) for each in listed if each.kind == "action"),
    )


@dataclass(frozen=True)
class Course:
    """Hold when authorities acted, in percent: the years, and for each object the actions on it."""

    years: tuple[tuple[int, float], ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]


def course(actions: Sequence[Record], today: date) -> Course:
    """Lay regulatory actions out between the first of them and today, a row for each object that one covers."""
    found = [(_period(each.document["date"])[0], each.document["objects"]) for each in actions]
    scale = _Scale(min([*(day for day, _objects in found), today - SHORTEST]).replace(day=1), today)
    years = ((year, scale.at(date(year, 1, 1))) for year in range(scale.begin.year + 1, today.year + 1))
    rows = ((each, tuple(scale.at(day) for day, objects in found if each in objects)) for each in Target)
    return Course(
        tuple((year, place) for year, place in years if place < LAST_LABEL),
        tuple((target, places) for target, places in rows if places),
    )


@dataclass(frozen=True)
class _Scale:
    begin: date
    end: date

    def at(self, day: date) -> float:
        share = (min(day, self.end) - self.begin) / (self.end - self.begin)
        return round(LEFT + share * (RIGHT - LEFT), 2)


def _row(claim: Claim, scale: _Scale) -> Row:
    adoption = claim.adoption
    published = sorted({each["published"] for each in adoption["sources"] if each.get("published")})
    dots = tuple(scale.at(_period(day)[0]) for day in published)
    read = tuple(scale.at(_period(day)[0]) for day in _read(claim))
    since = adoption.get("since")
    if not since or adoption["status"] == Status.NOT_FOUND:
        return Row(claim.number, None, 0, 0, dashed=False, dots=dots, read=read)
    begin, sure = _period(since)
    # Where nobody says when it ended, it had by the day on which the sources were read.
    over = adoption["status"] == Status.ENDED
    end = max(_period(adoption.get("until") or claim.last_read)[1], begin) if over else scale.end
    start, known, last = (scale.at(day) for day in (begin, min(sure, end), end))
    dashed = adoption["status"] in (Status.ANNOUNCED, Status.DISPUTED)
    return Row(claim.number, start, known, last, dashed=dashed, dots=dots, read=read)


def _period(text: str) -> tuple[date, date]:
    """Give the first and the last day of a date that may lack its day or month."""
    first = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    if len(text) == len("2026-11-24"):
        return first, first
    after = first.replace(year=first.year + 1) if len(text) == len("2026") else (first + timedelta(days=31))
    return first, after.replace(day=1) - timedelta(days=1)
