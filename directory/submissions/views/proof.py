"""The page that the mailed link opens: who reads the mail of the company's domain confirms its reply.

It leads nowhere else: the private page is its sender's.
"""

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


@blueprint.get("/proofs/<code>")
def proof(code: str) -> str:
    """Show the reply and the button that confirms it; opening the link confirms nothing."""
    return _show(code)


@blueprint.post("/proofs/<code>")
def confirm(code: str) -> Page:
    """Confirm the reply."""
    shown = control.to_prove(code)
    try:
        posted(f"proof {shown.id}")
        control.prove(code)
    except Expired as refusal:
        return answer(refusal, _show(code, refusal), refusal.status)
    return redirect(url_for("submissions.proof", code=code), HTTPStatus.SEE_OTHER)


def _show(code: str, refusal: Refused | None = None) -> str:
    shown = control.to_prove(code)
    return render_template(
        "submissions/proof.html",
        submission=shown.submission,
        control=shown,
        words=control.words(shown.submission),
        form_token=form_token(f"proof {shown.id}"),
        refused=sentence(refusal) if refusal else "",
    )
