"""The colours of the charts: numbers can be read on every shade, every eye tells the shades apart, day and night."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static" / "site.css").read_text()
# What is left of red, green and blue for eyes without one of the three cones (Machado, Oliveira, Fernandes 2009).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
STEPS = [f"step-{number}" for number in range(1, 6)]
ON = ["on-low", "on-low", "on-mid", "on-high", "on-high"]


def tokens():
    """Read the colours of both schemes: the night's are the day's where it says nothing."""
    day, night = {}, {}
    plain = re.sub(r"@media \(prefers-contrast: more\)[^{]*\{\s*:root \{[^}]*\}", "", CSS)
    for block in re.finditer(r"(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{([^}]*)\}", plain):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", block[2]))
        (night if block[1] else day).update(colours)
    return {"day": day, "night": day | night}


def luminance(colour, eye=EYES["all cones"]):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [sum(share * part for share, part in zip(row, linear, strict=True)) for row in eye]
    red, green, blue = (min(1.0, max(0.0, part)) for part in seen)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other, eye=EYES["all cones"]):
    low, high = sorted((luminance(one, eye), luminance(other, eye)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["day", "night"])
def test_the_number_on_each_shade_can_be_read(scheme):
    colours = tokens()[scheme]
    assert [contrast(colours[on], colours[step]) >= 4.5 for on, step in zip(ON, STEPS, strict=True)] == [True] * 5


@pytest.mark.parametrize("scheme", ["day", "night"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "ground"])
def test_columns_and_edges_stand_out_from_the_ground(scheme, ground):
    colours = tokens()[scheme]
    assert contrast(colours["mark"], colours[ground]) >= 3
    assert contrast(colours["edge"], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["day", "night"])
@pytest.mark.parametrize("eye", EYES)
def test_shades_go_one_way_and_every_eye_tells_neighbours_apart(scheme, eye):
    colours = tokens()[scheme]
    seen = [luminance(colours[step], EYES[eye]) for step in STEPS]
    assert seen == sorted(seen, reverse=scheme == "day")
    assert all(contrast(colours[one], colours[two], EYES[eye]) >= 1.3 for one, two in pairwise(STEPS))
