"""Tell what was measured: tables between the marks of the README, and the plots beside it."""

import os
import platform
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

from bench import plot
from bench.measure import Asked, Measured, Milliseconds
from directory import clock

HERE = Path(__file__).parent
MARKS = re.compile(r"(<!-- measured by bench/search\.py -->\n).*?(<!-- end -->\n)", re.DOTALL)
NAMED = ("flask", "peewee", "whoosh3", "numpy", "rapidfuzz", "granian")
NONE = "–"
LEAST_RATIO = 5


Figure = Callable[[Measured], float | None]


def p95(times: Milliseconds) -> float:
    """Give what nineteen of twenty are below."""
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def ours(asked: Iterable[Asked]) -> Milliseconds:
    """Put all times of Passerelle over HTTP together."""
    return [time for each in asked for time in each.ours]


def theirs(asked: Iterable[Asked]) -> Milliseconds:
    """Put all times of Datasette over HTTP together."""
    return [time for each in asked for time in each.theirs]


def relieved(asked: Iterable[Asked]) -> Milliseconds:
    """Put all times of Datasette without its suggestions together."""
    return [time for each in asked for time in each.relieved]


def unseen(asked: Iterable[Asked]) -> Milliseconds:
    """Put all times of Passerelle's pages that nobody saw before together."""
    return [time for each in asked for time in each.unseen]


def inside(asked: Iterable[Asked]) -> Milliseconds:
    """Put all times of Passerelle without a server together."""
    return [time for each in asked for time in each.inside]


def _median(times: Milliseconds) -> float | None:
    return median(times) if times else None


# What is told of each size: its name, its unit, the figure, and the target where there is one for a size.
FIGURES: list[tuple[str, str, Figure, dict[int, float]]] = [
    ("search page, median", "ms", lambda size: median(ours(size.mix)), {10_000: 10, 100_000: 60}),
    ("search page, 95 of 100 below", "ms", lambda size: p95(ours(size.mix)), {}),
    ("search page, slowest", "ms", lambda size: max(ours(size.mix)), {}),
    ("search page, the first time of each question", "ms", lambda size: median(each.first for each in size.mix), {}),
    ("search page, median, without a server", "ms", lambda size: median(inside(size.mix)), {}),
    ("Datasette, search, median", "ms", lambda size: median(theirs(size.mix)), {}),
    ("Datasette, search, 95 of 100 below", "ms", lambda size: p95(theirs(size.mix)), {}),
    ("Datasette without suggestions, search, median", "ms", lambda size: median(relieved(size.mix)), {}),
    ("browsing, median", "ms", lambda size: median(ours(size.browsing)), {100_000: 3}),
    ("browsing, median of pages not seen before", "ms", lambda size: median(unseen(size.browsing)), {}),
    ("browsing, median, without a server", "ms", lambda size: median(inside(size.browsing)), {}),
    ("Datasette, browsing, median", "ms", lambda size: median(theirs(size.browsing)), {}),
    ("Datasette without suggestions, browsing, median", "ms", lambda size: median(relieved(size.browsing)), {}),
    ("suggestions, median", "ms", lambda size: _median(size.suggest["HTTP"]), {100_000: 2}),
    ("suggestions, median, without a server", "ms", lambda size: _median(size.suggest["inside"]), {}),
    ("bare query, our engine, median", "ms", lambda size: median(size.bare.ours), {}),
    ("bare query, our engine, 95 of 100 below", "ms", lambda size: p95(size.bare.ours), {}),
    ("bare query, FTS5, median", "ms", lambda size: median(size.bare.fts), {}),
    ("bare query, FTS5, 95 of 100 below", "ms", lambda size: p95(size.bare.fts), {}),
    ("commit to found, same process", "s", lambda size: median(size.found["the same process"]), {100_000: 1}),
    ("commit to found, another process", "s", lambda size: median(size.found["another process"]), {100_000: 1}),
    ("memory of the worker (Rss)", "MB", lambda size: size.memory["Passerelle"].rss, {100_000: 250}),
    ("memory of the worker (Pss)", "MB", lambda size: size.memory["Passerelle"].pss, {}),
    ("the same after publishing (Rss)", "MB", lambda size: size.memory["Passerelle, after publishing"].rss, {}),
    ("memory of Datasette (Rss)", "MB", lambda size: size.memory["Datasette"].rss, {}),
    ("start to first answer", "s", lambda size: size.cold["Passerelle"], {}),
    ("start to first answer, Datasette", "s", lambda size: size.cold["Datasette"], {}),
    ("database", "MB", lambda size: size.megabytes["database"], {}),
    ("index", "MB", lambda size: size.megabytes["index"], {}),
    ("import, peak memory", "MB", lambda size: size.commands["import companies.jsonl"].megabytes, {}),
    ("indexing, peak memory", "MB", lambda size: size.commands["search rebuild --if-needed"].megabytes, {}),
]
TIMES = (
    *("search page, median", "Datasette, search, median", "browsing, median", "Datasette, browsing, median"),
    *("bare query, our engine, median", "bare query, FTS5, median"),
)
MEMORY = (
    *("memory of the worker (Rss)", "memory of Datasette (Rss)", "database", "index"),
    *("import, peak memory", "indexing, peak memory"),
)


