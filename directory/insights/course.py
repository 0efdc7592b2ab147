"""The course of quality as a drawing: one row of columns for each rule, over the same days or months."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from directory.catalogue.measures import Measure
from directory.insights import figures
from directory.insights.figures import Figure
from directory.vocabulary import Confidence
from directory.web import charts
from directory.web.charts import Mark

# As many columns as a phone has room for; more days are drawn as months.
MOST = 60
# A short history takes the left part of the box: one day is no wall.
LEAST = 12
# What grows stale does so by the calendar: no change tells it, so the history does not know it.
RULES = tuple(rule for rule in Confidence if rule is not Confidence.STALE)
# What tells whether evidence is kept up: by humans who read again, and by what a program lost.
KEPT = (Measure.REREAD_EVER, Measure.TO_RECHECK, Measure.LINKS_DEAD)
HUNDRED = 100
Row = tuple[str, str, int]


@dataclass(frozen=True)
class Point:
    """Be a column: its day or month, the number at its end, and its place."""

    period: str
    mark: Mark


@dataclass(frozen=True)
class Line:
    """Be the course of one measure; a share counts in percent of the claims."""

    measure: str
    points: list[Point]

    @property
    def last(self) -> int:
        """Give the number as it stands."""
        return self.points[-1].mark.value


@dataclass(frozen=True)
class Course:
    """Hold the drawing: the claims, the share of them with two publishers, the claims of each rule.

    `kept` are the measures of how evidence is kept up that ever were more than nothing.
    """

    claims: Line
    share: Line
    rules: list[Line]
    kept: list[Line]
    table: Figure
    begun: str
    periods: list[str]


def history(tally: Iterable[Row]) -> list[Row]:
    """Tell how each measure stood at the end of each day that moved it."""
    sums: Counter[str] = Counter()
    found = []
    for day, measure, number in tally:
        sums[measure] += number
        found.append((day, measure, sums[measure]))
    return found


def draw(tally: Iterable[Row], today: date) -> Course | None:
    """Lay the course of the claims out until today; None where nothing was ever published."""
    rows = history(tally)
    if not rows:
        return None
    begun = rows[0][0]
    periods = _periods(date.fromisoformat(begun), max(today, date.fromisoformat(rows[-1][0])))
    stood = _at_the_end_of(periods, rows)
    places = charts.slots([max(LEAST, len(periods))])[0][: len(periods)]
    claims = [each[Measure.CLAIMS] for each in stood]
    share = [_percent(each) for each in stood]
    met = [rule for rule in RULES if any(each[rule] for each in stood)]
    kept = [measure for measure in KEPT if any(each[measure] for each in stood)]
    top = max([1, *claims, *(each[name] for name in (*met, *kept) for each in stood)])
    columns = (Measure.CLAIMS, Measure.TWO_PUBLISHERS, *met, *kept)
    table: list[figures.Row] = [
        (period, *(each[name] for name in columns)) for period, each in zip(periods, stood, strict=True)
    ]
    return Course(
        _line(Measure.CLAIMS, periods, claims, places, top),
        _line(Measure.TWO_PUBLISHERS, periods, share, places, HUNDRED),
        [_line(rule, periods, [each[rule] for each in stood], places, top) for rule in met],
        [_line(measure, periods, [each[measure] for each in stood], places, top) for measure in kept],
        Figure(("day", *columns), table),
        begun,
        periods,
    )


def _percent(stood: Counter[str]) -> int:
    claims = stood[Measure.CLAIMS]
    return round(HUNDRED * stood[Measure.TWO_PUBLISHERS] / claims) if claims else 0


def _line(measure: str, periods: list[str], values: list[int], places: list[Mark], top: int) -> Line:
    marks = charts.columns(values, places, top)
    return Line(str(measure), [Point(period, mark) for period, mark in zip(periods, marks, strict=True)])


def _periods(first: date, last: date) -> list[str]:
    """List the days from the first to the last, or their months where they are too many; the newest at most."""
    days = (last - first).days + 1
    if days <= MOST:
        return [(first + timedelta(days=number)).isoformat() for number in range(days)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months][-MOST:]


def _at_the_end_of(periods: list[str], rows: list[Row]) -> list[Counter[str]]:
    """Tell how the measures stood at the end of each period: what nothing moved stands as before."""
    length = len(periods[0])
    moved: dict[str, list[Row]] = {}
    for row in rows:
        moved.setdefault(max(row[0][:length], periods[0]), []).append(row)
    stood: Counter[str] = Counter()
    found = []
    for period in periods:
        for _day, name, number in moved.get(period, ()):
            stood[name] = number
        found.append(Counter(stood))
    return found
