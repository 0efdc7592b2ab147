"""Lines on two logarithmic scales as SVG: how something grows with the number of companies."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 44, 48
# Told apart by shade and by dash too; middle shades show on white and on black.
STROKES = (
    ("#1f77d0", ""),
    ("#d1495b", ""),
    ("#2a9d6f", ""),
    ("#b07d00", "6 4"),
    ("#8b63c7", "2 4"),
    ("#7a8793", "8 3 2 3"),
)
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #333 } .title { font-size: 15px; font-weight: 600 }
.grid { stroke: #999; stroke-opacity: .3 } path, .target { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""

Point = tuple[float, float]


def draw(file: Path, title: str, unit: str, lines: Mapping[str, Sequence[Point]]) -> None:
    """Write one plot; each line bears its name at its end."""
    drawn = {name: sorted(points) for name, points in lines.items() if points}
    scale = _Scale([point for points in drawn.values() for point in points])
    places = _apart({name: scale.down(points[-1][1]) for name, points in drawn.items()})
    parts = [_frame(title, unit, scale)]
    for (name, points), (colour, dash) in zip(drawn.items(), STROKES, strict=False):
        parts.append(_line(name, [(scale.across(x), scale.down(y)) for x, y in points], (colour, dash), places[name]))
    told = escape(f"{title}. " + " ".join(_told(name, points, unit) for name, points in drawn.items()))
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">\n'
        f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n",
        encoding="utf-8",
    )


class _Scale:
    """Place values between whole powers of ten."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.x = _powers([x for x, _ in points])
        self.y = _powers([y for _, y in points])

    def across(self, value: float) -> float:
        return LEFT + _share(value, self.x) * (WIDTH - LEFT - RIGHT)

    def down(self, value: float) -> float:
        return HEIGHT - BOTTOM - _share(value, self.y) * (HEIGHT - TOP - BOTTOM)


def _powers(values: Sequence[float]) -> range:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return range(low, max(high, low + 1) + 1)


def _share(value: float, powers: range) -> float:
    return (math.log10(value) - powers[0]) / (powers[-1] - powers[0])


def _frame(title: str, unit: str, scale: _Scale) -> str:
    parts = [f'<text class="title" x="{LEFT}" y="22">{escape(title)} ({escape(unit)})</text>']
    for power in scale.y:
        y = scale.down(10**power)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for power in scale.x:
        x = scale.across(10**power)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">companies</text>')
    return "\n".join(parts)


def _line(name: str, points: Sequence[Point], stroke: tuple[str, str], place: float) -> str:
    colour, dash = stroke
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points)
    end = points[-1][0]
    leader = f"M{end + 6:.1f} {points[-1][1]:.1f}L{end + 18:.1f} {place:.1f}"
    return (
        f'<path d="M{path}" stroke="{colour}" stroke-dasharray="{dash or "none"}"/>{dots}'
        f'<path d="{leader}" stroke="{colour}" stroke-opacity=".5"/>'
        f'<text x="{end + 22:.1f}" y="{place + 4:.1f}">{escape(name)}</text>'
    )


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Keep the names at the lines' ends readable: none closer than a line of text below another."""
    placed: dict[str, float] = {}
    last = -math.inf
    for name in sorted(wanted, key=wanted.__getitem__):
        last = max(wanted[name], last + 17)
        placed[name] = last
    return placed


def _told(name: str, points: Sequence[Point], unit: str) -> str:
    return f"{name}: " + ", ".join(f"{y:,.3g} {unit} at {x:,.0f}" for x, y in points) + "."
