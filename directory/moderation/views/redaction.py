"""Take words that must not stay out of private texts; only admins do, because it cannot be undone."""

from flask import g, render_template, request, url_for

from directory.errors import Missing, Refused
from directory.moderation import access, redaction
from directory.moderation.forms import RedactionForm, faults
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions.views.editor import Page
from directory.vocabulary import _


@blueprint.route("/submissions/<int(max=2147483647):number>/redaction", methods=["GET", "POST"])
@access.require_role("admin")
def submission_redaction(number: int) -> Page:
    """Redact what was written about a submission."""
    return _redact(f"submission {number}", url_for("moderation.submission", number=number))


@blueprint.route("/log/<int(max=2147483647):number>/redaction", methods=["GET", "POST"])
@access.require_role("admin")
def line_redaction(number: int) -> Page:
    """Redact a line of the log, with the reason of the decision that it tells."""
    return _redact(f"line {number}", url_for("moderation.log"))


def _redact(subject: str, back: str) -> Page:
    form, ticked = RedactionForm(request.form), frozenset(request.form.getlist("place"))

    def show(refusal: Refused | None) -> str:
        found = redaction.texts(subject)
        if not found:
            raise Missing(_("There is no text here that could be redacted."))
        told = faults(form, refusal, "words")
        return render_template("moderation/redaction.html", texts=found, form=form, ticked=ticked, back=back, told=told)

    def act() -> str:
        access.check_posted("redaction")
        access.confirm(request.form)
        cut = redaction.Cut(ticked, (form.words.data or "").strip(), (form.why.data or "").strip())
        redaction.redact(subject, cut, by=g.person.name)
        return f"{back}?done=redacted"

    return attempt(act, show)
