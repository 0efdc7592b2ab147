"""The geometry of charts: from numbers to places in a box. It knows no feature, no words and no colours.

Lengths are percentages of the box: a drawing is as wide as its page, and its text keeps the size of the page's text.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.web import europe

WHOLE = 100.0
# Classes begin at numbers that people count in.
ROUND = (1, 2, 5)
MOST_STEPS = 5
# How much of its place a column takes, and how many places lie between two groups.
FULLNESS = 0.78
BETWEEN = 0.7


@dataclass(frozen=True)
class Mark:
    """Be a rectangle in the box, in percent from its top left corner; `value` is what it stands for."""

    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Step:
    """Be a class of values of a map or a heat map, the lowest has number 1; both ends belong to it."""

    number: int
    low: int
    high: int


@dataclass(frozen=True)
class Shaded:
    """Be a country on the map that has a value, with its class."""

    code: str
    value: int
    step: int
    place: europe.Place


@dataclass(frozen=True)
class Choropleth:
    """Hold a map of Europe: its countries with a value, most first, and those without one."""

    shaded: list[Shaded]
    empty: list[europe.Place]
    steps: list[Step]
    width: int = europe.WIDTH
    height: int = europe.HEIGHT
    ground: str = europe.GROUND


def lengths(values: Sequence[int]) -> list[Mark]:
    """Lay bars from the left, one for each value, the longest over the whole width."""
    most = max([1, *values])
    return [Mark(value, 0.0, 0.0, WHOLE * value / most, WHOLE) for value in values]


def slots(sizes: Sequence[int]) -> list[list[Mark]]:
    """Part the width into groups of columns with a gap between two groups: their places, from top to bottom."""
    places = sum(sizes) + BETWEEN * max(0, len(sizes) - 1)
    wide = WHOLE / places if places else 0.0
    found, left = [], 0.0
    for size in sizes:
        found.append([Mark(0, (left + n) * wide, 0.0, wide, WHOLE) for n in range(size)])
        left += size + BETWEEN
    return found


def columns(values: Sequence[int], places: Sequence[Mark], top: int) -> list[Mark]:
    """Stand a column for each value in its place; `top` is the value that fills the height."""
    return [
        Mark(
            value,
            place.x + place.width * (1 - FULLNESS) / 2,
            WHOLE - WHOLE * value / top,
            place.width * FULLNESS,
            WHOLE * value / top,
        )
        for value, place in zip(values, places, strict=True)
    ]


def steps(values: Sequence[int], most: int = MOST_STEPS) -> list[Step]:
    """Part the values above zero into classes that begin at round numbers, at most so many; [] where there is none."""
    top = max([0, *values])
    if top == 0:
        return []
    if top <= most:
        begin = list(range(1, top + 1))
    else:
        round_ones = [each for each in _rounds(top) if each <= top]
        last = len(round_ones) - 1
        chosen = {round(place * last / (most - 1)) for place in range(most)}
        begin = [round_ones[place] for place in sorted(chosen)]
    ends = [*(start - 1 for start in begin[1:]), top]
    return [Step(number, low, high) for number, (low, high) in enumerate(zip(begin, ends, strict=True), 1)]


def _rounds(most: int) -> list[int]:
    """List 1, 2, 5, 10, 20, 50 … as far as `most` needs."""
    return [lead * 10**power for power in range(len(str(most)) + 1) for lead in ROUND]


def step_of(value: int, classes: Sequence[Step]) -> int:
    """Give the number of a value's class, 0 for no value."""
    return bisect_right([each.low for each in classes], value)


def choropleth(values: Mapping[str, int]) -> Choropleth:
    """Shade the countries of Europe by their values; what is not on the map is left out."""
    known = {code: value for code, value in values.items() if value > 0 and code in europe.PLACES}
    classes = steps(list(known.values()))
    ordered = sorted(known.items(), key=lambda pair: (-pair[1], pair[0]))
    shaded = [Shaded(code, value, step_of(value, classes), europe.PLACES[code]) for code, value in ordered]
    return Choropleth(shaded, [place for code, place in europe.PLACES.items() if code not in known], classes)
