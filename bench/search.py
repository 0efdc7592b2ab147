"""Measure search on made-up directories of several sizes, beside Datasette and FTS5; write it into the README.

`python -m bench.search --companies 1000 10000 100000`; `--keep FOLDER` leaves the directories there to be used again.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import report, rival
from bench.corpus import Corpus
from bench.measure import Limits, Measured, measure

SIZES = [1_000, 10_000, 100_000]


def main() -> None:
    """Make, measure and tell."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as throw_away:
        home = options.keep or Path(throw_away)
        sizes = [_measure(Corpus(home / str(count), count), options) for count in sorted(options.companies)]
    report.write(sizes, report.machine(_datasette()))
    print("bench/README.md and its plots are written.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure search on made-up directories.")
    parser.add_argument("--companies", type=int, nargs="+", default=SIZES, help="sizes, from 1000 on")
    parser.add_argument("--rounds", type=int, default=9, help="how often each question is asked at most")
    parser.add_argument("--seconds", type=float, default=150, help="after so long a size gets no further round")
    parser.add_argument("--keep", type=Path, help="make the directories here, or use those that are here")
    return parser.parse_args()


def _measure(corpus: Corpus, options: argparse.Namespace) -> Measured:
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:6.0f} s  {corpus.count:>7,} companies: {what}", file=sys.stderr, flush=True)

    corpus.make(say)
    return measure(corpus, Limits(options.rounds, options.seconds), say)


def _datasette() -> str:
    """Ask Datasette for its version, which comes without a line break."""
    told = subprocess.run([rival.PYTHON, "-m", "datasette", "--version"], capture_output=True, check=True, text=True)  # noqa: S603
    return f"Datasette {told.stdout.split()[-1]}"


if __name__ == "__main__":
    main()
