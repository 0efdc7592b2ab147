"""Errors are pages in plain words, never a stack trace, never a promise that is not kept."""

import sqlite3
from contextlib import closing

import pytest
from flask import abort
from jinja2 import DictLoader

from directory import db
from directory.catalogue.kinds import Kind
from directory.errors import ChangedMeanwhile, Invalid, Problem, Refused, Unavailable
from directory.ledger.publish import Why, withdraw
from directory.web import languages
from directory.web.errors import HINTS, LOST, TITLES
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
    assert ("after 30 seconds" in answer.text) == (status == 503)


@pytest.mark.parametrize("status", sorted({*TITLES, 401, 406, 415, 418, 431, 502}))
def test_every_status_has_a_page(raising, status):
    answer = raising.get(f"/abort/{status}")
    assert answer.status_code == status
    assert PLAIN in answer.text
    assert "noindex" in answer.text
    assert TITLES.get(status, "") in answer.text
    assert HINTS.get(status, "") in answer.text.replace("&#39;", "'")


def test_what_was_sent_is_accounted_for_and_what_was_asked_for_loses_nothing(raising):
    assert LOST[413] in raising.post("/submit", data={"name": "n" * 300_000}).text
    assert LOST[400] not in raising.get("/abort/400").text


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        ("/companies/novo-aii", "novo aii"),
        ("/de/models/qwen_9.html", "qwen_9"),
        ("/nothing/%3Cb%3E%22", "b"),
        ("/proofs/secret-code", ""),
    ],
)
def test_a_page_that_is_missing_offers_what_its_address_says_as_a_search(client, path, guess):
    answer = client.get(path)
    assert answer.status_code == 404
    assert f'type="search" maxlength="200" autocomplete="off" value="{guess}"' in answer.text


def test_an_entry_that_was_taken_out_says_why_and_when(app):
    withdraw(Kind.COMPANY, "novo-ai", Why("It asked us to."))
    for path, day in (("/companies/novo-ai", "24 Nov 2026"), ("/de/companies/novo-ai", "Nov. 2026")):
        answer = app.test_client().get(path)
        assert answer.status_code == 410
        assert "It asked us to." in answer.text
        assert day in answer.text


@pytest.mark.parametrize(("path", "language"), [("/raise/ours", "en"), ("/fr/raise/ours", "fr")])
def test_a_fault_is_told_in_the_language_of_the_page_even_where_templates_are_broken(raising, path, language):
    raising.application.jinja_env.loader = DictLoader({})
    raising.application.jinja_env.cache.clear()
    answer = raising.get(path)
    assert answer.status_code == 500
    assert f'<html lang="{language}">' in answer.text
    assert f'href="{languages.prefix(language)}/companies"' in answer.text


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
    assert "no such table" not in answer.text


def test_a_lock_held_by_somebody_else_leaves_reading_alone(app, settings):
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert app.test_client().get("/companies/novo-ai").status_code == 200
