"""Searching in this process: one opened generation behind a lock, and no exception: no index means None."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from directory.search import generations
from directory.search.generations import Damaged, State
from directory.search.index import Reader
from directory.search.placed import Placed

log = logging.getLogger("passerelle.search")
Answer = TypeVar("Answer")


class Engine:
    """Hold the current generation open; a newer one is opened before the old one is let go.

    Where a thread leads, a newer one is made ready by it, and who asks meanwhile is answered from the old one.
    """

    def __init__(self, home: Path) -> None:
        """Open nothing yet."""
        self.home = home
        self.suspect = threading.Event()
        self._lock = threading.Lock()
        self._standing = ""
        self._reader: Reader | None = None
        self._told: str | None = None
        self._led = False

    def standing(self) -> str:
        """Identify what this process searches in, "" where it falls back to SQL: part of a page's validator.

        While the index is being asked it is what was last found: pages that ask nothing wait for nobody.
        """
        if self._lock.acquire(blocking=self._told is None):
            try:
                self._current()
            finally:
                self._lock.release()
        return self._told or ""

    def state(self) -> State | None:
        """Say at which change the index stands, None where it cannot be read."""
        self.refresh()
        with self._lock:
            return self._reader.state if self._reader else None

    def ask(self, bits: Mapping[str, int], work: Callable[[Placed], Answer]) -> Answer | None:
        """Have the index, by the bits of a grid, answer; None where it cannot: it is then rebuilt."""
        with self._lock:
            reader = self._current()
            try:
                return work(reader.on(bits)) if reader else None
            except Damaged as damage:
                self._doubt(damage)
                self._install(self._standing, None)
                return None

    def close(self) -> None:
        """Let the index go; who asks again opens it again."""
        with self._lock:
            self._install("", None)

    @contextmanager
    def led(self) -> Iterator[None]:
        """Promise that this thread calls `refresh()` every other moment, so that nobody else need open anything."""
        self._led = True
        try:
            yield
        finally:
            self._led = False

    def refresh(self) -> None:
        """Open the newest generation and read its words, before the lock is taken; then let it take its place."""
        with self._lock:
            before, known = self._reader, self._standing
        found = generations.standing(self.home)
        if found == known:
            return
        reader = self._opened(found, before, ready=True)
        with self._lock:
            if self._standing == known:
                self._install(found, reader)
            elif reader:
                reader.close()

    def _current(self) -> Reader | None:
        found = generations.standing(self.home)
        if found != self._standing and not (self._led and self._reader):
            self._install(found, self._opened(found, self._reader))
        self._told = self._standing if self._reader else ""
        return self._reader

    def _opened(self, found: str, before: Reader | None, *, ready: bool = False) -> Reader | None:
        folder = generations.current(self.home)
        reader = None
        try:
            reader = Reader(folder, before) if folder and found else None
            if reader and ready:
                reader.words()
        except Damaged as damage:
            self._doubt(damage)
            if reader:
                reader.close()
            return None
        return reader

    def _install(self, standing: str, reader: Reader | None) -> None:
        if self._reader:
            self._reader.close()
        self._standing, self._reader = standing, reader
        self._told = standing if reader else ""

    def _doubt(self, damage: Damaged) -> None:
        """Answer without this generation from now on; a rebuilt one will be opened."""
        log.warning("the search index is damaged, searching without it: %s", damage)
        self.suspect.set()
