"""The verbs of a moderator. Each takes the lock, reads again, decides, logs; in that order, in one transaction."""

import json
from dataclasses import dataclass, field

from directory import clock
from directory.catalogue import identity
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind, parse
from directory.db import write
from directory.errors import ChangedMeanwhile, Missing, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.ledger.publish import Why, publish, withdraw
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.text import unfit
from directory.vocabulary import _

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Verdict:
    """Hold who decides, why, and what they had before their eyes: the version and the entry's revision."""

    by: str
    reason: str
    version: int = 0
    seen: int = 0
    remarks: dict[str, str] = field(default_factory=dict)


def approve(number: int, document: Company, verdict: Verdict) -> Decision:
    """Publish a submission, as it was sent or as the moderator edited it.

    Raises ChangedMeanwhile where the entry or the submission is not what the moderator saw, Invalid, Refused.
    """
    _check_words(verdict)
    with write():
        submission, done = _open(number, "approval", verdict)
        if done:
            return done
        if not submission.slug:
            document = document.model_copy(update={"slug": identity.free_slug(document.slug)})
        seen = verdict.seen if submission.slug else 0
        change = publish(document, Why(verdict.reason, submission=number), seen=seen)
        if change is None:
            raise Refused(
                _("This changes nothing any more: the entry says all of it already. Reject it with that reason.")
            )
        return _close(submission, "approved", "approval", verdict, change.number)


def request_changes(number: int, verdict: Verdict) -> Decision:
    """Send a submission back with a reason and a remark per field; its writer may edit it and send it again."""
    _check_words(verdict)
    with write():
        submission, done = _open(number, "changes-request", verdict)
        return done or _close(submission, "changes-requested", "changes-request", verdict)


def reject(number: int, verdict: Verdict) -> Decision:
    """Reject a submission with a reason; nothing is deleted, and it may be edited and sent again."""
    _check_words(verdict)
    with write():
        submission, done = _open(number, "rejection", verdict)
        return done or _close(submission, "rejected", "rejection", verdict)


def undo(number: int, verdict: Verdict) -> Decision:
    """Undo a change by a new one; raise ChangedMeanwhile where the entry was changed again since."""
    _check_words(verdict)
    with write():
        change = history.change(number)
        done = Decision.get_or_none(Decision.undoes == number)
        if done and done.by == verdict.by:
            return done
        made = _reverse(change, Why(verdict.reason, undoes=number))
        return Decision.create(
            act="reversal", by=verdict.by, reason=verdict.reason, change=made, undoes=number, at=clock.stamp()
        )


def _reverse(change: Change, why: Why) -> int:
    kind = Kind(change.kind)
    before = history.loaded(change.before)
    if before is None:
        return int(withdraw(kind, change.slug, why, seen=change.number).number)
    made = publish(parse(kind, before), why, seen=change.number)
    return int(made.number) if made else change.number


def _check_words(verdict: Verdict) -> None:
    """Every decision has a reason that its submitter can read."""
    for text in (verdict.reason, *verdict.remarks.values()):
        if len(text) > LONGEST_REASON:
            raise Refused(_("Write at most 2,000 characters."))
        if fault := unfit(text, lines=True):
            raise Refused(_("This text holds %(fault)s."), fault=fault)
    if not verdict.reason.strip():
        raise Refused(_("Give a reason: the submitter reads it."))


def _open(number: int, act: str, verdict: Verdict) -> tuple[Submission, Decision | None]:
    """Read a submission again under the lock; give the decision too where the same person repeats it."""
    submission = queries.by_id(number)
    if submission is None:
        raise Missing(_("There is no such submission."))
    newest = next(iter(queries.decisions_on(submission)), None)
    if submission.state == "pending" and submission.version == verdict.version:
        return submission, None
    if newest and (newest.by, newest.act, newest.version) == (verdict.by, act, verdict.version):
        return submission, newest
    if submission.state != "pending" and newest:
        raise ChangedMeanwhile(
            _("%(by)s decided on this at %(at)s (UTC) already."),
            by=newest.by,
            at=newest.at[:16].replace("T", " "),
        )
    raise ChangedMeanwhile(_("The submitter sent a new version meanwhile. Look at it and decide again."))


def _close(submission: Submission, state: str, act: str, verdict: Verdict, change: int | None = None) -> Decision:
    at = clock.stamp()
    submission.state, submission.changed = state, at
    submission.save()
    made: Decision = Decision.create(
        submission=submission,
        version=verdict.version,
        act=act,
        by=verdict.by,
        reason=verdict.reason,
        remarks=json.dumps(verdict.remarks, ensure_ascii=False),
        change=change,
        at=at,
    )
    return made
