"""The verbs by which a company proves that it controls its domain, before its reply may stand beside a claim."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from directory import clock
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.db import write
from directory.errors import Invalid, Missing, Problem, Refused
from directory.mail import outbox
from directory.submissions import letters, queries
from directory.submissions.letters import Sender
from directory.submissions.models import LOOKED_FOR, Control, Submission
from directory.text import mailbox as mail_address
from directory.text import registrable_domain, sha256
from directory.vocabulary import ProofMethod, State, _

# Mailboxes that companies have and that are no person's: not everybody with an address there speaks for the company.
ROLES = (
    *("press", "info", "contact", "office", "legal", "privacy", "communications", "media", "hello", "support"),
    *("webmaster", "postmaster", "admin"),
)
PAUSE = timedelta(minutes=10)
# Our form fills nobody's mailbox: so many letters go to one domain in a day.
MOST_LETTERS = 5
OPEN = (State.PENDING, State.CHANGES_REQUESTED)


def of(submission: Submission) -> Control | None:
    """Find how control is proved for a reply."""
    found: Control | None = Control.get_or_none(Control.submission == submission)
    return found


def proved(submission: Submission) -> bool:
    """Tell whether control is proved for a reply as it reads now, and for the website that the entry names now."""
    control = of(submission)
    return control is not None and control.holds and control.domain == _domain(submission)


def begin(submission: Submission, method: str, mailbox: str, sender: Sender | None) -> Control:
    """Begin the proof for a version of a reply, in the caller's transaction; `mailbox` is what stands before the @.

    A record or a file keeps its code through all versions; by mail each version is confirmed anew. Raises Invalid
    where the mailbox is none of ROLES, Refused where the entry names no website or enough letters were written.
    """
    domain = _domain(submission)
    if not domain:
        raise Refused(_("This entry names no website. Suggest a change that adds it, then reply."))
    with write():
        known = of(submission)
        if known and (known.method, known.domain) == (method, domain) and method != ProofMethod.MAIL:
            return known
        if known:
            known.delete_instance()
        code = secrets.token_urlsafe(24)
        address = _address(mailbox, domain, sender) if method == ProofMethod.MAIL else ""
        made: Control = Control.create(
            submission=submission,
            method=method,
            domain=domain,
            mailbox=address,
            code=sha256(code) if address else code,
            version=submission.version,
        )
        if sender and address:
            letters.control_code(submission, made, code, sender)
        return made


def _domain(submission: Submission) -> str:
    """Give the domain that the entry names today, "" for none: what the reply itself says of it proves nothing."""
    entry = catalogue.entry_at(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, str(submission.slug)))
    return registrable_domain(catalogue.record(entry).document.get("website", "")) if entry else ""


def _address(mailbox: str, domain: str, sender: Sender | None) -> str:
    if sender is None:
        raise Invalid([Problem(("proof",), _("This site sends no mail: prove it by a DNS record or by a file."))])
    address = mail_address(f"{mailbox}@{domain}") if mailbox in ROLES else ""
    if not address:
        raise Invalid([Problem(("mailbox",), _("Choose a mailbox of the list."))])
    rows = Control.select(Control, Submission).join(Submission).where(Control.domain == domain)
    since = clock.written(clock.now() - timedelta(days=1))
    if outbox.written_since(since, "control ", [row.submission.id for row in rows]) >= MOST_LETTERS:
        raise Refused(_("Enough letters went to this domain today. Prove it another way, or send it again tomorrow."))
    return address


def prove(code: str) -> Submission:
    """Confirm a reply by the code that was mailed; again is the same. Raises Missing, Refused."""
    with write():
        control = to_prove(code)
        if not control.proved:
            control.proved = clock.stamp()
            control.save()
        return control.submission


def to_prove(code: str) -> Control:
    """Find what a mailed code confirms; raise Missing where it confirms nothing (any more)."""
    control: Control | None = Control.get_or_none(Control.code == sha256(code), Control.method == ProofMethod.MAIL)
    if control is None:
        raise Missing(
            _("This link confirms nothing. Was the reply sent again since? Then a newer letter is in your mailbox.")
        )
    if control.submission.state not in OPEN and not control.proved:
        raise Refused(_("This reply is not waiting any more: there is nothing to confirm."))
    return control


def to_look_for() -> Iterable[Control]:
    """List the replies whose record or file is to be looked for now."""
    rows = (
        Control.select(Control, Submission)
        .join(Submission)
        .where(
            Control.method != ProofMethod.MAIL,
            Control.proved == "",
            # What was erased has no code.
            Control.code != "",
            Control.looked <= clock.written(clock.now() - PAUSE),
            Submission.changed > clock.written(clock.now() - LOOKED_FOR),
            Submission.state.in_(OPEN),
        )
    )
    return list(rows.order_by(Control.id))


def looked(control: Control, *, found: bool, told: str) -> None:
    """Note what a look found; what was begun anew meanwhile has another code, and is looked for anew."""
    at = clock.stamp()
    same = (Control.id == control.id) & (Control.code == control.code) & (Control.proved == "")
    with write():
        Control.update(looked=at, told=told, proved=at if found else "").where(same).execute()


def words(submission: Submission) -> str:
    """Give the reply that is to be confirmed, as it was typed."""
    reply = queries.details(queries.newest_version(submission)).reply
    return reply.text if reply else ""
