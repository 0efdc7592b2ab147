"""Segments are merged as commits add up; a merge gives every word back where it stood, or the index is made anew."""

import pytest

from directory import db
from directory.catalogue.kinds import Kind
from directory.search import index
from directory.search.indexer import Indexer
from tests.factories import lay_ground, put
from tests.search.conftest import look, named


def test_words_that_stand_nowhere_leave_those_that_do_in_their_places(shelf):
    # "Sky Lark" is found by "skylark" too, which stands nowhere in its text.
    shelf.create(named("Sky Lark"), named("Grand Skylark Works"), named("Works of the Skylark"))
    assert shelf.found('"skylark works"') == ["grand-skylark-works"]
    for number in range(12):
        shelf.update((), named(f"Sky Lark {number}"))
    assert shelf.found('"skylark works"') == ["grand-skylark-works"]
    assert len(shelf.found("skylark")) == 15


def test_an_index_that_can_be_read_and_not_be_written_is_rebuilt(empty_app, monkeypatch):
    def update(*_):
        raise index.Damaged("A merge failed.")

    with db.database.connection_context():
        lay_ground()
        worker = Indexer(empty_app.extensions["search"])
        assert list(iter(worker.step, ""))
        put(Kind.COMPANY, named("Red Kite"))
        monkeypatch.setattr(index, "update", update)
        with pytest.raises(index.Damaged):
            worker.step()
        assert list(iter(worker.step, "")) == ["rebuilt"]
    assert look(empty_app.test_client(), "/companies?q=kite").slugs == ["red-kite"]
