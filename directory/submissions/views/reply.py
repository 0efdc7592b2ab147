"""Take a company's own words, to stand beside what is claimed of it."""

from dataclasses import dataclass
from typing import ClassVar

from flask import current_app, render_template, request
from flask_babel import gettext

from directory import clock
from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.errors import Invalid, Problem, Refused
from directory.submissions import typed
from directory.submissions.control import ROLES
from directory.submissions.details import Details
from directory.submissions.forms.fields import offered
from directory.submissions.forms.reply import ReplyForm
from directory.submissions.forms.sending import SendingForm
from directory.submissions.tongue import guess
from directory.submissions.views import blueprint
from directory.submissions.views.editor import Asking, Document, Page, Shown
from directory.submissions.views.submit import asking
from directory.text import registrable_domain
from directory.vocabulary import ProofMethod, SubmissionKind, _


@dataclass(frozen=True)
class Replying(Asking):
    """Ask for the reply and the way of its proof: the entry with the reply is proposed."""

    template: str = "submissions/form_reply.html"
    kind: SubmissionKind = SubmissionKind.REPLY

    shape: ClassVar[type[SendingForm]] = ReplyForm

    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Judge the reply as the document does; the mailbox is judged where its letter is written."""
        form, entry = shown.form, self.before(shown.seen)
        text = typed.line(form.text.data)
        form.language.data = (form.language.data or "").strip() or guess(text)
        told = {"model": form.model.data, "text": text, "language": form.language.data, "proof": form.proof.data}
        reply = {"on": clock.today().isoformat()} | {name: value for name, value in told.items() if value}
        replies = entry.get("replies", [])
        problems = _problems(form, entry)
        try:
            company = kinds.company(entry | {"replies": [*replies, reply]})
        except Invalid as refusal:
            raise Invalid([*(_here(each, len(replies)) for each in refusal.problems), *problems]) from refusal
        if problems:
            raise Invalid(problems)
        mailbox = form.mailbox.data if form.proof.data == ProofMethod.MAIL and form.mailbox.data in ROLES else ""
        return company, Details(reply=company.replies[-1], mailbox=mailbox)

    def furnish(self, shown: Shown) -> Document:
        """Offer the models of the entry; name its domain."""
        entry, names = self.before(shown.seen), dict(identity.families())
        models = dict.fromkeys(adoption["model"] for adoption in entry["adoptions"])
        pairs = ((model, names.get(model, model)) for model in models)
        if not current_app.config["SETTINGS"].mails:
            proof = shown.form.proof
            proof.choices = [way for way in proof.choices if way.value != ProofMethod.MAIL]
        shown.form.model.choices = offered(pairs, gettext("All claims of the entry"))
        return {"domain": registrable_domain(entry.get("website", ""))}

    @staticmethod
    def of(details: Details) -> Document:
        """Fill the form with what was sent."""
        assert details.reply is not None  # noqa: S101  (narrows the type; only a reply is filled in so)
        return details.reply.model_dump(exclude={"on"}) | {"mailbox": details.mailbox}


def _problems(form: ReplyForm, entry: Document) -> list[Problem]:
    known = not form.model.data or form.model.data in {adoption["model"] for adoption in entry["adoptions"]}
    return [] if known else [Problem(("model",), _("The entry has no claim on this model."))]


def _here(problem: Problem, number: int) -> Problem:
    """Point at a field of the form: it is the reply that comes after those that are there."""
    match problem.path:
        case ("replies", int(at), *rest) if at == number:
            return Problem(tuple(rest), problem.message, problem.params)
    return problem


@blueprint.route("/companies/<slug>/reply", methods=["GET", "POST"])
def reply(slug: str) -> Page:
    """Take a reply of the company; without a website there is nothing by which it could prove that it is the one."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)
    title = gettext("Reply as the company: %(name)s", name=entry.name)
    if entry.document.get("website"):
        return asking(Replying, title, "reply", entry, kind=SubmissionKind.REPLY).answer()
    if request.method == "POST":
        raise Refused(_("This entry names no website. Suggest a change that adds it, then reply."))
    return render_template("submissions/no_website.html", title=title, entry=entry), 200
