"""The confidence rule: from evidence to the rule that fires, on which sources, and what is missing.

A rule, not a score. The first that applies: disputed, stale, to-recheck, confirmed, company-stated, reported,
developer-stated (nobody but the model's developer speaks).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from directory.text import first_step, fold, registrable_domain, words
from directory.vocabulary import Confidence, Medium, Speaker, Status, _

# On these sites the owner of the first path segment is the publisher, not the site.
SHARED_SITES = {
    "github.com": "github.com",
    # The public suffix list counts what is below githubusercontent.com as registered.
    "raw.githubusercontent.com": "github.com",
    "gitlab.com": "gitlab.com",
    "huggingface.co": "huggingface.co",
    "codeberg.org": "codeberg.org",
}
OWN_WORDS = frozenset({Medium.COMPANY, Medium.CODE})
REREAD = _("Somebody has to re-read the sources.")
LIFE = 1  # years from the last reading to *re-read by*
SPREAD = 182  # days before that over which the queue takes the claims


@dataclass(frozen=True)
class Evidence:
    """Hold what the rule needs of one source."""

    kind: str
    by: str
    publisher: str
    text: tuple[str, ...]
    recheck: str = ""


@dataclass(frozen=True)
class Finding:
    """Say which rule fired, on which sources (numbered from 0), and what would raise it, in sentences."""

    rule: Confidence
    because: tuple[int, ...]
    missing: tuple[str, ...] = ()


def evidence(sources: Iterable[Mapping[str, Any]], *, company: str = "", developer: str = "") -> list[Evidence]:
    """Read an adoption's sources; pages on the domain of `company` or `developer` are never independent."""
    return [_read(source, company, developer) for source in sources]


def _read(source: Mapping[str, Any], company: str, developer: str) -> Evidence:
    domain = registrable_domain(source.get("url", ""))
    by = str(source["by"])
    if by == Speaker.THIRD_PARTY and domain:
        by = Speaker.COMPANY if domain == company else Speaker.DEVELOPER if domain == developer else by
    text = tuple(words(source.get("quote") or source.get("locator") or ""))
    return Evidence(str(source["kind"]), by, publisher_of(source), text, str(source.get("recheck", "")))


def publisher_of(source: Mapping[str, Any]) -> str:
    """Identify a publisher: the owner on a shared site, else the registrable domain, else the folded name."""
    address = source.get("url", "")
    domain = registrable_domain(address)
    if site := SHARED_SITES.get(domain):
        return f"{site}/{fold(first_step(address))}"
    return domain or " ".join(words(source.get("publisher") or ""))


def basis(sources: Sequence[Evidence], status: str) -> Finding:
    """Find the rule that fires whatever the day; `judge` adds the day. A source to re-check does not count."""
    standing = [(n, s) for n, s in enumerate(sources) if not s.recheck]
    own = tuple(n for n, s in standing if s.by == Speaker.COMPANY and s.kind in OWN_WORDS)
    said = own or tuple(n for n, s in standing if s.by == Speaker.COMPANY)
    independent = _independent(sources)
    if status == Status.DISPUTED:
        return Finding(Confidence.DISPUTED, tuple(range(len(sources))))
    if not standing:
        return Finding(Confidence.TO_RECHECK, tuple(range(len(sources))), (REREAD,))
    if len(independent) > 1 or (own and independent):
        return Finding(Confidence.CONFIRMED, (*own, *independent))
    if said:
        return Finding(Confidence.COMPANY_STATED, said, (_raise_company_stated(independent),))
    if others := tuple(n for n, s in standing if s.by == Speaker.THIRD_PARTY):
        return Finding(Confidence.REPORTED, independent or others[:1], _raise_reported(sources, others))
    return Finding(
        Confidence.DEVELOPER_STATED,
        tuple(n for n, _s in standing),
        (_("The company's own statement or an independent source is missing."),),
    )


def _independent(sources: Sequence[Evidence]) -> tuple[int, ...]:
    """Pick the independent sources, one for each named publisher, copies of a text counted once.

    One publisher's page may be the copy of another's: from each source on, the longest pick counts.
    """
    able = [n for n, s in enumerate(sources) if s.by == Speaker.THIRD_PARTY and s.publisher and not s.recheck]
    picks = [_apart(sources, [first, *able]) for first in able]
    return max(picks, key=len, default=())


def _apart(sources: Sequence[Evidence], able: Sequence[int]) -> tuple[int, ...]:
    kept: list[int] = []
    for number in able:
        one = sources[number]
        others = [sources[n] for n in kept]
        if not any(one.publisher == s.publisher or (one.text and one.text == s.text) for s in others):
            kept.append(number)
    return tuple(sorted(kept))


def _raise_company_stated(independent: Sequence[int]) -> str:
    if independent:
        # The company speaks, but through others: a list that quotes it, say.
        return _("The company's own statement or code, or a second independent publisher, is missing.")
    return _("One independent source is missing.")


def _raise_reported(sources: Sequence[Evidence], others: Sequence[int]) -> tuple[str, ...]:
    nameless = any(not sources[n].publisher for n in others)
    missing = _("A second independent publisher, or the company's own statement or code, is missing.")
    return (missing, _("A source that names no publisher does not count as a second one.")) if nameless else (missing,)


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
