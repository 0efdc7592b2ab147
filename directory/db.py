"""The database: how it is opened, checked, read and written. `write()` is the only way to write."""

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask, request
from flask.cli import AppGroup
from peewee import DatabaseError, DatabaseProxy, InterfaceError, Model, OperationalError, SqliteDatabase
from playhouse.migrations import Runner

from directory.config import Settings
from directory.errors import Refused, Unavailable
from directory.vocabulary import _

SCHEMA = Path(__file__).parent / "schema"
# Durable before fast: NORMAL lost acknowledged commits in 24 of 25 power cuts, FULL none.
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "journal_size_limit": 64 * 1024 * 1024,
}
PATIENCE = 10.0
# What SQLite says of a full or read-only disk, a held lock, a broken device; the last one hides any of them.
UNWRITABLE = ("locked", "full", "readonly", "disk I/O error", "unable to open", "cannot rollback")
LEAST_FREE = 64 * 1024 * 1024
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})

database = DatabaseProxy()
_listeners: list[Callable[[], object]] = []


class Table(Model):
    """Be the base of every table: strict types, one database."""

    class Meta:
        """Bind to the proxy, which `use()` points at a file."""

        database = database
        legacy_table_names = False
        strict_tables = True


class CannotStart(Refused):
    """Refuse to start on a database that would go wrong later."""


def use(file: Path) -> None:
    """Point every table at this SQLite file; nothing is opened yet."""
    database.initialize(SqliteDatabase(str(file), pragmas=PRAGMAS, timeout=PATIENCE))


def file_in_use() -> Path:
    """Name the SQLite file that the tables are bound to."""
    return Path(str(database.database))


def on_commit(listener: Callable[[], object]) -> None:
    """Have `listener` called after each outermost `write()` that was committed, in the same thread."""
    _listeners.append(listener)


@contextmanager
def write(patience: float = PATIENCE) -> Iterator[None]:
    """Open the one kind of write transaction: wait at the gate, take the lock, commit, tell the listeners.

    Inside an open `write()` it is a savepoint. Raises Unavailable where the disk or a lock stands in the way.
    """
    if database.in_transaction():
        with database.atomic():
            yield
        return
    with _saving(), _gate(patience), database.atomic("IMMEDIATE"):
        yield
    for listener in _listeners:
        listener()


@contextmanager
def _saving() -> Iterator[None]:
    """Turn a full disk, a read-only file and a held lock into one sentence; a rollback may hide them."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        if not any(word in str(error) for word in UNWRITABLE):
            raise
        raise _unwritable() from error


@contextmanager
def _gate(patience: float) -> Iterator[None]:
    """Queue writers in front of SQLite, whose busy handler lets some starve; also keeps checkpoints apart.

    Whoever is next waits in the turnstile `.next` until the gate is free: who comes from the gate stands behind it.
    """
    until = time.monotonic() + patience
    with ExitStack() as turnstile:
        turnstile.enter_context(_locked("next", until, pause=0.002))
        # Only one waits here, so it may look often.
        with _locked("gate", until, pause=0.0005):
            turnstile.close()
            yield


@contextmanager
def _locked(part: str, until: float, pause: float) -> Iterator[None]:
    """Hold the lock file of this name beside the database; threads queue like processes do."""
    try:
        handle = os.open(f"{file_in_use()}.{part}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unwritable() from error
    try:
        while not _lock(handle):
            if time.monotonic() > until:
                raise _busy()
            time.sleep(pause)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unwritable() -> Unavailable:
    return Unavailable(
        _("This was not saved: the database cannot be written at the moment. Please try again in a minute.")
    )


def _busy() -> Unavailable:
    return Unavailable(_("This was not saved: others are saving at the moment. Please try again in a minute."))


def checkpoint() -> None:
    """Move the write-ahead log into the database and empty it: what was erased is in neither. Raises Unavailable."""
    with _saving(), _gate(PATIENCE):
        busy = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise Unavailable("Its log could not be emptied, because somebody is reading. Type it again in a minute.")


def runner() -> Runner:
    """Give the runner of the numbered migrations."""
    return Runner(database.obj, str(SCHEMA))


def upgrade(file: Path) -> list[str]:
    """Create the folder and the file where missing and apply what is pending; return the names applied."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _readable(), database.connection_context(), _gate(PATIENCE):
        return list(runner().up())


