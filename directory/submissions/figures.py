"""What the public may know of submissions: how many wait and how long, what was decided, what was refused and why."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import fn

from directory import clock
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry
from directory.submissions import order
from directory.submissions.models import Decision, Submission
from directory.submissions.waiting import Pace, pace
from directory.vocabulary import Act, Ground, State

PAGE = 50
DAYS = 30
OUTCOMES = (Act.APPROVAL, Act.CHANGES_REQUEST, Act.REJECTION, Act.REVERSAL)


class Figures(NamedTuple):
    """Hold the figures of the queue; `oldest` is the age in days of what waits longest, None where nothing waits."""

    waiting: int
    oldest: int | None
    pace: Pace
    decided: dict[str, int]


class Refusal(NamedTuple):
    """Hold what is told in public of a submission that was refused, for whom it may be told."""

    number: int
    at: str
    kind: str
    ground: str
    reason: str
    slug: str
    name: str


def figures() -> Figures:
    """Count what waits and what was decided in the last thirty days."""
    waits = Submission.select().where(Submission.state == State.PENDING)
    longest = waits.select(fn.MIN(Submission.changed)).scalar()
    age = (clock.today() - date.fromisoformat(longest[:10])).days if longest else None
    return Figures(waits.count(), age, pace(), _decided(clock.today() - timedelta(days=DAYS)))


def _decided(since: date) -> dict[str, int]:
    """Count what was decided and not taken back by the next decision on the same submission."""
    rows: Iterable[Any] = (
        Decision.select(Decision.act, fn.COUNT(Decision.id))
        .join(Submission)
        .where(Decision.at >= since.isoformat(), order.stands())
        .group_by(Decision.act)
        .tuples()
    )
    counted = dict(rows)
    return {act: counted.get(act, 0) for act in OUTCOMES}


def refusals(limit: int, *, before: int | None = None) -> list[Refusal]:
    """List refusals of those who agreed to it, newest first, spam left out; a company is named where it is published.

    `before` is the number of the decision to go on from.
    """
    newest = Decision.alias()
    last = newest.select(fn.MAX(newest.id)).where(newest.submission == Submission.id)
    named = (Entry.kind == Kind.COMPANY) & (Entry.slug == Submission.slug) & (Entry.state == "published")
    rows = (
        Decision.select(
            *(Decision.id, Decision.at, Submission.kind, Decision.ground, Decision.reason),
            *(fn.COALESCE(Entry.slug, ""), fn.COALESCE(Entry.name, "")),
        )
        .join(Submission)
        .left_outer_join(Entry, on=named)
        .where(Submission.state == State.REJECTED, Submission.listed == 1, Decision.id == last)
        .where(Decision.act == Act.REJECTION, Decision.ground != Ground.SPAM)
        .order_by(Decision.id.desc())
        .limit(limit)
    )
    listed: Iterable[Any] = (rows.where(Decision.id < before) if before else rows).tuples()
    return [Refusal(*row) for row in listed]
