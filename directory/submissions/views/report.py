"""Take a notice of illegal content, as the Digital Services Act (Article 16) asks."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext

from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.errors import Invalid, Missing, Problem
from directory.submissions import typed
from directory.submissions.details import LONGEST_EXPLANATION, LONGEST_LAW, LONGEST_SENDER, Details
from directory.submissions.forms.notice import NoticeForm
from directory.submissions.forms.sending import SendingForm
from directory.submissions.views import blueprint, claims
from directory.submissions.views.editor import Asking, Document, Page, Sent, Shown
from directory.submissions.views.submit import asking, send
from directory.text import LONGEST_ADDRESS, text_problems, unfit
from directory.vocabulary import SubmissionKind, _
from directory.web.languages import unprefixed

SHORTEST = 20
ENTRY = re.compile(r"/companies/([a-z0-9-]+)(?=[/?.]|\Z)")


@dataclass(frozen=True)
class Reporting(Asking):
    """Ask where what is illegal stands, why it is, and who says so; nothing is proposed but a look at it."""

    template: str = "submissions/form_notice.html"
    kind: SubmissionKind = SubmissionKind.NOTICE

    shape: ClassVar[type[SendingForm]] = NoticeForm

    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Judge what the notice says."""
        form = shown.form
        address = page_here(form.address.data or "")
        told = {name: typed.line(form[name].data) for name in ("law", "sender_name")}
        explanation = (form.explanation.data or "").strip()
        problems = [] if address else [Problem(("address",), _("Give the address of a page on this site."))]
        if address and self.context.get("again") and address != self.start["address"]:
            problems.append(Problem(("address",), _("This notice is about another page. Send a notice of its own.")))
        problems += text_problems("explanation", explanation, LONGEST_EXPLANATION, SHORTEST)
        problems += text_problems("law", told["law"], LONGEST_LAW)
        problems += text_problems("sender_name", told["sender_name"], LONGEST_SENDER)
        if not form.good_faith.data:
            problems.append(Problem(("good_faith",), _("Tick this: a notice needs it.")))
        if problems:
            raise Invalid(problems)
        entry = entry_of(address)
        return None, Details(
            address=address,
            claims=claims.ticked(form.claims.data, entry.document) if entry else [],
            explanation=explanation,
            law=told["law"],
            sender_name=told["sender_name"] or None,
            good_faith=True,
        )

    def furnish(self, shown: Shown) -> Document:
        """Offer the claims where the page is an entry."""
        entry = entry_of(page_here(shown.form.address.data or ""))
        claims.offer(shown.form.claims, entry.document if entry else {})
        return {"entry": entry}

    @staticmethod
    def of(details: Details) -> Document:
        """Fill the form with what was sent."""
        told = details.model_dump(include={"address", "explanation", "law", "sender_name", "good_faith"})
        return told | {"claims": [claim.value for claim in details.claims]}


def page_here(address: str) -> str:
    """Give path and query of a page of this site, "" where the address is of another site or none."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    own = unprefixed(parts.path)
    path = f"{own}?{parts.query}" if parts.query else own
    here = parts.netloc == request.host if parts.scheme in ("http", "https") else not (parts.scheme or parts.netloc)
    fit = len(address) <= LONGEST_ADDRESS and not unfit(address) and re.match(r"/(?![/\\])", path)
    return path if here and fit else ""


def entry_of(address: str) -> Record | None:
    """Find the published company that a page of this site is about, wherever it moved meanwhile."""
    found = ENTRY.match(address)
    try:
        return catalogue.published(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, found[1])) if found else None
    except Missing:
        return None


@blueprint.route("/report", methods=["GET", "POST"])
def report() -> Page:
    """Take a notice; `about` is the page that it comes from."""
    about = page_here(request.args.get("about", ""))
    kind, title = SubmissionKind.NOTICE, gettext("Report illegal content")
    return asking(Reporting, title, "report", start={"address": about}, kind=kind, save=_send).answer()


def _send(sent: Sent) -> str:
    """Submit, as a submission on the entry where the page is one."""
    entry = entry_of(sent.proposal.details.address or "")
    return send(sent.proposal, entry.slug if entry else "", entry.revision if entry else 0)
