"""The verbs of a moderator. Each takes the lock, reads again, decides, logs; in that order, in one transaction."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import chain

from directory import clock
from directory.catalogue.document import Company
from directory.db import write
from directory.errors import ChangedMeanwhile, Invalid, Problem, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.moderation import claims, deeds, log, parties, sensitive
from directory.moderation.deeds import Deed
from directory.moderation.matrix import CHECKED, Check, Remedy
from directory.submissions import control, letters, queries
from directory.submissions.letters import Sender
from directory.submissions.models import Decision, Submission
from directory.text import text_problems
from directory.vocabulary import Act, State, SubmissionKind, _

LONGEST_REASON = 2000
UNDECIDED = (State.REJECTED, State.CHANGES_REQUESTED)


@dataclass(frozen=True)
class Verdict:
    """Hold who decides, why, and what they had before their eyes: the version and the entry's revision.

    `ground` is the rule that a refusal rests on, `checked` what of the decision matrix was ticked. `agreed` is the
    first approval that stood then, 0 for none; None does not ask. `sender` writes the letters, None where none are
    written.
    """

    by: str
    reason: str
    version: int = 0
    seen: int = 0
    remarks: dict[str, str] = field(default_factory=dict)
    ground: str = ""
    checked: Collection[str] = ()
    agreed: int | None = None
    sender: Sender | None = None


class DecidedMeanwhile(Refused):
    """Refuse to decide on what somebody else decided, or on a version that its submitter replaced."""

    status = 409


def approve(number: int, verdict: Verdict, *, edited: Company | None = None, remedy: str = "") -> Decision:
    """Do what a submission proposes, as it was sent or `edited`; where two people are needed, be the first or second.

    Raises ChangedMeanwhile where the entry is not what the moderator saw, DecidedMeanwhile, NotYours, Invalid, Refused.
    """
    with write():
        submission, done = _open(number, (Act.APPROVAL, Act.AGREEMENT), verdict)
        if done:
            return done
        check_approval(submission, verdict, remedy)
        deed = deeds.of(submission, edited=edited, remedy=remedy)
        if deed.seen != verdict.seen:
            raise ChangedMeanwhile(_("The entry was changed meanwhile. Look at the new difference and decide again."))
        sensitive.check_agreed(submission, deed.seen, verdict.by, verdict.agreed)
        agreed = sensitive.standing(submission, deed.seen) if deed.why_two else None
        if deed.why_two and (first := sensitive.first(submission, deed.seen, deed.after)) in ("", verdict.by):
            return agreed if agreed and first else agree(submission, deed, verdict)
        # The first of two was told that the reason is public; the second's stays in the decision.
        change = deeds.carry_out(submission, deed, agreed.reason if agreed else verdict.reason)
        if submission.undoes:
            tell_undone(history.change(submission.undoes), verdict)
        return _close(submission, State.APPROVED, Act.APPROVAL, verdict, change)


def agree(submission: Submission, deed: Deed, verdict: Verdict) -> Decision:
    """Keep the first of two approvals, with the document that was agreed and what was seen; it waits for a second."""
    document = _text(deed.after) if deed.after else ""
    return record(submission, Act.AGREEMENT, verdict, document=document, seen=deed.seen)


def _text(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def request_changes(number: int, verdict: Verdict) -> Decision:
    """Send a submission back with a reason and a remark per field; its writer may edit it and send it again."""
    return _refuse(number, State.CHANGES_REQUESTED, Act.CHANGES_REQUEST, verdict)


def reject(number: int, verdict: Verdict) -> Decision:
    """Reject a submission with a reason; nothing is deleted, and it may be edited and sent again."""
    return _refuse(number, State.REJECTED, Act.REJECTION, verdict)


def _refuse(number: int, state: State, act: Act, verdict: Verdict) -> Decision:
    check_words(verdict)
    with write():
        submission, done = _open(number, (act,), verdict)
        return done or _close(submission, state, act, verdict)


def reopen(number: int, verdict: Verdict) -> Decision:
    """Take back a rejection, a request for changes or a first approval: the submission waits for a decision again."""
    check_words(verdict)
    with write():
        submission = queries.load(number)
        newest = queries.newest_decision(submission)
        if newest and (newest.act, newest.by) == (Act.REOPENING, verdict.by) and submission.state == State.PENDING:
            return newest
        parties.check(submission, verdict.by)
        agreed = newest is not None and newest.act == Act.AGREEMENT and submission.state == State.PENDING
        if submission.version != verdict.version or not (agreed or submission.state in UNDECIDED):
            raise DecidedMeanwhile(_("There is nothing to take back here any more. Look at it again."))
        return _close(submission, State.PENDING, Act.REOPENING, verdict)


def tell_undone(change: Change, verdict: Verdict, made: int | None = None) -> list[Decision]:
    """Let the submissions behind a change, and behind those that it undid in turn, say what stands now, and why.

    One that was sent again meanwhile waits as it did, and what came of an earlier approval is past. `made` is the
    change that undoes it, where no submission of its own tells of that one.
    """
    told: list[Decision] = []
    undone, stands = change, False
    while True:
        submission = queries.of_change(undone.number)
        decided = submission is not None and queries.approved_as(submission) == undone.number
        if submission and decided and submission.state in (State.APPROVED, State.UNDONE):
            submission.state = State.APPROVED if stands else State.UNDONE
            submission.save()
            seen = replace(verdict, version=submission.version)
            told.append(record(submission, Act.REVERSAL, seen, change=made, undoes=change.number))
            letters.decided(submission, told[-1], verdict.sender)
        if not undone.undoes:
            return told
        undone, stands = history.change(undone.undoes), not stands


def check_words(verdict: Verdict, *more: Problem) -> None:
    """Raise Invalid with `more` and with what is unfit in a decision's words: each has a reason that can be read."""
    remarks = [text_problems("remarks", text, LONGEST_REASON) for text in verdict.remarks.values()]
    check_reason(verdict.reason, *more, *chain.from_iterable(remarks))


