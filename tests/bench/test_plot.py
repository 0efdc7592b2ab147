"""Plots of figures that grow: lines on two logarithmic scales, named where they end."""

from itertools import pairwise
from xml.etree import ElementTree as ET

from bench import plot, report

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tmp_path, lines):
    plot.draw(tmp_path / "plot.svg", "Time", "ms", lines)
    return ET.parse(tmp_path / "plot.svg").getroot()


def test_a_tenfold_is_as_far_everywhere(tmp_path):
    root = drawn(tmp_path, {"page": [(1000, 1), (10_000, 10), (100_000, 100)]})
    across, down = ([float(each.get(name)) for each in root.iter(f"{SVG}circle")] for name in ("cx", "cy"))
    assert across[1] - across[0] == across[2] - across[1] > 0
    assert down[0] - down[1] == down[1] - down[2] > 0


def test_lines_that_end_at_one_place_keep_their_names_apart(tmp_path):
    root = drawn(tmp_path, {name: [(1000, 5.0), (10_000, 5.0)] for name in ("a < b", "c", "d")})
    places = {each.text: float(each.get("y")) for each in root.iter(f"{SVG}text") if each.text in ("a < b", "c", "d")}
    assert len(places) == 3
    ordered = sorted(places.values())
    assert all(lower - upper >= 17 for upper, lower in pairwise(ordered))


def test_the_figures_are_told_to_who_does_not_see_the_plot(tmp_path):
    told = drawn(tmp_path, {"page": [(1000, 2.5)], "nothing measured": []}).get("aria-label")
    assert told == "Time. page: 2.5 ms at 1,000."


def test_nineteen_of_twenty_are_below_the_95th_percentile():
    assert 94 <= report.p95([float(n) for n in range(100)]) <= 96
    assert report.p95([3.0]) == 3.0
