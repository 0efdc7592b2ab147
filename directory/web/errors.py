"""One handler for what is refused, one for what HTTP refuses: a plain page that says what to do."""

import logging
from http import HTTPStatus

from flask import Flask, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response

from directory.errors import Moved, Refused
from directory.vocabulary import _
from directory.web.i18n import sentence

Answer = tuple[str, int, dict[str, str]]

TITLES = {
    400: _("This request could not be read"),
    403: _("This is not yours to do"),
    404: _("There is no such page"),
    405: _("This address does not take that kind of request"),
    409: _("Changed meanwhile"),
    410: _("This is no longer here"),
    413: _("This is too large"),
    422: _("This could not be accepted"),
    429: _("Too many requests"),
    500: _("Something went wrong here"),
    503: _("Not saved"),
}
HINTS = {
    400: _("The address or the data sent is malformed. Go back and try again."),
    403: _("Sign in first, or ask an admin for the right to do it."),
    404: _("Check the address, or search for the company."),
    405: _("Use the buttons of the page before."),
    413: _("At most 256 KB can be sent at once. Please shorten it."),
    429: _("Please wait a few minutes and try again. Nothing was lost."),
    500: _("It was noted in the log. Nothing half-done was saved. Please try again later."),
}

_LATER = {503: {"Retry-After": "30"}}

log = logging.getLogger("passerelle")


def init_app(app: Flask) -> None:
    """Answer each kind of error with a page in plain words."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Moved, moved)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(RecursionError, too_deep)
    app.register_error_handler(500, broken)


def error_page(status: int, told: str = "", *, history: str = "") -> Answer:
    """Render the page of an error: its title, the sentence, and the way on; to an entry's history where it has one."""
    # It is no edition of a public page: it names no address of its own, and offers no other language.
    g.pop("etag", None)
    title = TITLES.get(status, HTTPStatus(status).phrase)
    hint = told or gettext(HINTS.get(status, HINTS[400]))
    page = render_template("errors/error.html", status=status, title=gettext(title), told=hint, history=history)
    return page, status, _LATER.get(status, {})


def answer(refusal: Refused, page: str, status: int) -> Answer:
    """Answer a refused post with its own page, so that what was typed stays."""
    return page, status, _LATER.get(refusal.status, {})


def refused(refusal: Refused) -> Answer:
    """Answer a refusal with its sentence."""
    return error_page(refusal.status, sentence(refusal))


def moved(refusal: Moved) -> Answer | Response:
    """Lead from an old address to the same page at the new one; what was posted there has to be sent anew."""
    named = request.view_args or {}
    if request.method not in ("GET", "HEAD") or named.get("slug") != refusal.slug:
        return refused(refusal)
    question = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    answer = redirect(url_for(str(request.endpoint), **named | {"slug": refusal.target}) + question, 301)
    # Undoing the move leads the other way: a browser that kept this would go round in circles.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def http(error: HTTPException) -> Answer | HTTPException:
    """Answer what werkzeug refuses; its redirects pass."""
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    if isinstance(error, SecurityError):
        # No address can be built for a host that is not ours: the page's frame cannot be shown.
        return gettext(HINTS[400]), error.code, {"Content-Type": "text/plain; charset=utf-8"}
    page, status, headers = error_page(413 if isinstance(error, RequestEntityTooLarge) else error.code)
    return page, status, headers | {name: value for name, value in error.get_headers() if name == "Allow"}


def too_deep(error: RecursionError) -> Answer:
    """Answer input that nests without end."""
    log.warning("input nests too deep: %s", type(error).__name__)
    return error_page(400)


def broken(error: Exception) -> Answer:
    """Answer a fault of ours; Flask has logged it."""
    log.error("unhandled: %s", type(error).__name__)
    return error_page(500)
