"""Look at one page: what it says of each quote, and how that is kept until a published check tells of it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from directory import clock
from directory.catalogue.checks import Look, Outcome
from directory.catalogue.source import Recheck
from directory.db import write
from directory.verification.models import SeenPage
from directory.verification.reading import Page, read
from directory.verification.sightings import Cited, cited, known
from directory.verification.verdicts import Known, Seen, demotion, of_page, see
from directory.verification.visits import Visit, Visitor

LONGEST_NOTE = 300
# The place of a source: its company, and the numbers of claim and source from 0.
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Looked:
    """Hold a look at a page: what was seen of each quote, by its key, and the state of the sources that were judged."""

    url: str
    at: str
    visit: Visit
    page: Page
    seen: dict[str, Seen]
    states: frozenset[str]

    @property
    def outcome(self) -> Outcome:
        """Say how the page itself answered."""
        return of_page(self.url, self.visit)


def look(visitor: Visitor, url: str) -> Looked:
    """Open a page and look for every quote that sources take from it."""
    # Before the visit: who corrects a source while it lasts is not told that it was judged.
    sources, before = cited(url), known(url)
    visit = visitor.open(url)
    page = read(visit) if of_page(url, visit) is Outcome.ANSWERED and visit.body else Page()
    seen = {each.key: see(each.source, before.get(each.key, Known()), visit, page) for each in sources}
    return Looked(url, clock.stamp(), visit, page, seen, frozenset(each.state for each in sources))


def keep(looked: Looked) -> None:
    """Keep a look, so that a run that is killed loses nothing."""
    visit = looked.visit
    values = {"at": looked.at, "status": visit.status, "title": looked.page.title, "host": visit.host}
    values |= {
        "digest": hashlib.sha256(visit.body).hexdigest() if visit.body else "",
        "note": visit.note[:LONGEST_NOTE],
    }
    values["untold"] = json.dumps({"seen": looked.seen, "states": sorted(looked.states)}, default=vars)
    with write():
        if not SeenPage.update(**values).where(SeenPage.url == looked.url).execute():
            SeenPage.create(url=looked.url, **values)


@dataclass(frozen=True)
class Kept:
    """Hold a look that no published check tells of yet."""

    url: str
    day: str
    seen: dict[str, Seen]
    states: frozenset[str]

    @property
    def refused(self) -> bool:
        """Tell whether no check may tell of this address: of an old entry, from before a rule of today."""
        try:
            Look(url=self.url, outcome=Outcome.SILENT)
        except ValidationError:
            return True
        return False

    def looks(self) -> list[Look]:
        """Tell of those quotes that are still taken from the page; a source may have gone meanwhile."""
        there = {each.key for each in cited(self.url)}
        return [
            Look(url=self.url, quote=key, outcome=seen.outcome, owner=seen.owner or None)
            for key, seen in self.seen.items()
            if key in there
        ]

    def marks(self) -> dict[Place, Recheck]:
        """Say which sources count no longer, of those that are still what they were when the page was looked at."""
        before, found = known(self.url), dict[Place, Recheck]()
        for each in cited(self.url):
            judged = each.state in self.states and "recheck" not in each.source
            if judged and (mark := self._mark(each, before.get(each.key, Known()))):
                found[each.slug, each.claim, each.place] = mark
        return found

    def _mark(self, cited: Cited, before: Known) -> Recheck | None:
        archived = "archive_url" in cited.source
        return demotion(before, self.seen[cited.key], read=cited.read, archived=archived, day=self.day)


def untold() -> list[Kept]:
    """List the looks that no published check tells of yet, the oldest first."""
    rows = SeenPage.select().where(SeenPage.untold != "").order_by(SeenPage.at, SeenPage.id)
    return [_kept(row.url, row.at, json.loads(row.untold)) for row in rows]


def fresh(looked: Looked) -> Kept:
    """Take a look as one that is to be told, without keeping it."""
    return Kept(looked.url, looked.at[:10], looked.seen, looked.states)


def _kept(url: str, at: str, told: dict[str, Any]) -> Kept:
    seen = {key: _seen(each) for key, each in told["seen"].items()}
    # The clock may have been ahead when the page was looked at.
    return Kept(url, min(at[:10], clock.today().isoformat()), seen, frozenset(told["states"]))


def _seen(told: dict[str, str]) -> Seen:
    outcome = Outcome(told["outcome"])  # type: ignore[call-arg]  # looked up by its code, not made
    return Seen(outcome, told["owner"])


def told(looks: Iterable[Kept]) -> None:
    """Note that a published check tells of these looks."""
    with write():
        for each in looks:
            SeenPage.update(untold="").where(SeenPage.url == each.url).execute()
