"""The verbs of a moderator. Each takes the lock, reads again, decides, logs; in that order, in one transaction."""

import json
from dataclasses import dataclass, field

from directory import clock
from directory.catalogue import identity
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind, company, parse, plain
from directory.db import write
from directory.errors import Missing, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.ledger.publish import Why, publish, withdraw
from directory.moderation import claims, log
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.text import unfit
from directory.vocabulary import Act, State, _

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Verdict:
    """Hold who decides, why, and what they had before their eyes: the version and the entry's revision."""

    by: str
    reason: str
    version: int = 0
    seen: int = 0
    remarks: dict[str, str] = field(default_factory=dict)


class DecidedMeanwhile(Refused):
    """Refuse to decide on what somebody else decided, or on a version that its submitter replaced."""

    status = 409


def approve(number: int, document: Company, verdict: Verdict) -> Decision:
    """Publish a submission, as it was sent or as the moderator edited it.

    Raises ChangedMeanwhile where the entry is not what the moderator saw, DecidedMeanwhile, Invalid, Refused.
    """
    _check_words(verdict)
    with write():
        submission, done = _open(number, Act.APPROVAL, verdict)
        if done:
            return done
        document, seen = _addressed(submission, document, verdict)
        change = publish(document, Why(verdict.reason, submission=number), seen=seen)
        if change is None:
            msg = _("This changes nothing any more: the entry says all of it already. Reject it with that reason.")
            raise Refused(msg)
        return _close(submission, State.APPROVED, Act.APPROVAL, verdict, change.number)


def _addressed(submission: Submission, document: Company, verdict: Verdict) -> tuple[Company, int]:
    """Give a new company its address, which stays for ever; a withdrawn entry comes back by undoing only."""
    if not submission.slug:
        return _new(submission, document)
    entry = queries.today(submission)
    if entry.withdrawn:
        msg = _("The entry was withdrawn: %(reason)s To bring it back, undo that change.")
        raise Refused(msg, reason=entry.withdrawn)
    return document, verdict.seen


def _new(submission: Submission, document: Company) -> tuple[Company, int]:
    """Give a new company a free address; one that was published and undone comes back at its own."""
    former = queries.published_as(submission)
    entry = catalogue.entry_at(Kind.COMPANY, former) if former else None
    if entry and entry.state == "published":
        raise Refused(_("It was published and restored meanwhile. Suggest a change of the entry instead."))
    slug = former or identity.free_slug(document.slug)
    return company(plain(document) | {"slug": slug}), entry.revision if entry else 0


def request_changes(number: int, verdict: Verdict) -> Decision:
    """Send a submission back with a reason and a remark per field; its writer may edit it and send it again."""
    _check_words(verdict)
    with write():
        submission, done = _open(number, Act.CHANGES_REQUEST, verdict)
        return done or _close(submission, State.CHANGES_REQUESTED, Act.CHANGES_REQUEST, verdict)


def reject(number: int, verdict: Verdict) -> Decision:
    """Reject a submission with a reason; nothing is deleted, and it may be edited and sent again."""
    _check_words(verdict)
    with write():
        submission, done = _open(number, Act.REJECTION, verdict)
        return done or _close(submission, State.REJECTED, Act.REJECTION, verdict)


def undo(number: int, verdict: Verdict) -> Decision:
    """Undo a change by a new one; raise ChangedMeanwhile where the entry was changed again since."""
    _check_words(verdict)
    with write():
        change = history.change(number)
        done = Decision.get_or_none(Decision.undoes == number, Decision.by == verdict.by)
        if done and done.change == history.newest_of(change.kind, change.slug):
            return done
        made = _reverse(change, Why(verdict.reason, undoes=number))
        submission = queries.of_change(number)
        if submission:
            _tell(submission, change)
        decision: Decision = Decision.create(
            submission=submission,
            act=Act.REVERSAL,
            by=verdict.by,
            reason=verdict.reason,
            change=made,
            undoes=number,
            at=clock.stamp(),
        )
        log.decided(decision)
        return decision


def _tell(submission: Submission, undone: Change) -> None:
    """Let the submission's page say that its approval was undone, or that the undoing was.

    One that was sent again meanwhile waits as it did, and what came of an earlier approval is past.
    """
    root, hops = undone, 0
    while root.undoes:
        root, hops = history.change(root.undoes), hops + 1
    if submission.state in (State.APPROVED, State.UNDONE) and queries.approved_as(submission) == root.number:
        submission.state = State.APPROVED if hops % 2 else State.UNDONE
        submission.save()


def _reverse(change: Change, why: Why) -> int:
    kind = Kind(change.kind)
    before = history.loaded(change.before)
    if before is None:
        return withdraw(kind, change.slug, why, seen=change.number).number
    made = publish(parse(kind, before), why, seen=change.number)
    return made.number if made else change.number


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
    if submission.state == State.PENDING and submission.version == verdict.version:
        claims.check(submission, verdict.by)
        return submission, None
    if newest and (newest.by, newest.act, newest.version) == (verdict.by, act, verdict.version):
        return submission, newest
    if submission.state != State.PENDING and newest:
        raise DecidedMeanwhile(
            _("%(by)s decided on this at %(at)s (UTC) already."),
            by=newest.by,
            at=newest.at[:16].replace("T", " "),
        )
    raise DecidedMeanwhile(_("The submitter sent a new version meanwhile. Look at it and decide again."))


def _close(submission: Submission, state: str, act: str, verdict: Verdict, change: int | None = None) -> Decision:
    at = clock.stamp()
    submission.state, submission.changed = state, at
    claims.end(submission)
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
    log.decided(made)
    return made
