"""The questions about submissions: one by its token or key, those that wait, what was decided."""

import json
from collections.abc import Sequence
from typing import Any

from peewee import fn

from directory.submissions.models import Decision, Submission, SubmittedVersion

PAGE = 50


def by_token_digest(digest: str) -> Submission | None:
    """Find a submission by the hash of its private token."""
    found: Submission | None = Submission.get_or_none(Submission.token == digest)
    return found


def by_key(key: str) -> Submission | None:
    """Find the submission that a form made."""
    found: Submission | None = Submission.get_or_none(Submission.key == key)
    return found


def was_sent(submission: Submission, post: str) -> bool:
    """Tell whether this very post was kept already."""
    rows = SubmittedVersion.select().where(SubmittedVersion.submission == submission, SubmittedVersion.key == post)
    return bool(rows.exists())


def by_id(number: int) -> Submission | None:
    """Find a submission by its number."""
    found: Submission | None = Submission.get_or_none(Submission.id == number)
    return found


def newest_version(submission: Submission) -> SubmittedVersion:
    """Give what is proposed now."""
    version: SubmittedVersion = SubmittedVersion.get(
        SubmittedVersion.submission == submission, SubmittedVersion.number == submission.version
    )
    return version


def proposed(submission: Submission) -> dict[str, Any]:
    """Give the proposed document as plain data."""
    document: dict[str, Any] = json.loads(newest_version(submission).document)
    return document


def decisions_on(submission: Submission) -> list[Decision]:
    """List what was decided on a submission, newest first."""
    rows = Decision.select().where(Decision.submission == submission)
    return list(rows.order_by(Decision.id.desc()))


def remarks_on(submission: Submission) -> dict[str, str]:
    """Give the remarks per field of the newest decision, by the field's path."""
    newest = next(iter(decisions_on(submission)), None)
    remarks: dict[str, str] = json.loads(newest.remarks) if newest and submission.state != "pending" else {}
    return remarks


def published_as(submission: Submission) -> str:
    """Give the address under which a submission was published, "" where it was not."""
    approved = submission.state == "approved"
    return str(proposed(submission)["slug"]) if approved else ""


def queue(state: str, page: int) -> list[tuple[Submission, dict[str, Any]]]:
    """List the submissions in a state with what they propose, those that wait longest first; suspects last."""
    rows = (
        SubmittedVersion.select(SubmittedVersion, Submission)
        .join(Submission)
        .where(Submission.state == state, SubmittedVersion.number == Submission.version)
        .order_by(Submission.suspect != "", Submission.changed, Submission.id)
        .paginate(page, PAGE)
    )
    return [(row.submission, json.loads(row.document)) for row in rows]


def waiting(states: Sequence[str]) -> dict[str, int]:
    """Count the submissions in each state."""
    rows = Submission.select(Submission.state, fn.COUNT(Submission.id).alias("number")).group_by(Submission.state)
    counted: dict[str, int] = {row.state: row.number for row in rows}  # type: ignore[attr-defined]  # the alias
    return {state: counted.get(state, 0) for state in states}


def ahead_of(submission: Submission) -> int:
    """Count the submissions that wait longer than this one."""
    earlier = (Submission.changed < submission.changed) | (
        (Submission.changed == submission.changed) & (Submission.id < submission.id)
    )
    return int(Submission.select().where(Submission.state == "pending", earlier).count())


def log(limit: int, *, before: int | None = None) -> list[Decision]:
    """List the newest decisions, those below number `before` where it is given."""
    rows = Decision.select().order_by(Decision.id.desc()).limit(limit)
    return list(rows.where(Decision.id < before) if before else rows)