def write(sizes: Sequence[Measured], machine: str) -> None:
    """Write tables and plots."""
    readme = HERE / "README.md"
    told = "\n\n".join(_parts(sizes, machine))
    readme.write_text(MARKS.sub(lambda found: f"{found[1]}{told}\n{found[2]}", readme.read_text()))
    plot.draw(HERE / "time.svg", "Time, median", "ms", _lines(sizes, TIMES))
    plot.draw(HERE / "memory.svg", "Memory and disk", "MB", _lines(sizes, MEMORY))


def _parts(sizes: Sequence[Measured], machine: str) -> Iterator[str]:
    yield machine
    yield _table(["", "target", *(f"{each.count:,}" for each in sizes)], _summary(sizes))
    yield "![Time against the number of companies, both logarithmic](time.svg)"
    yield "![Memory and disk against the number of companies, both logarithmic](memory.svg)"
    yield "### Made by the operator's commands"
    yield _table(["", *(f"{each.count:,}" for each in sizes)], _made(sizes))
    yield "### Each question: median over HTTP, Passerelle / Datasette, in milliseconds"
    heads = ["question", "for example", *(f"{each.count:,}" for each in sizes), "Datasette otherwise"]
    yield _table(heads, _questions([each.mix for each in sizes]))
    yield "### Browsing without a text: the same"
    yield _table(heads, _questions([each.browsing for each in sizes]))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *rows])


def _summary(sizes: Sequence[Measured]) -> Iterator[list[str]]:
    """Put each figure beside its target; the ratios to Datasette come first."""
    for name, asked in (("search", [each.mix for each in sizes]), ("browsing", [each.browsing for each in sizes])):
        yield [f"times as fast as Datasette, {name}, medians", "≥ 5 ×", *(_ratio(each, theirs) for each in asked)]
        yield ["the same, Datasette without suggestions", "", *(_ratio(each, relieved) for each in asked)]
        yield ["the same, all its questions one after the other", "", *(_ratio(each, relieved, sum) for each in asked)]
        yield ["questions in which it is faster than that", "", *map(_faster, asked)]
    for name, unit, figure, targets in FIGURES:
        wanted = ", ".join(f"≤ {most:g} {unit} at {size:,}" for size, most in targets.items())
        yield [name, wanted, *(_judged(figure(each), unit, targets.get(each.count)) for each in sizes)]


def _judged(figure: float | None, unit: str, most: float | None) -> str:
    if figure is None:
        return NONE
    told = f"{_number(figure)} {unit}"
    return told if most is None else f"**{told}** {'✓' if figure <= most else '✗'}"


def _ratio(
    asked: Sequence[Asked],
    whose: Callable[[Iterable[Asked]], Milliseconds],
    of: Callable[[Iterable[float]], float] = median,
) -> str:
    """Tell how many times as long Datasette takes; the target is judged wherever it is compared."""
    them = [median(whose([each])) for each in asked] if of is sum else whose(asked)
    us = [median(each.ours) for each in asked] if of is sum else ours(asked)
    ratio = of(them) / of(us)
    return f"**{_number(ratio)} ×** {'✓' if ratio >= LEAST_RATIO else '✗'}"


def _faster(asked: Sequence[Asked]) -> str:
    faster = sum(median(each.ours) < median(each.relieved) for each in asked)
    return f"{faster} of {len(asked)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _made(sizes: Sequence[Measured]) -> Iterator[list[str]]:
    for name in sizes[0].commands:
        commands = [each.commands[name] for each in sizes]
        yield [f"`{name}`", *(f"{_number(each.seconds)} s, {each.megabytes:.0f} MB at peak" for each in commands)]
    for name in sizes[0].megabytes:
        yield [f"size: {name}", *(f"{_number(each.megabytes[name])} MB" for each in sizes)]


def _questions(sizes: Sequence[Sequence[Asked]]) -> Iterator[list[str]]:
    for same in zip(*sizes, strict=True):
        question = same[-1].question
        pairs = (f"{_number(median(each.ours))} / {_number(median(each.theirs))}" for each in same)
        yield [question.name, f"`{question.text(1)}`" if question.text(1) else "", *pairs, question.unlike]


def _lines(sizes: Sequence[Measured], wanted: Sequence[str]) -> dict[str, list[plot.Point]]:
    told = {name: [(each.count, figure(each)) for each in sizes] for name, _, figure, _ in FIGURES if name in wanted}
    return {name.replace(", median", ""): [(x, y) for x, y in told[name] if y is not None] for name in wanted}


def machine(datasette: str) -> str:
    """Say what this was measured on."""
    versions = ", ".join(f"{name} {version(name)}" for name in NAMED)
    return (
        f"Measured on {clock.today()} on a machine with {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}; {datasette}."
    )
