"""The languages of the site: English at the root, each other one under its code, `/fr/companies`.

The code in front of an address is moved to where WSGI keeps the place of an application, so that routes know nothing of
it and every address that is built on a page stays in the page's language.
"""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, has_request_context, redirect, request
from werkzeug.wrappers import Response as Answer

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
# What a reader of another page is told, by each language in its own words: that the page exists in it, and the button
# that takes the line away. No messages: "Cette page existe en français" translates no sentence of another language.
OFFERS = {
    "en": ("This page exists in English.", "Close"),
    "fr": ("Cette page existe en français.", "Fermer"),
    "de": ("Diese Seite gibt es auf Deutsch.", "Schließen"),
    "es": ("Esta página existe en español.", "Cerrar"),
    "it": ("Questa pagina esiste in italiano.", "Chiudi"),
    "pl": ("Ta strona jest dostępna po polsku.", "Zamknij"),
    "nl": ("Deze pagina bestaat in het Nederlands.", "Sluiten"),
}
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
    marked = has_request_context() and KEY in request.environ
    return str(root).removesuffix(f"/{asked()}") if marked else str(root)


def editions(question: str | None = None) -> list[tuple[str, str, str]]:
    """List what was asked for in each language: its code, the language's own name, the address on this site.

    `question` is how a page that knows its question writes it, so that equal questions have equal pages.
    """
    asked_for = request.path + (_question() if question is None else question)
    return [(code, name, f"{base()}{prefix(code)}{asked_for}") for code, name in LANGUAGES.items()]


def site_address(settings: Settings, language: str = DEFAULT) -> str:
    """Give the full address of the site in a language, without a slash at its end."""
    return f"{settings.address}{base()}{prefix(language)}"


def _question() -> str:
    return f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""


def init_app(app: Flask) -> None:
    """Take the languages from the addresses, and let templates know them."""
    app.wsgi_app = Prefixes(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation shows it
    settings: Settings = app.config["SETTINGS"]

    def full(path: str, language: str = "") -> str:
        """Give the full address of a page, in the language of this one where none is named."""
        return site_address(settings, language or asked()) + path

    app.jinja_env.globals.update(
        root=root, base=base, editions=editions, page_asked=None, full=full, prefix=prefix, offers=OFFERS
    )
    app.before_request(one_address)

    @app.after_request
    def tell(response: Response) -> Response:
        """Say in the head of a page too which language it is in."""
        if response.mimetype == "text/html" and response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers["Content-Language"] = asked()
        return response


def one_address() -> Answer | None:
    """Lead to the one address of what has no language, of pages in the default one, and of a language's first page."""
    doubled = KEY in request.environ and (asked() == DEFAULT or FORMAT.search(request.path))
    unfinished = KEY in request.environ and not request.environ["PATH_INFO"]
    if not (doubled or unfinished) or request.method not in ("GET", "HEAD"):
        return None
    place = base() + ("" if doubled else prefix(asked())) + request.path
    answer = redirect(place + _question(), HTTPStatus.MOVED_PERMANENTLY)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
