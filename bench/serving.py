"""Servers on this machine's loopback, started for the measurement, and how they are asked and weighed."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parents[1]
LOOPBACK = "127.0.0.1"
PATIENCE = 300.0
PAUSE = 0.005


@dataclass(frozen=True)
class Answer:
    """Hold an answer, and the milliseconds from the first byte sent to the last one received."""

    status: int
    body: str
    milliseconds: float


@dataclass(frozen=True)
class Memory:
    """Hold what the serving process has in memory, in megabytes; Pss counts shared pages by their share."""

    rss: float
    pss: float


@dataclass(frozen=True)
class Server:
    """Be a running server: its port, its first process, and the seconds from its start to its first answer."""

    port: int
    process: int
    seconds: float

    def ask(self, path: str) -> Answer:
        """Ask for a page over a connection of its own."""
        return _ask(self.port, path)

    def page(self, path: str) -> Answer:
        """Ask for a page that has to be there."""
        answer = self.ask(path)
        if answer.status != http.client.OK:
            sys.exit(f"{path} answered {answer.status}: {answer.body[:500]}")
        return answer

    def memory(self) -> Memory:
        """Weigh the process that answers: the one child that is no helper of the interpreter, or the first one."""
        told = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        workers = [child for child in told if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()]
        process = workers[0] if workers else self.process
        weighed = Path(f"/proc/{process}/smaps_rollup").read_text()
        rss, pss = (re.search(rf"^{name}: +(\d+) kB", weighed, re.MULTILINE) for name in ("Rss", "Pss"))
        assert rss, pss  # noqa: S101  (the kernel writes both)
        return Memory(int(rss[1]) / 1024, int(pss[1]) / 1024 if pss else 0)


def _ask(port: int, path: str) -> Answer:
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE)
    start = time.perf_counter()
    try:
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    return Answer(answer.status, body.decode(), (time.perf_counter() - start) * 1000)


def free_port() -> int:
    """Find a port that nobody serves on."""
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return int(trial.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], port: int, path: str, given: Mapping[str, str]) -> Iterator[Server]:
    """Serve until the measurement is over; the server is there when it has answered this page."""
    start = time.perf_counter()
    environment = os.environ | given
    with subprocess.Popen(  # noqa: S603  (our own)
        command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while not _answers(port, path):
                if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                    sys.exit(f"This does not serve: {' '.join(command)}")
                time.sleep(PAUSE)
            yield Server(port, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _answers(port: int, path: str) -> bool:
    try:
        return _ask(port, path).status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False


@contextmanager
def passerelle(data: Path, path: str) -> Iterator[Server]:
    """Serve Passerelle as `make run` does, with one worker."""
    port = free_port()
    given = {"PASSERELLE_DATA_DIR": str(data), "PORT": str(port), "PASSERELLE_WORKERS": "1"}
    with serving([sys.executable, "app.py"], port, path, given) as server:
        yield server
