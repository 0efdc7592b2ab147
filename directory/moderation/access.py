"""The moderators' door: it stands in front of the whole blueprint and opens to the role that each page declares."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, g, request, url_for
from itsdangerous import BadData, TimestampSigner
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from directory import clock
from directory.config import Settings
from directory.moderation import events, sessions, signing
from directory.moderation.accounts import NotAllowed
from directory.moderation.models import Person, Session
from directory.text import sha256
from directory.vocabulary import _
from directory.web.forms import form_token, posted
from directory.web.limits import network

Answer = TypeVar("Answer", bound=Response)
View = TypeVar("View", bound=Callable[..., Any])
# Who may do more than whom: anybody, who signed in but has no second factor yet, moderators, admins.
ROLES = ("anybody", "newcomer", "moderator", "admin")
NOBODY = len(ROLES)
CONFIRM_FIELD = "confirm_code"

_needed: dict[object, int] = {}


def require_role(role: str) -> Callable[[View], View]:
    """Declare who may use a view of the blueprint: one of ROLES and the ones above it. Without it nobody may."""

    def declare(view: View) -> View:
        _needed[view] = ROLES.index(role)
        return view

    return declare


def needed(endpoint: str | None) -> int:
    """Give the height of the role that an endpoint needs."""
    return _needed.get(current_app.view_functions.get(endpoint or ""), NOBODY)


def height(person: Person | None) -> int:
    """Give the height of what somebody may do."""
    if person is None:
        return ROLES.index("anybody")
    return ROLES.index(str(person.role) if person.factor else "newcomer")


def guard(blueprint: Blueprint) -> None:
    """Let nobody past whose role is not enough; keep the session alive while it is used."""

    @blueprint.before_request
    def require() -> Response | None:
        _recognise()
        return _check(needed(request.endpoint))

    @blueprint.after_request
    def keep_alive(response: Response) -> Response:
        if g.get("person") and g.get("token") and "Set-Cookie" not in response.headers:
            set_cookie(response, g.token)
        return response

    @blueprint.context_processor
    def who() -> dict[str, object]:
        return {"person": g.get("person"), "form_token": fresh_token}

    blueprint.add_app_template_global(unproved, "unproved")


def _check(least: int) -> Response | None:
    """Lead to the sign-in or to setting up a second factor who can go that way; refuse the others."""
    told = height(g.person)
    if told >= least:
        return None
    if told == ROLES.index("anybody"):
        return redirect(url_for("moderation.sign_in", next=_here()), HTTPStatus.SEE_OTHER)
    if told == ROLES.index("newcomer"):
        return redirect(url_for("moderation.factor_page"), HTTPStatus.SEE_OTHER)
    events.warn("authz_fail", g.person.id)
    raise NotAllowed(_("Only admins do this."))


def _here() -> str | None:
    """Give the address to come back to: that of this page, None for the queue and for what only takes a form."""
    path = request.script_root + request.full_path.rstrip("?")
    return path if way_back(path) != url_for("moderation.queue") else None


def way_back(told: str) -> str:
    """Give the one of our own moderators' pages that an address leads to, the queue where it leads to none."""
    home = url_for("moderation.queue")
    path, _mark, question = told.partition("?")
    adapter = current_app.create_url_adapter(request)
    if not (adapter and path.startswith(home) and adapter.test(path.removeprefix(request.script_root), "GET")):
        return home
    return quote(path) + (f"?{quote(question, safe='=&%+')}" if question else "")


def ended() -> bool:
    """Tell whether the browser still carries a session that is none any more."""
    return g.person is None and _cookie() in request.cookies


def know_senders(app: Flask) -> None:
    """Know what a signed-in moderator sends as anybody does: nobody decides on their own submission.

    Only posts of the public forms are looked at: public pages read no session.
    """

    @app.before_request
    def sender() -> None:
        if request.method == "POST" and request.blueprint == "submissions":
            found = _session()[1]
            g.sender = found.person.name if found else ""


def confirm(form: Mapping[str, str]) -> None:
    """Let a sensitive act pass where password and code were given a short while ago, else by the code of its form.

    Raises ConfirmFirst, TooManyFailures.
    """
    if unproved():
        signing.confirm(g.session, form.get(CONFIRM_FIELD, ""), limits(g.person.name))


def unproved() -> bool:
    """Tell whether a sensitive act of this session asks for a code."""
    session = g.get("session")
    return session is None or not sessions.fresh(session)


def limits(name: str) -> signing.Limits:
    """Say which failures of this name count from where this request comes."""
    return signing.limits_of(name, network(), str(current_app.secret_key))


def agent() -> str:
    """Give what the browser calls itself."""
    return request.headers.get("User-Agent", "")


def fresh_token(purpose: str) -> str:
    """Make the token of a form of this session."""
    return form_token(purpose, whose())


def check_posted(purpose: str) -> str:
    """Check that a post comes from a form of this session; give the key of the post."""
    return posted(purpose, whose()).key


def whose() -> str:
    """Name this session in a form's token."""
    return sha256(g.get("token", ""))


def adopt(token: str) -> None:
    """Go on in a new session: this answer carries it."""
    g.token, g.session = token, sessions.held(token, clock.now())
    g.person = g.session.person if g.session else None


def set_cookie(response: Answer, token: str) -> Answer:
    """Give the browser the session, stamped with now: it idles from here."""
    settings: Settings = current_app.config["SETTINGS"]
    response.set_cookie(
        _cookie(),
        _signer().sign(token).decode(),
        secure=settings.production,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget_cookie(response: Answer) -> Answer:
    """Take the session's cookie away."""
    settings: Settings = current_app.config["SETTINGS"]
    response.delete_cookie(_cookie(), secure=settings.production, httponly=True, samesite="Strict")
    return response


def _cookie() -> str:
    """Name the cookie: with the prefix that browsers only take over https from this host."""
    settings: Settings = current_app.config["SETTINGS"]
    return "__Host-passerelle" if settings.production else "passerelle"


def _recognise() -> None:
    """Find out whose session the request carries."""
    g.token, g.session = _session()
    g.person = g.session.person if g.session else None


def _session() -> tuple[str, Session | None]:
    try:
        token, shown = _signer().unsign(request.cookies.get(_cookie(), ""), return_timestamp=True)
    except BadData:
        return "", None
    found = sessions.held(token.decode(), shown)
    return (token.decode(), found) if found else ("", None)


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt="session")
