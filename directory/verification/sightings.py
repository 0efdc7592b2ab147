"""What the link check asks of the catalogue: which pages are due, who quotes them, and what was seen of them before."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Expression

from directory import clock
from directory.catalogue.checks import DEAD, Outcome, quote_key
from directory.catalogue.models import Adoption, Entry, Evidence, Sighting
from directory.text import host_of, sha256
from directory.verification.verdicts import Known

# What a page that an archive would keep is not.
UNKEPT = DEAD | {Outcome.MISSING}


@dataclass(frozen=True)
class Cited:
    """Be a source of a published company: whose, the numbers of claim and source from 0, and when it was last read."""

    slug: str
    claim: int
    place: int
    source: dict[str, Any]
    read: str

    @property
    def url(self) -> str:
        return str(self.source["url"])

    @property
    def key(self) -> str:
        return quote_key(self.source)

    @property
    def state(self) -> str:
        """Tell this source from what it is once somebody corrected it or read it anew."""
        return sha256(json.dumps([self.source, self.read], sort_keys=True))[:16]


def due(before: date, company: str = "") -> list[str]:
    """List the addresses of sources that nobody looked at since a day, that day included; the oldest look first.

    Each once, however many sources are on it: a page is as old as the oldest look at one of its quotes. A look of a
    day that is to come, of a clock that was ahead, is none.
    """
    today = clock.today().isoformat()
    rows: Iterable[Any] = (
        Evidence.select(Evidence.url, Sighting.looked)
        .join(Sighting, JOIN.LEFT_OUTER, on=_same())
        .where(Evidence.url != "", _of(company))
        .tuples()
    )
    oldest: dict[str, str] = {}
    for url, looked in rows:
        day = looked if looked and looked <= today else ""
        oldest[url] = min(oldest.get(url, day), day)
    return sorted((url for url, day in oldest.items() if day <= before.isoformat()), key=lambda url: (oldest[url], url))


def unarchived(company: str = "") -> list[str]:
    """List the addresses of sources without an archived copy, but for those whose page is not what was quoted."""
    rows: Iterable[Any] = (
        Evidence.select(Evidence.url)
        .join(Sighting, JOIN.LEFT_OUTER, on=_same())
        .where(Evidence.url != "", Evidence.recheck == "", Evidence.archive == "", _of(company))
        .where(Sighting.outcome.is_null() | Sighting.outcome.not_in(sorted(UNKEPT)))
        .distinct()
        .order_by(Evidence.url)
        .tuples()
    )
    return [url for (url,) in rows]


def _same() -> Expression:
    return (Sighting.url == Evidence.url) & (Sighting.quote == Evidence.quote)


def _of(company: str) -> Expression:
    adoptions = Adoption.select(Adoption.id).join(Entry)
    return Evidence.adoption.in_(adoptions.where(Entry.slug == company) if company else adoptions)


def spread(urls: Iterable[str]) -> list[str]:
    """Put addresses in an order in which each host has its turns evenly: it is left in peace while others are asked."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(host_of(url), []).append(url)
    turns = [((number + 0.5) / len(some), url) for some in hosts.values() for number, url in enumerate(some)]
    return [url for _turn, url in sorted(turns, key=lambda each: each[0])]


def cited(url: str) -> list[Cited]:
    """List the sources that quote a page, as they are now."""
    rows: Iterable[Any] = (
        Evidence.select(Entry.slug, Entry.document, Adoption.position, Evidence.place)
        .join(Adoption)
        .join(Entry)
        .where(Evidence.url == url)
        .order_by(Entry.slug, Adoption.position, Evidence.place)
        .tuples()
    )
    return [_cited(slug, json.loads(text)["adoptions"][claim], claim, place) for slug, text, claim, place in rows]


def _cited(slug: str, adoption: dict[str, Any], claim: int, place: int) -> Cited:
    source = adoption["sources"][place]
    return Cited(slug, claim, place, source, max(str(source["accessed"]), str(adoption.get("reread", ""))))


def known(url: str) -> dict[str, Known]:
    """Give what checks saw of each quote at an address, by its key."""
    rows = Sighting.select().where(Sighting.url == url)
    return {row.quote: Known(row.owner, row.answered, row.found, row.gone, row.outcome) for row in rows}
