"""Take claims out at once; what was hidden is veiled until it is restored."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from directory.db import write
from directory.ledger import history
from directory.ledger.models import Change, Hiding
from directory.ledger.publish import Why, without

Claim = tuple[str, str, str]


@dataclass(frozen=True)
class Veil:
    """Hold what is not told of an entry."""

    keys: frozenset[Claim]


def hide(slug: str, claims: Collection[Claim], why: Why, *, seen: int | None = None) -> Change:
    """Take these claims out of an entry; the whole entry where none would be left."""
    with write():
        change = without(slug, claims, why, seen=seen)
        for each in (history.loaded(change.before) or {})["adoptions"]:
            if history.key_of(each) in claims:
                Hiding.create(slug=slug, claim=json.dumps(each), change=change.number)
        return change


def veils(slugs: Iterable[str]) -> dict[str, Veil]:
    """Give the veil of each of these companies of which something is hidden."""
    rows = Hiding.select().where(Hiding.slug.in_(list(slugs)), Hiding.ended.is_null())
    return {row.slug: Veil(frozenset({history.key_of(json.loads(row.claim))})) for row in rows}
