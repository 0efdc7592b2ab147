"""The pages of a submitter: submit, suggest a change, the private status page, edit and send again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.models import Entry
from directory.errors import Invalid, Missing, Refused
from directory.submissions import forms, proposals, queries
from directory.submissions.forms import CompanyForm
from directory.submissions.models import Submission
from directory.submissions.proposals import Proposal
from directory.text import slugify, unfit
from directory.vocabulary import _
from directory.web.errors import answer
from directory.web.forms import form_token, posted

blueprint = Blueprint("submissions", __name__)

PURPOSE = "company"
FAST = 3.0
Page = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@dataclass(frozen=True)
class Editor:
    """Say what a page with the company form is about and what its button does."""

    title: str
    save: Callable[[CompanyForm], str]
    start: dict[str, Any]
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "submissions/form.html"
    who: str = ""

    def answer(self) -> Page:
        """Show the form, add or remove a part, or save and go on; what was typed is kept on any refusal."""
        sent = request.method == "POST"
        form = CompanyForm(request.form) if sent else CompanyForm(data=self.start)
        forms.offer_models(form, identity.families())
        pressed = request.form.get("step")
        if pressed:
            forms.step(form, pressed)
            forms.offer_models(form, identity.families())
        elif sent:
            return self._save(form)
        return self._show(form), HTTPStatus.OK

    def _save(self, form: CompanyForm) -> Page:
        try:
            return redirect(self.save(form), HTTPStatus.SEE_OTHER)
        except Missing:
            raise
        except Refused as refusal:
            return answer(refusal, self._show(form, refusal), refusal.status)

    def _show(self, form: CompanyForm, refusal: Refused | None = None) -> str:
        summary = forms.summary_of(form, refusal)
        return render_template(
            self.template,
            title=self.title,
            form=form,
            summary=summary,
            token=form_token(PURPOSE, self.who),
            twins=self._twins(form) if refusal else [],
            **self.context,
        )

    def _twins(self, form: CompanyForm) -> list[Entry]:
        return identity.twins([form.name.data or ""], form.website.data or "", self.start.get("slug", ""))


def read(form: CompanyForm, slug: str, before: dict[str, Any] | None = None, who: str = "") -> Proposal:
    """Judge a posted form; give the proposal or raise Invalid with every wrong field, Forged, Expired."""
    sent = posted(PURPOSE, who)
    problems = forms.private_problems(form)
    try:
        company = kinds.company(forms.document(form, slug, before))
    except Invalid as refusal:
        raise Invalid([*refusal.problems, *problems]) from refusal
    if problems:
        raise Invalid(problems)
    return Proposal(
        document=company,
        key=sent.key,
        note=(form.note.data or "").strip(),
        contact=(form.contact.data or "").strip(),
        suspect="filled a hidden field" if form.homepage.data else "sent at once" if sent.seconds < FAST else "",
    )


@blueprint.route("/submit", methods=["GET", "POST"])
def submit() -> Page:
    """Take a new company."""

    def save(form: CompanyForm) -> str:
        slug = identity.free_slug(slugify(form.name.data or "") or "company")
        proposal = read(form, slug)
        token = _token(proposal.key)
        proposals.submit(proposal, token, slug="", base=0)
        return url_for("submissions.status", token=token)

    name = request.args.get("name", "")[:120]
    start = {} if unfit(name) else {"name": name}
    return Editor(gettext("Submit a company"), save, start).answer()


@blueprint.route("/companies/<slug>/suggest", methods=["GET", "POST"])
def suggest(slug: str) -> Page:
    """Take a change of an entry."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)

    def save(form: CompanyForm) -> str:
        proposal = read(form, slug, entry.document)
        token = _token(proposal.key)
        proposals.submit(proposal, token, slug=slug, base=_seen(entry.revision))
        return url_for("submissions.status", token=token)

    title = gettext("Suggest a change: %(name)s", name=entry.name)
    return Editor(title, save, entry.document, {"entry": entry, "seen": entry.revision}).answer()


@blueprint.get("/submissions/<token>")
def status(token: str) -> str:
    """Show a submitter what became of a submission."""
    submission = _load(token)
    return render_template(
        "submissions/status.html",
        submission=submission,
        document=queries.proposed(submission),
        decisions=queries.decisions_on(submission),
        families=dict(identity.families()),
        ahead=queries.ahead_of(submission),
        slug=queries.published_as(submission),
        token=token,
    )


@blueprint.route("/submissions/<token>/edit", methods=["GET", "POST"])
def edit(token: str) -> Page:
    """Change a submission and send it again."""
    submission = _load(token)
    if submission.state == "approved":
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))
    proposed = queries.proposed(submission)
    revision = identity.revision_of(submission.slug) if submission.slug else 0

    def save(form: CompanyForm) -> str:
        proposal = read(form, proposed["slug"], proposed)
        proposals.resubmit(token, proposal, base=_seen(revision))
        return url_for("submissions.status", token=token)

    start = proposed | {"note": queries.newest_version(submission).note, "contact": submission.contact}
    context = {"remarks": queries.remarks_on(submission), "seen": revision, "again": True}
    return Editor(gettext("Edit and send again: %(name)s", name=proposed["name"]), save, start, context).answer()


def _load(token: str) -> Submission:
    submission = queries.by_token_digest(proposals.digest(token))
    if submission is None:
        raise Missing(_("There is no submission at this address. Check that the whole address was copied."))
    return submission


def _token(key: str) -> str:
    return proposals.token_for(key, str(current_app.secret_key))


def _seen(revision: int) -> int:
    """Read the revision that the writer saw; what is no such number counts as today's."""
    told = request.form.get("seen", "")
    return min(int(told), revision) if told.isascii() and told.isdigit() and len(told) < 10 else revision  # noqa: PLR2004
