"""The questions about submissions: one by its token or key, those that wait, what was decided."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from peewee import fn

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger import history
from directory.submissions.models import Decision, Submission, SubmittedVersion
from directory.vocabulary import Act, State

PAGE = 50


class Today(NamedTuple):
    """Hold a submission as it meets today's entry: the entry, its revision, what approving would make of it.

    `withdrawn` is the reason where the entry was withdrawn meanwhile.
    """

    live: dict[str, Any] | None
    revision: int
    proposed: dict[str, Any] | None
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


def proposed(submission: Submission) -> dict[str, Any] | None:
    """Give the proposed document as plain data, None where the entry would be gone."""
    return history.loaded(newest_version(submission).document)


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
    return (newest.change or 0) if newest else 0


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
    slug = submission.target or submission.slug
    entry = catalogue.entry_at(Kind.COMPANY, slug) if slug else None
    live = json.loads(entry.document) if entry and entry.state == "published" else None
    written, said = proposed(submission), json.loads(newest_version(submission).details)
    proposal = history.rebased(history.as_of(submission.base), live, written) if written else None
    if submission.kind == "removal" and live:
        gone = [tuple(each.values()) for each in said.get("claims", [])]
        left = [a for a in live["adoptions"] if gone and history.key_of(a) not in gone]
        proposal = live | {"adoptions": left} if left else None
    return Today(live, entry.revision if entry else 0, proposal, entry.reason if entry else "")


def difference(submission: Submission, now: Today) -> list[history.Difference]:
    """List what a submission would change in today's entry; once it was published, what that changed."""
    number = approved_as(submission) if submission.state in (State.APPROVED, State.UNDONE) else 0
    if number:
        return history.of_change(history.change(number))
    return history.difference(now.live, now.proposed)


def sent(submission: Submission) -> list[history.Difference]:
    """List what the submitter changed in the entry as it stood then; all of it where it is new."""
    return history.difference(history.as_of(submission.base) if submission.slug else None, proposed(submission))


def queue(state: str, page: int) -> list[tuple[Submission, dict[str, Any]]]:
    """List the submissions in a state with what they propose, those that wait longest first; suspects last."""
    rows = (
        SubmittedVersion.select(SubmittedVersion, Submission)
        .join(Submission)
        .where(Submission.state == state, SubmittedVersion.number == Submission.version)
        .order_by(Submission.signals != "", Submission.changed, Submission.id)
        .paginate(page, PAGE)
    )
    return [(row.submission, history.loaded(row.document) or {"name": row.submission.name}) for row in rows]


def waiting(states: Sequence[str]) -> dict[str, int]:
    """Count the submissions in each state."""
    rows = Submission.select(Submission.state, fn.COUNT(Submission.id).alias("number")).group_by(Submission.state)
    counted: dict[str, int] = {row.state: row.number for row in rows}  # type: ignore[attr-defined]  # the alias
    return {state: counted.get(state, 0) for state in states}


def ahead_of(submission: Submission) -> int:
    """Count the submissions that come before this one in the queue."""
    marked = Submission.signals != ""
    earlier = (Submission.changed < submission.changed) | (
        (Submission.changed == submission.changed) & (Submission.id < submission.id)
    )
    before = ~marked | (marked & earlier) if submission.signals else ~marked & earlier
    return int(Submission.select().where(Submission.state == State.PENDING, before).count())


def log(limit: int, *, before: int | None = None) -> list[Decision]:
    """List the newest decisions, those below number `before` where it is given."""
    rows = Decision.select().order_by(Decision.id.desc()).limit(limit)
    return list(rows.where(Decision.id < before) if before else rows)
