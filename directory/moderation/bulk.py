"""Bulk rejection: a wave of spam is refused in one go, after a look, and taken back in one go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from peewee import Case, fn

from directory import clock
from directory.db import write
from directory.errors import ChangedMeanwhile, Missing, Problem
from directory.moderation import claims, log, parties, queue
from directory.moderation.decisions import Verdict, check_reason, record
from directory.moderation.models import Noted
from directory.submissions import letters, order
from directory.submissions.models import Appeal, Decision, Submission
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
    """Pick what matches and may be refused, the first MOST of it; at the versions that there are now."""
    rows = queue.matching(asked, by).where(_hindrance(by) == "").limit(MOST)
    return {row.id: row.version for row in rows}


def count(asked: queue.Filters, by: str) -> int:
    """Count all that matches and may be refused together."""
    return int(queue.matching(asked, by).where(_hindrance(by) == "").count())


def sort(picked: Mapping[int, int], by: str) -> Choice:
    """Part the submissions, picked at their versions, in those that may be refused together and the others."""
    rows = Submission.select(Submission, _hindrance(by).alias("why"))
    chosen = Choice([], [])
    for row in rows.where(Submission.id.in_(list(picked)[:MOST])).order_by(Submission.id):
        sent_again = row.version != picked[row.id] and _("its sender sent a new version meanwhile")
        if why := row.why or sent_again:  # type: ignore[attr-defined]  # the alias
            chosen.left_out.append((row, why))
        else:
            chosen.fit.append(row)
    return chosen


def _hindrance(by: str) -> Case:
    """Say why a submission is not refused together with others, "" where it may be; one rule to count and to choose."""
    held = (Submission.claimed_by.not_in(("", by))) & (Submission.claimed_until > clock.stamp())
    reasons = (
        (Submission.state != State.PENDING, _("it does not wait for a decision any more")),
        (Submission.kind == SubmissionKind.NOTICE, _("a notice of illegal content is decided on its own")),
        # What was appealed once waits for somebody who had no part in the first decision.
        (Submission.id.in_(Appeal.select(Appeal.submission)), _("an appeal is decided on its own")),
        (Submission.id.in_(order.agreed()), _("a moderator agreed to it")),
        (parties.own(by), _("you sent it yourself")),
        (held, _("somebody else has claimed it")),
    )
    return Case(None, reasons, "")


def reject(picked: Mapping[int, int], why: Why, *, by: str, batch: str, sender: letters.Sender | None) -> None:
    """Refuse what was picked at the versions that were seen, all of it or nothing; `batch` again changes nothing.

    Raises ChangedMeanwhile where one of them may not be refused any more.
    """
    verdict = Verdict(by=by, reason=why.reason, ground=why.ground)
    known = why.ground in list(Ground)
    check_reason(why.reason, *([] if known else [Problem(("ground",), _("Choose a rule."))]))
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
            made = record(submission, Act.REJECTION, replace(verdict, version=submission.version), batch=batch)
            letters.decided(submission, made, sender)
        log.note(by, Noted.BULK_REJECTION, f"batch {batch}", why.reason)


def undo(batch: str, reason: str, *, by: str) -> None:
    """Let what a batch refused wait again, at its old place; what was decided or sent again since stays as it is."""
    verdict = Verdict(by=by, reason=reason)
    check_reason(reason)
    with write():
        if not of(batch):
            raise Missing(_("There is no such batch."))
        refused = refused_still(batch, by)
        for submission in refused:
            submission.state, submission.changed = State.PENDING, queue.sent(submission)
            submission.save()
            record(submission, Act.REOPENING, replace(verdict, version=submission.version), batch=batch)
        if refused:
            log.note(by, Noted.BULK_REOPENING, f"batch {batch}", reason)


def of(batch: str) -> list[Decision]:
    """List the refusals of a batch with their submissions."""
    rows = Decision.select(Decision, Submission).join(Submission)
    return list(rows.where(Decision.batch == batch, Decision.act == Act.REJECTION).order_by(Decision.id))


def refused_still(batch: str, by: str) -> list[Submission]:
    """List the submissions whose newest decision is the batch's refusal, those that `by` may decide on."""
    newest = Decision.select(fn.MAX(Decision.id)).group_by(Decision.submission)
    mine = Decision.select(Decision.submission).where(
        Decision.batch == batch, Decision.act == Act.REJECTION, Decision.id.in_(newest)
    )
    rows = Submission.select().where(Submission.state == State.REJECTED, Submission.id.in_(mine))
    return [row for row in rows.order_by(Submission.id) if not parties.hindrance(row, by)]
