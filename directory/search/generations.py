"""The folders of the index: one generation is current; a new one is made aside and takes its place at once."""

import math
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CURRENT = "current"
UNFINISHED, FINISHED = "new-", "gen-"
# A reader may still be opening a generation that was replaced.
KEPT_SECONDS = 60
# Left where an entry was taken down, until a rebuild has left its words behind.
FORGET = "forget"
TAKEN_DOWN = "it holds words of what was taken down"


class Damaged(Exception):
    """Say that the index cannot be opened, read or written; it is rebuilt."""


@dataclass(frozen=True)
class State:
    """Say at which change a generation stands, which content made it, on which boot it was last written."""

    revision: int
    digest: str
    boot: str
    form: str
    companies: int


def current(home: Path) -> Path | None:
    """Name the folder of the current generation, None where there is none."""
    try:
        name = (home / CURRENT).readlink().name
    except OSError:
        return None
    return home / name if name.startswith(FINISHED) else None


def newest_commit(folder: Path) -> int:
    """Give the number of the newest commit in a generation's folder, -1 where there is none; costs one listing."""
    try:
        names = [file.name for file in folder.iterdir()]
    except OSError:
        return -1
    numbers = [name[len("_MAIN_") : -len(".toc")] for name in names if name.startswith("_MAIN_")]
    return max((int(n) for n in numbers if n.isdigit()), default=-1)


def standing(home: Path) -> str:
    """Identify the current generation and its newest commit, "" where there is none; costs microseconds."""
    folder = current(home)
    commit = newest_commit(folder) if folder else -1
    return f"{folder.name}.{commit}" if folder and commit >= 0 else ""


def forget(home: Path) -> None:
    """Note that the index holds words of what was taken down."""
    (home / FORGET).touch(mode=0o600)


def must_forget(home: Path) -> bool:
    """Tell whether the index holds words of what was taken down."""
    return (home / FORGET).exists()


def forgotten(home: Path) -> None:
    """Note that it was rebuilt without them: what came before goes at once."""
    if must_forget(home):
        # Whatever the clock says: it may have been set back since.
        sweep(home, age=-math.inf)
        (home / FORGET).unlink()


def replace(home: Path, write: Callable[[Path], object]) -> Path:
    """Have a new generation written aside, then make it current; only who holds the indexer's lock may call this."""
    if home.exists() and not home.is_dir():
        home.unlink()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(home)
    unfinished = home / f"{UNFINISHED}{time.time_ns()}"
    write(unfinished)
    finished = home / f"{FINISHED}{unfinished.name.removeprefix(UNFINISHED)}"
    unfinished.rename(finished)
    if old := current(home):
        _touch(old)
    _point(home, finished.name)
    return finished


def _point(home: Path, name: str) -> None:
    """Rename a link over the old one, so that there is always one; a folder or file in its place goes."""
    link, aside = home / CURRENT, home / f"{CURRENT}.new"
    aside.unlink(missing_ok=True)
    aside.symlink_to(name)
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    aside.rename(link)
    sync(home)


def _touch(folder: Path) -> None:
    """Note in a folder's time when it was replaced."""
    if folder.exists():
        os.utime(folder)


def sweep(home: Path, age: float = KEPT_SECONDS) -> None:
    """Remove what a killed rebuild left, and generations that were replaced a minute ago."""
    kept = current(home)
    for folder in home.iterdir() if home.is_dir() else ():
        unfinished = folder.name.startswith(UNFINISHED)
        replaced = folder.name.startswith(FINISHED) and folder != kept and _age(folder) >= age
        if unfinished or replaced:
            shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    return time.time() - folder.lstat().st_mtime


def sync(path: Path) -> None:
    """Have a file or folder reach the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
