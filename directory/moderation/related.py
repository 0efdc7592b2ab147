"""The questions of a moderator before deciding: what else was sent, by whom, how it came to be as it is."""

from typing import Any

from peewee import Expression

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger import history, reversal
from directory.ledger.models import Change
from directory.submissions.models import Decision, Submission
from directory.vocabulary import State

MOST = 10
MOST_CHANGES = 20


def pending_twins(submission: Submission) -> list[Submission]:
    """List what else waits and is about the same entry, or a company of the same domain or name."""
    same = _any_same(submission, ("domain", "folded"))
    if submission.slug:
        same |= _about(str(submission.slug))
    rows = Submission.select().where(same, Submission.id != submission.id, Submission.state == State.PENDING)
    return list(rows.order_by(Submission.changed, Submission.id).limit(MOST))


def earlier(submission: Submission) -> list[Submission]:
    """List what the same network sent that day, or the same mail address or moderator at any time, newest first."""
    same = _any_same(submission, ("sender", "contact", "by"))
    rows = Submission.select().where(same, Submission.id != submission.id)
    return list(rows.order_by(Submission.id.desc()).limit(MOST))


def _about(slug: str) -> Expression:
    """Match what is about an entry, by any address that leads to it; also as the survivor of a merge."""
    addresses = _addresses(slug)
    return (Submission.slug.in_(addresses)) | (Submission.target.in_(addresses))


def _addresses(slug: str) -> list[str]:
    return catalogue.addresses_of(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, slug))


def _any_same(submission: Submission, columns: tuple[str, ...]) -> Expression:
    """Match submissions that share a filled column; none where none is filled."""
    found: Any = Submission.id == 0
    for name in columns:
        if value := getattr(submission, name):
            found |= getattr(Submission, name) == value
    return found  # type: ignore[no-any-return]  # expressions are not typed


def changes_of(slug: str) -> list[tuple[Change, str, bool]]:
    """List a company's newest changes at all its addresses: each with who decided it here, and if it can be undone."""
    found = history.of_entry(Kind.COMPANY, _addresses(slug))[:MOST_CHANGES]
    deciding = Decision.select().where(Decision.change.in_([each.number for each in found]))
    names = {decision.change: decision.by for decision in deciding}
    return [(each, names.get(each.number, ""), reversal.possible(each)) for each in found]


def waiting_on(slug: str) -> list[Submission]:
    """List what waits about an entry, also as the survivor of a merge."""
    rows = Submission.select().where(_about(slug), Submission.state == State.PENDING)
    return list(rows.order_by(Submission.id).limit(MOST))
