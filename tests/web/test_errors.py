"""Errors are pages in plain words, never a stack trace, never a promise that is not kept."""

import sqlite3
from contextlib import closing

import pytest
from flask import abort

from directory import db
from directory.errors import ChangedMeanwhile, Invalid, Problem, Refused, Unavailable
from directory.web.errors import HINTS, TITLES
from directory.web.headers import HEADERS

PLAIN = "Look through all companies"


@pytest.fixture
def raising(app):
    """Give a client whose /raise/<name> raises what it is told."""
    faults = {
        "refused": Refused("The %(what)s is 100%% full of <b>.", what="<i>box</i>"),
        "invalid": Invalid([Problem(("adoptions", 0, "since"), "There is no such date.")]),
        "meanwhile": ChangedMeanwhile("Somebody else was faster."),
        "unavailable": Unavailable("Try again."),
        "ours": ZeroDivisionError("secret detail"),
        "deep": RecursionError("secret detail"),
    }

    def fail(name):
        raise faults[name]

    app.add_url_rule("/raise/<name>", "fail", fail)
    app.add_url_rule("/abort/<int:code>", "abort", abort)
    return app.test_client()


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("refused", 422, "The &lt;i&gt;box&lt;/i&gt; is 100% full of &lt;b&gt;."),
        ("invalid", 422, "adoptions[1].since: There is no such date."),
        ("meanwhile", 409, "Somebody else was faster."),
        ("unavailable", 503, "Try again."),
        ("ours", 500, "Nothing half-done was saved."),
        ("deep", 400, "malformed"),
    ],
)
def test_what_is_raised_is_told_on_a_plain_page(raising, name, status, told):
    answer = raising.get(f"/raise/{name}")
    assert answer.status_code == status
    assert told in answer.text
    assert TITLES[status] in answer.text
    assert PLAIN in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert HEADERS.items() <= dict(answer.headers).items()
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize("status", sorted({*TITLES, 401, 406, 415, 418, 431, 502}))
def test_every_status_has_a_page(raising, status):
    answer = raising.get(f"/abort/{status}")
    assert answer.status_code == status
    assert PLAIN in answer.text
    assert "noindex" in answer.text
    assert TITLES.get(status, "") in answer.text
    assert HINTS.get(status, "") in answer.text.replace("&#39;", "'")


def test_a_wrong_method_says_which_are_right(raising):
    answer = raising.post("/methodology")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_database_that_cannot_be_read_is_a_plain_page(app, settings):
    db.database.close()
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("alter table entry rename to gone")
    answer = app.test_client().get("/companies/novo-ai")
    assert answer.status_code in (500, 503)
    assert PLAIN in answer.text
    assert "entry" not in answer.text.lower().replace("entry was", "")


def test_a_lock_held_by_somebody_else_leaves_reading_alone(app, settings):
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert app.test_client().get("/companies/novo-ai").status_code == 200
