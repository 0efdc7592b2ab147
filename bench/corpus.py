"""Measure a made-up directory: import it, index it, ask it. `python -m bench.corpus --companies 10000`.

Everything happens in a throw-away folder. Commands run as an operator runs them, each in its own process; pages
are asked for in this process, through the whole application, without a network.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.parse import quote

from flask.testing import FlaskClient

from bench.made_up import Maker, models
from directory import create_app, db
from directory.config import Settings
from directory.ledger import imports

HOME = Path(__file__).parents[1]
PAGES = {
    "the whole directory": "/companies",
    "its last pages": "/companies?sort=name&page=450",
    "six facets chosen": "/companies?country=DE&country=FR&model=qwen&route=self-hosted&sector=health&year=2025",
    "one word, few hits": "/companies?q={rare}",
    "one word, many hits": "/companies?q={common}",
    "a word that all have": "/companies?q=example",
    "a model": "/companies?q=qwen",
    "a model in Chinese": "/companies?q=" + quote("通义千问"),
    "a model and a country": "/companies?q=deepseek+allemagne",
    "two words and two facets": "/companies?q={common}+qwen&country=DE&use=production",
    "a beginning": "/companies?q={common:.3}",
    "a phrase that all have": "/companies?q=%22made+up%22",
    "a phrase that few have": "/companies?q=%22{common}+{rare}%22",
    "twelve common words": "/companies?q=example+company+made+up+measure+with+model+uses+it+qwen+{common}+{rare}",
    "no hit": "/companies?q=xqzzwv",
}


@dataclass(frozen=True)
class Timed:
    """Hold what one command took: seconds, those of the processor alone, and the most memory it held, in megabytes."""

    name: str
    seconds: float
    processor: float
    megabytes: float


def main() -> None:
    """Make, import, index and ask; print two tables."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as folder:
        lines = Path(folder, "companies.jsonl")
        maker = write(lines, options.companies, options.seed)
        data = Path(folder, "data")
        print(
            f"{options.companies} made-up companies, {lines.stat().st_size / 1e6:.0f} MB of JSON Lines. {machine()}\n"
        )
        print("| command | seconds | of them computing | companies/s | peak memory |\n|---|---|---|---|---|")
        for timed in commands(data, lines):
            rate = options.companies / timed.seconds
            told = f"{timed.seconds:.1f} | {timed.processor:.1f} | {rate:.0f} | {timed.megabytes:.0f} MB"
            print(f"| `{timed.name}` | {told} |", flush=True)
        print("\n| page | address | first | median | slowest |\n|---|---|---|---|---|")
        for row in pages(data, maker, options.repeat):
            print(row, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the process that answered: {peak:.0f} MB.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure a made-up directory.")
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--seed", type=int, default=20261124)
    return parser.parse_args()


def write(file: Path, count: int, seed: int) -> Maker:
    """Write made-up companies as JSON Lines."""
    maker = Maker(models(imports.launch_data(HOME / "seeds")), seed)
    with file.open("w", encoding="utf-8") as out:
        for company in maker.companies(count):
            out.write(json.dumps(company, ensure_ascii=False) + "\n")
    return maker


def commands(data: Path, lines: Path) -> Iterator[Timed]:
    """Run what an operator would run, and time it."""
    yield _timed(data, "db", "upgrade")
    yield _timed(data, "seeds", "load")
    yield _timed(data, "import", str(lines))
    yield _timed(data, "search", "rebuild")
    yield _timed(data, "search", "check")


def _timed(data: Path, *arguments: str) -> Timed:
    """Run one command in a process of its own; stop where it fails."""
    environment = os.environ | {"PASSERELLE_DATA_DIR": str(data), "PASSERELLE_INDEXER": "off"}
    command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  (our own)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"This failed: {' '.join(command)}")
    name = " ".join(Path(argument).name for argument in arguments)
    processor = usage.ru_utime + usage.ru_stime
    return Timed(name, time.perf_counter() - start, processor, usage.ru_maxrss / 1024)


def pages(data: Path, maker: Maker, repeat: int) -> Iterator[str]:
    """Ask for every page, the first time with nothing kept, and give a row of the table for each."""
    words = {"rare": maker.words[3000], "common": maker.words[0]}
    app = create_app(Settings(data_dir=str(data), secret_key="measured, and thrown away " * 2, indexer="off"))
    visitor = app.test_client()
    for name, pattern in PAGES.items():
        address = pattern.format(**words)
        times = [_ask(visitor, address) for _ in range(repeat + 1)]
        rest = times[1:]
        told = f"{times[0]:.1f} ms | {median(rest):.1f} ms | {max(rest):.1f} ms"
        yield f"| {name} | `{address}` | {told} |"
    if not db.database.is_closed():
        db.database.close()


def _ask(visitor: FlaskClient, address: str) -> float:
    start = time.perf_counter()
    answer = visitor.get(address)
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200 or b'class="total"' not in answer.data:
        sys.exit(f"{address} answered {answer.status_code}.")
    return taken


def machine() -> str:
    """Say what this was measured on."""
    named: Sequence[str] = ("flask", "peewee", "whoosh3")
    versions = ", ".join(f"{name} {version(name)}" for name in named)
    cores = f"{os.cpu_count()} cores, {platform.machine()}"
    return f"{cores}, Python {platform.python_version()}, SQLite {db.version()}, {versions}."


if __name__ == "__main__":
    main()
