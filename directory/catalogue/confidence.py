"""The confidence rule: from evidence to the rule that fires, on which sources, and what is missing.

A rule, not a score. The first that applies: disputed, stale, to-recheck, confirmed, company-stated, reported,
developer-stated (nobody but the model's developer speaks).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from directory.catalogue import copies
from directory.catalogue.publishers import NOBODY, Page, Party, page_of
from directory.text import words
from directory.vocabulary import Confidence, Medium, Speaker, Status, _

# How much each rule says, the most first. It is not the order in which they are tried.
STRENGTH = (
    Confidence.CONFIRMED,
    Confidence.COMPANY_STATED,
    Confidence.REPORTED,
    Confidence.DEVELOPER_STATED,
    Confidence.STALE,
    Confidence.TO_RECHECK,
    Confidence.DISPUTED,
)
OWN_WORDS = frozenset({Medium.COMPANY, Medium.CODE})
REREAD = _("Somebody has to re-read the sources.")
EITHER = _("The company's own statement or an independent source is missing.")
SETTLE = _("The dispute has to be settled.")
LIFE = 1  # years from the last reading to *re-read by*
SPREAD = 182  # days before that over which the queue takes the claims


@dataclass(frozen=True)
class Evidence:
    """Hold what the rule needs of one source; a `guest` is a third party on a page of the company or developer.

    One that names neither publisher nor address is not `checkable`: nobody can look it up, so it fires no rule.

    `owner` and `voice` are the numbers of the first source that has the same owner, or carries the same text.
    """

    kind: str
    by: str
    publisher: str
    owner: int
    voice: int
    recheck: str = ""
    guest: bool = False
    checkable: bool = True

    @property
    def stands(self) -> bool:
        """Tell whether a rule may fire on this source."""
        return self.checkable and not self.recheck


@dataclass(frozen=True)
class Finding:
    """Say which rule fired, on which sources (numbered from 0), and what would raise it, in sentences.

    Re-reading the sources of `reread`, all of them, would raise it too.
    """

    rule: Confidence
    because: tuple[int, ...]
    missing: tuple[str, ...] = ()
    reread: tuple[int, ...] = ()


def evidence(
    sources: Iterable[Mapping[str, Any]], *, company: Party = NOBODY, developer: Party = NOBODY
) -> list[Evidence]:
    """Read an adoption's sources; pages of the company or the developer are never independent."""
    listed = list(sources)
    pages = [page_of(source) for source in listed]
    owners = copies.alike([_marks(page) for page in pages])
    voices = copies.voices([_text(*both) for both in zip(listed, pages, strict=True)])
    return [_read(*each, company, developer) for each in zip(listed, pages, owners, voices, strict=True)]


def _marks(page: Page) -> frozenset[tuple[str, str]]:
    """Give what tells an owner: the address, and the declared name, which may stand on several domains."""
    return frozenset(mark for mark in (("at", page.publisher), ("named", page.declared)) if mark[1])


def _text(source: Mapping[str, Any], page: Page) -> copies.Text:
    quote, title = (tuple(words(source.get(field) or "")) for field in ("quote", "title"))
    return copies.Text(quote, title, page.publisher)


def _read(source: Mapping[str, Any], page: Page, owner: int, voice: int, company: Party, developer: Party) -> Evidence:
    told = by = str(source["by"])
    if told == Speaker.THIRD_PARTY:
        by = Speaker.COMPANY if company.publishes(page) else Speaker.DEVELOPER if developer.publishes(page) else told
    marked = str(source.get("recheck", ""))
    checkable = bool(page.publisher or source.get("url"))
    kind = str(source["kind"])
    return Evidence(kind, by, page.publisher, owner, voice, marked, guest=by != told, checkable=checkable)


def basis(sources: Sequence[Evidence], status: str) -> Finding:
    """Find the rule that fires whatever the day; `judge` adds the day. A source to re-check does not count."""
    found = _found(sources, status)
    if found.rule in {Confidence.DISPUTED, Confidence.TO_RECHECK} or not any(s.recheck for s in sources):
        return found
    return replace(found, reread=_to_reread(sources, status, found.rule))


def _to_reread(sources: Sequence[Evidence], status: str, rule: Confidence) -> tuple[int, ...]:
    """Pick the fewest sources to re-check that would raise the rule as far as all of them would."""

    def after(numbers: Iterable[int]) -> Finding:
        again = set(numbers)
        return _found([replace(s, recheck="") if n in again else s for n, s in enumerate(sources)], status)

    best = after(range(len(sources)))
    if strength(best.rule) <= strength(rule):
        return ()
    needed = [n for n in best.because if sources[n].recheck]
    for number in tuple(needed):
        fewer = [n for n in needed if n != number]
        if after(fewer).rule == best.rule:
            needed = fewer
    return tuple(sorted(needed))


