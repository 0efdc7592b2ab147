"""What people told in confidence: it goes after a while, and at once where they ask. Each verb may be repeated.

The ledger is not touched: it holds companies and sources, no person, and what it published stays published.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from peewee import ModelSelect, fn

from directory import clock
from directory.db import write
from directory.ledger import history
from directory.mail.models import Letter
from directory.submissions import drafts, queries
from directory.submissions.models import (
    Appeal,
    Control,
    Decision,
    Draft,
    Sending,
    Submission,
    SubmittedVersion,
    UsedProof,
)
from directory.vocabulary import Act, State

NETWORKS_KEPT = timedelta(hours=24)
UNSENT = ("waiting", "sending")
NOTED = re.compile(r'"token": "([0-9a-f]{64})"')

# What was purged, and how much of it.
Done = dict[str, int]
Rule = Callable[[], Done]
_rules: list[Rule] = []


def rule(each: Rule) -> Rule:
    """Have another feature's retention be part of `purge`, in its transaction."""
    _rules.append(each)
    return each


def purge(contact_days: int, noted: Iterable[str]) -> Done:
    """Forget what was kept long enough, and again what was erased and came back with a backup; say how much."""
    with write():
        done = {"submissions erased again": sum(map(erase, noted))}
        done |= _forget_senders(_ago(timedelta(days=contact_days)))
        done |= _forget_networks(_ago(NETWORKS_KEPT))
        done["used proofs"] = UsedProof.delete().where(UsedProof.until <= clock.stamp()).execute()
        done["drafts"] = drafts.forget_old()
        for each in _rules:
            done |= each()
    return {what: number for what, number in done.items() if number}


def _ago(kept: timedelta) -> str:
    return clock.written(clock.now() - kept)


def _forget_senders(before: str) -> Done:
    """Forget how to reach the senders of what was decided on or taken back before a moment, and their names."""
    quiet = _quiet(before)
    addressed = Submission.update(contact="").where(Submission.contact != "", Submission.id.in_(quiet))
    mailed = Control.update(mailbox="").where(Control.mailbox != "", Control.submission.in_(quiet))
    ended = Letter.submission.in_(quiet) & Letter.state.not_in(UNSENT)
    mail = Letter.update(recipient="", body="").where(ended, (Letter.recipient != "") | (Letter.body != ""))
    details = SubmittedVersion.details
    named = (fn.INSTR(details, '"sender_name"') > 0) | (fn.INSTR(details, '"mailbox"') > 0)
    names = SubmittedVersion.select().where(SubmittedVersion.submission.in_(quiet), named)
    return {
        "mail addresses": addressed.execute() + mailed.execute(),
        "letters": mail.execute(),
        "names and mailboxes": sum(map(_unnamed, list(names))),
    }


def _quiet(before: str) -> "ModelSelect[Submission]":
    """Select the submissions on which nothing happened since a moment and that wait for nobody here."""
    decided = Decision.select(Decision.submission).where(
        Decision.at > before, Decision.submission.is_null(is_null=False)
    )
    appealed = Appeal.select(Appeal.submission).where(Appeal.at > before)
    return Submission.select(Submission.id).where(
        Submission.state != State.PENDING,
        Submission.changed <= before,
        Submission.id.not_in(decided),
        Submission.id.not_in(appealed),
    )


def _unnamed(version: SubmittedVersion) -> bool:
    told = queries.details(version)
    kept = told.model_copy(update={"sender_name": None, "mailbox": ""})
    if kept == told:
        return False
    version.details = kept.model_dump_json(exclude_defaults=True)
    version.save()
    return True


def _forget_networks(before: str) -> Done:
    """Forget which network a post came from."""
    known = Submission.update(sender="").where(Submission.sender != "", Submission.changed <= before).execute()
    counted = Sending.delete().where(Sending.at <= before).execute()
    return {"network keys": known + counted}


def known(digest: str) -> bool:
    """Tell whether a submission, erased or not, or a draft is under this hash of a private token."""
    submission = Submission.get_or_none(Submission.token == digest)
    return bool(submission or Draft.get_or_none(Draft.token == digest))


def erase(digest: str) -> bool:
    """Erase all that a submitter wrote under this hash of a private token; tell whether there was anything.

    What stays is that there was a submission, of which kind, and what was decided on it when.
    """
    with write():
        draft = Draft.delete().where(Draft.token == digest).execute()
        submission = Submission.get_or_none(Submission.token == digest, Submission.erased == "")
        if submission is not None:
            _erase_words(submission)
            _close(submission)
        return bool(draft or submission)


def _erase_words(submission: Submission) -> None:
    """Blank the texts around and in each version; the document of one that was published stays."""
    for version in SubmittedVersion.select().where(SubmittedVersion.submission == submission):
        version.note, version.details, version.key = "", "{}", f"erased.{version.id}"
        version.document = version.document if _published(version) else ""
        version.save()
    # The reason of a decision is the moderator's; remarks stand beside what was typed and quote it.
    Decision.update(remarks="{}", document="").where(Decision.submission == submission).execute()
    Appeal.update(text="").where(Appeal.submission == submission).execute()
    Control.update(mailbox="", code="").where(Control.submission == submission).execute()
    letters = Letter.submission == submission.id
    Letter.update(state="failed", error="erased").where(letters, Letter.state.in_(UNSENT)).execute()
    Letter.update(recipient="", subject="", body="").where(letters).execute()


def _published(version: SubmittedVersion) -> bool:
    """Tell whether the ledger holds this document just as it was sent; only its address is ours."""
    approval = Decision.get_or_none(
        Decision.submission == version.submission, Decision.version == version.number, Decision.act == Act.APPROVAL
    )
    if approval is None or approval.change is None or not version.document:
        return False
    published = history.loaded(history.change(approval.change).after) or {}
    sent = json.loads(str(version.document))
    return bool(published | {"slug": ""} == sent | {"slug": ""})


def _close(submission: Submission) -> None:
    """Make of a submission what a stone says: that it was, and when it ended."""
    if not queries.newest_version(submission).document:
        submission.name = submission.country = submission.models = submission.domain = submission.folded = ""
    if submission.state not in (State.APPROVED, State.UNDONE):
        submission.state = State.TAKEN_BACK
    submission.contact = submission.sender = submission.claimed_by = submission.claimed_until = ""
    submission.listed = 0
    submission.erased = clock.stamp()
    submission.save()


def note(file: Path, digest: str) -> None:
    """Remember outside the database whom to erase again after a restore, before anything is erased: hashes only."""
    if digest in noted(file):
        return
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(handle, f"{json.dumps({'token': digest, 'at': clock.stamp()})}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(file.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def noted(file: Path) -> list[str]:
    """List whom to erase again; half a line, left by a power cut, hides no other."""
    return NOTED.findall(file.read_text()) if file.exists() else []
