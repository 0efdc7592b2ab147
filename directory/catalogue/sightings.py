"""What link checks saw of a company's evidence, in words: each day stands for what was seen on it, and for no other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue.checks import ANSWERING, Outcome, quote_key
from directory.catalogue.models import Sighting
from directory.vocabulary import _

Source = Mapping[str, Any]


@dataclass(frozen=True)
class Saying:
    """Hold a sentence and the days that fill it; `well` says that what was looked for was there."""

    sentence: str
    day: str = ""
    last: str = ""
    well: bool = False


NOT_YET = Saying(_("not checked yet"))


@dataclass(frozen=True)
class Counted:
    """Say on which day links of a claim answered last, and quotes were found last; and how many are so now."""

    answered: str
    links: tuple[int, int]
    found: str
    quotes: tuple[int, int]


@dataclass(frozen=True)
class Watch:
    """Hold what was seen of the sources of one entry, by address and quote."""

    seen: Mapping[tuple[str, str], Sighting]

    def __bool__(self) -> bool:
        """Tell whether any of them was looked at."""
        return bool(self.seen)

    def at(self, source: Source) -> Sighting | None:
        """Give what was seen of a source."""
        return self.seen.get((source.get("url", ""), quote_key(source)))

    def sayings(self, source: Source) -> list[Saying]:
        """Say what was seen of a source: of its link, then of its quote."""
        seen = self.at(source)
        if seen is None:
            return [NOT_YET] if source.get("url") else []
        return [_link(seen), *_quote(seen, marked="recheck" in source)]

    def owner(self, source: Source) -> str:
        """Name whose page the address leads to now, "" where it is the same publisher's."""
        seen = self.at(source)
        return seen.owner if seen else ""

    def gone(self, source: Source) -> str:
        """Give the day since which there is no such page, "" where it was not missed twice."""
        seen = self.at(source)
        return seen.gone if seen and seen.gone < seen.looked else ""

    def counted(self, sources: Collection[Source]) -> Counted:
        """Sum up the sources of a claim."""
        linked = [each for each in sources if each.get("url")]
        quoted = [self.at(each) for each in linked if each.get("quote")]
        looked = [self.at(each) for each in linked]
        # What is marked to re-check does not count: a quote that is back is still not read again.
        unmarked = [self.at(each) for each in linked if each.get("quote") and "recheck" not in each]
        return Counted(
            max((each.answered for each in looked if each), default=""),
            (sum(each is not None and each.outcome in ANSWERING for each in looked), len(looked)),
            max((each.found for each in quoted if each), default=""),
            (sum(each is not None and each.outcome == Outcome.FOUND for each in unmarked), len(quoted)),
        )


def of(company: Mapping[str, Any]) -> Watch:
    """Give what link checks saw of the sources of a company's document."""
    urls = {source["url"] for each in company["adoptions"] for source in each["sources"] if "url" in source}
    rows = Sighting.select().where(Sighting.url.in_(sorted(urls)))
    return Watch({(each.url, each.quote): each for each in rows})


def _link(seen: Sighting) -> Saying:
    day, last = seen.looked, seen.answered
    if seen.outcome in ANSWERING:
        return Saying(_("link answered on %(day)s"), day, well=True)
    if seen.outcome == Outcome.REFUSED:
        return Saying(_("not open to programs (asked on %(day)s)"), day)
    if seen.outcome == Outcome.GONE:
        return _gone(seen)
    if last:
        return Saying(_("link did not answer on %(day)s (last answered on %(last)s)"), day, last)
    return Saying(_("link did not answer on %(day)s"), day)


def _gone(seen: Sighting) -> Saying:
    if seen.gone < seen.looked and seen.answered:
        return Saying(_("no such page since %(day)s (last answered on %(last)s)"), seen.gone, seen.answered)
    if seen.gone < seen.looked:
        return Saying(_("no such page since %(day)s"), seen.gone)
    if seen.answered:
        return Saying(_("no page at the last check, %(day)s (last answered on %(last)s)"), seen.looked, seen.answered)
    return Saying(_("no page at the last check, %(day)s"), seen.looked)


def _quote(seen: Sighting, *, marked: bool) -> list[Saying]:
    if not seen.quote:
        return []
    if seen.outcome == Outcome.FOUND and not marked:
        return [Saying(_("quote still found on %(day)s"), seen.looked, well=True)]
    if seen.outcome == Outcome.MISSING and seen.found:
        return [Saying(_("quote not found on %(day)s (last found on %(last)s)"), seen.looked, seen.found)]
    if seen.outcome == Outcome.MISSING:
        return [Saying(_("quote not found by a program on %(day)s"), seen.looked)]
    if seen.found:
        return [Saying(_("quote last found on %(day)s"), seen.found)]
    return [Saying(_("quote never looked for: no program could read the page"))]
