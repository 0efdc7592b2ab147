"""Public pages are functions of (address, language, revision, day): their validators are made of those."""

import hashlib
from collections.abc import Callable

from flask import Blueprint, Response, current_app, g, request
from flask_babel import get_locale

from directory import clock


def make_public(blueprint: Blueprint, revision: Callable[[], object]) -> None:
    """Let every page of a blueprint be cached by anybody and revalidated by `revision` and the day.

    Such pages read no session and set no cookie.
    """

    @blueprint.before_request
    def unchanged() -> Response | None:
        parts = (revision(), clock.today(), get_locale(), current_app.config["RELEASE"], _address())
        g.etag = "-".join(map(str, parts))
        known = g.etag in request.if_none_match.as_set(include_weak=True)
        return _validated(Response(status=304)) if known else None

    @blueprint.after_request
    def validate(response: Response) -> Response:
        return _validated(response) if response.status_code == 200 else response  # noqa: PLR2004


def _address() -> str:
    """Shorten the address: what validates one page says nothing of another, which may not even exist."""
    return hashlib.blake2b(request.full_path.encode(), digest_size=6).hexdigest()


def _validated(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.set_etag(g.etag, weak=True)
    return response
