"""The order of the queue: appeals and notices in front, what looks automatic last, and the oldest first in each."""

from peewee import Case, ModelSelect, Tuple, fn

from directory.submissions.models import Appeal, Decision, Submission
from directory.vocabulary import Act, SubmissionKind

FRONT, MIDDLE, LAST = range(3)


def appealed() -> "ModelSelect[Appeal]":
    """Ask for the submissions whose appeal is open: nobody decided since it was made."""
    since = Decision.select().where(
        Decision.submission == Appeal.submission, Decision.id > Appeal.decision, Decision.act != Act.REOPENING
    )
    return Appeal.select(Appeal.submission).where(~fn.EXISTS(since))


def place() -> Case:
    """Say where a submission stands: an appeal always in front, a notice unless it looks automatic."""
    notice = (Submission.kind == SubmissionKind.NOTICE) & (Submission.signals == "")
    return Case(
        None, ((Submission.id.in_(appealed()), FRONT), (notice, FRONT), (Submission.signals != "", LAST)), MIDDLE
    )


def here() -> Tuple:
    """Give what the queue is ordered by, the number last: no two submissions stand at one place."""
    return Tuple(place(), Submission.changed, Submission.id)


def of(submission: Submission) -> Tuple:
    """Give the place of this submission, as it is held, to compare `here()` with."""
    row = Submission.select(place()).where(Submission.id == submission.id)
    return Tuple(row, submission.changed, submission.id)
