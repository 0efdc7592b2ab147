"""How long a submission waits: its place in the queue, and what decisions took until now."""

import statistics
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from peewee import fn

from directory.submissions import order
from directory.submissions.models import Decision, Submission, SubmittedVersion
from directory.vocabulary import State

MEASURED = 50
FEWEST = 5


class Pace(NamedTuple):
    """Say how long decisions took: how many were measured, and the median in hours, None where they are too few."""

    measured: int
    hours: int | None


def ahead_of(submission: Submission) -> int:
    """Count the submissions that come before this one in the queue."""
    waiting = Submission.select().where(Submission.state == State.PENDING)
    return int(waiting.where(order.here() < order.of(submission)).count())


def pace() -> Pace:
    """Measure the newest decisions: the time from sending a version to the first decision on it.

    Decisions made in one go, on spam, say nothing of how long a person waits.
    """
    earlier = Decision.alias()
    again = earlier.select(earlier.id).where(
        earlier.submission == Decision.submission,
        earlier.version == Decision.version,
        earlier.act.in_(order.DECIDING),
        earlier.id < Decision.id,
    )
    decided = (SubmittedVersion.submission == Decision.submission) & (SubmittedVersion.number == Decision.version)
    rows: Iterable[Any] = (
        Decision.select(SubmittedVersion.at, Decision.at)
        .join(SubmittedVersion, on=decided)
        .where(Decision.act.in_(order.DECIDING), Decision.batch == "", ~fn.EXISTS(again))
        .order_by(Decision.id.desc())
        .limit(MEASURED)
        .tuples()
    )
    waited = [_seconds(sent, at) for sent, at in rows]
    if len(waited) < FEWEST:
        return Pace(len(waited), None)
    # Within so many hours, so rounded up; no decision takes no time.
    return Pace(len(waited), max(1, -int(-statistics.median(waited) // 3600)))


def _seconds(sent: str, at: str) -> float:
    return (datetime.fromisoformat(at) - datetime.fromisoformat(sent)).total_seconds()
