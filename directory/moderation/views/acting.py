"""The one way from a form of moderators to what it asks for."""

from collections.abc import Callable
from http import HTTPStatus

from flask import request
from werkzeug.utils import redirect

from directory.errors import Missing, Refused
from directory.submissions.views.editor import Page
from directory.web.errors import answer
from directory.web.i18n import sentence


def attempt(act: Callable[[], str | Page], show: Callable[[str], str]) -> Page:
    """Show a page, or do what its form asks for and go on to an address or a page; a refusal keeps what was typed."""
    if request.method != "POST":
        return show(""), HTTPStatus.OK
    try:
        done = act()
    except Missing:
        raise
    except Refused as refusal:
        return answer(refusal, show(sentence(refusal)), refusal.status)
    return redirect(done, HTTPStatus.SEE_OTHER) if isinstance(done, str) else done