def check_reason(reason: str, *more: Problem) -> None:
    """Raise Invalid with `more` and with what is unfit in a reason, or that it lacks."""
    lacks = [] if reason.strip() else [Problem(("reason",), _("Give a reason."))]
    if problems := [*more, *lacks, *text_problems("reason", reason, LONGEST_REASON)]:
        raise Invalid(problems)


def check_approval(submission: Submission, verdict: Verdict, remedy: str = "") -> None:
    """Raise Invalid with all that an approval lacks."""
    problems = []
    if submission.kind in CHECKED and not set(Check) <= set(verdict.checked):
        problems.append(Problem(("checked",), _("Tick the four points of the checklist, or decide otherwise.")))
    if submission.kind == SubmissionKind.NOTICE and remedy not in list(Remedy):
        problems.append(Problem(("remedy",), _("Choose what is done about this notice.")))
    if told := unproved(submission):
        problems.append(Problem((), told))
    check_words(verdict, *problems)


def unproved(submission: Submission) -> str:
    """Say that a reply is not proved to be the company's, "" where it is or where it is none."""
    if submission.kind != SubmissionKind.REPLY or control.proved(submission):
        return ""
    return _("The company has not proved yet that it controls its domain.")


def _open(number: int, acts: Collection[str], verdict: Verdict) -> tuple[Submission, Decision | None]:
    """Read a submission again under the lock; give the decision too where the same person repeats it."""
    submission = queries.load(number)
    parties.check(submission, verdict.by)
    newest = queries.newest_decision(submission)
    if submission.state == State.PENDING and submission.version == verdict.version:
        claims.check(submission, verdict.by)
        return submission, None
    if newest and newest.act in acts and (newest.by, newest.version) == (verdict.by, verdict.version):
        return submission, newest
    if submission.state == State.TAKEN_BACK:
        raise DecidedMeanwhile(_("Its sender took it back meanwhile. There is nothing to decide."))
    if submission.state != State.PENDING and newest:
        raise DecidedMeanwhile(
            _("%(by)s decided on this at %(at)s (UTC) already."),
            by=newest.by,
            at=newest.at[:16].replace("T", " "),
        )
    raise DecidedMeanwhile(_("The submitter sent a new version meanwhile. Look at it and decide again."))


def _close(submission: Submission, state: str, act: str, verdict: Verdict, change: Change | None = None) -> Decision:
    submission.state, submission.changed = state, clock.stamp()
    claims.end(submission)
    submission.save()
    undoes = submission.undoes if act == Act.APPROVAL else None
    made = record(submission, act, verdict, change=change.number if change else None, undoes=undoes)
    if act == Act.CHANGES_REQUEST:
        letters.changes_requested(submission, made, verdict.sender)
    elif act != Act.REOPENING:
        letters.decided(submission, made, verdict.sender)
    return made


def record(submission: Submission | None, act: str, verdict: Verdict, **more: str | int | None) -> Decision:
    """Add a row of what was decided, in the caller's transaction."""
    made: Decision = Decision.create(
        submission=submission,
        version=verdict.version,
        act=act,
        ground=verdict.ground,
        by=verdict.by,
        reason=verdict.reason,
        remarks=json.dumps(verdict.remarks, ensure_ascii=False),
        at=clock.stamp(),
        **more,
    )
    # One line tells of a whole batch.
    if not made.batch:
        log.decided(made)
    return made
