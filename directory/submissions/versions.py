"""The versions of a submission: what each changed in the one before it, and what looked automatic about it."""

import json
from itertools import pairwise
from typing import Any, NamedTuple

from directory.ledger import history
from directory.submissions.models import Submission, SubmittedVersion
from directory.vocabulary import Signal


class Step(NamedTuple):
    """Hold a version that was sent after another: its number, when, and what it changed."""

    number: int
    at: str
    differences: list[history.Difference]


def steps(submission: Submission) -> list[Step]:
    """List the versions after the first, newest first, each against the one before it."""
    found = [
        Step(later.number, later.at, history.difference(_said(earlier), _said(later)))
        for earlier, later in pairwise(_all(submission))
    ]
    return found[::-1]


def marks(submission: Submission) -> dict[int, list[Signal]]:
    """Say for each version what made it look automatic when it was sent."""
    return {version.number: version.marks for version in _all(submission)}


def _all(submission: Submission) -> list[SubmittedVersion]:
    rows = SubmittedVersion.select().where(SubmittedVersion.submission == submission)
    return list(rows.order_by(SubmittedVersion.number))


def _said(version: SubmittedVersion) -> dict[str, Any]:
    """Give all that a version says, as one document: the company, what stands beside it, the note."""
    note = {"note": version.note} if version.note else {}
    return {**(history.loaded(version.document) or {}), **json.loads(version.details), **note}
