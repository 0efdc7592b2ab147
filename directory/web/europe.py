"""The map of Europe: outlines of the directory's countries in one frame, drawn once and kept in `europe.json`.

Natural Earth 1:50m, public domain, by way of the npm package world-atlas 2.0.2 (ISC): the arcs of its topology, Lambert
azimuthal equal-area at 10° E 52° N, simplified arc by arc so that neighbours keep one border, cut at the frame. Two
things differ from the source: Crimea is drawn as resolution 68/262 of the General Assembly has it, and Cyprus as one
island.
"""

import json
from dataclasses import dataclass
from pathlib import Path

_drawn = json.loads((Path(__file__).parent / "europe.json").read_text(encoding="utf-8"))
# Below this radius a country cannot be seen or hit: it is shown as a dot.
SMALL = 5


@dataclass(frozen=True)
class Place:
    """Be a country on the map: its outline, "" for a microstate; the middle and radius of the largest circle in it."""

    code: str
    path: str
    x: int
    y: int
    radius: float

    @property
    def dot(self) -> bool:
        """Tell whether it is shown as a dot."""
        return self.radius < SMALL


WIDTH: int = round(_drawn["width"])
HEIGHT: int = _drawn["height"]
# The land around, without names.
GROUND: str = _drawn["ground"]
PLACES = {
    code: Place(code, each.get("path", ""), each["x"], each["y"], each["radius"])
    for code, each in _drawn["countries"].items()
}
