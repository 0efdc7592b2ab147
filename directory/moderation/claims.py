"""Claims: who is at a submission, so that two people do not do the same work. A claim ends by itself."""

from datetime import timedelta

from directory import clock
from directory.db import write
from directory.errors import Refused
from directory.submissions import queries
from directory.submissions.models import Submission
from directory.vocabulary import State, _

LASTS = timedelta(minutes=20)


class Claimed(Refused):
    """Refuse what somebody else is at."""

    status = 409


def claim(number: int, by: str, *, over: str = "") -> None:
    """Claim a submission from now on, also where `over` has it: who was seen to have it when it was taken over."""
    with write():
        submission = queries.load(number)
        if submission.state != State.PENDING:
            raise Claimed(_("This does not wait for a decision any more."))
        if submission.by == by:
            raise Refused(_("You sent this yourself: somebody else decides on it."))
        if submission.holder != over:
            check(submission, by)
        submission.claimed_by, submission.claimed_until = by, clock.written(clock.now() + LASTS)
        submission.save()


def release(number: int, by: str) -> None:
    """Give a claim back; the claim of somebody else stays."""
    with write():
        submission = queries.load(number)
        if submission.holder == by:
            end(submission)
            submission.save()


def check(submission: Submission, by: str) -> None:
    """Raise Claimed where somebody else is at a submission; for verbs, under their lock."""
    if submission.holder not in ("", by):
        raise Claimed(
            _("%(who)s has claimed this until %(time)s (UTC). Take it over to decide on it."),
            who=submission.holder,
            time=str(submission.claimed_until)[11:16],
        )


def end(submission: Submission) -> None:
    """Take the claim off a submission that its verb saves."""
    submission.claimed_by = submission.claimed_until = ""
