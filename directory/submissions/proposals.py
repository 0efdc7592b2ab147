"""The verbs of a submitter: submit, and send again. Each owns its transaction and may be repeated without harm."""

import hashlib
import hmac
from dataclasses import dataclass, field

from directory import clock
from directory.catalogue import identity
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind, canonical, plain
from directory.db import write
from directory.errors import Invalid, Missing, Refused
from directory.ledger.publish import problems
from directory.submissions import queries
from directory.submissions.details import Details
from directory.submissions.letters import Sender
from directory.submissions.models import Submission, SubmittedVersion
from directory.text import fold
from directory.vocabulary import Signal, State, SubmissionKind, _


class NothingNew(Refused):
    """Refuse a suggestion that changes nothing."""


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
        return f"{self.key}.{digest(self.text + self.details.model_dump_json() + self.note)}"

    @property
    def about(self) -> dict[str, str]:
        """Say what it is about, for queue and duplicates."""
        company = self.document
        if company is None:
            return {"name": "", "country": "", "models": "", "domain": "", "folded": ""}
        models = dict.fromkeys(adoption.model for adoption in company.adoptions)
        return {
            "name": company.name,
            "country": company.country,
            "models": f" {' '.join(models)} ",
            "domain": company.domain,
            "folded": fold(company.name),
        }


def token_for(key: str, secret: str) -> str:
    """Derive the private link's token from the form's key: the same post always leads to the same page."""
    return hmac.new(secret.encode(), f"submission:{key}".encode(), hashlib.sha256).hexdigest()[:40]


def digest(token: str) -> str:
    """Hash a token for the database: who reads the database cannot open the pages."""
    return hashlib.sha256(token.encode()).hexdigest()


def submit(proposal: Proposal, token: str, *, slug: str, base: int, sender: Sender | None = None) -> Submission:
    """Keep a proposal for a new company (`slug` empty) or for an entry as its writer saw it at revision `base`.

    The same post again gives the same submission; the same form with other content (the browser's way back) gives
    its next version. Raises Invalid, NothingNew, Refused, Unavailable.
    """
    del sender
    with write():
        known = queries.by_key(proposal.key)
        if known is not None:
            return _next(known, proposal, base)
        _check(proposal.document, slug)
        at = clock.stamp()
        made = Submission.create(
            token=digest(token),
            key=proposal.key,
            kind=proposal.kind,
            slug=slug,
            base=base,
            state=State.PENDING,
            version=1,
            contact=proposal.contact,
            language=proposal.language,
            listed=int(proposal.listed),
            sender=proposal.sender,
            by=proposal.by,
            target=proposal.target,
            undoes=proposal.undoes,
            signals=" ".join(proposal.signals),
            **proposal.about,
            submitted=at,
            changed=at,
        )
        _keep(made, proposal, at)
        return made


def resubmit(token: str, proposal: Proposal, *, base: int) -> Submission:
    """Send a new version of a submission that is not approved; it waits for a decision again, older versions stay."""
    with write():
        submission = queries.by_token_digest(digest(token))
        if submission is None:
            raise Missing(_("There is no submission at this address."))
        return _next(submission, proposal, base)


def _next(submission: Submission, proposal: Proposal, base: int) -> Submission:
    if queries.newest_version(submission).key == _key(submission, proposal):
        if submission.state == State.PENDING and submission.contact != proposal.contact:
            submission.contact = proposal.contact
            submission.save()
        return submission
    if submission.state == State.APPROVED:
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))
    _check(proposal.document, submission.slug)
    submission.version += 1
    submission.state, submission.base, submission.changed = State.PENDING, base, clock.stamp()
    submission.contact, submission.signals = proposal.contact, " ".join(proposal.signals)
    for name, value in proposal.about.items():
        setattr(submission, name, value)
    submission.save()
    _keep(submission, proposal, submission.changed)
    return submission


def _key(submission: Submission, proposal: Proposal) -> str:
    """Identify a post as the version that it is: the same one again right after it is no new version."""
    return f"{submission.id}.{submission.version}.{proposal.post}"


def _check(document: Company | None, slug: str) -> None:
    if document is None:
        return
    # A new company is nobody yet: the entry at the address that its name would have is another one.
    judged = document if slug else document.model_copy(update={"slug": identity.free_slug(document.slug)})
    if found := problems(judged):
        raise Invalid(found)
    if slug and catalogue.published(Kind.COMPANY, slug).document == plain(document):
        raise NothingNew(_("Nothing was changed. Change at least one field before you send it."))


def _keep(submission: Submission, proposal: Proposal, at: str) -> None:
    SubmittedVersion.create(
        submission=submission,
        number=submission.version,
        key=_key(submission, proposal),
        document=proposal.text,
        details=proposal.details.model_dump_json(exclude_defaults=True),
        note=proposal.note,
        at=at,
    )
