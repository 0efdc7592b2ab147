"""Submit a company, a correction, an adoption; every form of a submitter is sent from here."""

from collections.abc import Callable

from flask import current_app, request, url_for
from flask_babel import gettext

from directory.catalogue import kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import LONGEST_NAME
from directory.catalogue.queries import Record
from directory.submissions import letters, proposals, tokens
from directory.submissions.proposals import Proposal
from directory.submissions.views import blueprint
from directory.submissions.views.editor import Adopting, Asking, Document, Editor, Page, Sent
from directory.text import unfit
from directory.vocabulary import SubmissionKind


@blueprint.route("/submit", methods=["GET", "POST"])
def submit() -> Page:
    """Take a new company."""
    name = request.args.get("name", "")[:LONGEST_NAME]
    start = {} if unfit(name) else {"name": name}
    return asking(Editor, gettext("Submit a company"), "submit", start=start).answer()


@blueprint.route("/companies/<slug>/suggest", methods=["GET", "POST"])
def suggest(slug: str) -> Page:
    """Take a correction of an entry."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)
    title = gettext("Suggest a change: %(name)s", name=entry.name)
    return asking(Editor, title, "suggest", entry, entry.document, kind=SubmissionKind.CORRECTION).answer()


@blueprint.route("/companies/<slug>/adoption", methods=["GET", "POST"])
def adoption(slug: str) -> Page:
    """Take an adoption that an entry does not have yet."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)
    title = gettext("Add an adoption: %(name)s", name=entry.name)
    return asking(Adopting, title, "adoption", entry, kind=SubmissionKind.ADOPTION).answer()


def asking(
    shape: type[Asking],
    title: str,
    purpose: str,
    entry: Record | None = None,
    start: Document | None = None,
    *,
    kind: SubmissionKind = SubmissionKind.COMPANY,
    save: Callable[[Sent], str] | None = None,
) -> Asking:
    """Put a submitter's form together, on an entry where it is about one."""
    slug = entry.slug if entry else ""
    return shape(
        title=title,
        purpose=f"{purpose} {slug}".strip(),
        save=save or (lambda sent: send(sent.proposal, slug, sent.seen)),
        start=start or {},
        slug=slug,
        seen=entry.revision if entry else 0,
        entry=entry.document if entry else {},
        context={"entry": entry} if entry else {},
        kind=kind,
        keeps=True,
    )


def send(proposal: Proposal, slug: str, base: int) -> str:
    """Submit; give the address of the private page."""
    token = tokens.token_for(proposal.key, str(current_app.secret_key))
    sender = letters.sender_of(current_app.config["SETTINGS"])
    proposals.submit(proposal, token, slug=slug, base=base, sender=sender)
    return url_for("submissions.status", token=token)
