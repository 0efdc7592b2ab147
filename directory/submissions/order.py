"""The order of the queue: appeals and notices in front, what looks automatic last, and the oldest first in each.

A notice that looks automatic is hidden by no wave: it comes right after those in front.
"""

from peewee import Case, Expression, ModelSelect, Tuple, fn

from directory.submissions.models import Appeal, Decision, Submission
from directory.vocabulary import Act, SubmissionKind

FRONT, HEAD, MIDDLE, LAST = range(4)
# What ends the waiting of a version; an agreement is only the first half of a decision.
DECIDING = (Act.APPROVAL, Act.CHANGES_REQUEST, Act.REJECTION)


def appealed() -> "ModelSelect[Appeal]":
    """Ask for the submissions whose appeal is open: no decision since it was made stands."""
    return Appeal.select(Appeal.submission).where(~fn.EXISTS(answers()))


def answers() -> "ModelSelect[Decision]":
    """Ask, beside appeals, for the decisions that answer them."""
    since = (Decision.submission == Appeal.submission) & (Decision.id > Appeal.decision)
    return Decision.select().where(since, Decision.act.in_(DECIDING), stands())


def stands() -> Expression:
    """Tell of a decision that the next one on the same submission does not take it back."""
    later = Decision.alias()
    following = later.select(later.act).where(later.submission == Decision.submission, later.id > Decision.id)
    return fn.COALESCE(following.order_by(later.id).limit(1), "") != Act.REOPENING


def agreed() -> "ModelSelect[Decision]":
    """Ask for the submissions of which one of two people approved the newest version, nobody having decided since."""
    later = Decision.alias()
    since = later.select(later.id).where(later.submission == Decision.submission, later.id > Decision.id)
    return Decision.select(Decision.submission).where(
        Decision.act == Act.AGREEMENT, Decision.version == Submission.version, ~fn.EXISTS(since)
    )


def place() -> Case:
    """Say where a submission stands: an appeal always in front, a notice that looks automatic behind the others."""
    notice, suspect = Submission.kind == SubmissionKind.NOTICE, Submission.signals != ""
    places = ((Submission.id.in_(appealed()), FRONT), (notice & suspect, HEAD), (notice, FRONT), (suspect, LAST))
    return Case(None, places, MIDDLE)


def here() -> Tuple:
    """Give what the queue is ordered by, the number last: no two submissions stand at one place."""
    return Tuple(place(), Submission.changed, Submission.id)


def of(submission: Submission) -> Tuple:
    """Give the place of this submission, as it is held, to compare `here()` with."""
    row = Submission.select(place()).where(Submission.id == submission.id)
    return Tuple(row, submission.changed, submission.id)
