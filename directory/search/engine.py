"""Searching in this process: one opened generation behind a lock, and no exception: no index means None."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from directory.search import generations
from directory.search.generations import Damaged, State
from directory.search.index import Reader
from directory.search.placed import Placed

log = logging.getLogger("passerelle.search")
Answer = TypeVar("Answer")


class Engine:
    """Hold the current generation open; a newer one is opened before the old one is let go."""

    def __init__(self, home: Path) -> None:
        """Open nothing yet."""
        self.home = home
        self.suspect = threading.Event()
        self._lock = threading.Lock()
        self._standing = ""
        self._reader: Reader | None = None

    def standing(self) -> str:
        """Identify what this process searches in, "" where it falls back to SQL: part of a page's validator."""
        with self._lock:
            return self._standing if self._current() else ""

    def state(self) -> State | None:
        """Say at which change the index stands, None where it cannot be read."""
        with self._lock:
            reader = self._current()
            return reader.state if reader else None

    def ask(self, bits: Mapping[str, int], work: Callable[[Placed], Answer]) -> Answer | None:
        """Have the index, by the bits of a grid, answer; None where it cannot: it is then rebuilt."""
        return self._asked(lambda reader: work(reader.on(bits)))

    def close(self) -> None:
        """Let the index go; who asks again opens it again."""
        with self._lock:
            _let_go(self._reader)
            self._standing, self._reader = "", None

    def _asked(self, work: Callable[[Reader], Answer]) -> Answer | None:
        with self._lock:
            reader = self._current()
            try:
                return work(reader) if reader else None
            except Damaged as damage:
                self._give_up(damage)
                return None

    def _current(self) -> Reader | None:
        found = generations.standing(self.home)
        if found != self._standing:
            self._standing = found
            self._open()
        return self._reader

    def _open(self) -> None:
        old, folder = self._reader, generations.current(self.home)
        self._reader = None
        try:
            self._reader = Reader(folder, old) if folder and self._standing else None
        except Damaged as damage:
            self._give_up(damage)
        _let_go(old)

    def _give_up(self, damage: Damaged) -> None:
        """Answer without this generation from now on; a rebuilt one will be opened."""
        log.warning("the search index is damaged, searching without it: %s", damage)
        _let_go(self._reader)
        self._reader = None
        self.suspect.set()


def _let_go(reader: Reader | None) -> None:
    if reader:
        reader.close()
