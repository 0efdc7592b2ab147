"""What is done to an entry without a submission: undo a change."""

from http import HTTPStatus

from flask import g, render_template, request, url_for
from werkzeug.utils import redirect

from directory.errors import Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.moderation import access, decisions
from directory.moderation.forms import DecisionForm
from directory.moderation.views import blueprint
from directory.submissions.views.editor import Page
from directory.web.errors import answer
from directory.web.i18n import sentence


@blueprint.route("/changes/<int(max=2147483647):number>/reversal", methods=["GET", "POST"])
@access.require_role("moderator")
def reversal(number: int) -> Page:
    """Show a change and undo it by a new one."""
    change = history.change(number)
    form = DecisionForm(request.form)
    if request.method != "POST":
        return _show_reversal(change, form), HTTPStatus.OK
    try:
        access.check_posted("reversal")
        decisions.undo(number, form.verdict(g.person.name, request.form))
    except Refused as refusal:
        return answer(refusal, _show_reversal(change, form, sentence(refusal)), refusal.status)
    return redirect(url_for("moderation.log"), HTTPStatus.SEE_OTHER)


def _show_reversal(change: Change, form: DecisionForm, told: str = "") -> str:
    return render_template(
        "moderation/reversal.html", change=change, differences=history.of_change(change), form=form, told=told
    )
