"""The versions of a submission, and what each changed in the one before it."""

import json
from itertools import pairwise
from typing import Any, NamedTuple

from directory.ledger import history
from directory.submissions.models import Submission, SubmittedVersion


class Step(NamedTuple):
    """Hold a version that was sent after another: its number, when, and what it changed."""

    number: int
    at: str
    differences: list[history.Difference]


def steps(submission: Submission) -> list[Step]:
    """List the versions after the first, newest first, each against the one before it."""
    rows = SubmittedVersion.select().where(SubmittedVersion.submission == submission)
    ordered = list(rows.order_by(SubmittedVersion.number))
    found = [
        Step(later.number, later.at, history.difference(_said(earlier), _said(later)))
        for earlier, later in pairwise(ordered)
    ]
    return found[::-1]


def _said(version: SubmittedVersion) -> dict[str, Any]:
    """Give all that a version says, as one document: the company, what stands beside it, the note."""
    note = {"note": version.note} if version.note else {}
    return {**(history.loaded(version.document) or {}), **json.loads(version.details), **note}
