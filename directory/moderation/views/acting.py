"""The one way from a form of moderators to what it asks for, and the word that says it was done."""

from collections.abc import Callable
from http import HTTPStatus

from flask import request
from flask_babel import gettext
from werkzeug.utils import redirect

from directory.errors import Missing, Refused
from directory.moderation.views import blueprint
from directory.submissions.views.editor import Page
from directory.vocabulary import _
from directory.web.errors import answer

# What an address may say with `?done=`: a page that is led to tells what was done on the one before.
DONE = {
    "hidden": _("Hidden. The public history veils the text until it comes back."),
    "moved": _("Moved. The old address leads here for ever."),
    "undone": _("Undone by a new change."),
    "proposed": _("Proposed. Another moderator decides on it."),
    "claimed": _("Claimed for 20 minutes."),
    "released": _("Released."),
    "fallen": _("No source stands any more: they do not count now. Propose a change, a dispute or a withdrawal."),
    "redacted": _("The words were taken out; the log tells it."),
}


def attempt(act: Callable[[], str | Page], show: Callable[[Refused | None], str]) -> Page:
    """Show a page, or do what its form asks for and go on to an address or a page; a refusal keeps what was typed."""
    if request.method != "POST":
        return show(None), HTTPStatus.OK
    try:
        led = act()
    except Missing:
        raise
    except Refused as refusal:
        return answer(refusal, show(refusal), refusal.status)
    return redirect(led, HTTPStatus.SEE_OTHER) if isinstance(led, str) else led


@blueprint.app_template_global()
def done() -> str:
    """Say what was done on the page before, "" where the address says nothing of the list."""
    sentence = DONE.get(request.args.get("done", ""))
    return gettext(sentence) if sentence else ""
