"""Bulk rejection: a wave of spam is refused in one go, after a look, and taken back in one go."""

from collections.abc import Mapping
from typing import NamedTuple

from peewee import fn

from directory import clock
from directory.db import write
from directory.errors import ChangedMeanwhile, Missing, Refused
from directory.moderation import claims, log, parties, queue
from directory.moderation.decisions import LONGEST_REASON
from directory.moderation.models import Noted
from directory.submissions import letters
from directory.submissions.models import Appeal, Decision, Submission
from directory.text import unfit
from directory.vocabulary import Act, Ground, State, SubmissionKind, _

MOST = 500


class Why(NamedTuple):
    """Hold why a batch is refused: the rule, and the words that each submitter reads."""

    ground: str
    reason: str


class Choice(NamedTuple):
    """Hold what would be refused, and what would not with the reason for it."""

    fit: list[Submission]
    left_out: list[tuple[Submission, str]]


def all_of(asked: queue.Filters, by: str) -> dict[int, int]:
    """Pick what matches, the first MOST of it, but appeals and notices; at the versions that there are now."""
    appealed = Submission.id.in_(Appeal.select(Appeal.submission))
    one_by_one = (Submission.kind == SubmissionKind.NOTICE) | appealed
    return {row.id: row.version for row in queue.matching(asked, by).where(~one_by_one).limit(MOST)}


def sort(picked: Mapping[int, int], by: str) -> Choice:
    """Part the submissions, picked at their versions, in those that may be refused together and the others."""
    # What was appealed once waits for somebody who had no part in the first decision: it is looked at on its own.
    appealed = Submission.id.in_(Appeal.select(Appeal.submission))
    rows = Submission.select(Submission, appealed.alias("appeal"), parties.own(by).alias("own"))
    chosen = Choice([], [])
    for row in rows.where(Submission.id.in_(list(picked)[:MOST])).order_by(Submission.id):
        if why := _hindrance(row, picked[row.id], by):
            chosen.left_out.append((row, why))
        else:
            chosen.fit.append(row)
    return chosen


def _hindrance(row: Submission, version: int, by: str) -> str:
    """Say why a submission is not refused together with others, "" where it may be."""
    reasons = (
        (row.state != State.PENDING, _("it does not wait for a decision any more")),
        (row.version != version, _("its sender sent a new version meanwhile")),
        (row.kind == SubmissionKind.NOTICE, _("a notice of illegal content is decided on its own")),
        (row.appeal, _("an appeal is decided on its own")),  # type: ignore[attr-defined]  # the alias
        (row.own, _("you sent it yourself")),  # type: ignore[attr-defined]  # the alias
        (row.holder not in ("", by), _("somebody else has claimed it")),
    )
    return next((sentence for holds, sentence in reasons if holds), "")


def reject(picked: Mapping[int, int], why: Why, *, by: str, batch: str, sender: letters.Sender | None) -> None:
    """Refuse what was picked at the versions that were seen, all of it or nothing; `batch` again changes nothing.

    Raises ChangedMeanwhile where one of them may not be refused any more.
    """
    _check(why.reason)
    if why.ground not in list(Ground):
        raise Refused(_("Choose a rule."))
    with write():
        if of(batch):
            return
        chosen = sort(picked, by)
        if not picked or len(chosen.fit) != len(picked):
            msg = _("Some of these cannot be refused together any more. Look at what is left, and confirm that.")
            raise ChangedMeanwhile(msg)
        at = clock.stamp()
        for submission in chosen.fit:
            submission.state, submission.changed = State.REJECTED, at
            claims.end(submission)
            submission.save()
            made = _decide(submission, Act.REJECTION, batch, ground=why.ground, by=by, reason=why.reason)
            letters.decided(submission, made, sender)
        log.note(by, Noted.BULK_REJECTION, f"batch {batch}", why.reason)


def undo(batch: str, reason: str, *, by: str) -> None:
    """Let what a batch refused wait again, at its old place; what was decided or sent again since stays as it is."""
    _check(reason)
    with write():
        if not of(batch):
            raise Missing(_("There is no such batch."))
        refused = refused_still(batch)
        for submission in refused:
            submission.state, submission.changed = State.PENDING, queue.sent(submission)
            submission.save()
            _decide(submission, Act.REOPENING, batch, by=by, reason=reason)
        if refused:
            log.note(by, Noted.BULK_REOPENING, f"batch {batch}", reason)


def of(batch: str) -> list[Decision]:
    """List the refusals of a batch with their submissions."""
    rows = Decision.select(Decision, Submission).join(Submission)
    return list(rows.where(Decision.batch == batch, Decision.act == Act.REJECTION).order_by(Decision.id))


def refused_still(batch: str) -> list[Submission]:
    """List the submissions whose newest decision is the batch's refusal."""
    newest = Decision.select(fn.MAX(Decision.id)).group_by(Decision.submission)
    mine = Decision.select(Decision.submission).where(
        Decision.batch == batch, Decision.act == Act.REJECTION, Decision.id.in_(newest)
    )
    rows = Submission.select().where(Submission.state == State.REJECTED, Submission.id.in_(mine))
    return list(rows.order_by(Submission.id))


def _decide(submission: Submission, act: Act, batch: str, *, by: str, reason: str, ground: str = "") -> Decision:
    made: Decision = Decision.create(
        submission=submission,
        version=submission.version,
        act=act,
        ground=ground,
        by=by,
        reason=reason,
        batch=batch,
        at=clock.stamp(),
    )
    return made


def _check(reason: str) -> None:
    """Raise Refused where the reason is none that each of the submitters can read."""
    if not reason.strip():
        raise Refused(_("Give a reason: the submitter reads it."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Write at most 2,000 characters."))
    if fault := unfit(reason, lines=True):
        raise Refused(_("This text holds %(fault)s."), fault=fault)
