"""Adoptions over time as a drawing: one row of columns for all, one for each model family, over the same years."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from directory.insights.figures import YEAR, Figure, periods
from directory.web import charts
from directory.web.charts import Mark

# What is older is counted, and not drawn: columns get too thin.
MOST_YEARS = 6


@dataclass(frozen=True)
class Column:
    """Be a column of a row: its place, its period, and whether only the year is known."""

    period: str
    mark: Mark
    whole_year: bool


@dataclass(frozen=True)
class Line:
    """Be a row of columns: of a model family, or of all where `model` is ""."""

    model: str
    columns: list[Column]
    adoptions: int
    peak: Column | None


@dataclass(frozen=True)
class Year:
    """Be a year on the axis, from its left side, with what began in it."""

    year: str
    x: float
    width: float
    adoptions: int

    @property
    def middle(self) -> float:
        """Give where its name stands."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Timeline:
    """Hold the drawing, and how many adoptions are not in it: begun earlier, or at a time that is not known."""

    every: Line
    lines: list[Line]
    years: list[Year]
    earlier: int
    undated: int


def draw(figure: Figure) -> Timeline:
    """Lay out how many adoptions began when."""
    counts = Counter({(str(when), str(model)): int(number) for when, model, number in figure.rows})
    known = periods(when for when, _model in counts)
    shown = dict(list(known.items())[-MOST_YEARS:])
    groups = charts.slots([len(each) for each in shown.values()])
    places = dict(zip([name for each in shown.values() for name in each], [m for g in groups for m in g], strict=True))
    totals, models = Counter[str](), Counter[str]()
    for (when, model), number in counts.items():
        totals[when] += number
        models[model] += number
    highest = max([1, *(number for (when, _model), number in counts.items() if when in places)])
    ordered = sorted(models, key=lambda model: (-models[model], model))
    return Timeline(
        every=_line("", totals, places, max([1, *(totals[when] for when in places)])),
        lines=[
            _line(model, {w: n for (w, m), n in counts.items() if m == model}, places, highest) for model in ordered
        ],
        years=[
            _year(year, group, sum(totals[each] for each in shown[year]))
            for year, group in zip(shown, groups, strict=True)
        ],
        earlier=sum(number for when, number in totals.items() if when and when[:YEAR] not in shown),
        undated=totals[""],
    )


def _line(model: str, counts: Mapping[str, int], places: Mapping[str, Mark], top: int) -> Line:
    marks = charts.columns([counts.get(when, 0) for when in places], list(places.values()), top)
    drawn = [Column(when, mark, len(when) == YEAR) for when, mark in zip(places, marks, strict=True) if mark.value]
    ordered = sorted((each for each in drawn if not each.whole_year), key=lambda each: -each.mark.value)
    ahead = ordered and (len(ordered) == 1 or ordered[0].mark.value > ordered[1].mark.value)
    return Line(model, drawn, sum(counts.values()), ordered[0] if ahead else None)


def _year(year: str, group: list[Mark], adoptions: int) -> Year:
    left, right = group[0].x, group[-1].x + group[-1].width
    return Year(year, left, right - left, adoptions)
