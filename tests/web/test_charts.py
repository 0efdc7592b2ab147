"""The geometry of charts, asked with any numbers; and the map, which has every country once."""

import re
from itertools import pairwise
from math import isclose, isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.vocabulary import EUROPE
from directory.web import charts, europe

VALUES = st.lists(st.integers(0, 10**7), max_size=60)
SIZES = st.lists(st.integers(1, 5), max_size=12)


def inside(mark):
    """Tell whether a mark is in the box, which is 100 wide and 100 high."""
    numbers = (mark.x, mark.y, mark.width, mark.height)
    near = 1e-6
    right, bottom = mark.x + mark.width, mark.y + mark.height
    return all(map(isfinite, numbers)) and min(numbers) >= -near and max(right, bottom) <= 100 + near


@given(VALUES)
def test_bars_are_in_the_box_and_as_long_as_their_values(values):
    bars = charts.lengths(values)
    assert all(map(inside, bars))
    assert [bar.value for bar in bars] == values
    most = max(values, default=0)
    assert all(isclose(bar.width * most, 100 * bar.value) for bar in bars if most)


@given(SIZES, st.data())
def test_columns_stand_in_their_places_side_by_side(sizes, data):
    groups = charts.slots(sizes)
    assert [len(group) for group in groups] == sizes
    places = [place for group in groups for place in group]
    assert all(map(inside, places))
    assert all(left.x + left.width <= right.x + 1e-6 for left, right in pairwise(places))
    values = data.draw(st.lists(st.integers(0, 10**6), min_size=len(places), max_size=len(places)))
    top = max([1, *values])
    columns = charts.columns(values, places, top)
    assert all(map(inside, columns))
    assert all(isclose(c.y + c.height, 100) and isclose(c.height * top, 100 * c.value) for c in columns)


@given(VALUES, st.integers(2, 7))
def test_classes_cover_every_value_once_and_are_few(values, most):
    classes = charts.steps(values, most)
    assert len(classes) <= most
    assert [each.number for each in classes] == list(range(1, len(classes) + 1))
    assert all(one.high + 1 == two.low for one, two in pairwise(classes))
    assert all(each.low <= each.high for each in classes)
    for value in values:
        number = charts.step_of(value, classes)
        assert number == 0 if value == 0 else classes[number - 1].low <= value <= classes[number - 1].high


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ([], []),
        ([0, 0], []),
        ([1], [(1, 1)]),
        ([3, 1], [(1, 1), (2, 2), (3, 3)]),
        ([22, 9, 1], [(1, 1), (2, 4), (5, 9), (10, 19), (20, 22)]),
    ],
)
def test_classes_begin_at_numbers_that_people_count_in(values, classes):
    assert [(each.low, each.high) for each in charts.steps(values)] == classes


@given(st.dictionaries(st.sampled_from([*sorted(EUROPE), "US", "EU"]), st.integers(0, 5000)))
def test_a_country_is_on_the_map_once_shaded_or_empty(values):
    drawn = charts.choropleth(values)
    shaded = {each.code: each.value for each in drawn.shaded}
    assert shaded == {code: value for code, value in values.items() if value and code in EUROPE}
    assert sorted([*shaded, *(place.code for place in drawn.empty)]) == sorted(EUROPE)
    assert all(one.value >= two.value for one, two in pairwise(drawn.shaded))
    assert all(0 < each.step <= len(drawn.steps) for each in drawn.shaded)


def test_every_country_of_the_directory_is_drawn_within_the_frame():
    assert set(europe.PLACES) == EUROPE
    for place in europe.PLACES.values():
        assert 0 <= place.x <= europe.WIDTH
        assert 0 <= place.y <= europe.HEIGHT
        assert place.path or place.dot
        for x, y in re.findall(r"M([\d.]+) ([\d.]+)", place.path):
            assert 0 <= float(x) <= europe.WIDTH
            assert 0 <= float(y) <= europe.HEIGHT
        assert re.fullmatch(r"[Mlz\d .-]*", place.path)


def test_only_what_nobody_could_hit_is_a_dot():
    assert {code for code, place in europe.PLACES.items() if place.dot} == {"AD", "LI", "LU", "MC", "MT", "SM", "VA"}
