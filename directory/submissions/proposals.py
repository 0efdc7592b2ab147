"""The verbs of a submitter: submit, send again, take back. Each owns its transaction and may be repeated."""

import json
from dataclasses import dataclass, field
from typing import LiteralString

from directory import clock
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind, canonical, plain
from directory.db import write
from directory.errors import Refused
from directory.submissions import control, drafts, letters, queries
from directory.submissions.checks import check
from directory.submissions.details import Details
from directory.submissions.letters import Sender
from directory.submissions.models import Signal, Submission, SubmittedVersion
from directory.text import fold, registrable_domain, sha256
from directory.vocabulary import State, SubmissionKind, _

FINAL: dict[str, LiteralString] = {
    State.APPROVED: _("It was approved meanwhile, so it cannot be taken back. Ask for a removal on the entry's page."),
    State.REJECTED: _("It was decided meanwhile: it was not accepted, so there is nothing to take back."),
    State.UNDONE: _("It was published and undone already, so there is nothing to take back."),
}


MOST_VERSIONS = 50


@dataclass(frozen=True)
class Proposal:
    """Hold what somebody sends: what is proposed, its form's key, and what only moderators read.

    `document` is the company as it would be, None where it would be gone or none is meant. `sender` is the network's
    key of the day, `by` the moderator who sends it, `listed` whether a refusal may be told in public. `target` is the
    survivor of a merge, `undoes` the change that a restore undoes.
    """

    document: Company | None
    key: str
    kind: SubmissionKind = SubmissionKind.COMPANY
    details: Details = field(default_factory=Details)
    note: str = ""
    contact: str = ""
    language: str = "en"
    listed: bool = False
    sender: str = ""
    by: str = ""
    target: str = ""
    undoes: int | None = None
    signals: tuple[Signal, ...] = ()

    @property
    def text(self) -> str:
        """Give the proposed document as the ledger would keep it, "" where there is none."""
        return canonical(self.document) if self.document else ""

    @property
    def post(self) -> str:
        """Identify this post: its form and what it says."""
        return f"{self.key}.{sha256(self.text + self.details.model_dump_json() + self.note)}"


def submit(proposal: Proposal, token: str, *, slug: str, base: int, sender: Sender | None = None) -> Submission:
    """Keep a proposal for a new company (`slug` empty) or for an entry as its writer saw it at revision `base`.

    The same post again gives the same submission; the same form with other content (the browser's way back) gives
    its next version. `sender` writes the letter that it was received. Raises Invalid, NothingNew, Refused, Missing,
    Withdrawn, Unavailable.
    """
    with write():
        known = queries.by_key(proposal.key)
        if known is not None:
            _check_same(known, proposal, slug)
            return _next(known, proposal, base, sender)
        check(proposal.kind, proposal.document, proposal.details, slug=slug, base=base)
        at = clock.stamp()
        made = Submission(
            token=sha256(token),
            key=proposal.key,
            kind=proposal.kind,
            slug=slug,
            target=proposal.target,
            undoes=proposal.undoes,
            submitted=at,
            version=0,
        )
        _keep(made, proposal, base, at)
        drafts.end(proposal.key)
        letters.received(made, sender)
        _begin_control(made, proposal, sender)
        return made


def resubmit(token: str, proposal: Proposal, *, base: int, sender: Sender | None = None) -> Submission:
    """Send a new version of a submission that is not approved; it waits for a decision again, older versions stay."""
    with write():
        return _next(queries.by_token(token), proposal, base, sender)


def take_back(token: str) -> Submission:
    """Take a submission back that was not decided; it can be edited and sent again. Raises Missing, Refused."""
    with write():
        submission = queries.by_token(token)
        if submission.state in FINAL:
            raise Refused(FINAL[submission.state])
        if submission.state != State.TAKEN_BACK:
            submission.state, submission.changed = State.TAKEN_BACK, clock.stamp()
            submission.claimed_by = submission.claimed_until = ""
            submission.save()
        return submission


def _check_same(known: Submission, proposal: Proposal, slug: str) -> None:
    """Let a form that was used send a next version of what it sent, and nothing else."""
    sent = (known.kind, known.slug, known.target, known.undoes)
    if sent != (proposal.kind, slug, proposal.target, proposal.undoes):
        raise Refused(_("This form was used for something else already. Open its page anew."))


def _next(submission: Submission, proposal: Proposal, base: int, sender: Sender | None) -> Submission:
    if queries.newest_version(submission).key == _key(submission, proposal):
        if submission.state == State.PENDING and submission.contact != proposal.contact:
            submission.contact = proposal.contact
            submission.save()
        return submission
    if submission.state == State.APPROVED:
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))
    if submission.version >= MOST_VERSIONS:
        raise Refused(_("This was sent 50 times already. Send a submission of its own instead."))
    check(submission.kind, proposal.document, proposal.details, slug=submission.slug, base=base)
    _keep(submission, proposal, base, clock.stamp())
    _begin_control(submission, proposal, sender)
    return submission


def _begin_control(submission: Submission, proposal: Proposal, sender: Sender | None) -> None:
    """Let the sender of a reply prove to speak for the company."""
    if submission.kind == SubmissionKind.REPLY and proposal.details.reply:
        control.begin(submission, proposal.details.reply.proof, proposal.details.mailbox, sender)


def _keep(submission: Submission, proposal: Proposal, base: int, at: str) -> None:
    """Keep what was sent as the next version, which waits for a decision."""
    submission.version += 1
    submission.state, submission.base, submission.changed = State.PENDING, base, at
    submission.contact, submission.language = proposal.contact, proposal.language
    submission.listed, submission.signals = int(proposal.listed), " ".join(proposal.signals)
    submission.sender, submission.by = proposal.sender, proposal.by or submission.by
    for name, value in _about(submission, proposal).items():
        setattr(submission, name, value)
    submission.save()
    SubmittedVersion.create(
        submission=submission,
        number=submission.version,
        key=_key(submission, proposal),
        document=proposal.text,
        details=proposal.details.model_dump_json(exclude_defaults=True),
        note=proposal.note,
        signals=submission.signals,
        by=proposal.by,
        at=at,
    )


def _key(submission: Submission, proposal: Proposal) -> str:
    """Identify a post as the version that it is: the same one again right after it is no new version."""
    return f"{submission.id}.{submission.version}.{proposal.post}"


def _about(submission: Submission, proposal: Proposal) -> dict[str, str]:
    """Say what a submission is about, for queue and duplicates: the company that was sent, else the entry."""
    slug = catalogue.survivor(Kind.COMPANY, submission.slug)
    entry = catalogue.entry_at(Kind.COMPANY, slug) if slug else None
    company = plain(proposal.document) if proposal.document else json.loads(entry.document) if entry else {}
    models = dict.fromkeys(adoption["model"] for adoption in company.get("adoptions", []))
    return {
        "name": company.get("name", ""),
        "country": company.get("country", ""),
        "models": f" {' '.join(models)} ",
        "domain": registrable_domain(company.get("website", "")),
        "folded": fold(company.get("name", "")),
    }
