"""Processes die in the middle: what was acknowledged is there, once, and the index catches up."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from directory import db
from directory.catalogue.models import Entry
from directory.ledger.models import Change
from directory.ledger.replay import contents, faults, rebuild
from directory.submissions.models import Submission
from tests.conftest import settings_in, site
from tests.factories import typed
from tests.people import PASSWORD
from tests.serving import PATIENCE, Visitor, served

SUBMITTERS = 3
EACH = 8


def submit(address, number, acknowledged):
    visitor = Visitor(address)
    for turn in range(EACH):
        name = f"Example Fault {number}-{turn} (made up)"
        form = visitor.form("/submit")
        answer = visitor.post("/submit", form.fields | typed(name=name, website=f"https://f-{number}-{turn}.example"))
        if answer.status_code == 303:
            acknowledged.append(name)


def approve(moderator, submitting, acknowledged):
    """Approve what the queue shows until nothing more can come."""
    seen = set()
    for number in range(1, SUBMITTERS * EACH + 1):
        page = f"/moderation/submissions/{number}"
        while moderator.get(page).status_code == 404 and any(thread.is_alive() for thread in submitting):
            time.sleep(0.01)
        if moderator.get(page).status_code == 404:
            break
        form = moderator.form(page, "changes-request")
        answer = moderator.post(f"{page}/approval", form.fields | {"reason": "It is a test."})
        if answer.status_code == 303:
            seen.add(number)
    acknowledged.extend(seen)


def holder_of(lock):
    """Find the process that holds an flock, as the kernel tells it; None when nobody does."""
    inode = lock.stat().st_ino if lock.exists() else -1
    with Path("/proc/locks").open() as told:
        rows = [line.split() for line in told]
    return next((int(row[4]) for row in rows if row[1] == "FLOCK" and row[5].endswith(f":{inode}")), None)


def kill(served_site, done, killed):
    """Kill a random worker or the one that is indexing, again and again."""
    chance = random.Random(7)
    while not done.wait(0.4):
        indexer = holder_of(served_site.folder / "indexer.lock")
        workers = served_site.workers()
        victim = indexer if indexer in workers and chance.random() < 0.5 else chance.choice(workers or [0])
        if victim:
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)


@pytest.fixture
def busy(launched, tmp_path):
    with served(launched.folder, tmp_path / "data", workers=2) as running:
        yield running


def test_killing_workers_and_the_indexer_during_approvals_loses_nothing(busy, launched):
    link = busy.flask("moderator", "add", "Mona Moderator").stdout.split()[-1]
    moderator = Visitor(busy.address)
    path = link.partition("/moderation")[2]
    form = moderator.form(f"/moderation{path}")
    moderator.post(f"/moderation{path}", form.fields | {"password": PASSWORD, "again": PASSWORD})
    form = moderator.form("/moderation/sign-in", "sign-in")
    moderator.post("/moderation/sign-in", form.fields | {"name": "Mona Moderator", "password": PASSWORD})

    sent, approved, killed, done = list[str](), list[int](), list[int](), threading.Event()
    submitting = [threading.Thread(target=submit, args=(busy.address, n, sent)) for n in range(SUBMITTERS)]
    killing = threading.Thread(target=kill, args=(busy, done, killed))
    for thread in (*submitting, killing):
        thread.start()
    approve(moderator, submitting, approved)
    for thread in submitting:
        thread.join()
    done.set()
    killing.join()

    assert killed, "nobody was killed, so nothing was shown"
    assert len(sent) == SUBMITTERS * EACH
    assert len(approved) == SUBMITTERS * EACH
    until = time.monotonic() + PATIENCE
    while (check := busy.flask("search", "check")).returncode and time.monotonic() < until:
        time.sleep(0.2)
    assert check.returncode == 0, check.stdout + check.stderr
    with site(settings_in(busy.folder)), db.database.connection_context():
        assert Submission.select().count() == SUBMITTERS * EACH
        published = [entry.name for entry in Entry.select() if entry.name.startswith("Example Fault")]
        assert sorted(published) == sorted(sent)
        assert Change.select().where(Change.submission.is_null(False)).count() == SUBMITTERS * EACH
        assert list(faults()) == []
        newest = Change.select().count()
        assert rebuild(newest) == contents()
        assert db.database.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_deleted_index_is_repaired_under_the_running_site(busy):
    visitor = Visitor(busy.address)
    assert "Novo AI" in visitor.get("/companies?q=novo").text
    shutil.rmtree(busy.folder / "index")
    assert "Novo AI" in visitor.get("/companies?q=novo").text, "search answers without an index"
    until = time.monotonic() + PATIENCE
    while (check := busy.flask("search", "check")).returncode and time.monotonic() < until:
        time.sleep(0.2)
    assert check.returncode == 0, check.stdout + check.stderr
    assert "Novo AI" in visitor.get("/companies?q=novo").text


def test_a_second_server_on_the_same_port_says_so(busy):
    second = subprocess.run(
        [sys.executable, "app.py", "--check-port"],
        cwd=db.SCHEMA.parents[1],
        env=busy.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert "Choose another: make run PORT=8001" in second.stderr
    assert "Traceback" not in second.stderr
