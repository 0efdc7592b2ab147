"""What follows from a look at a page: the outcome, whose page it is now, and whether the source counts no longer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import ada_url

from directory.catalogue.checks import ANSWERING, Outcome
from directory.catalogue.publishers import publisher_of
from directory.catalogue.source import Recheck
from directory.text import registrable_domain, unfit
from directory.verification.reading import Page, holds, pieces
from directory.verification.visits import Visit

LONGEST_OWNER = 300
# A server that says so twice with this between is believed.
GONE_FOR = timedelta(days=7)
PAGES = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
# Where sites send whom they do not know: what stands there says nothing of the page that was asked for.
WALL_HOST = re.compile(r"(consent|guce|login|signin|accounts?|auth|sso|idp)\.", re.IGNORECASE)
WALL_PATH = re.compile(r"/(authwall|login|log-in|signin|sign-in|consent|captcha)(?=[/.]|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """Hold what earlier checks saw of a quote at an address, as `Sighting` does: days, the last outcome; "" never."""

    owner: str = ""
    answered: str = ""
    found: str = ""
    gone: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Seen:
    """Hold what one look saw of a quote: the outcome, and the publisher where the address leads, if another one."""

    outcome: Outcome
    owner: str = ""


def see(source: Mapping[str, Any], known: Known, visit: Visit, page: Page) -> Seen:
    """Say what was seen of a source; who answers nothing is taken to belong to whom it belonged."""
    outcome = of_page(str(source["url"]), visit)
    if outcome is not Outcome.ANSWERED:
        return Seen(outcome, known.owner)
    owner = "" if (led := _publisher(visit.url)) == _publisher(str(source["url"])) else led
    quote = str(source.get("quote", ""))
    if not page.texts or not pieces(quote):
        return Seen(Outcome.ANSWERED, owner)
    if holds(page, quote):
        return Seen(Outcome.FOUND, owner)
    # What comes with another status, as a robot's test does with 202, is not the page.
    whole = page.whole and not visit.note and visit.status in PAGES
    return Seen(Outcome.MISSING if whole else Outcome.ANSWERED, owner)


def _publisher(address: str) -> str:
    """Name whose page it is; the path of a stranger's address may hold what no document may."""
    named = publisher_of({"url": address})
    return registrable_domain(address) if unfit(named) or len(named) > LONGEST_OWNER else named


def of_page(address: str, visit: Visit) -> Outcome:
    """Say how the page itself answered, whatever is quoted from it."""
    if visit.closed:
        return Outcome.REFUSED
    if visit.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Outcome.GONE
    if answers(visit):
        return Outcome.REFUSED if _walled(address, visit.url) else Outcome.ANSWERED
    asked_wrongly = HTTPStatus.BAD_REQUEST <= visit.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Outcome.REFUSED if asked_wrongly else Outcome.SILENT


def answers(visit: Visit) -> bool:
    """Tell whether a server gave what was asked for."""
    return not visit.closed and HTTPStatus.OK <= visit.status < HTTPStatus.MULTIPLE_CHOICES


def _walled(address: str, final: str) -> bool:
    asked, led = ada_url.URL(address), ada_url.URL(final)
    host = led.host != asked.host and WALL_HOST.match(led.host)
    return bool(host or (led.pathname != asked.pathname and WALL_PATH.search(led.pathname)))


def demotion(known: Known, seen: Seen, *, read: str, archived: bool, day: str) -> Recheck | None:
    """Say why a source counts no longer after what was seen on a day, None where it does.

    `read` is the day on which a human last read it. What was lost before that day the human saw and confirmed.
    An address that leads to somebody else at first sight always may have: only a later move tells.
    """
    if seen.outcome in ANSWERING and known.answered and seen.owner not in ("", known.owner):
        return Recheck.OWNER_MOVED
    if seen.outcome is Outcome.MISSING and _lost(known, read):
        return Recheck.QUOTE_LOST
    if seen.outcome is Outcome.GONE and known.gone and known.gone >= read and not archived:
        return Recheck.PAGE_GONE if date.fromisoformat(day) - date.fromisoformat(known.gone) >= GONE_FOR else None
    return None


def _lost(known: Known, read: str) -> bool:
    """Tell whether a missing quote is news: it was there at the last look that tells, or since a human's reading."""
    if not known.found or known.outcome == Outcome.MISSING:
        # Found and missed on the day of the reading: the human may well have seen the same.
        return known.found > read
    unseen = known.outcome not in ANSWERING and known.found == known.answered
    return known.outcome == Outcome.FOUND or unseen or known.found >= read
