"""Visit a page as a polite program does: what the site lets us read, in our name, slowly, never further than the guard.

A redirect is a new visit, with all that is checked on one. From https to http it is followed too: nothing secret is
sent, and the address where it ended tells.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from http import HTTPStatus
from typing import Any

import ada_url
from dns.resolver import Resolver

from directory import outside
from directory.config import Settings
from directory.outside import Answer, Guard, NotReached, name_servers, parsed, resolve
from directory.text import host_of
from directory.verification import robots
from directory.verification.robots import Rules, rules_for
from directory.verification.unpacking import PACKINGS, packing, unpacked
from directory.vocabulary import _

AGENT = "Passerelle"
LARGEST = 5 * 1000 * 1000
MOST_REDIRECTS = 5
# Seconds between two visits of one host, and for all requests of one visit together.
BETWEEN = 3.0
VISIT_PATIENCE = 60.0
# An archive visits the page before it answers.
ARCHIVE_PATIENCE = 180.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CLOSED = frozenset({401, 403, 429, 451})
HEADERS = {"Accept": "text/html, application/pdf, text/plain, */*;q=0.5", "Accept-Encoding": ", ".join(PACKINGS)}
MEDIA = re.compile(r"\s*([a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60})\s*(?:;|\Z)")
PDF = "application/pdf"
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([a-z0-9._:-]{1,40})")

LOOP = _("The page sends visitors round in a circle.")
TOO_MANY = _("The page sends visitors on too many times.")
ASTRAY = _("The page sends visitors on to what is no address of a public website.")
SHUT = _("The site does not let programs read this page.")
ROBOTS = _("The site's robots.txt asks programs not to read this page.")
NO_ROBOTS = _("The site's robots.txt could not be read, so its pages were left alone.")
UNASKED = _("The answer is packed in a way that was not asked for.")
# Faults of a server, not of its robots.txt: its pages would fare the same.
OF_SERVER = frozenset(
    {
        outside.NO_NAME,
        outside.NO_NAME_SERVER,
        outside.NOT_PUBLIC,
        outside.NO_ANSWER,
        outside.LATE,
        outside.BAD_CERTIFICATE,
        outside.BAD_ENCRYPTION,
    }
)


@dataclass(frozen=True)
class Visit:
    """Tell what was at an address.

    `url` is where redirects ended, without its fragment. Where there is a `note`, the body is not the whole page.
    """

    status: int  # of HTTP; 0 where nobody answered, or not to the end
    url: str
    host: str
    media: str = ""  # in small letters, without parameters; "" unknown
    charset: str = ""  # in small letters, as the server tells it; "" unknown
    body: bytes = b""  # unpacked; one of LARGEST bytes was cut
    note: str = ""  # what went wrong, in plain words; "" for nothing
    closed: bool = False  # the site does not let programs read it: robots.txt, or 401, 403, 429, 451
    location: str = ""  # where the server says that what it made is kept (Content-Location)


@dataclass(frozen=True)
class _Shut:
    """Say why the pages of a site are left alone; `closed` where it is the site's will."""

    note: str
    closed: bool = True


@dataclass
class _Trip:
    """Count the seconds that are left for all requests of one visit, politeness aside, and those for each."""

    left: float
    patience: float
    heeds: bool = True


