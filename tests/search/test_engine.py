"""One process, several threads: who asks does not hold up who only wants to know, nor who opens who asks."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from directory.search import generations, index
from directory.search.content import indexed
from directory.search.engine import Engine
from directory.search.generations import Damaged, State
from directory.search.index import FORM, Reader
from tests.search.conftest import named

BITS = {"red-kite": 0, "blue-kite": 1}
PATIENCE = 60


def write(home, *names):
    state = State(1, "digest", "boot", FORM, 0)
    generations.replace(home, lambda folder: index.create(folder, [indexed(named(name)) for name in names], state))


def kites(engine):
    return engine.ask(BITS, lambda lookup: lookup.postings("text", "kite").numbers.tolist())


@pytest.fixture
def engine(tmp_path):
    home = tmp_path / "index"
    write(home, "Red Kite")
    made = Engine(home)
    yield made
    made.close()


@pytest.fixture
def threads():
    with ThreadPoolExecutor() as pool:
        yield pool


def test_who_asks_for_what_stands_does_not_wait_for_who_searches(engine, threads):
    begun, done = threading.Event(), threading.Event()
    before = engine.standing()
    assert before

    def search(lookup):
        begun.set()
        assert done.wait(PATIENCE)
        return lookup.postings("text", "kite").numbers.tolist()

    answer = threads.submit(engine.ask, BITS, search)
    try:
        assert begun.wait(PATIENCE)
        assert threads.submit(engine.standing).result(PATIENCE) == before
        write(engine.home, "Red Kite", "Blue Kite")
        assert threads.submit(engine.standing).result(PATIENCE) == before, "what this process searches in"
    finally:
        done.set()
    assert answer.result(PATIENCE) == [0]
    assert engine.standing() not in ("", before)


@pytest.fixture
def reading(monkeypatch):
    """Hold up who reads the words of a generation."""
    begun, go = threading.Event(), threading.Event()
    words = Reader.words

    def held_up(reader):
        begun.set()
        assert go.wait(PATIENCE)
        return words(reader)

    monkeypatch.setattr(Reader, "words", held_up)
    yield begun, go
    go.set()


def test_who_asks_is_answered_while_a_new_generation_is_made_ready(engine, threads, reading):
    begun, go = reading
    assert kites(engine) == [0]
    with engine.led():
        write(engine.home, "Red Kite", "Blue Kite")
        refreshing = threads.submit(engine.refresh)
        try:
            assert begun.wait(PATIENCE)
            assert threads.submit(kites, engine).result(PATIENCE) == [0]
        finally:
            go.set()
        refreshing.result(PATIENCE)
        assert sorted(kites(engine)) == [0, 1]


def test_who_has_no_generation_yet_opens_one_though_another_thread_leads(engine):
    with engine.led():
        assert kites(engine) == [0]


def test_a_generation_that_is_opened_twice_is_let_go_once_and_stays(engine, threads, reading):
    begun, go = reading
    refreshing = threads.submit(engine.refresh)
    try:
        assert begun.wait(PATIENCE)
        assert kites(engine) == [0]
    finally:
        go.set()
    refreshing.result(PATIENCE)
    assert kites(engine) == [0]
    assert not engine.suspect.is_set()


def test_a_leader_that_is_gone_leaves_opening_to_who_asks(engine):
    assert kites(engine) == [0]
    with pytest.raises(OSError, match="gone"), engine.led():
        raise OSError("gone")
    write(engine.home, "Red Kite", "Blue Kite")
    assert sorted(kites(engine)) == [0, 1]


def test_a_new_generation_that_cannot_be_read_is_doubted_and_not_searched_in(engine, monkeypatch):
    assert kites(engine) == [0]

    def broken(_):
        raise Damaged("A test says so.")

    monkeypatch.setattr(Reader, "words", broken)
    write(engine.home, "Red Kite", "Blue Kite")
    engine.refresh()
    assert engine.suspect.is_set()
    assert engine.standing() == ""
    assert kites(engine) is None
