"""Go through pages, keep what was seen, and publish it: a check, and the marks that follow from it."""

import fcntl
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from directory import outside
from directory.catalogue import queries
from directory.catalogue.checks import MOST_LOOKS, Check, Look, Outcome
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry, Evidence
from directory.catalogue.source import Recheck, Source
from directory.db import write
from directory.ledger.publish import Why, amend, publish
from directory.verification import looking
from directory.verification.looking import Kept, Looked, Place
from directory.verification.models import SeenPage
from directory.verification.visits import Visitor

BATCH = 200
# Where all of the first pages are out of reach, our own way out is.
FIRST = 20
OUT_OF_REACH = frozenset({outside.NO_NAME_SERVER, outside.NO_ANSWER, outside.LATE})
SENTENCES = {
    Recheck.QUOTE_LOST: "the quote of source {source} of claim {claim} is no longer on the page",
    Recheck.OWNER_MOVED: "the address of source {source} of claim {claim} leads to somebody else's page now",
    Recheck.PAGE_GONE: "the page of source {source} of claim {claim} is gone",
}


@dataclass
class Report:
    """Count what was seen: pages and quotes by outcome, the marks that were set, the checks that tell of it."""

    pages: Counter[Outcome] = field(default_factory=Counter)
    quotes: Counter[Outcome] = field(default_factory=Counter)
    marks: dict[Place, Recheck] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def count(self, looked: Looked) -> None:
        """Count one page and its quotes."""
        self.pages[looked.outcome] += 1
        self.quotes.update(seen.outcome for key, seen in looked.seen.items() if key)


class Offline(Exception):
    """Say that nobody on the web can be reached from here."""


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Hold the lock of those who visit pages, which the kernel drops when its process dies; give whether it was free.

    Two at once would not be polite.
    """
    handle = os.open(folder / "verify.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def go(urls: Iterable[str], visitor: Visitor, report: Report, *, keeps: bool = True) -> None:
    """Look at pages one after the other; what was seen is published now and then, and at the end whatever comes.

    Without `keeps` nothing is written, and the report says what would be marked. Raises Offline, and forgets what was
    seen, where none of the first pages is in reach.
    """
    first, online = list[Looked](), False
    try:
        for number, url in enumerate(urls, start=1):
            looked = looking.look(visitor, url)
            report.count(looked)
            first.append(looked)
            online = online or looked.visit.note not in OUT_OF_REACH
            if not online and number < FIRST:
                continue
            _check_reach(first, online=online)
            _note(first, report, keeps=keeps)
            online, first = True, []
            if keeps and number % BATCH == 0:
                tell(report)
        _note(first, report, keeps=keeps)
    finally:
        if keeps:
            tell(report)


def _check_reach(first: list[Looked], *, online: bool) -> None:
    # One site may well be down, and all that was asked be on it.
    if not online and len({each.visit.host for each in first}) > 1:
        raise Offline


def _note(some: Iterable[Looked], report: Report, *, keeps: bool) -> None:
    for looked in some:
        if keeps:
            looking.keep(looked)
        else:
            report.marks |= looking.fresh(looked).marks()


def tell(report: Report) -> None:
    """Publish what was seen and not told yet, in one transaction: the checks, and what they take from the sources."""
    with write():
        checks, marks = list[str](), dict[Place, Recheck]()
        kept = looking.untold()
        refused = [each for each in kept if each.refused]
        for day, looks in groupby((each for each in kept if each not in refused), key=lambda each: each.day):
            found, made = _tell_day(day, list(looks))
            marks |= found
            checks += made
        looking.told(refused)
        # What nobody quotes any more is nobody's business.
        SeenPage.delete().where(SeenPage.url.not_in(Evidence.select(Evidence.url))).execute()
    report.marks |= marks
    report.checks += checks
    report.refused += [each.url for each in refused]


def _tell_day(day: str, kept: list[Kept]) -> tuple[dict[Place, Recheck], list[str]]:
    # Judged by what was known before the check is published.
    marks = {place: mark for each in kept for place, mark in each.marks().items()}
    looks = [look for each in kept for look in each.looks()]
    checks = [_publish(day, looks[start : start + MOST_LOOKS]) for start in range(0, len(looks), MOST_LOOKS)]
    for slug, some in groupby(sorted(marks.items()), key=lambda each: each[0][0]):
        _mark(slug, day, {(claim, place): mark for (_slug, claim, place), mark in some})
    looking.told(kept)
    return marks, checks


def _publish(day: str, looks: list[Look]) -> str:
    slug = f"{day}-{_next(day)}"
    check = Check(slug=slug, name=f"Link check {slug}", on=day, looks=looks)
    publish(check, Why(f"Link check of {day}."))
    return slug


def _next(day: str) -> int:
    """Give the next free number of a day's checks."""
    slugs = Entry.select(Entry.slug).where(Entry.kind == Kind.CHECK, Entry.slug.startswith(f"{day}-"))
    return max((int(each.slug.rpartition("-")[2]) for each in slugs), default=0) + 1


def _mark(slug: str, day: str, marks: Mapping[tuple[int, int], Recheck]) -> None:
    told = [SENTENCES[mark].format(source=place + 1, claim=claim + 1) for (claim, place), mark in sorted(marks.items())]
    reason = f"Link check of {day}: {'; '.join(told)}."
    rewrite(slug, reason, {where: {"recheck": str(mark)} for where, mark in marks.items()})


def rewrite(slug: str, reason: str, given: Mapping[tuple[int, int], Mapping[str, str]]) -> None:
    """Publish an entry with fields of its sources, told by the numbers of claim and source, as they are given."""
    with write():
        record = queries.published(Kind.COMPANY, slug)
        for (claim, place), fields in given.items():
            sources = record.document["adoptions"][claim]["sources"]
            sources[place] = _in_order(sources[place] | fields)
        amend(slug, record.document, Why(reason), seen=record.revision)


def _in_order(source: Mapping[str, Any]) -> dict[str, Any]:
    return {name: source[name] for name in Source.model_fields if name in source}