def check_schema() -> None:
    """Raise CannotStart where there is no database, migrations are pending or the file is newer than this code."""
    if not file_in_use().exists():
        msg = "There is no database at %(file)s. Type: flask --app app db upgrade"
        raise CannotStart(msg, file=str(file_in_use()))
    with _readable(), database.connection_context():
        states = runner().status()
    if any(state.path is None for state in states):
        msg = "The database was written by a newer version of Passerelle. Install that version, or restore a backup."
        raise CannotStart(msg)
    if any(not state.applied for state in states):
        msg = "The database is not up to date. Type: flask --app app db upgrade"
        raise CannotStart(msg)


def check(file: Path) -> None:
    """Run the start checks on folder, space, file system and content; raise CannotStart with what to do."""
    _check_folder(file.parent)
    check_schema()
    with _readable(), database.connection_context():
        _check_content()


@contextmanager
def _readable() -> Iterator[None]:
    """Say in one sentence that SQLite cannot read the file."""
    try:
        yield
    except OperationalError as error:
        msg = "The database cannot be opened (%(error)s). Does another program hold it?"
        raise CannotStart(msg, error=error) from error
    except DatabaseError as error:
        raise _damaged(str(error)) from error


def _damaged(damage: str) -> CannotStart:
    msg = "The database is damaged (%(damage)s). Stop, keep the file, and restore the newest backup."
    return CannotStart(msg, damage=damage)


def _check_folder(folder: Path) -> None:
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        msg = "The data folder %(folder)s is missing or cannot be written. Create it, owned by the user who runs this."
        raise CannotStart(msg, folder=str(folder))
    if folder.stat().st_mode & 0o077:
        msg = "The data folder %(folder)s can be read by others. Type: chmod 700 %(folder)s"
        raise CannotStart(msg, folder=str(folder))
    if shutil.disk_usage(folder).free < LEAST_FREE:
        msg = "The disk of %(folder)s is nearly full (less than 64 MB are free). Make room first."
        raise CannotStart(msg, folder=str(folder))
    if (kind := _file_system(folder)) in NETWORK_FILE_SYSTEMS:
        msg = "The data folder %(folder)s is on a network file system (%(kind)s), where locks fail. Use a local disk."
        raise CannotStart(msg, folder=str(folder), kind=kind)


def _file_system(folder: Path) -> str:
    """Name the type of the mount that holds the folder, as /proc tells it; "" where it does not."""
    mounts = Path("/proc/self/mounts")
    found = ("", "")
    for line in mounts.read_text().splitlines() if mounts.exists() else []:
        _, place, kind, *_ = line.split(" ")
        if folder.is_relative_to(place) and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]


def _check_content() -> None:
    if database.execute_sql("PRAGMA journal_mode").fetchone()[0] != "wal":
        msg = "The database does not use write-ahead logging. Is its folder on a local disk?"
        raise CannotStart(msg)
    damage = database.execute_sql("PRAGMA quick_check(1)").fetchone()[0]
    if damage != "ok" or database.execute_sql("PRAGMA foreign_key_check").fetchone():
        raise _damaged(damage if damage != "ok" else "rows point to missing rows")


def version() -> str:
    """Name the SQLite that runs, for the operator: versions up to 3.51.2 rely on the gate (DECISIONS.md)."""
    return sqlite3.sqlite_version


def init_app(app: Flask) -> None:
    """Bind the tables to the settings' file, give each request one connection, add `flask db upgrade`."""
    settings: Settings = app.config["SETTINGS"]
    use(settings.database)
    app.cli.add_command(commands)

    @app.before_request
    def open_connection() -> None:
        if request.endpoint != "static":
            database.connect(reuse_if_open=True)

    @app.teardown_request
    def close_connection(_: BaseException | None) -> None:
        if not database.is_closed():
            database.close()


Params = ParamSpec("Params")


def on_database(command: Callable[Params, None]) -> Callable[Params, None]:
    """Let an operator's command run on an up-to-date database only, and tell a refusal in one sentence."""

    @wraps(command)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> None:
        try:
            check_schema()
            command(*args, **kwargs)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return run


commands = AppGroup("db", help="The database.")


@commands.command("upgrade")
def upgrade_command() -> None:
    """Create the database where it is missing and bring its tables up to date."""
    try:
        applied = upgrade(file_in_use())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"Applied: {', '.join(applied)}." if applied else "The database is up to date.")
