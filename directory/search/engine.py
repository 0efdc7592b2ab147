"""Searching in this process: one opened generation behind a lock, and no exception: no index means None."""

import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from directory.search import generations
from directory.search.index import Damaged, Reader, State
from directory.search.near import Beginnings
from directory.search.query import Clause

log = logging.getLogger("passerelle.search")


class Engine:
    """Hold the current generation open; a newer one is opened before the old one is let go."""

    def __init__(self, home: Path) -> None:
        """Open nothing yet."""
        self.home = home
        self.suspect = threading.Event()
        self._lock = threading.Lock()
        self._standing = ""
        self._reader: Reader | None = None
        self._spelt: tuple[Reader | None, Beginnings] = None, Beginnings(())

    def standing(self) -> str:
        """Identify what this process searches in, "" where it falls back to SQL: part of a page's validator."""
        with self._lock:
            return self._standing if self._current() else ""

    def state(self) -> State | None:
        """Say at which change the index stands, None where it cannot be read."""
        with self._lock:
            reader = self._current()
            return reader.state if reader else None

    def digests(self, slugs: Iterable[str]) -> dict[str, str]:
        """Give the content hashes of those of these companies that are indexed."""
        with self._lock:
            reader = self._current()
            try:
                held = {slug: reader.digest(slug) for slug in slugs} if reader else {}
            except Damaged as damage:
                self._give_up(damage)
                return {}
            return {slug: digest for slug, digest in held.items() if digest}

    def search(self, clauses: Sequence[Clause], text: str, *, every: bool) -> dict[str, float] | None:
        """Score companies by their address; None where the index cannot answer, which is then rebuilt."""
        with self._lock:
            reader = self._current()
            try:
                return reader.search(clauses, text, every=every) if reader else None
            except Damaged as damage:
                self._give_up(damage)
                return None

    def named(self, words: Sequence[str], *, most: int) -> list[str] | None:
        """List the companies whose names hold all words, the last as a beginning, the best first; None as above."""
        with self._lock:
            reader = self._current()
            try:
                return reader.named(words, most=most) if reader else None
            except Damaged as damage:
                self._give_up(damage)
                return None

    def near(self, word: str, *, names: bool) -> list[str]:
        """List the words that are spelt nearly so in companies' names (`names`), which their addresses are made of."""
        with self._lock:
            reader = self._current() if names else None
            if reader and self._spelt[0] is not reader:
                self._spelt = reader, Beginnings(word for slug in reader.slugs for word in slug.split("-"))
            return self._spelt[1].near(word) if reader else []

    def _current(self) -> Reader | None:
        found = generations.standing(self.home)
        if found != self._standing:
            self._standing = found
            self._open()
        return self._reader

    def _open(self) -> None:
        old, folder = self._reader, generations.current(self.home)
        try:
            self._reader = Reader(folder, old.segments if old else None) if folder and self._standing else None
        except Damaged as damage:
            self._give_up(damage)
        if old:
            with suppress(Damaged):
                old.close()

    def _give_up(self, damage: Damaged) -> None:
        """Answer without this generation from now on; a rebuilt one will be opened."""
        log.warning("the search index is damaged, searching without it: %s", damage)
        self._reader = None
        self.suspect.set()
