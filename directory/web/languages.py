"""The languages of the site: English at the root, each other one under its code, `/fr/companies`.

The code in front of an address is moved to where WSGI keeps the place of an application, so that routes know nothing of
it and every address that is built on a page stays in the page's language.
"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, has_request_context, redirect, request
from werkzeug.wrappers import Response

from directory.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Each named by itself, in the order of the menu; the first needs no code in front.
LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "it": "Italiano",
    "pl": "Polski",
    "nl": "Nederlands",
}
DEFAULT = "en"
KEY = "passerelle.language"
# What programs read is the same in every language, and has one address.
FORMAT = re.compile(r"\.(atom|bib|csv|json|md|ris|svg|txt|xml)\Z|\A/(static|healthz|readyz|metrics)\b")


class Prefixes:
    """Read the language from the front of the address, before the application sees it."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Move `/fr` from the path to the root."""
        code, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if code in LANGUAGES and (slash or not rest):
            environ[KEY] = code
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = f"/{rest}" if slash else ""
        return self.application(environ, start_response)


def prefix(language: str) -> str:
    """Give what stands in front of the addresses of a language: "" or `/fr`."""
    return f"/{language}" if language in LANGUAGES and language != DEFAULT else ""


def unprefixed(path: str) -> str:
    """Take the language from the front of a path: the same page in another language is the same page."""
    code, slash, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if slash and code in LANGUAGES else path


def asked() -> str:
    """Give the language that the address asks for; outside a request it is the default."""
    return str(request.environ.get(KEY, DEFAULT)) if has_request_context() else DEFAULT


class Root:
    """Be what a template puts in front of an address of ours, `{{ root }}/companies`."""

    def __str__(self) -> str:
        return request.script_root if has_request_context() else ""


root = Root()


def base() -> str:
    """Give the root without a language: what has one address in all languages is there."""
    return str(root).removesuffix(prefix(asked()))


def editions(settings: Settings) -> list[tuple[str, str, str]]:
    """List this page in each language: its code, the language's own name, the full address."""
    question = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    return [
        (code, name, f"{settings.address}{base()}{prefix(code)}{request.path}{question}")
        for code, name in LANGUAGES.items()
    ]


def init_app(app: Flask) -> None:
    """Take the languages from the addresses, and let templates know them."""
    app.wsgi_app = Prefixes(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation shows it
    settings: Settings = app.config["SETTINGS"]
    app.jinja_env.globals.update(root=root, base=base, editions=lambda: editions(settings), prefix=prefix)

    @app.before_request
    def one_address() -> Response | None:
        """Lead to the one address of what has no language, and of pages in the default one."""
        doubled = KEY in request.environ and (asked() == DEFAULT or FORMAT.search(request.path))
        if not doubled or request.method not in ("GET", "HEAD"):
            return None
        question = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
        place = request.script_root.removesuffix(f"/{asked()}") + request.path
        return redirect(place + question, HTTPStatus.MOVED_PERMANENTLY)
