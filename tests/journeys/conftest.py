"""A served site with its mail server, who visits it, and two moderators who are signed in."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page
from time_machine import escape_hatch

from directory import db
from directory.catalogue.kinds import Kind
from tests import factories
from tests.conftest import settings_in, site
from tests.journeys.keyboard import Keys
from tests.mail.post import Post
from tests.mail.post import running as delivering
from tests.people import FACTOR, PASSWORD, SIGN_IN, shown_secret
from tests.serving import Site, Visitor, served

NUMBERS = itertools.count(7001)
# One network sends everything here: what asks for the browser's proof has tests of its own.
UNHURRIED = {"PASSERELLE_POSTS_PER_HOUR": "1000", "PASSERELLE_POSTS_PER_DAY": "1000", "PASSERELLE_POSTS_IN_ALL": "1000"}


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    """Run the mail server."""
    with delivering(Post()) as post:
        yield post


@pytest.fixture(scope="module")
def running(launched, post, tmp_path_factory) -> Iterator[Site]:
    """Serve the site, which sends mail."""
    mail = {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(post.port), "MAIL_SECURITY": "none"}
    settings = UNHURRIED | mail | {"MAIL_FROM": "post@passerelle.example"}
    with served(launched.folder, tmp_path_factory.mktemp("journey") / "data", **settings) as online:
        yield online


@pytest.fixture(params=[(1280, True), (390, False)], ids=["desktop", "phone without JavaScript"])
def screen(request) -> tuple[int, bool]:
    """Give the width of the screen, and whether scripts run."""
    return request.param


@contextmanager
def visiting(
    browser: Browser, running: Site, screen: tuple[int, bool], cookies: dict[str, str] | None = None
) -> Iterator[Page]:
    """Open a browser of somebody's own; its console stays silent, and it asks no other host for anything."""
    width, scripts = screen
    context = browser.new_context(
        base_url=running.address, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    held = [{"name": name, "value": value, "url": running.address} for name, value in (cookies or {}).items()]
    context.add_cookies(held)
    told: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda sent: told.append(sent.url) if running.address not in sent.url else None)
    yield opened
    context.close()
    # The browser itself logs answers that are errors; these pages are asked for on purpose.
    assert [line for line in told if not re.search(r"status of (404|409|410|422)", line)] == []


@pytest.fixture
def page(screen, browser, running) -> Iterator[Page]:
    """Open anybody's browser."""
    with visiting(browser, running, screen) as opened:
        yield opened


@pytest.fixture
def keys(page) -> Keys:
    """Be anybody, with the keyboard only."""
    return Keys(page)


@pytest.fixture(scope="module")
def team(running) -> dict[str, dict[str, str]]:
    """Sign the moderators in, once: the cookies of each."""
    return {name: signed_in(running, name) for name in ("Mona", "Otto")}


@pytest.fixture
def desk(team, screen, browser, running) -> Iterator[Callable[[str], Keys]]:
    """Open a moderator's own browser: what is sent from it is theirs, and they do not decide on it."""
    with ExitStack() as stack:
        yield lambda name: Keys(stack.enter_context(visiting(browser, running, screen, team[name])))


@pytest.fixture
def mona(desk) -> Keys:
    """Be a moderator, with the keyboard only."""
    return desk("Mona")


@pytest.fixture
def otto(desk) -> Keys:
    """Be another one."""
    return desk("Otto")


def signed_in(running: Site, name: str) -> dict[str, str]:
    """Go the way of a new moderator by HTTP; give the cookies of the session."""
    visitor = Visitor(running.address)
    link = urlsplit(running.flask("moderator", "add", name).stdout.split()[-1]).path
    visitor.post(link, visitor.form(link).fields | {"password": PASSWORD, "again": PASSWORD})
    visitor.post(SIGN_IN, visitor.form(SIGN_IN).fields | {"name": name, "password": PASSWORD})
    code = code_now(visitor.get(FACTOR).text)
    visitor.post(FACTOR, visitor.form(FACTOR, "factor").fields | {"code": code})
    return visitor.cookies


def code_now(page: str) -> str:
    """Read what a new authenticator shows; the served site keeps the machine's time, not the tests'."""
    return pyotp.TOTP(shown_secret(page)).at(escape_hatch.time.time())


@dataclass(frozen=True)
class Entry:
    """Be an entry that is listed: a made-up company with two claims."""

    slug: str
    name: str
    address: str
    domain: str


@pytest.fixture
def listed(running) -> Callable[[], Entry]:
    """Have another made-up company listed."""

    def put() -> Entry:
        number = next(NUMBERS)
        tried = factories.adoption(model="deepseek", use="pilot", statement=f"It tries DeepSeek, in test {number}.")
        runs = factories.adoption(model="qwen", statement=f"It runs Qwen for its help desk, in test {number}.")
        document = factories.company(number, adoptions=[runs, tried])
        with site(settings_in(running.folder)), db.database.connection_context():
            factories.put(Kind.COMPANY, document)
        slug = document["slug"]
        return Entry(slug, document["name"], f"/companies/{slug}", f"company-{number}.example")

    return put


@pytest.fixture
def entry(listed) -> Entry:
    """Have one listed."""
    return listed()
