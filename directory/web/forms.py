"""Forms: a signed token says which form it is, when it was opened and under which key a post counts once."""

import secrets
from dataclasses import dataclass

from flask import current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from directory import clock
from directory.errors import Refused
from directory.vocabulary import _

LONGEST_OPEN = 4 * 3600
FIELD = "form_token"


class Forged(Refused):
    """Refuse a post that does not come from our own form."""

    status = 403


class Expired(Refused):
    """Refuse a post whose form was open for too long; what was typed is shown again, under the same key."""

    def __init__(self, sentence: str, key: str) -> None:
        """Keep the key of the form."""
        self.key = key
        super().__init__(sentence)


@dataclass(frozen=True)
class Posted:
    """Say under which key a post counts once, and how many seconds its form was open."""

    key: str
    seconds: float


def form_token(purpose: str, who: str = "", key: str = "") -> str:
    """Make the token of a form: under a fresh key, or the one that it has; `who` binds it to a session."""
    return _signer().dumps([purpose, who, key or secrets.token_urlsafe(16)])


def posted(purpose: str, who: str = "") -> Posted:
    """Check that this post comes from our own page and form; raise Forged or Expired."""
    _check_origin()
    try:
        told, signed = _signer().loads(request.form.get(FIELD, ""), return_timestamp=True)
    except BadData as error:
        raise Forged(_("This form was not made here. Please open the page again and send it from there.")) from error
    match told:
        case [str(named), str(whose), str(key)] if (named, whose) == (purpose, who):
            return _in_time(Posted(key, (clock.now() - signed).total_seconds()))
    raise Forged(_("This form belongs to another page. Please open the page again and send it from there."))


def _in_time(told: Posted) -> Posted:
    if told.seconds > LONGEST_OPEN:
        sentence = _("This form was open for more than four hours. Please look it over and send it again.")
        raise Expired(sentence, told.key)
    return told


def sent_by() -> str:
    """Name the signed-in moderator who sends a public form, "" where it is anybody else."""
    return str(g.get("sender", ""))


def _check_origin() -> None:
    """Refuse what a browser says comes from another site; old browsers that say nothing pass to the token."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin.partition("://")[2] != request.host
    if site not in ("same-origin", "none") or foreign:
        raise Forged(_("This was sent from another site. Please open the page here and send it again."))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="form")
