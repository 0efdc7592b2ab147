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

import pyotp
import pytest
from time_machine import escape_hatch

from directory import db
from directory.catalogue.models import Entry
from directory.ledger.models import Change
from directory.ledger.replay import contents, faults, rebuild
from directory.moderation.matrix import Check
from directory.submissions.models import Submission
from tests.conftest import settings_in, site
from tests.factories import typed
from tests.people import FACTOR, PASSWORD, shown_secret
from tests.serving import PATIENCE, Visitor, served

SUBMITTERS = 3
# granian stops where a worker that it started again dies within 5.5 s: each victim has lived for longer.
LIVED = 6.0
KILLS = 5
HIT = 'href="/companies/novo-ai"'


def submit(address, number, acknowledged, done):
    visitor, turn = Visitor(address), 0
    while not done.is_set():
        name, website = f"Example Fault {number}-{turn} (made up)", f"https://f-{number}-{turn}.example"
        # A source of its own: the form asks about a company that cites the same page as another one.
        own = typed(name=name, website=website) | {"adoptions-0-sources-0-url": f"{website}/blog"}
        if visitor.post("/submit", visitor.form("/submit").fields | own).status_code == 303:
            acknowledged.append(name)
        turn += 1


def approve(moderator, submitting, acknowledged):
    """Approve one submission after the other until no more can come."""
    number = 1
    told = {"reason": "It is a test.", "checked": [str(each) for each in Check]}
    while True:
        alive = any(thread.is_alive() for thread in submitting)
        page = f"/moderation/submissions/{number}"
        if moderator.get(page).status_code == 404:
            if not alive:
                return
            continue
        form = moderator.form(page, "changes-request")
        if moderator.post(f"{page}/approval", form.fields | told).status_code == 303:
            acknowledged.append(number)
        number += 1


def holder_of(lock):
    """Find the process that holds an flock, as the kernel tells it; None when nobody does."""
    inode = lock.stat().st_ino if lock.exists() else -1
    with Path("/proc/locks").open() as told:
        rows = [line.split() for line in told]
    return next((int(row[4]) for row in rows if row[1] == "FLOCK" and row[5].endswith(f":{inode}")), None)


def kill(running, done, killed):
    """Kill workers in turn, the one that is indexing first where it may be killed."""
    born = dict.fromkeys(running.workers(), -LIVED)
    while len(killed) < KILLS and not done.wait(0.1):
        workers, now = running.workers(), time.monotonic()
        born |= {worker: now for worker in workers if worker not in born}
        # Whoever was killed is listed until its parent has looked after it.
        ripe = [worker for worker in workers if worker not in killed and now - born[worker] > LIVED]
        indexer = holder_of(running.folder / "indexer.lock")
        if ripe:
            victim = indexer if indexer in ripe else random.choice(ripe)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
    done.set()


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
    form, secret = moderator.form(FACTOR, "factor"), shown_secret(moderator.get(FACTOR).text)
    moderator.post(FACTOR, form.fields | {"code": pyotp.TOTP(secret).at(escape_hatch.time.time())})

    sent, approved, killed, done = list[str](), list[int](), list[int](), threading.Event()
    submitting = [threading.Thread(target=submit, args=(busy.address, n, sent, done)) for n in range(SUBMITTERS)]
    killing = threading.Thread(target=kill, args=(busy, done, killed))
    for thread in (*submitting, killing):
        thread.start()
    approve(moderator, submitting, approved)
    killing.join()

    assert len(set(killed)) == KILLS
    # How many fit between the kills depends on the machine: at least one each.
    assert len(sent) == len(approved) >= KILLS
    until = time.monotonic() + PATIENCE
    while (check := busy.flask("search", "check")).returncode and time.monotonic() < until:
        pass
    assert check.returncode == 0, check.stdout + check.stderr
    with site(settings_in(busy.folder)), db.database.connection_context():
        assert Submission.select().count() == len(sent)
        published = [entry.name for entry in Entry.select() if entry.name.startswith("Example Fault")]
        assert sorted(published) == sorted(sent)
        assert Change.select().where(Change.submission.is_null(False)).count() == len(sent)
        assert list(faults()) == []
        newest = Change.select().count()
        assert rebuild(newest) == contents()
        assert db.database.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_deleted_index_is_repaired_under_the_running_site(busy):
    visitor = Visitor(busy.address)
    assert HIT in visitor.get("/companies?q=novo").text
    shutil.rmtree(busy.folder / "index")
    assert HIT in visitor.get("/companies?q=novo").text, "search answers without an index"
    until = time.monotonic() + PATIENCE
    while (check := busy.flask("search", "check")).returncode and time.monotonic() < until:
        pass
    assert check.returncode == 0, check.stdout + check.stderr
    assert HIT in visitor.get("/companies?q=novo").text


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
