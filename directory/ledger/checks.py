"""Link checks as the public reads them: what was seen on one day, and which entries lost standing by it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from directory.catalogue.checks import MOST_LOOKS, Outcome, quote_key
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption, Entry, Evidence
from directory.catalogue.queries import Record, record
from directory.ledger import history, telling
from directory.ledger.models import Change
from directory.ledger.telling import Told

BATCH = 50
# What readers ask about first; a page without a quote that answered comes last.
ORDER: list[str] = [Outcome.GONE, Outcome.MISSING, Outcome.SILENT, Outcome.REFUSED, Outcome.ANSWERED]


@dataclass(frozen=True)
class Amiss:
    """Hold a source of which a check did not find the quote: where it stands today, and what was seen instead."""

    slug: str
    company: str
    claim: int
    source: int
    url: str
    outcome: str
    owner: str


def newest(limit: int, *, before: int | None = None) -> list[Record]:
    """List the newest link checks, those told by changes below number `before` where it is given."""
    rows = Entry.select().where(Entry.kind == Kind.CHECK).order_by(Entry.revision.desc()).limit(limit)
    return [record(each) for each in (rows.where(Entry.revision < before) if before else rows)]


def counts(check: Mapping[str, Any]) -> list[tuple[Outcome, int]]:
    """Count the looks of a check by what was seen, in the order of the list; what was not seen is 0."""
    seen = Counter(look["outcome"] for look in check["looks"])
    return [(outcome, seen[outcome]) for outcome in Outcome]


def amiss(check: Mapping[str, Any]) -> list[Amiss]:
    """List the sources whose quote was not found, where they stand in claims that are published today.

    What stands in none is not told: it may be of a claim that is hidden.
    """
    looks = [look for look in check["looks"] if look["outcome"] != Outcome.FOUND]
    stand = _stand({look["url"] for look in looks})
    found = [
        Amiss(*place, look["url"], look["outcome"], look.get("owner", ""))
        for look in looks
        for place in stand.get((look["url"], look.get("quote", "")), ())
    ]
    return sorted(found, key=lambda each: (ORDER.index(each.outcome), each.company.casefold(), each.claim))


def _stand(urls: Collection[str]) -> dict[tuple[str, str], list[tuple[str, str, int, int]]]:
    """Give, by address and quote, the claims that rest on it: address and name of the entry, claim, source."""
    rows: Iterable[Any] = (
        Evidence.select(Evidence.url, Evidence.quote, Entry.slug, Entry.name, Adoption.position, Evidence.place)
        .join(Adoption, on=(Evidence.adoption == Adoption.id))
        .join(Entry, on=(Adoption.entry == Entry.id))
        .where(Evidence.url.in_(sorted(urls)))
        .order_by(Evidence.id)
        .tuples()
    )
    found: dict[tuple[str, str], list[tuple[str, str, int, int]]] = {}
    for url, quote, slug, name, position, place in rows:
        found.setdefault((url, quote), []).append((slug, name, position + 1, place + 1))
    return found


def demoted(check: Record) -> list[Told]:
    """Tell the changes that a check led to: of those of its transaction, which follow it, the ones on its sources."""
    seen = {(look["url"], look.get("quote", "")) for look in check.document["looks"]}
    led = takewhile(_marked, _after_parts(check))
    return telling.told([each for each in led if not seen.isdisjoint(_marked(each))])


def _after_parts(check: Record) -> Iterator[Change]:
    """Give the changes after a check; one that is full goes on in the next, and what they led to follows the last."""
    full, following = len(check.document["looks"]) == MOST_LOOKS, _following(check.revision)
    for change in following:
        if full and change.kind == Kind.CHECK:
            full = len((history.loaded(change.after) or {})["looks"]) == MOST_LOOKS
            continue
        yield change
        break
    yield from following


def _following(number: int) -> Iterator[Change]:
    while batch := history.since(number, BATCH):
        yield from batch
        number = batch[-1].number


def _marked(change: Change) -> set[tuple[str, str]]:
    """Give the sources, by address and quote, that a change marks as to be read again."""
    if change.kind != Kind.COMPANY or change.act != "changed":
        return set()
    claims = (history.loaded(change.after) or {})["adoptions"]
    paths = [each.path for each in history.of_change(change) if each.path[-1] == "recheck" and each.after]
    sources = [claims[path[1]]["sources"][path[3]] for path in paths]
    return {(each.get("url", ""), quote_key(each)) for each in sources}
