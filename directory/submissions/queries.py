"""The questions about submissions: one by its token or key, those that wait, what was decided."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger import history
from directory.submissions import order
from directory.submissions.models import Decision, Submission, SubmittedVersion
from directory.vocabulary import Act, State


class Today(NamedTuple):
    """Hold a submission as it meets today's entry: the entry, its revision, what approving would make of it.

    `withdrawn` is the reason where the entry was withdrawn meanwhile.
    """

    live: dict[str, Any] | None
    revision: int
    proposed: dict[str, Any]
    withdrawn: str


def by_token_digest(digest: str) -> Submission | None:
    """Find a submission by the hash of its private token."""
    found: Submission | None = Submission.get_or_none(Submission.token == digest)
    return found


def by_key(key: str) -> Submission | None:
    """Find the submission that a form made."""
    found: Submission | None = Submission.get_or_none(Submission.key == key)
    return found


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


def remarks_on(submission: Submission) -> list[tuple[list[str | int], str]]:
    """List the remarks per field of the newest decision, with the fields' paths."""
    newest = next(iter(decisions_on(submission)), None)
    return newest.told if newest and submission.state != State.PENDING else []


def by_place(remarks: Iterable[tuple[list[str | int], str]]) -> dict[str, str]:
    """Key remarks as the form names its fields: `adoptions-0-statement`."""
    return {"-".join(map(str, path)): text for path, text in remarks}


def approved_as(submission: Submission) -> int:
    """Give the number of the change that published a submission last, 0 where none did."""
    rows = Decision.select().where(Decision.submission == submission, Decision.act == Act.APPROVAL)
    newest = rows.order_by(Decision.id.desc()).first()
    return newest.change if newest else 0


def published_as(submission: Submission) -> str:
    """Give the address under which a submission was published, "" where it was not."""
    number = approved_as(submission)
    return history.change(number).slug if number else ""


def of_change(number: int) -> Submission | None:
    """Find the submission that a change published, or whose change it undid or restored."""
    decision = Decision.get_or_none(Decision.change == number)
    return decision.submission if decision else None


def today(submission: Submission) -> Today:
    """Carry what is proposed over to today's entry."""
    entry = catalogue.entry_at(Kind.COMPANY, submission.slug) if submission.slug else None
    live = json.loads(entry.document) if entry and entry.state == "published" else None
    proposal = history.rebased(history.as_of(submission.base), live, proposed(submission))
    return Today(live, entry.revision if entry else 0, proposal, entry.reason if entry else "")


def difference(submission: Submission, now: Today) -> list[history.Difference]:
    """List what a submission would change in today's entry; once it was published, what that changed."""
    if submission.state in (State.APPROVED, State.UNDONE):
        return history.of_change(history.change(approved_as(submission)))
    return history.difference(now.live, now.proposed)


def sent(submission: Submission) -> list[history.Difference]:
    """List what the submitter changed in the entry as it stood then; all of it where it is new."""
    return history.difference(history.as_of(submission.base) if submission.slug else None, proposed(submission))


def ahead_of(submission: Submission) -> int:
    """Count the submissions that come before this one in the queue."""
    waiting = Submission.select().where(Submission.state == State.PENDING)
    return int(waiting.where(order.here() < order.of(submission)).count())
