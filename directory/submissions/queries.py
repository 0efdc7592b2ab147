"""The questions about submissions: one by its token or key, those that wait, what was decided."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.errors import Missing, Refused
from directory.ledger import hiding, history
from directory.mail.models import Letter
from directory.submissions import outcomes
from directory.submissions.details import Details
from directory.submissions.models import Appeal, Decision, Held, Submission, SubmittedVersion
from directory.text import sha256
from directory.vocabulary import Act, State, _
from directory.web.i18n import plain_day

Data = dict[str, Any]


class Today(NamedTuple):
    """Hold a submission as it meets today's entry: the entry, its revision, what approving would make of it.

    `proposed` is None where the entry would be gone, or where a notice is about no entry. `withdrawn` is the reason
    where the entry was withdrawn meanwhile.
    """

    live: Data | None
    revision: int
    proposed: Data | None
    withdrawn: str


class Erased(Refused):
    """Say that a submission was here and was erased."""

    status = 410


def by_token_digest(digest: str) -> Submission | None:
    """Find a submission by the hash of its private token; raise Erased."""
    return _standing(Submission.get_or_none(Submission.token == digest))


def by_token(token: str) -> Submission:
    """Give the submission of a private token; raise Missing, Erased."""
    found = by_token_digest(sha256(token))
    if found is None:
        raise Missing(_("There is no submission at this address. Was the whole address copied?"))
    return found


def by_key(key: str) -> Submission | None:
    """Find the submission that a form made; raise Erased."""
    return _standing(Submission.get_or_none(Submission.key == key))


def _standing(found: Submission | None) -> Submission | None:
    """Let nobody go on with what was erased."""
    if found is not None and found.erased:
        msg = _("This submission was erased on %(day)s, as was asked. Nothing of what its sender wrote in it is kept.")
        raise Erased(msg, day=plain_day(str(found.erased)))
    return found


def by_id(number: int) -> Submission | None:
    """Find a submission by its number."""
    found: Submission | None = Submission.get_or_none(Submission.id == number)
    return found


def load(number: int) -> Submission:
    """Give a submission by its number; raise Missing."""
    found = by_id(number)
    if found is None:
        raise Missing(_("There is no such submission."))
    return found


def hold(submission: Submission) -> Submission:
    """Read once what a page asks of a submission many times; for pages, which change nothing."""
    submission.held = Held(newest_version(submission), decisions_on(submission), appeal_of(submission))
    return submission


def newest_version(submission: Submission) -> SubmittedVersion:
    """Give what is proposed now."""
    if submission.held:
        return submission.held.version
    version: SubmittedVersion = SubmittedVersion.get(
        SubmittedVersion.submission == submission, SubmittedVersion.number == submission.version
    )
    return version


def proposed(submission: Submission) -> Data | None:
    """Give the document as it was sent, None where the submission is not one of a document."""
    return history.loaded(newest_version(submission).document)


def details(version: SubmittedVersion) -> Details:
    """Give what a version says beside the document."""
    return Details.model_validate_json(version.details)


def decisions_on(submission: Submission) -> list[Decision]:
    """List what was decided on a submission, newest first."""
    if submission.held:
        return submission.held.decisions
    rows = Decision.select().where(Decision.submission == submission)
    return list(rows.order_by(Decision.id.desc()))


def newest_decision(submission: Submission) -> Decision | None:
    """Give what was decided on a submission last, None where nothing was."""
    if submission.held:
        return next(iter(submission.held.decisions), None)
    found: Decision | None = (
        Decision.select().where(Decision.submission == submission).order_by(Decision.id.desc()).first()
    )
    return found


def remarks_on(submission: Submission) -> list[tuple[list[str | int], str]]:
    """List the remarks per field of the newest decision, with the fields' paths."""
    newest = newest_decision(submission)
    return newest.told if newest and submission.state != State.PENDING else []


def by_place(remarks: Iterable[tuple[list[str | int], str]]) -> dict[str, str]:
    """Key remarks as the form names its fields: `adoptions-0-statement`."""
    return {"-".join(map(str, path)): text for path, text in remarks}


def approved_as(submission: Submission) -> int:
    """Give the number of the change that published a submission last, 0 where none did."""
    return next((int(each.change or 0) for each in decisions_on(submission) if each.act == Act.APPROVAL), 0)


def published_as(submission: Submission) -> str:
    """Give the address under which a submission was published, "" where it was not."""
    number = approved_as(submission)
    return history.change(number).slug if number else ""


def of_change(number: int) -> Submission | None:
    """Find the submission that a change published, or whose change it undid or restored."""
    decision = Decision.get_or_none(Decision.change == number)
    return decision.submission if decision else None


def today(submission: Submission) -> Today:
    """Carry what was sent over to today's entry: for a merge that of the survivor, whose document was sent."""
    slug = submission.target or submission.slug
    # What a restore brings back is at its own address, wherever that leads now.
    address = slug if submission.undoes else catalogue.survivor(Kind.COMPANY, slug)
    entry = catalogue.entry_at(Kind.COMPANY, address) if slug else None
    live = json.loads(entry.document) if entry and entry.state == "published" else None
    made = _outcome(submission, history.as_of(submission.base), live)
    return Today(live, entry.revision if entry else 0, made, entry.reason if entry else "")


def _outcome(submission: Submission, base: Data | None, live: Data | None) -> Data | None:
    version = newest_version(submission)
    written = history.loaded(version.document)
    return outcomes.outcome(submission.kind, written, details(version), base, live)


def difference(submission: Submission, now: Today) -> list[history.Difference]:
    """List what a submission would change in today's entry; once it was published, what that changed."""
    number = approved_as(submission) if submission.state in (State.APPROVED, State.UNDONE) else 0
    return history.of_change(history.change(number)) if number else history.difference(now.live, now.proposed)


def sent(submission: Submission) -> list[history.Difference]:
    """List what the submitter changed in the entry as it stood then, without what is hidden; all where it is new."""
    then = history.as_of(submission.base) if submission.slug else None
    after = _outcome(submission, then, then)
    return history.difference(hiding.shown(submission.slug, then), hiding.shown(submission.slug, after))


def appeal_of(submission: Submission) -> Appeal | None:
    """Find the one appeal of a submission."""
    if submission.held:
        return submission.held.appeal
    found: Appeal | None = Appeal.get_or_none(Appeal.submission == submission)
    return found


def letters_to(submission: Submission) -> list[str]:
    """Tell the states of the letters to a submission's sender; one that proves control goes to the company."""
    rows = Letter.select(Letter.state).where(Letter.submission == submission.id, ~Letter.key.startswith("control "))
    return [letter.state for letter in rows]