@dataclass
class Visitor:
    """Visit pages, one after the other; what robots.txt said is kept for as long as the visitor."""

    guard: Guard
    resolver: Resolver
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep
    between: float = BETWEEN
    visit_patience: float = VISIT_PATIENCE
    archive_patience: float = ARCHIVE_PATIENCE
    _last: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, Rules | _Shut] = field(default_factory=dict)

    def open(self, url: str) -> Visit:
        """Read a page; a stranger's server makes it never raise."""
        return self._travel(url, _Trip(self.visit_patience, self.guard.patience))

    def ask(self, url: str) -> Visit:
        """Ask a service that the operator named, an archive: no robots.txt, more patience."""
        return self._travel(url, _Trip(self.archive_patience, self.archive_patience, heeds=False))

    def _travel(self, address: str, trip: _Trip) -> Visit:
        here, status, seen = address, 0, set[str]()
        try:
            while True:
                here = plain(address, self.guard.ports)
                if here in seen or len(seen) > MOST_REDIRECTS:
                    return Visit(status, here, host_of(here), note=LOOP if here in seen else TOO_MANY)
                seen.add(here)
                if trip.heeds and (shut := self._shut(here, trip)):
                    return Visit(0, here, host_of(here), note=shut.note, closed=shut.closed)
                answer = self._fetch(here, trip, unpacked, LARGEST)
                status, onwards = answer.status, answer.headers.get("Location")
                if status not in REDIRECTS or not onwards:
                    return _visit(here, answer)
                address = joined(here, onwards)
        except NotReached as fault:
            astray = str(fault) == outside.NO_ADDRESS and seen
            return Visit(0, here, host_of(here), note=ASTRAY if astray else str(fault))

    def _shut(self, url: str, trip: _Trip) -> _Shut | None:
        """Tell why a page is left alone, if it is; the robots.txt of its site is read once."""
        page = ada_url.URL(url)
        origin = str(page.origin)
        if origin not in self._rules:
            self._rules[origin] = self._asked_robots(f"{origin}/robots.txt", trip)
        rules = self._rules[origin]
        if isinstance(rules, _Shut):
            return rules
        read = page.pathname == "/robots.txt" or rules.allow(page.pathname + page.search)
        return None if read else _Shut(ROBOTS)

    def _asked_robots(self, url: str, trip: _Trip) -> Rules | _Shut:
        """Ask for a robots.txt: one that is not there allows, one that cannot be had shuts."""
        for turn in range(MOST_REDIRECTS + 1):
            try:
                answer = self._fetch(url, trip, unpacked, robots.LARGEST)
                if answer.status not in REDIRECTS:
                    return _said(answer)
                url = plain(joined(url, answer.headers.get("Location", "")), self.guard.ports)
            except NotReached as fault:
                of_server = not turn and str(fault) in OF_SERVER
                return _Shut(str(fault), closed=False) if of_server else _Shut(NO_ROBOTS)
        return Rules()

    def _fetch(self, url: str, trip: _Trip, read: Callable[..., bytes], largest: int) -> Answer:
        """Make one request, when its host was left in peace for long enough."""
        host = host_of(url)
        self._pause(url, host)
        if trip.left <= 0:
            raise NotReached(outside.LATE)
        # As it travels: a page that is not packed, in some chunks.
        begun, most = time.monotonic(), largest + largest // 4
        guard = replace(self.guard, patience=min(trip.patience, trip.left))
        try:
            addresses = resolve(self.resolver, host, min(outside.NAME_PATIENCE, trip.left))
            return guard.get(url, addresses, lambda told: read(told, largest), largest=most, headers=HEADERS)
        finally:
            trip.left -= time.monotonic() - begun
            self._last[host] = self.clock()

    def _pause(self, url: str, host: str) -> None:
        rules = self._rules.get(str(ada_url.URL(url).origin))
        asked = rules.delay if isinstance(rules, Rules) else 0.0
        left = self._last.get(host, float("-inf")) + max(self.between, asked) - self.clock()
        if left > 0:
            self.wait(left)


OWN = ("clock", "wait", "between", "visit_patience", "archive_patience", "resolver")


def visitor(settings: Settings, **given: Any) -> Visitor:  # noqa: ANN401  (passed on by name, and checked there)
    """Give a visitor in this site's name; `given` are the fields of guard and visitor that tests have of their own."""
    own = {name: given.pop(name) for name in OWN if name in given}
    guard = Guard(f"{AGENT} link check (+{settings.address}/about)", ragged=False, **given)
    return Visitor(guard, own.pop("resolver", None) or name_servers(settings), **own)


def plain(address: str, ports: Mapping[int, int]) -> str:
    """Write an address as it is asked for, without its fragment. Raises NotReached where it is none."""
    return str(parsed(address, ports).href).partition("#")[0]


def joined(base: str, told: str) -> str:
    """Read an address that a server told, from the page that it was told on; "" where it is none."""
    try:
        return str(ada_url.URL(told.encode("latin-1").decode("utf-8", errors="replace").strip(), base=base).href)
    except ValueError:
        return ""


def _said(answer: Answer) -> Rules | _Shut:
    failing = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS
    if failing or _unread(answer):
        return _Shut(NO_ROBOTS)
    return rules_for(AGENT, answer.body) if answer.status < HTTPStatus.MULTIPLE_CHOICES else Rules()


def _visit(url: str, answer: Answer) -> Visit:
    kind = _told(answer.headers, "Content-Type").lower()
    media, charset = MEDIA.match(kind), CHARSET.search(kind)
    closed = answer.status in CLOSED
    return Visit(
        answer.status,
        url,
        host_of(url),
        media[1] if media else "",
        charset[1] if charset else "",
        answer.body,
        SHUT if closed else _unread(answer) or _cut(answer, media[1] if media else ""),
        closed,
        joined(url, _told(answer.headers, "Content-Location")) if "Content-Location" in answer.headers else "",
    )


def _cut(answer: Answer, media: str) -> str:
    """Tell why a body is not the whole one; whether one without a length was cut off, only its own end tells."""
    if len(answer.body) == LARGEST:
        return outside.TOO_LONG
    measured = "Content-Length" in answer.headers or "Transfer-Encoding" in answer.headers or packing(answer.headers)
    ended = b"</html" in answer.body.lower() if media != PDF else answer.body.rstrip().endswith(b"%%EOF")
    return "" if measured or ended else outside.BROKEN_OFF


def _unread(answer: Answer) -> str:
    return UNASKED if packing(answer.headers) not in ("", *PACKINGS) else ""


def _told(headers: Message, name: str) -> str:
    return str(headers.get(name, ""))
