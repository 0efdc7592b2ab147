"""A link check that is killed, stopped, started twice or overtaken: nothing is lost, nothing corrected is marked."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from directory import db
from directory.catalogue.models import Entry, Sighting
from directory.verification.models import SeenPage
from tests.factories import QUOTE
from tests.serving import ROOT
from tests.verification.running import PAGE, check, cited, marks, story, whole

PAGES = [f"https://news.example/{number}" for number in range(4)]
TRAPPED = PAGES[2]


@contextmanager
def elsewhere(web, settings):
    """Run the command in another process."""
    ports = [str(each) for each in (web.names.port, web.ports[80], web.ports[443])]
    command = [sys.executable, "-m", "tests.verification.elsewhere", settings.data_dir, *ports]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def process(checked, web, settings):
    """Start a run that comes to a page whose server does what the test says."""
    cited(*({"url": url} for url in PAGES))
    for url in PAGES:
        web.page(url, story())
    with elsewhere(web, settings) as process:
        yield process


def checks():
    return [each.slug for each in Entry.select().where(Entry.kind == "check").order_by(Entry.revision)]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_goes_on_where_it_was(checked, web, process, sign):
    web.does(TRAPPED, lambda line, _web: (os.kill(process.pid, sign), line.recv(1)))
    said, _nothing = process.communicate(timeout=60)
    assert web.asked[1:] == PAGES[:3], said
    if sign == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
        assert checks() == []
        assert [bool(page.untold) for page in SeenPage.select()] == [True, True]
    else:
        assert process.returncode == 130, said
        assert "Stopped; what was seen is kept." in said
        assert checks() == ["2026-11-24-1"]
    web.page(TRAPPED, story())
    assert "Asked 2 page(s): 2 answered" in check(checked, "--days", "7")
    assert [web.asked.count(url) for url in PAGES] == [1, 1, 2, 1]
    assert checks() == ["2026-11-24-1", "2026-11-24-2"]
    assert [each.outcome for each in Sighting.select()] == ["found"] * 4
    assert not SeenPage.select().where(SeenPage.untold != "").exists()
    assert whole()


def test_two_runs_at_once_are_one(checked, web, process):
    here, over = threading.Event(), threading.Event()
    web.does(TRAPPED, lambda _line, _web: (here.set(), over.wait(60)))
    assert here.wait(60)
    asked = list(web.asked)
    try:
        assert check(checked) == "Another `flask verify` is at work; this one did nothing.\n"
        assert web.asked == asked
    finally:
        over.set()
    assert "3 answered, 0 gone, 1 silent" in process.communicate(timeout=60)[0]
    assert process.returncode == 0


def meanwhile(web, act):
    """Let the page be without its quote, and somebody act while it is looked at."""
    web.page(PAGE, story("Other words."))
    page = web.acts[PAGE]

    def answer(line, web):
        with db.database.connection_context():
            act()
        page(line, web)

    web.does(PAGE, answer)


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({"quote": "Other words."}, None),
        ({"accessed": "2026-11-24"}, None),
        ({"archive_url": "https://archive.example/1"}, None),
        ({"url": "https://news.example/moved"}, None),
        ({}, "quote-lost"),
    ],
)
def test_a_source_that_was_corrected_meanwhile_is_left_alone(checked, web, given, mark):
    cited()
    web.page(PAGE, story(QUOTE))
    check(checked)
    # Any other change of the entry does not keep a lost quote from being told.
    meanwhile(web, lambda: cited(given, summary="Corrected while the page was looked at."))
    check(checked, day="2026-11-25")
    assert marks() == [mark]
    assert whole()
