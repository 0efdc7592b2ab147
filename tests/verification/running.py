"""What tests of the link check do again and again: type the command, tell the day, read a claim."""

import time_machine

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption
from directory.ledger import history, replay
from tests.factories import QUOTE, adoption, company, put, source

PAGE = "https://news.example/lantern"


def story(words=QUOTE):
    """Write a page that says something."""
    return f"<!doctype html><title>Who runs Lantern</title><p>{words}"


def cited(*sources, **given):
    """Publish a company with one claim; its sources stand on the test's web."""
    told = [source(url=PAGE) | each for each in sources or ({},)]
    put(Kind.COMPANY, company(**given, adoptions=[adoption(sources=told)]))


def check(app, *options, day=None, succeeds=True):
    """Type `flask verify links`, on a day; give what it says."""
    with time_machine.travel(f"{day or '2026-11-24'}T12:00:00Z", tick=True):
        told = app.test_cli_runner().invoke(args=["verify", "links", "--days", "0", *options])
    assert (told.exit_code == 0) is succeeds, told.output
    return told.output


def document(slug="example-company-1"):
    return queries.published(Kind.COMPANY, slug).document


def marks(slug="example-company-1"):
    """Give the marks of all sources of a company, in their order."""
    return [each.get("recheck") for claim in document(slug)["adoptions"] for each in claim["sources"]]


def basis():
    return Adoption.get().basis


def reasons(slug="example-company-1"):
    return [change.reason for change in history.of_entry(Kind.COMPANY, [slug])]


def whole():
    """Tell whether the ledger is, and says what the tables say."""
    return not list(replay.faults()) and replay.rebuild(queries.revision()) == replay.contents()
