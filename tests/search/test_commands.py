import shutil
import threading
from contextlib import ExitStack

import pytest

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.search import commands
from directory.search.indexer import lock
from tests.factories import lay_ground
from tests.search.conftest import look


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["search", *arguments])


def withdrawn(slug):
    with db.database.connection_context():
        withdraw(Kind.COMPANY, slug, Why("A test says so."))


def test_a_fresh_index_holds_exactly_what_is_published(app):
    told = run(app, "check")
    assert (told.exit_code, told.output) == (0, "The search index holds exactly what is published.\n")


def test_a_difference_is_named_and_fails(app):
    withdrawn("novo-ai")
    told = run(app, "check")
    assert told.exit_code == 1
    assert "novo-ai is in the index and not published." in told.output
    assert "1 difference(s). Type: flask --app app search rebuild" in told.output


def test_rebuilding_mends_it(app):
    withdrawn("novo-ai")
    told = run(app, "rebuild")
    assert told.exit_code == 0
    assert "The search index was rebuilt" in told.output
    assert run(app, "check").exit_code == 0


def test_if_needed_catches_up_or_leaves_it_alone(app):
    assert "is in order" in run(app, "rebuild", "--if-needed").output
    with db.database.connection_context():
        lay_ground()
    assert "was caught up" in run(app, "rebuild", "--if-needed").output
    withdrawn("novo-ai")
    assert "was rebuilt" in run(app, "rebuild", "--if-needed").output, "its words have to go"
    shutil.rmtree(app.config["SETTINGS"].index)
    assert "was rebuilt" in run(app, "rebuild", "--if-needed").output
    assert run(app, "check").exit_code == 0


def test_a_missing_or_damaged_index_is_told(app):
    for file in app.config["SETTINGS"].index.glob("gen-*/*"):
        file.write_bytes(b"")
    told = run(app, "check")
    assert told.exit_code == 1
    assert "The index cannot be read" in told.output
    shutil.rmtree(app.config["SETTINGS"].index)
    assert "is published and not in the index" in run(app, "check").output


@pytest.mark.parametrize("option", [(), ("--if-needed",)])
def test_two_do_not_write_at_once(app, monkeypatch, option):
    monkeypatch.setattr(commands, "PATIENCE", 0.1)
    with lock(app.config["SETTINGS"].index):
        told = run(app, "rebuild", *option)
    assert told.exit_code == 1
    assert "Another process is writing the search index; waiting for it" in told.output
    assert "still being written by another process" in told.output
    assert "in order" not in told.output


def test_whoever_waits_is_next(app):
    with ExitStack() as first:
        first.enter_context(lock(app.config["SETTINGS"].index))
        done = threading.Timer(0.2, first.pop_all().close)
        done.start()
        told = run(app, "rebuild", "--if-needed")
        done.join()
    assert told.exit_code == 0, told.output
    assert "waiting for it" in told.output
    assert "The search index is in order" in told.output


def test_the_site_goes_on_with_the_new_index(app):
    visitor = app.test_client()
    assert look(visitor, "/companies?q=novo").total == 1
    assert run(app, "rebuild").exit_code == 0
    assert look(visitor, "/companies?q=novo").total == 1
