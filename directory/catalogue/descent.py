"""Where lines of descent lie when they are drawn: a row for each point, a lane for each open line. Pure functions."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from directory.catalogue.pedigree import Edge, Node

# Measures are sixteenths of a letter's height: a drawing grows with the page's text.
LANE = 18
LINE, ASIDE, GAP = 21, 18, 11
# As wide as the narrowest screen has room for, and what a letter takes of it.
WIDEST, LETTER = 284, 8.3
BEND = 9
# A drawing holds as many points; the table beside it holds all.
MOST = 24
# Where a name may go on in the next line.
BREAK = re.compile(r"(?<=[\s\-/])")


@dataclass(frozen=True)
class Row:
    """Hold one point: the middle of its mark, and its name in lines with their heights; `aside` is that of the rest."""

    node: Node
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    aside: int


@dataclass(frozen=True)
class Drawing:
    """Hold what hangs together: points from base to derivative, paths between them, how many points are left out."""

    rows: tuple[Row, ...]
    paths: tuple[tuple[str, str, str], ...]
    text: int
    width: int
    height: int
    hidden: int


def drawn(edges: Iterable[Edge]) -> list[Drawing]:
    """Draw what hangs together in a drawing each, the largest first."""
    return [_drawing(part) for part in sorted(_parts(edges), key=len, reverse=True)]


def _parts(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Part edges into those that hang together."""
    found: list[tuple[set[str], list[Edge]]] = []
    for edge in edges:
        ends = {edge.base.key, edge.made.key}
        meets = [part for part in found if part[0] & ends]
        found = [part for part in found if not part[0] & ends]
        keys = ends.union(*(keys for keys, _ in meets))
        found.append((keys, [*(each for _, part in meets for each in part), edge]))
    return [part for _, part in found]


def _drawing(edges: Sequence[Edge]) -> Drawing:
    order = ordered(edges)
    shown = {node.key: row for row, node in enumerate(order[:MOST])}
    # Of a circle the edge that leads back up is told by the table only.
    kept = [e for e in edges if shown.get(e.base.key, MOST) < shown.get(e.made.key, -1)]
    lane = lanes(order[:MOST], kept)
    text = (max(lane.values()) + 1) * LANE + 2
    rows = _rows(order[:MOST], lane, text)
    paths = tuple((e.base.key, e.made.key, _path(rows[shown[e.base.key]], rows[shown[e.made.key]])) for e in kept)
    height = rows[-1].aside + GAP
    return Drawing(tuple(rows), paths, text, WIDEST, height, len(order) - len(rows))


def ordered(edges: Sequence[Edge]) -> list[Node]:
    """Put each point after all that it was made from, near to the last of them; a circle begins anywhere."""
    nodes = {node.key: node for edge in edges for node in (edge.base, edge.made)}
    below, waiting = defaultdict(list), dict.fromkeys(nodes, 0)
    for edge in edges:
        below[edge.base.key].append(edge.made.key)
        waiting[edge.made.key] += 1
    ready = [key for key in reversed(nodes) if not waiting[key]]
    placed: dict[str, Node] = {}
    while len(placed) < len(nodes):
        key = ready.pop() if ready else next(key for key in nodes if key not in placed)
        if key in placed:
            continue
        placed[key] = nodes[key]
        for child in below[key]:
            waiting[child] -= 1
        ready += [child for child in reversed(below[key]) if waiting[child] == 0 and child not in placed]
    return list(placed.values())


def lanes(order: Sequence[Node], edges: Iterable[Edge]) -> dict[str, int]:
    """Give each point a lane that no open line of another one runs in; what has one heir hands its lane on."""
    row = {node.key: number for number, node in enumerate(order)}
    heirs, bases = defaultdict(list), defaultdict(list)
    for edge in edges:
        heirs[edge.base.key].append(edge.made.key)
        bases[edge.made.key].append(edge.base.key)
    found: dict[str, int] = {}
    for key, number in row.items():
        handed = [found[base] for base in bases[key] if len(heirs[base]) == 1]
        taken = {found[each] for each in found if any(row[heir] >= number for heir in heirs[each])}
        above = max((found[base] for base in bases[key]), default=-1)
        free = (lane for lane in range(above + 1, len(order) + above + 2) if lane not in taken)
        found[key] = min(handed) if handed else next(free)
    return found


def _rows(order: Iterable[Node], lane: Mapping[str, int], text: int) -> list[Row]:
    rows, y = [], 0
    for node in order:
        lines = [(y + (number + 1) * LINE - 5, line) for number, line in enumerate(broken(node.name, WIDEST - text))]
        middle = y + LINE // 2
        y += LINE * len(lines) + ASIDE
        rows.append(Row(node, lane[node.key] * LANE + BEND, middle, tuple(lines), y - 6))
        y += GAP
    return rows


def _path(base: Row, made: Row) -> str:
    """Lead down in the base's lane and round the corner into the point that was made from it."""
    if base.x == made.x:
        return f"M{base.x} {base.y}V{made.y}"
    side = BEND if made.x > base.x else -BEND
    return f"M{base.x} {base.y}V{made.y - BEND}Q{base.x} {made.y} {base.x + side} {made.y}H{made.x}"


def broken(name: str, room: float) -> list[str]:
    """Break a name into lines that the room holds, after a blank, hyphen or slash, or where there is none, anywhere."""
    lines, line = [], ""
    for piece in BREAK.split(name):
        if line and _width(line + piece.rstrip()) > room:
            lines.append(line)
            line = ""
        for letter in piece:
            if _width(line + letter.rstrip()) > room:
                lines.append(line)
                line = ""
            line += letter
    return [each.strip() for each in [*lines, line]]


def _width(text: str) -> float:
    return LETTER * sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
