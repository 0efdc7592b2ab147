"""What tests of decisions do: submit, press a button, look."""

import re

from directory import db
from directory.moderation.matrix import Check
from tests.factories import typed
from tests.people import forms, send

CHECKED = [str(each) for each in Check]
ENTRY = "/companies/example-company-00001-made-up"


def decide(moderator, number, act, reason="Checked against its source.", **more):
    """Press one of the buttons of a submission's page, with a reason and everything checked."""
    found = forms(moderator.get(f"/moderation/submissions/{number}"))
    form = next(f for f in found if f.action.endswith("changes-request"))
    return moderator.post(f"/moderation/submissions/{number}/{act}", data=form.fields | {"reason": reason, "checked": CHECKED} | more)


def submitted(anonymous, **given):
    """Send a new company; give its private address."""
    sent = send(anonymous, "/submit", typed(**given))
    assert sent.status_code == 303
    return sent.location


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def one(table, *where):
    with db.database.connection_context():
        return table.get(*where)


def count(table):
    with db.database.connection_context():
        return table.select().count()
