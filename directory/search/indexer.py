"""Keep the index up with the ledger: after the commit, never in it, and never in a request.

Each process may run the thread; whoever gets the lock works. What is to be done is read from the ledger and from
the index itself, so a kill at any moment loses nothing: the next step sees the same and does it again.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from peewee import PeeweeException

from directory import clock, db
from directory.catalogue.kinds import Kind
from directory.errors import Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.search import content, generations, index, queries, snapshot
from directory.search.content import Indexed
from directory.search.engine import Engine
from directory.search.generations import Damaged, State
from directory.search.index import FORM, Reader
from directory.search.placed import Placed

BATCH = 500
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
LOCK_PAUSE = 0.05
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

Progress = Callable[[Sequence[str]], Iterable[str]]

# What the disk, the database, the index or one odd document may do: the thread outlives all of it.
FAULTS = (
    *(Damaged, PeeweeException, Refused, OSError, MemoryError),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
)

log = logging.getLogger("passerelle.search")


class Indexer:
    """Do what is due to one index: catch up, or rebuild."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine that reports damage; its home is the index."""
        self.engine = engine
        self.home = engine.home
        self._done: tuple[tuple[int, str], str] | None = None
        self._pause, self._until = SHORTEST_PAUSE, -LONGEST_PAUSE

    def step(self, progress: Progress = iter) -> str:
        """Do what is due and name it: "rebuilt", "caught up", or "" for nothing (or another process is at it)."""
        seen = (queries.newest_change(), generations.standing(self.home))
        if self._calm() or (seen == self._done and not self.engine.suspect.is_set()):
            return ""
        with lock(self.home) as held:
            done = self.work(progress) if held else ""
            if held and not done:
                self._done = seen
            return done

    def work(self, progress: Progress = iter) -> str:
        """Do what is due and name it; only who holds the lock may call this."""
        state = self.engine.state()
        reason = self._reason(state)
        changes = history.since(state.revision, BATCH) if state and not reason else ()
        if state and changes:
            self._catch_up(state, changes)
            generations.sweep(self.home)
            return "caught up"
        reason = reason or (generations.TAKEN_DOWN if generations.must_forget(self.home) else "")
        if not reason:
            return ""
        log.info("the search index is rebuilt: %s", reason)
        if self.engine.suspect.is_set():
            self._wait()
        self.rebuild(progress)
        return "rebuilt"

    def _reason(self, state: State | None) -> str:
        """Say why the index must be rebuilt before anything else, "" where it need not."""
        if state is None:
            return "there is none that can be read"
        # It may open and still be damaged further in, where only a search or the next commit comes.
        return outdated(state) or ("it is damaged" if self.engine.suspect.is_set() else "")

    def _calm(self) -> bool:
        """Tell whether damage has to wait: where a rebuild did not heal it, the next one waits longer each time."""
        return self.engine.suspect.is_set() and time.monotonic() < self._until

    def _wait(self) -> None:
        """Have damage wait from now on: the first two times not at all, then ever longer, up to a minute."""
        now = time.monotonic()
        fresh = now > self._until + LONGEST_PAUSE
        self._until = now + (0.0 if fresh else self._pause)
        self._pause = SHORTEST_PAUSE if fresh else min(2 * self._pause, LONGEST_PAUSE)

    def rebuild(self, progress: Progress = iter) -> None:
        """Write a new generation of all that is published, probe it and make it the current one.

        `progress` may watch the companies go by; it is given their addresses.
        """
        revision, digest = queries.newest_change()
        state = State(revision, digest, boot(), FORM, 0)

        def write(folder: Path) -> None:
            index.create(folder, _indexed(progress(queries.every_slug())), state)
            Reader(folder).close()

        generations.replace(self.home, write)
        self.engine.suspect.clear()
        generations.forgotten(self.home)

    def _catch_up(self, state: State, changes: Sequence[Change]) -> None:
        """Bring the companies that changed to their present state, and the index to the last of the changes."""
        folder = generations.current(self.home)
        assert folder is not None  # noqa: S101  (its state was just read, under the lock)
        newest = changes[-1]
        if any(change.act == "withdrawn" and change.kind == Kind.COMPANY for change in changes):
            # Its words stay in the segments: they go with a rebuild, once everything else is found.
            generations.forget(self.home)
        touched = sorted({change.slug for change in changes if change.kind == Kind.COMPANY})
        moved = State(newest.number, newest.digest, boot(), FORM, state.companies)
        try:
            index.update(folder, touched, _indexed(touched), moved)
        except Damaged:
            self.engine.suspect.set()
            raise


def outdated(state: State) -> str:
    """Say why an index must be rebuilt instead of caught up, "" where it need not."""
    if state.form != FORM:
        return "it was written by another version"
    if state.boot != boot():
        return "the machine was started again since its last commit"
    if queries.digest_of(state.revision) != state.digest:
        return "it is not of this ledger (a restored backup)"
    return ""


def boot() -> str:
    """Identify the machine's start, "" where it does not tell."""
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""


def _indexed(slugs: Iterable[str]) -> Iterator[Indexed]:
    return map(content.indexed, queries.documents(slugs))


@contextmanager
def lock(home: Path, patience: float = 0) -> Iterator[bool]:
    """Try, for some seconds, to be the only one who writes the index; freed by the kernel when a process dies."""
    home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(home.with_name("indexer.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _locked(handle, time.monotonic() + patience)
    finally:
        os.close(handle)


def _locked(handle: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(LOCK_PAUSE)
        else:
            return True


class Worker:
    """Run the indexer in a thread of its own, one a process, from its first request on."""

    def __init__(self, indexer: Indexer) -> None:
        """Start nothing yet: a process that only forks others must not have threads."""
        self._indexer = indexer
        self._wake = threading.Event()
        self._starting = threading.Lock()
        self._process = 0

    def start(self) -> None:
        """Start the thread unless this process has it already; a forked child has not."""
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            threading.Thread(target=self._run, name="indexer", daemon=True).start()

    def wake(self) -> None:
        """Have it look now instead of within half a second."""
        self._wake.set()

    def _run(self) -> None:
        pause = SHORTEST_PAUSE
        with self._indexer.engine.led():
            while True:
                pause = SHORTEST_PAUSE if self._try() else min(pause * 2, LONGEST_PAUSE)
                self._wake.wait(pause)
                self._wake.clear()

    def _warm(self) -> None:
        """Have at hand what the next search would have to make first: masks, names, the newest segments by bits."""
        shot = snapshot.warm(clock.today())
        self._indexer.engine.refresh()
        self._indexer.engine.ask(shot.grid.bits, Placed.words)

    def _try(self) -> bool:
        """Do all that is due; a failure is logged, and tried again after a longer pause."""
        try:
            with db.database.connection_context():
                while self._indexer.step():
                    pass
                self._warm()
        except FAULTS:
            log.exception("the search index could not be brought up to date")
            return False
        return True
