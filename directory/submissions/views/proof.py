"""The page that the mailed link opens: who reads the mail of the company's domain confirms its reply."""

from http import HTTPStatus

from flask import render_template, url_for
from werkzeug.utils import redirect

from directory.errors import Refused
from directory.submissions import control
from directory.submissions.views import blueprint
from directory.submissions.views.editor import Page
from directory.web.errors import answer
from directory.web.forms import Expired, form_token, posted
from directory.web.i18n import sentence


@blueprint.get("/submissions/<token>/proof/<code>")
def proof(token: str, code: str) -> str:
    """Show the reply and the button that confirms it; opening the link confirms nothing."""
    return _show(token, code)


@blueprint.post("/submissions/<token>/proof/<code>")
def confirm(token: str, code: str) -> Page:
    """Confirm the reply."""
    submission, _control = control.to_prove(token, code)
    try:
        posted(f"proof {submission.id}")
        control.prove(token, code)
    except Expired as refusal:
        return answer(refusal, _show(token, code, refusal), refusal.status)
    return redirect(url_for("submissions.status", token=token), HTTPStatus.SEE_OTHER)


def _show(token: str, code: str, refusal: Refused | None = None) -> str:
    submission, shown = control.to_prove(token, code)
    return render_template(
        "submissions/proof.html",
        submission=submission,
        control=shown,
        words=control.words(submission),
        form_token=form_token(f"proof {submission.id}"),
        refused=sentence(refusal) if refusal else "",
        token=token,
    )