def _found(sources: Sequence[Evidence], status: str) -> Finding:
    every = tuple(range(len(sources)))
    standing = [(n, s) for n, s in enumerate(sources) if s.stands]
    own = tuple(n for n, s in standing if s.by == Speaker.COMPANY and s.kind in OWN_WORDS)
    said = own or tuple(n for n, s in standing if s.by == Speaker.COMPANY)
    others = tuple(n for n, s in standing if s.by == Speaker.THIRD_PARTY and echoed(sources, n) is None)
    independent = _independent(sources)
    if status == Status.DISPUTED:
        return Finding(Confidence.DISPUTED, every, (SETTLE,))
    if not standing:
        return _nothing_stands(sources)
    if len(independent) > 1 or (own and independent):
        return Finding(Confidence.CONFIRMED, (*own, *independent))
    nameless = any(_nameless(sources, n) for n in every)
    if said:
        missing = _raise_company_stated(own, independent)
        return Finding(Confidence.COMPANY_STATED, said, _with_note(missing, nameless=nameless))
    if others:
        missing = _raise_reported(independent)
        return Finding(Confidence.REPORTED, independent or others[:1], _with_note(missing, nameless=nameless))
    return Finding(Confidence.DEVELOPER_STATED, tuple(n for n, _s in standing), (EITHER,))


def _nothing_stands(sources: Sequence[Evidence]) -> Finding:
    """Ask for a re-reading where one would help: what nobody can check fires no rule, however often it is read."""
    lost = tuple(n for n, s in enumerate(sources) if s.checkable)
    return Finding(Confidence.TO_RECHECK, lost or tuple(range(len(sources))), (REREAD if lost else EITHER,))


def _nameless(sources: Sequence[Evidence], number: int) -> bool:
    source = sources[number]
    other = source.by == Speaker.THIRD_PARTY and echoed(sources, number) is None
    return other and not source.recheck and not source.publisher


def echoed(sources: Sequence[Evidence], number: int) -> int | None:
    """Find the number of a source whose words, of the company or the developer, another one repeats; None for none."""
    voice = sources[number].voice
    return next((n for n, s in enumerate(sources) if s.voice == voice and s.by != Speaker.THIRD_PARTY), None)


def _independent(sources: Sequence[Evidence]) -> tuple[int, ...]:
    """Pick the independent sources: of each publisher one, of each text one, no words of the parties."""
    able = [
        n
        for n, s in enumerate(sources)
        if s.by == Speaker.THIRD_PARTY and s.publisher and not s.recheck and echoed(sources, n) is None
    ]
    return copies.apart(able, [s.owner for s in sources], [s.voice for s in sources])


def _raise_company_stated(own: Sequence[int], independent: Sequence[int]) -> str:
    if own:
        return _("One independent source is missing.")
    # The company speaks, but through others: a list that quotes it, say.
    if independent:
        return _("The company's own statement or code, or a second independent publisher, is missing.")
    return _("Two independent publishers, or one and the company's own statement or code, are missing.")


def _raise_reported(independent: Sequence[int]) -> str:
    if independent:
        return _("A second independent publisher, or the company's own statement or code, is missing.")
    return _("The company's own statement or code, or two independent publishers who are named, are missing.")


def _with_note(missing: str, *, nameless: bool) -> tuple[str, ...]:
    note = _("A source that names no publisher does not count as a second one.")
    return (missing, note) if nameless else (missing,)


def strength(rule: Confidence) -> int:
    """Rank a rule by how much it says; a greater number says more."""
    return -STRENGTH.index(rule)


def last_read(adoption: Mapping[str, Any]) -> str:
    """Give the day on which a human last read the evidence of an adoption: when it was re-read, else first read."""
    days = [str(source["accessed"]) for source in adoption["sources"]]
    return max([*days, str(adoption.get("reread", ""))])


def due(last_read: str) -> date:
    """Give the day by which a claim is to be re-read: twelve months after it was last read."""
    day = date.fromisoformat(last_read)
    return day.replace(year=day.year + LIFE, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


def turn(last_read: str, claim: str) -> date:
    """Give the day from which a claim stands in the re-read queue: claims read on one day come due over half a year."""
    return due(last_read) - timedelta(days=crc32(claim.encode()) % SPREAD)


def publishers(sources: Sequence[Evidence]) -> int:
    """Count the independent publishers that carry a claim."""
    return len(_independent(sources))


def on_day(rule: Confidence, reread_by: date, today: date) -> Confidence:
    """Let a rule grow stale with the calendar; a dispute stays one."""
    return Confidence.STALE if rule is not Confidence.DISPUTED and today > reread_by else rule


def judge(sources: Sequence[Evidence], status: str, last_read: str, today: date) -> Finding:
    """Find the rule that fires today, the sources that it fires on, and what would raise it."""
    found = basis(sources, status)
    if on_day(found.rule, due(last_read), today) is Confidence.STALE:
        return Finding(Confidence.STALE, tuple(range(len(sources))), (REREAD,))
    return found
