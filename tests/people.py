"""The people of the tests: each is a client that acts like a browser, which sends the forms that it finds."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory import clock, db
from directory.moderation.models import Person

PASSWORD = "correct horse battery staple"
SIGN_IN = "/moderation/sign-in"
FACTOR = "/moderation/account/factor"


@dataclass
class Form:
    """Hold one form of a page: where it goes, how, and what it would send untouched."""

    action: str = ""
    method: str = "get"
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collect the forms of a page with what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._text: str | None = None
        self._select: str | None = None
        self._first: str | None = None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.found.append(Form(told.get("action") or "", (told.get("method") or "get").lower()))
        elif not self.found or ("disabled" in told and tag != "option"):
            return
        elif tag == "input" and told.get("name"):
            self._input(told)
        elif tag == "textarea":
            self._text = told.get("name")
            self._put(self._text, "")
        elif tag == "select":
            self._select, self._first = told.get("name"), None
        elif tag == "option" and self._select:
            self._option(told)

    def _input(self, told):
        kind = told.get("type", "text")
        if kind in ("submit", "button", "image", "reset"):
            return
        if kind in ("checkbox", "radio") and "checked" not in told:
            return
        self._put(told["name"], told.get("value") or ("on" if kind == "checkbox" else ""))

    def _option(self, told):
        value = told.get("value") or ""
        if "selected" in told:
            self._put(self._select, value)
        elif self._first is None:
            self._first = value

    def handle_data(self, data):
        if self._text:
            values = self.found[-1].fields[self._text]
            values[-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._text:
            values = self.found[-1].fields[self._text]
            # HTML drops the first line break of a text area.
            values[-1] = values[-1].removeprefix("\n")
            self._text = None
        if tag == "select" and self._select:
            if self._select not in self.found[-1].fields and self._first is not None:
                self._put(self._select, self._first)
            self._select = None

    def _put(self, name, value):
        self.found[-1].fields.setdefault(name, []).append(value)


def forms(page: TestResponse) -> list[Form]:
    """List the forms of a page that are sent with POST."""
    parser = _Forms()
    parser.feed(page.text)
    return [form for form in parser.found if form.method == "post"]


def send(client: FlaskClient, address: str, typed: dict[str, str | list[str]], *, action: str = "") -> TestResponse:
    """Open a page, type into its form (the one whose action ends so, else the only one) and send it."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    found = [form for form in forms(page) if (form.action or address).endswith(action)]
    assert len(found) == 1, f"{len(found)} forms at {address} go to …{action}"
    return client.post(found[0].action or address, data=found[0].fields | typed)


@pytest.fixture
def anonymous(app) -> FlaskClient:
    """Be anybody: no account, no cookie."""
    return app.test_client()


@pytest.fixture
def moderator(app) -> FlaskClient:
    """Be a signed-in moderator."""
    return signed_in(app, "Mona Moderator", "moderator")


@pytest.fixture
def admin(app) -> FlaskClient:
    """Be a signed-in admin."""
    return signed_in(app, "Ada Admin", "admin")


def signed_in(app: Flask, name: str, role: str = "moderator") -> FlaskClient:
    """Go the way of a new moderator: the command's one-time link, a password, a second factor, a session."""
    client = invited(app, name, role)
    if client.get("/moderation/").status_code == 200:
        return client
    typed = {"code": shown(shown_secret(client.get(FACTOR).text))}
    page = send(client, FACTOR, typed, action="factor")
    assert page.status_code == 200, page.text
    return client


def invited(app: Flask, name: str, role: str = "moderator") -> FlaskClient:
    """Choose a password and sign in for the first time, still without a second factor."""
    told = app.test_cli_runner().invoke(args=["moderator", "add", name, "--role", role])
    assert told.exit_code == 0, told.output
    client = app.test_client()
    link = urlsplit(told.output.split()[-1]).path
    assert send(client, link, {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    answer = sign_in(client, name, code=code(name))
    assert answer.status_code == 303, answer.text
    return client


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, code: str = "") -> TestResponse:
    """Fill the sign-in form in."""
    return send(client, SIGN_IN, {"name": name, "password": password, "code": code}, action="sign-in")


def shown_secret(page: str) -> str:
    """Read the key of a new authenticator from the page that shows it."""
    return re.search(r'class="key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


def shown(secret: str, steps: int = 0) -> str:
    """Read the code that an authenticator shows now, or so many half minutes later."""
    return pyotp.HOTP(secret).at(int(clock.now().timestamp()) // 30 + steps)


def code(name: str) -> str:
    """Give the next unused code of somebody's authenticator, "" without one.

    Each works once: right after `signed_in` one more counts, further ones `with later(seconds=30)`.
    """
    with db.database.connection_context():
        person = Person.get_or_none(Person.name == name, Person.factor != "")
    if person is None:
        return ""
    return shown(person.factor, max(0, person.factor_step + 1 - int(clock.now().timestamp()) // 30))


def later(**passed: float) -> time_machine.travel:
    """Be later than now: `with later(minutes=31):`."""
    return time_machine.travel(clock.now() + timedelta(**passed))
