"""One handler for what is refused, one for what HTTP refuses: a plain page that says what to do."""

import logging
import re
from http import HTTPStatus

from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.wrappers import Response

from directory.errors import Moved, Refused
from directory.vocabulary import _
from directory.web import languages
from directory.web.i18n import sentence

Answer = tuple[str, int, dict[str, str]]
_PREPARED = "errors"

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
    409: _("Open the page again and look at what changed before you go on."),
    410: _("It was taken out of the directory. Its address stays its own."),
    413: _("At most 256 KB can be sent at once. Please shorten it."),
    422: _("Go back, put it right and send it again."),
    429: _("Please wait a few minutes and try again. Nothing was lost."),
    500: _("It was noted in the log. Nothing half-done was saved. Please try again later."),
    503: _("Others are saving, or the disk is full. Please try again in a minute."),
}
# What became of what was sent; what is asked for only can lose nothing.
LOST = {
    **dict.fromkeys((400, 403, 405), _("Nothing was changed.")),
    **dict.fromkeys(
        (409, 413, 422, 503),
        _("Nothing was saved, and nothing was overwritten. What you typed is still on the page before: go back to it."),
    ),
}
# Seconds after which trying again makes sense; as long as failed sign-ins count.
LATER = {429: 300, 503: 30}
LONGEST_GUESS = 60
# The last words of a private address are nobody's search.
_UNSPOKEN = ("/submissions/", "/proofs/", "/moderation")

log = logging.getLogger("passerelle")


def init_app(app: Flask) -> None:
    """Answer each kind of error with a page in plain words."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Moved, moved)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(RecursionError, too_deep)
    app.register_error_handler(500, broken)


def prepare(app: Flask) -> None:
    """Write the page of a fault of ours in each language at the start: it needs no template when one is broken."""
    pages = app.extensions[_PREPARED] = {}
    for code in languages.LANGUAGES:
        place = app.config["SETTINGS"].address + languages.prefix(code)
        with app.test_request_context(base_url=place, environ_overrides={languages.KEY: code}):
            pages[code] = _rendered(500)


def error_page(status: int, told: str = "", *, history: str = "", since: str = "") -> Answer:
    """Render the page of an error: its title, the sentence, and the way on.

    `history` is the address of an entry's history where it has one, `since` the day on which it was taken out.
    """
    # It is no edition of a public page: it names no address of its own, and offers no other language.
    g.pop("etag", None)
    return _rendered(status, told, history=history, since=since), status, _later(status)


def _rendered(status: int, told: str = "", **known: str) -> str:
    title = TITLES.get(status, HTTPStatus(status).phrase)
    return render_template(
        "errors/error.html",
        status=status,
        title=gettext(title),
        told=told or gettext(HINTS.get(status, HINTS[400])),
        lost=gettext(LOST[status]) if request.method == "POST" and status in LOST else "",
        later=LATER.get(status, 0),
        guess=_guess(request.path) if status == HTTPStatus.NOT_FOUND else "",
        **known,
    )


def _later(status: int) -> dict[str, str]:
    return {"Retry-After": str(LATER[status])} if status in LATER else {}


def _guess(path: str) -> str:
    """Read the last part of an address as words that somebody may have looked for: `novo-aii` as “novo aii”."""
    last = "" if path.startswith(_UNSPOKEN) else path.rstrip("/").rpartition("/")[2]
    return " ".join(re.findall(r"\w+", last.partition(".")[0]))[:LONGEST_GUESS]


def answer(refusal: Refused, page: str, status: int) -> Answer:
    """Answer a refused post with its own page, so that what was typed stays."""
    return page, status, _later(refusal.status)


def refused(refusal: Refused) -> Answer:
    """Answer a refusal with its sentence."""
    return error_page(refusal.status, sentence(refusal), since=str(refusal.params.get("since", "")))


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
    """Answer a fault of ours with the page that was written at the start; Flask has logged it."""
    log.error("unhandled: %s", type(error).__name__)
    return current_app.extensions[_PREPARED][languages.asked()], 500, {}
