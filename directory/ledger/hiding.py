"""Take claims out at once while a complaint is looked into, and veil what the public history tells of them."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, written
from directory.db import write
from directory.errors import Refused
from directory.ledger import history
from directory.ledger.history import Key
from directory.ledger.models import Change, Hiding
from directory.ledger.publish import Why, without
from directory.vocabulary import _

LONGEST_REASON = 300
# What is told of an entry that is hidden as a whole.
BARE = ("slug", "name", "country")


@dataclass(frozen=True)
class Veil:
    """Hold what is not told of an entry: claims by key and by any text of theirs that no other claim shows today."""

    keys: frozenset[Key]
    texts: frozenset[str]
    whole: bool

    def split(self, document: dict[str, Any] | None) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        """Part a document into what may be told and what may not."""
        if document is None or self == NOTHING:
            return document, []
        if self.whole:
            return {name: document[name] for name in BARE if name in document}, [document]
        adoptions = document.get("adoptions", [])
        kept = [each for each in adoptions if not self._covers(each)]
        return {**document, "adoptions": kept}, [each for each in adoptions if each not in kept]

    def _covers(self, claim: Mapping[str, Any]) -> bool:
        return history.key_of(claim) in self.keys or not self.texts.isdisjoint(texts(claim))


NOTHING = Veil(frozenset(), frozenset(), whole=False)


def hide(slug: str, claims: Collection[Key], why: Why, *, seen: int | None = None) -> Change:
    """Take claims (model, use, route) out of a published company at once; it is withdrawn where none would be left.

    The reason is public.
    """
    if not claims:
        raise Refused(_("Choose at least one claim."))
    if len(why.reason) > LONGEST_REASON:
        raise Refused(_("Write at most %(longest)s characters: this reason is public."), longest=LONGEST_REASON)
    with write():
        change = without(slug, claims, why, seen=seen)
        document = history.loaded(change.before) or {}
        hidden = [each for each in document["adoptions"] if history.key_of(each) in claims]
        Hiding.insert_many(
            [{"slug": slug, "claim": written(each), "change": change.number} for each in hidden]
        ).execute()
        return change


def veils(slugs: Iterable[str]) -> dict[str, Veil]:
    """Give the veil of each of these companies of which something is hidden, wherever it moved meanwhile."""
    rows = _open()
    if not rows:
        return {}
    moved = queries.survivors(Kind.COMPANY)
    hidden = _by_company(rows, moved)
    stand = {slug: moved.get(slug, slug) for slug in slugs}
    concerned = {slug: rows for slug, rows in hidden.items() if slug in stand.values()}
    made = _veils(concerned) if concerned else {}
    return {slug: made[target] for slug, target in stand.items() if target in made}


def hides_all(slug: str) -> bool:
    """Tell whether a company is gone only because all its claims are hidden."""
    return veils([slug]).get(slug, NOTHING).whole


def hidden(slug: str) -> list[tuple[dict[str, Any], int]]:
    """List the claims of a company that are hidden today, each with the change that hid it."""
    rows = _open()
    found = _by_company(rows, queries.survivors(Kind.COMPANY)).get(slug, []) if rows else []
    return [(history.loaded(each.claim) or {}, each.change) for each in found]


def _open() -> list[Hiding]:
    return list(Hiding.select().where(Hiding.ended.is_null()))


def _by_company(rows: Iterable[Hiding], moved: Mapping[str, str]) -> dict[str, list[Hiding]]:
    """Group what is hidden by the address at which the company stands."""
    found: dict[str, list[Hiding]] = {}
    for each in rows:
        found.setdefault(moved.get(each.slug, each.slug), []).append(each)
    return found


def shown(slug: str, document: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give what may be told of an earlier document of a company; None where the whole of it is hidden."""
    veil = veils([slug]).get(slug, NOTHING)
    return None if veil.whole else veil.split(document)[0]


def hid(numbers: Collection[int]) -> set[int]:
    """Give those of these changes that hid something."""
    return {each.change for each in Hiding.select(Hiding.change).where(Hiding.change.in_(numbers))}


def _veils(hidden: Mapping[str, Collection[Hiding]]) -> dict[str, Veil]:
    """Make the veil of each entry, for what is hidden of it."""
    numbers = {each.change for rows in hidden.values() for each in rows}
    withdrawn = Change.select(Change.number).where(Change.number.in_(numbers), Change.act == "withdrawn")
    taken = {change.number for change in withdrawn}
    shown = queries.documents(Kind.COMPANY, hidden)
    return {
        slug: _veil([json.loads(each.claim) for each in rows], shown.get(slug, {}), taken & {r.change for r in rows})
        for slug, rows in hidden.items()
    }


def _veil(claims: Collection[Mapping[str, Any]], shown: Mapping[str, Any], taken: Collection[int]) -> Veil:
    public = {text for claim in shown.get("adoptions", ()) for text in texts(claim)}
    told = {text for claim in claims for text in texts(claim)} - public
    return Veil(frozenset(map(history.key_of, claims)), frozenset(told), bool(taken))


def texts(claim: Mapping[str, Any]) -> set[str]:
    """List what a claim says: its statement, its quotes and their translations."""
    quotes = {source["quote"] for source in claim["sources"] if source.get("quote")}
    translated = {each["text"] for source in claim["sources"] for each in source.get("translations", ())}
    return {claim["statement"]} | quotes | translated
