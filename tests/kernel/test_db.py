"""Writing: one at a time, all or nothing, and told in a sentence where it cannot be."""

import multiprocessing
import sqlite3
import threading
from contextlib import closing
from itertools import pairwise

import pytest
from peewee import IntegrityError

from directory import db
from directory.errors import Unavailable
from directory.moderation.models import Person

forked = multiprocessing.get_context("fork")


def add(name):
    Person.create(name=name, role="moderator", created="2026-11-24T12:00:00Z")


def add_and_fail(name):
    with db.write():
        add(name)
        raise ZeroDivisionError


def names(file):
    with closing(sqlite3.connect(file)) as other:
        return {row[0] for row in other.execute("select name from person")}


@pytest.fixture
def file(empty_app, settings):
    return settings.database


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("journal_size_limit", 64 * 1024 * 1024),
    ],
)
def test_a_connection_is_durable_and_guarded(file, pragma, value):
    assert db.database.execute_sql(f"pragma {pragma}").fetchone()[0] == value


def test_a_write_locks_before_it_reads(file):
    with closing(sqlite3.connect(file, timeout=0)) as other:
        with db.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("begin immediate")
        other.execute("begin immediate")


def test_what_was_written_is_there_for_others(file):
    with db.write():
        add("Mona")
        assert names(file) == set()
    assert names(file) == {"Mona"}


def test_an_exception_takes_everything_back_and_frees_the_lock(file):
    with pytest.raises(ZeroDivisionError):
        add_and_fail("Mona")
    assert names(file) == set()
    with db.write(patience=0.1):
        add("Ada")
    assert names(file) == {"Ada"}


def test_a_write_inside_a_write_is_a_savepoint(file):
    with db.write():
        add("Mona")
        with pytest.raises(ZeroDivisionError):
            add_and_fail("Ada")
        with db.write():
            add("Olga")
        assert names(file) == set()
    assert names(file) == {"Mona", "Olga"}


def test_listeners_hear_of_each_outermost_commit_and_of_nothing_else(file):
    heard = []
    db.on_commit(lambda: heard.append(names(file)))
    with db.write():
        with db.write():
            add("Mona")
        assert heard == []
    assert heard == [{"Mona"}]
    with pytest.raises(ZeroDivisionError):
        add_and_fail("Ada")
    assert heard == [{"Mona"}]


def test_a_constraint_is_not_mistaken_for_a_full_disk(file):
    add("Mona")
    with pytest.raises(IntegrityError), db.write():
        add("Mona")


def test_a_lock_held_by_another_program_is_unavailable(file):
    db.database.execute_sql("pragma busy_timeout = 50")
    with closing(sqlite3.connect(file)) as other:
        other.execute("begin immediate")
        with pytest.raises(Unavailable, match="not saved"), db.write():
            add("Mona")
    with db.write():
        add("Ada")
    assert names(file) == {"Ada"}


def start(work, *args):
    """Run work in a process of its own; an open SQLite connection must never cross a fork."""
    db.database.close()
    process = forked.Process(target=work, args=args)
    process.start()
    return process


def _hold(held, done):
    with db.write():
        held.set()
        done.wait()


def test_a_queue_that_does_not_move_is_unavailable_and_moves_again(file):
    held, done = forked.Event(), forked.Event()
    holder = start(_hold, held, done)
    held.wait()
    with pytest.raises(Unavailable, match="others are saving"), db.write(patience=0.05):
        add("Mona")
    done.set()
    holder.join()
    with db.write(patience=1):
        add("Ada")
    assert names(file) == {"Ada"}


def test_the_gate_opens_when_its_holder_is_killed(file):
    held, done = forked.Event(), forked.Event()
    holder = start(_hold, held, done)
    held.wait()
    holder.kill()
    holder.join()
    with db.write(patience=1):
        add("Mona")
    assert names(file) == {"Mona"}


@pytest.mark.parametrize("part", ["gate", "next"])
def test_a_gate_that_cannot_be_opened_is_unavailable(file, part):
    gate = file.with_name(f"{file.name}.{part}")
    gate.unlink(missing_ok=True)
    gate.mkdir()
    with pytest.raises(Unavailable, match="cannot be written"), db.write():
        add("Mona")
    gate.rmdir()
    with db.write():
        add("Ada")
    assert names(file) == {"Ada"}


def _write_in_turn(name, times, ready):
    ready.wait()
    for number in range(times):
        with db.write():
            add(f"{name} {number}")
            # Something to do, so that the gate is shut nearly all of the time.
            sum(range(100_000))


def test_a_busy_process_lets_others_have_their_turns(file):
    times, ready = 100, forked.Barrier(2)
    processes = [start(_write_in_turn, name, times, ready) for name in ("Mona", "Ada")]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 2
    order = [person.name.split()[0] for person in Person.select().order_by(Person.id)]
    assert sum(one != other for one, other in pairwise(order)) > times / 2


def test_threads_of_one_process_queue_too(file):
    inside, done = threading.Event(), threading.Event()

    def hold():
        with db.write():
            inside.set()
            done.wait()
        db.database.close()

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    with pytest.raises(Unavailable), db.write(patience=0.05):
        add("Mona")
    done.set()
    holder.join()
    with db.write():
        add("Ada")
    assert names(file) == {"Ada"}


def test_a_database_that_may_only_be_read_is_unavailable_and_can_still_be_read(file):
    add("Mona")
    db.database.execute_sql("pragma query_only = 1")
    with pytest.raises(Unavailable, match="cannot be written"), db.write():
        add("Ada")
    assert [person.name for person in Person.select()] == ["Mona"]


def test_a_full_disk_is_unavailable_and_heals_without_a_restart(file):
    used = db.database.execute_sql("pragma page_count").fetchone()[0]
    db.database.execute_sql(f"pragma max_page_count = {used}")
    with pytest.raises(Unavailable, match="cannot be written"), db.write():
        add("M" * 100_000)
    db.database.execute_sql("pragma max_page_count = 1000000")
    with db.write():
        add("A" * 100_000)
    assert names(file) == {"A" * 100_000}


def _increment(times):
    for _ in range(times):
        with db.write():
            person = Person.get()
            Person.update(disabled=person.disabled + 1).execute()


def test_processes_that_read_and_write_one_row_lose_nothing(file):
    add("Mona")
    processes = [start(_increment, 100) for _ in range(4)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert Person.get().disabled == 400


def test_the_log_is_emptied_or_it_is_said_who_stands_in_the_way(file):
    log = file.with_name(f"{file.name}-wal")
    with closing(sqlite3.connect(file, isolation_level=None)) as reader, db.database.connection_context():
        reader.execute("begin")
        reader.execute("select count(*) from person").fetchone()
        with db.write():
            add("Mona")
        db.database.execute_sql("PRAGMA busy_timeout = 20")
        with pytest.raises(Unavailable, match="somebody is reading"):
            db.checkpoint()
        reader.execute("commit")
        db.checkpoint()
        assert log.stat().st_size == 0
    assert names(file) == {"Mona"}
