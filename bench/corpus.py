"""A data folder with made-up companies, made as an operator makes one: each command in a process of its own, timed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import made_up, rival
from bench.serving import HOME
from directory.search import generations

SEED = 20261124
COMMANDS = (("db", "upgrade"), ("seeds", "load"), ("import", "companies.jsonl"))
MAKE_INDEX = ("search", "rebuild", "--if-needed")


@dataclass(frozen=True)
class Timed:
    """Hold what one command took: seconds, those of the processor alone, and the most memory it held, in megabytes."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Corpus:
    """Be the folder of one size; what its commands took when it was made is kept beside them."""

    folder: Path
    count: int

    @property
    def lines(self) -> Path:
        """Name the companies as JSON Lines."""
        return self.folder / "companies.jsonl"

    @property
    def flat(self) -> Path:
        """Name the same companies as Datasette's table."""
        return self.folder / "flat.db"

    @property
    def timed(self) -> dict[str, Timed]:
        """Give what the commands took, by their names."""
        kept = self.folder / "timed.json"
        return {key: Timed(**each) for key, each in json.loads(kept.read_text()).items()} if kept.exists() else {}

    def megabytes(self) -> dict[str, float]:
        """Weigh the database, the index and what they are compared with."""
        index = generations.current(self.folder / "index")
        return {
            "JSON Lines": _size(self.lines),
            "database": _size(self.folder / "passerelle.db"),
            "index": sum(map(_size, index.iterdir())) if index else 0,
            "Datasette's database": _size(self.flat),
        }

    def make(self, say: Callable[[str], None]) -> None:
        """Make what is missing; the index is made anew where the code that makes it changed."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.lines.exists():
            say("making companies up")
            draft = self.lines.with_suffix(".draft")
            made_up.write(draft, self.count, SEED)
            draft.rename(self.lines)
        for command in COMMANDS:
            if " ".join(command) not in self.timed:
                self._run(say, command)
        self._index(say)
        say("writing Datasette's table")
        rival.make(self.lines, self.flat)

    def _index(self, say: Callable[[str], None]) -> None:
        """Keep the time of an index that was made, not that of finding one in order."""
        kept, before = self.timed, generations.current(self.folder / "index")
        self._run(say, MAKE_INDEX)
        if before and before == generations.current(self.folder / "index"):
            self._keep(kept)

    def _run(self, say: Callable[[str], None], arguments: Sequence[str]) -> None:
        """Run one command in a process of its own; stop where it fails."""
        name = " ".join(arguments)
        say(name)
        given = {"PASSERELLE_DATA_DIR": str(self.folder), "PASSERELLE_INDEXER": "off"}
        named = [str(self.lines) if word == self.lines.name else word for word in arguments]
        command = [sys.executable, "-m", "flask", "--app", "app", *named]
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=HOME, env=os.environ | given, stdout=subprocess.DEVNULL)  # noqa: S603  (our own)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"This failed: {' '.join(command)}")
        seconds, processor = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
        self._keep(self.timed | {name: Timed(seconds, processor, usage.ru_maxrss / 1024)})

    def _keep(self, timed: dict[str, Timed]) -> None:
        kept = {name: asdict(each) for name, each in timed.items()}
        (self.folder / "timed.json").write_text(json.dumps(kept, indent=1))


def _size(file: Path) -> float:
    return file.stat().st_size / 1e6
