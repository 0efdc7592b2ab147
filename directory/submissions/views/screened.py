"""What a public form asks of a browser when posts are many, and what its post looks like."""

from flask import current_app, request

from directory.config import Settings
from directory.submissions import screening
from directory.submissions.models import Signal
from directory.submissions.screening import Rates
from directory.submissions.views import blueprint
from directory.text import sha256
from directory.web import limits
from directory.web.forms import Posted


def signals(sent: Posted, slug: str) -> tuple[Signal, ...]:
    """Count this post and say what looks automatic about it; `slug` is the entry that it is about."""
    token = (request.view_args or {}).get("token")
    own = sha256(token) if token else ""
    return screening.screen(request.form, sent, limits.network_key(), _rates(), slug=slug, own=own)


@blueprint.app_template_global()
def proof_challenge(token: str) -> str:
    """Give the task for the form with this token, "" while its network sends no more than usual."""
    rates = _rates()
    return screening.challenge(token, rates.secret) if screening.hot(limits.network_key(), rates) else ""


def _rates() -> Rates:
    settings: Settings = current_app.config["SETTINGS"]
    return Rates.of(settings)
