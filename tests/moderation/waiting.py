"""What tests of the queue find there: made-up submissions of every kind, as their forms would have left them."""

from datetime import timedelta

from directory import clock, db
from directory.catalogue.kinds import canonical, company
from directory.moderation import claims
from directory.moderation.models import LogEntry, Noted
from directory.submissions.models import Appeal, Decision, Submission, SubmittedVersion
from directory.text import fold
from directory.vocabulary import Act
from tests import factories
from tests.people import forms

BARE = {"removal", "notice", "reply"}


def put(number=1, *, hours=0, note="", details="{}", **given):
    """Lay one submission in the queue, sent so many hours ago; give its row."""
    at = clock.written(clock.now() - timedelta(hours=hours))
    kind = given.get("kind", "company")
    data = factories.company(number, adoptions=[factories.adoption(model="qwen")])
    about = {"slug": "novo-ai"}
    if kind not in BARE:
        about = {"name": data["name"], "folded": fold(data["name"]), "country": data["country"], "models": " qwen "}
    row = {"kind": kind, "state": "pending", "version": 1, "submitted": at, "changed": at} | about | given
    with db.write():
        last = Submission.select().count() + 1
        made = Submission.create(token=f"token {last}", key=f"key {last}", **row)
        document = "" if kind in BARE else canonical(company(data))
        version = {"number": made.version, "note": note, "details": details, "document": document}
        SubmittedVersion.create(submission=made, key=f"{last}.1", at=at, **version)
    return made


def claimed(by):
    """Say that somebody has claimed it just now."""
    return {"claimed_by": by, "claimed_until": clock.written(clock.now() + claims.LASTS)}


def put_many(count, **given):
    """Lay a wave of them."""
    with db.write():
        return [put(number, **given).id for number in range(1, count + 1)]


def appeal(submission, against="Otto Other"):
    """Refuse a submission and have it wait again for its sender's appeal."""
    with db.write():
        at = clock.stamp()
        refused = Decision.create(
            submission=submission,
            version=1,
            act="rejection",
            ground="unsourced",
            by=against,
            reason="No source.",
            at=at,
        )
        Appeal.create(submission=submission, decision=refused, against=against, text="There is a source.", at=at)


def post(client, address, action, **typed):
    """Send the one form of a page that goes to `action`, as it stands but for what is typed."""
    found = [form for form in forms(client.get(address)) if (form.action or address) == action]
    assert len(found) == 1, (action, len(found))
    return client.post(action, data=found[0].fields | typed)


def row(number):
    with db.database.connection_context():
        return Submission.get_by_id(number)


def rows(table):
    with db.database.connection_context():
        return list(table.select().order_by(table.id))


def noted():
    """List the lines of the private log about submissions; those about accounts are others' to test."""
    words = [*Act, *Noted]
    return [line for line in rows(LogEntry) if line.what in words]
