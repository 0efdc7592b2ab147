"""The questions of a moderator before deciding: what else was sent, by whom, how it came to be as it is."""

from typing import Any

from peewee import Expression

from directory.catalogue.kinds import Kind
from directory.ledger import reversal
from directory.ledger.models import Change
from directory.submissions.models import Decision, Submission
from directory.vocabulary import State

MOST = 10
MOST_CHANGES = 20


def pending_twins(submission: Submission) -> list[Submission]:
    """List what else waits and is about the same entry, or a company of the same domain or name."""
    same = _any_same(submission, ("slug", "domain", "folded"))
    rows = Submission.select().where(same, Submission.id != submission.id, Submission.state == State.PENDING)
    return list(rows.order_by(Submission.changed, Submission.id).limit(MOST))


def earlier(submission: Submission) -> list[Submission]:
    """List what the same network sent that day, or the same mail address or moderator at any time, newest first."""
    same = _any_same(submission, ("sender", "contact", "by"))
    rows = Submission.select().where(same, Submission.id != submission.id)
    return list(rows.order_by(Submission.id.desc()).limit(MOST))


def _any_same(submission: Submission, columns: tuple[str, ...]) -> Expression:
    """Match submissions that share a filled column; none where none is filled."""
    found: Any = Submission.id == 0
    for name in columns:
        if value := getattr(submission, name):
            found |= getattr(Submission, name) == value
    return found  # type: ignore[no-any-return]  # expressions are not typed


def changes_of(slug: str) -> list[tuple[Change, str, bool]]:
    """List the newest changes of a company: each with who decided on it, "" where nobody did here, and if it can go."""
    rows = Change.select().where(Change.kind == Kind.COMPANY, Change.slug == slug)
    found = list(rows.order_by(Change.number.desc()).limit(MOST_CHANGES))
    deciding = Decision.select().where(Decision.change.in_([each.number for each in found]))
    names = {decision.change: decision.by for decision in deciding}
    return [(each, names.get(each.number, ""), reversal.possible(each)) for each in found]


def waiting_on(slug: str) -> list[Submission]:
    """List what waits about an entry, also as the survivor of a merge."""
    about = (Submission.slug == slug) | (Submission.target == slug)
    rows = Submission.select().where(about, Submission.state == State.PENDING)
    return list(rows.order_by(Submission.id).limit(MOST))
