"""The versions of a submission: what each changed in the one before it, and what looked automatic about it."""

import json
from itertools import pairwise
from typing import Any, NamedTuple

from directory.ledger import hiding, history
from directory.submissions.models import Signal, Submission, SubmittedVersion

# Telling two versions apart takes long: of the earlier ones only when they were sent is told.
MOST_TOLD = 5


class Step(NamedTuple):
    """Hold a version that was sent after another: its number, when, and what it changed; None where it is not told."""

    number: int
    at: str
    differences: list[history.Difference] | None


def steps(submission: Submission, *, veiled: bool = False) -> list[Step]:
    """List the versions after the first, newest first, the newest against the one before; `veiled` tells no secrets."""
    table = SubmittedVersion
    rows = table.select().where(table.submission == submission).order_by(table.number.desc())
    hides = submission.slug if veiled else ""
    said = [(each, _said(each, hides)) for each in rows.limit(MOST_TOLD + 1)]
    told = [
        Step(new.number, new.at, history.difference(before, after)) for (new, after), (_old, before) in pairwise(said)
    ]
    older = rows.select(table.number, table.at).where(table.number > 1).offset(len(told))
    return [*told, *(Step(each.number, each.at, None) for each in older)]


def marks(submission: Submission) -> dict[int, list[Signal]]:
    """Say for each version what made it look automatic when it was sent."""
    rows = SubmittedVersion.select().where(SubmittedVersion.submission == submission)
    return {version.number: version.marks for version in rows}


def _said(version: SubmittedVersion, hides: str) -> dict[str, Any]:
    """Give all that a version says, as one document: the company, what stands beside it, the note."""
    note = {"note": version.note} if version.note else {}
    company = history.loaded(version.document)
    company = hiding.shown(hides, company) if hides else company
    return {**(company or {}), **json.loads(version.details), **note}
