"""What tests of decisions do: submit, press a button, look."""

import re

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.moderation.matrix import Check
from directory.submissions import proposals
from directory.submissions.details import ClaimKey, Details
from directory.submissions.models import Submission
from directory.submissions.proposals import Proposal
from directory.vocabulary import SubmissionKind
from tests.factories import typed
from tests.people import forms, send

CHECKED = [str(each) for each in Check]
ENTRY = "/companies/example-company-00001-made-up"
SLUG = ENTRY.rpartition("/")[2]
QWEN = ("qwen", "production", "self-hosted")


def decide(moderator, number, act, reason="Checked against its source.", **more):
    """Press one of the buttons of a submission's page, with a reason and everything checked."""
    found = forms(moderator.get(f"/moderation/submissions/{number}"))
    form = next(f for f in found if f.action.endswith("changes-request"))
    data = form.fields | {"reason": reason, "checked": CHECKED} | more
    return moderator.post(f"/moderation/submissions/{number}/{act}", data=data)


def submitted(anonymous, **given):
    """Send a new company; give its private address."""
    sent = send(anonymous, "/submit", typed(**given))
    if shown := re.findall(r'name="not_it"[^>]*value="([^"]*)"', sent.text):
        sent = send(anonymous, "/submit", typed(**given | {"not_it": shown}))
    assert sent.status_code == 303
    return sent.location


def published(anonymous, moderator, **given):
    """Have a made-up company published; give the number of its change."""
    submitted(anonymous, **given)
    with db.database.connection_context():
        number = Submission.select().count()
    assert decide(moderator, number, "approval").status_code == 303
    with db.database.connection_context():
        return catalogue.revision()


def sent(kind, slug=SLUG, *, by="", key="a key", document=None, **details):
    """Send a proposal of any kind about an entry as it stands today; give its number."""
    with db.database.connection_context():
        seen = catalogue.published(Kind.COMPANY, slug)
        made = company(seen.document | document) if document else None
        proposal = Proposal(made, key, SubmissionKind(kind), Details(**details), by=by)
        return proposals.submit(proposal, f"token of {key}", slug=slug, base=seen.revision).id


def claim(key=QWEN):
    """Name a claim of a submission."""
    return ClaimKey(model=key[0], use=key[1], route=key[2])


def at(slug=SLUG):
    """Give the entry at an address as the tables have it."""
    with db.database.connection_context():
        return catalogue.entry_at(Kind.COMPANY, slug)


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def one(table, *where):
    with db.database.connection_context():
        return table.get(*where)


def count(table):
    with db.database.connection_context():
        return table.select().count()
