"""The verb of the re-read queue: a moderator opens each source of a claim again and says what it says today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import quote

from directory import clock
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Adoption
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.catalogue.source import Recheck, Source
from directory.db import write
from directory.errors import ChangedMeanwhile, Missing, Problem, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.ledger.publish import Why, amend
from directory.moderation import parties
from directory.moderation.decisions import Verdict, check_words, record
from directory.submissions.models import Decision
from directory.vocabulary import Act, Word, _

Data = Mapping[str, Any]
MOST_EARLIER = 5
# So many words of each end of a quote lead a browser to it.
ENDS = 4


class Saw(Word):
    """What somebody who opened a source again says of it."""

    STANDS = "stands", _("still says so"), _("the quote is there, or on its archived copy")
    LOST = "lost", _("no longer says so"), _("the page is there, and its quote is not")
    SHUT = "shut", _("could not be opened"), _("neither the page nor an archived copy")


class Lost(NamedTuple):
    """Name a source that no longer says so: its entry, and the numbers of its claim and itself, from one."""

    slug: str
    claim: int
    source: int


# What a source is marked with that does not stand any more.
MARKS: dict[str, Recheck] = {Saw.LOST: Recheck.QUOTE_LOST, Saw.SHUT: Recheck.PAGE_GONE}
# How the ledger says it of one source, and of several.
SAID = {
    Saw.STANDS: ("still says so", "still say so"),
    Saw.LOST: ("no longer says so", "no longer say so"),
    Saw.SHUT: ("could not be opened", "could not be opened"),
}


def reread(slug: str, number: int, saw: Sequence[str], verdict: Verdict) -> Decision:
    """Tell what each source of a claim says today; where one stands still, today is the day of its re-reading.

    A source that stands loses its mark, the others get one. `verdict.reason` may be empty where each source that
    stands can be opened: the public reason tells what each says. The same answers of the same person on the
    same state are one decision. Raises ChangedMeanwhile, NotYours, Missing, Invalid, Refused.
    """
    places = (f"adoptions-{number - 1}-sources-{place}" for place in range(len(saw)))
    note = verdict.reason.strip()
    verdict = replace(verdict, reason=_told(saw, note), remarks=dict(zip(places, map(str, saw), strict=True)))
    with write():
        entry = catalogue.published(Kind.COMPANY, slug)
        if done := _repeated(entry, verdict):
            return done
        if entry.revision != verdict.seen:
            raise ChangedMeanwhile(_("The entry was changed meanwhile. Look at it as it is now and decide again."))
        claim = claim_of(entry, number)
        check_words(verdict, *_lacking(claim["sources"], saw, note))
        parties.check_undo(origin(entry, claim), verdict.by)
        adoptions = list(entry.document["adoptions"])
        adoptions[number - 1] = after(claim, saw)
        if adoptions == entry.document["adoptions"]:
            raise Refused(_("This changes nothing: somebody has re-read this claim today, with the same outcome."))
        change = amend(slug, entry.document | {"adoptions": adoptions}, Why(verdict.reason), seen=entry.revision)
        return record(None, Act.REREADING, verdict, change=change.number, seen=verdict.seen)


def _told(saw: Sequence[str], note: str) -> str:
    parts = [_part(verbs, [n for n, each in enumerate(saw, 1) if each == word]) for word, verbs in SAID.items()]
    return f"Re-read on {clock.today()}: {'; '.join(filter(None, parts))}. {note}".strip()


def _part(verbs: tuple[str, str], numbers: Sequence[int]) -> str:
    """Say the same of some sources, in the English of the ledger; "" of none."""
    *others, last = map(str, numbers) if numbers else [""]
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"source{'s' if others else ''} {listed} {verbs[bool(others)]}" if listed else ""


def _lacking(sources: Sequence[Data], saw: Sequence[str], note: str) -> Iterator[Problem]:
    told = dict(enumerate(saw))
    for n, source in enumerate(sources):
        if told.get(n) not in list(Saw):
            yield Problem(("sources", n), _("Say what this source says today."))
        elif told[n] == Saw.STANDS and not (note or source.get("url") or source.get("archive_url")):
            yield Problem(("sources", n), _("This source has no address: say in the note where you read it again."))


def _repeated(entry: Record, verdict: Verdict) -> Decision | None:
    """Give the decision of the same person with the same answers that made the entry what it is."""
    rows = Decision.select().where(Decision.change == entry.revision, Decision.act == Act.REREADING)
    found: Decision | None = rows.where(Decision.by == verdict.by, Decision.seen == verdict.seen).first()
    same = found and {".".join(map(str, path)): text for path, text in found.told}
    sent = {name.replace("-", "."): text for name, text in verdict.remarks.items()}
    return found if found and same == sent else None


def claim_of(entry: Record, number: int) -> dict[str, Any]:
    """Give a claim of an entry by its number, from one; raise Missing."""
    listed: list[dict[str, Any]] = entry.document["adoptions"]
    if not 0 < number <= len(listed):
        raise Missing(_("The entry has no claim of this number."))
    return listed[number - 1]


def after(claim: Data, saw: Sequence[str]) -> dict[str, Any]:
    """Give a claim as it stands after a re-reading; its fields are in their order."""
    sources = [_marked(source, each) for source, each in zip(claim["sources"], saw, strict=True)]
    read = {"reread": clock.today().isoformat()} if Saw.STANDS in saw else {}
    return _in_order({**claim, **read, "sources": sources}, Adoption.model_fields)


def _marked(source: Data, saw: str) -> dict[str, Any]:
    bare = {name: value for name, value in source.items() if name != "recheck"}
    if saw == Saw.STANDS:
        return bare
    # Whose page it is now says more than that the quote is not on it.
    moved = saw == Saw.LOST and source.get("recheck") == Recheck.OWNER_MOVED
    return _in_order({**bare, "recheck": str(Recheck.OWNER_MOVED if moved else MARKS[saw])}, Source.model_fields)


def _in_order(part: Data, fields: Iterable[str]) -> dict[str, Any]:
    order = [*fields, *part]
    return dict(sorted(part.items(), key=lambda pair: order.index(pair[0])))


def origin(entry: Record, claim: Data, until: int | None = None) -> Change:
    """Give the change by which a claim says what it says (said, at change `until`), whatever was marked since."""
    said = _said(claim)
    listed = history.of_entry(Kind.COMPANY, catalogue.addresses_of(Kind.COMPANY, entry.slug))
    found = [each for each in listed if until is None or each.number <= until]
    for change in found:
        before = (history.loaded(change.before) or {}).get("adoptions", ())
        if said not in map(_said, before) and not (history.move_of(change) and not change.before):
            return change
    return found[-1]


def _said(claim: Data) -> Data:
    sources = [{name: text for name, text in each.items() if name not in history.MARKS} for each in claim["sources"]]
    return {name: value for name, value in claim.items() if name not in history.MARKS} | {"sources": sources}


def hindrance(entry: Record, claim: Data, by: str) -> str:
    """Say why somebody does not re-read a claim, "" where they may: nobody confirms what they sent in themselves."""
    try:
        parties.check_undo(origin(entry, claim), by)
    except parties.NotYours as refusal:
        return refusal.sentence
    return ""


def check_undo(change: Change, by: str) -> None:
    """Raise NotYours where undoing a change would re-read, in other words, a claim that somebody sent in themselves."""
    if change.kind != Kind.COMPANY or not history.only_marks(change):
        return
    entry = catalogue.published(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, change.slug))
    before, after = ((history.loaded(text) or {})["adoptions"] for text in (change.before, change.after))
    touched = [each for each in after if each not in before]
    keys = set(map(history.key_of, touched))
    for claim in touched:
        parties.check_undo(origin(entry, claim, change.number), by)
    for claim in entry.document["adoptions"]:
        if history.key_of(claim) in keys:
            parties.check_undo(origin(entry, claim), by)


def earlier(entry: Record) -> list[Decision]:
    """List the newest re-readings of an entry."""
    numbers = Change.select(Change.number).where(Change.kind == Kind.COMPANY, Change.slug == entry.slug)
    rows = Decision.select().where(Decision.act == Act.REREADING, Decision.change.in_(numbers))
    return list(rows.order_by(Decision.id.desc()).limit(MOST_EARLIER))


def made_by(change: int) -> Decision | None:
    """Give the re-reading that made a change."""
    found: Decision | None = Decision.get_or_none(Decision.change == change, Decision.act == Act.REREADING)
    return found


def lost(made: Decision) -> list[Lost]:
    """List the sources that no longer said so at a re-reading."""
    slug = history.change(int(made.change or 0)).slug
    paths = [path for path, said in made.told if said == Saw.LOST]
    return [Lost(slug, int(path[1]) + 1, int(path[3]) + 1) for path in paths]


def passage(source: Data) -> str:
    """Give the address that leads a browser to the quote on its page, "" without one."""
    words, url = str(source.get("quote", "")).split(), source.get("url", "")
    if not (words and url):
        return ""
    ends = [words[:ENDS], words[-ENDS:]] if len(words) > 2 * ENDS else [words]
    text = ",".join(quote(" ".join(each), safe="").replace("-", "%2D") for each in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={text}"
