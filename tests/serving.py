"""Real servers for tests: the site served by granian in processes of its own, and visitors who speak HTTP."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.people import Form, forms

ROOT = Path(__file__).parents[1]
PATIENCE = 20.0
# Debian's browser, as root in a test machine, without its own calls to the outside.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS = ["--no-sandbox", "--disable-gpu", *QUIET]


def free_port() -> int:
    """Find a port that nobody serves on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@dataclass
class Site:
    """Be a served site: its address, its folder, its processes."""

    address: str
    folder: Path
    process: subprocess.Popen
    environ: dict[str, str]

    def flask(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run one of the operator's commands on this site."""
        command = [sys.executable, "-m", "flask", "--app", "app", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environ, capture_output=True, text=True, check=False)

    def workers(self) -> list[int]:
        """List the processes that answer: the children of the one that was started."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        told = [(int(child), Path(f"/proc/{child}/cmdline").read_bytes()) for child in children]
        return [child for child, command in told if b"resource_tracker" not in command]


@contextmanager
def served(launched: Path, folder: Path, workers: int = 1, **settings: str) -> Iterator[Site]:
    """Serve a copy of a launched site, with settings of its own, until the test is over."""
    shutil.copytree(launched, folder, symlinks=True)
    folder.chmod(0o700)
    port = free_port()
    given = {"PASSERELLE_DATA_DIR": str(folder), "PORT": str(port), "PASSERELLE_WORKERS": str(workers)}
    environ = os.environ | given | settings | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "app.py"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        ready, lines = threading.Event(), list[str]()
        reader = threading.Thread(target=_read, args=(process, lines, ready), daemon=True)
        reader.start()
        try:
            assert ready.wait(PATIENCE), "".join(lines)
            yield Site(f"http://127.0.0.1:{port}", folder, process, environ)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
            reader.join(5)


def _read(process: subprocess.Popen, lines: list[str], ready: threading.Event) -> None:
    for line in process.stdout:
        lines.append(line)
        if re.search(r"Started worker-\d+$", line.strip()):
            ready.set()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a real browser."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield started
        started.close()


@dataclass
class Answer:
    """Hold what a server answered."""

    status_code: int
    text: str
    location: str


@dataclass
class Visitor:
    """Be a browser without a window: keeps cookies, sends forms, and sends again when the line breaks."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, str | list[str]]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urllib.parse.urlencode(data, doseq=True))

    def form(self, path: str, action: str = "") -> Form:
        """Find the form of a page whose action ends so."""
        return next(f for f in forms(self.get(path)) if (f.action or path).endswith(action))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(method, path, body)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > until:
                    raise

    def _once(self, method: str, path: str, body: str | None) -> Answer:
        parts = urllib.parse.urlsplit(self.address)
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, body, {name: value for name, value in headers.items() if value})
            told = line.getresponse()
            for cookie in told.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(told.status, told.read().decode(), told.getheader("Location") or "")
        finally:
            line.close()
