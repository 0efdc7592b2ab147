"""What changed between two documents, field by field; and what the ledger says of one entry."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.errors import Missing
from directory.ledger import merging
from directory.ledger.models import Change
from directory.ledger.wording import Words, words_apart
from directory.vocabulary import _

Path = tuple[str | int, ...]
# Model, use and route: they name a claim of an entry.
# What a link check or a re-reading notes in a source.
NOTED = frozenset({"recheck", "archive_url", "accessed"})
Key = tuple[str, str, str]
# The first step of a path to something that is there no more; its numbers are those from before.
REMOVED = "removed"
# What makes two items of a list "the same one, edited": all of what names them, then less.
KEYS = {
    "adoptions": (*merging.KEYS["adoptions"], ("model", "use"), ("model",)),
    "sources": (*reversed(merging.KEYS["sources"]), ("url",), ("quote",), ("title",)),
    "translations": merging.KEYS["translations"],
    "versions": (("name",),),
    "replies": (("model", "on"), ("text",)),
}
# What is added to a claim and its sources without saying anything else: days, marks, copies.
MARKS = frozenset({"reread", "recheck", "archive_url"})
# The acts that may alter or take away what was published.
ALTERING = ("changed", "withdrawn", "moved")


@dataclass(frozen=True)
class Difference:
    """Say that one field had a value before and has another after; None where it is absent."""

    path: Path
    before: Any
    after: Any

    @property
    def words(self) -> Words | None:
        """Mark the words that differ between two long texts; None where the texts as a whole say it better."""
        return words_apart(self.before, self.after)


def difference(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Difference]:
    """List every field that differs between two plain documents; items of lists are matched, not counted."""
    return list(_walk((), before or {}, after or {}))


def _walk(path: Path, before: object, after: object) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict | None) and isinstance(after, dict | None):
        yield from _leaves(path, before or {}, after or {})
    elif _items(before) or _items(after):
        yield from _walk_items(path, _listed(before), _listed(after))
    else:
        yield Difference(path, before, after)


def _items(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _listed(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _walk_items(path: Path, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Iterator[Difference]:
    pairs = _pair(str(path[-1]), before, after)
    for number, item in enumerate(after):
        old = pairs.get(number)
        if old is None:
            yield from _leaves((*path, number), {}, item)
        else:
            yield from _walk((*path, number), before[old], item)
    for old, item in enumerate(before):
        if old not in pairs.values():
            # A place of its own: the number that it had may be another item's now.
            yield from _leaves((REMOVED, *(step for step in path if step != REMOVED), old), item, {})


def _leaves(path: Path, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for name in [*before, *(name for name in after if name not in before)]:
        yield from _walk((*path, name), before.get(name), after.get(name))


def _pair(what: str, before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Match each item after with the one before that it came from: equal ones first, then by fewer fields."""
    found: dict[int, int] = {}
    everything = tuple(sorted({name for item in (*before, *after) for name in item}))
    for keys in (everything, *KEYS.get(what, ())):
        for new, item in enumerate(after):
            free = (old for old in range(len(before)) if old not in found.values())
            # What both lack makes nothing the same: sources on paper have no address.
            if new not in found and any(item.get(k) is not None for k in keys):
                same = (old for old in free if all(before[old].get(k) == item.get(k) for k in keys))
                if (old := next(same, None)) is not None:
                    found[new] = old
    return found


def key_of(claim: Mapping[str, Any]) -> Key:
    """Name a claim of a plain document."""
    return claim["model"], claim["use"], claim["route"]


def without(claims: Collection[Key], document: dict[str, Any]) -> dict[str, Any] | None:
    """Give a company's document without these claims, None where none is left."""
    left = [each for each in document["adoptions"] if key_of(each) not in claims]
    return document | {"adoptions": left} if left else None


def unmarked(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give a company's document without what a link check or a re-reading notes in it: what it says stays."""
    adoptions = [
        {name: value for name, value in each.items() if name != "reread"}
        | {"sources": [{n: v for n, v in source.items() if n not in NOTED} for source in each["sources"]]}
        for each in document["adoptions"]
    ]
    return {**document, "adoptions": adoptions}


def keys_of(document: str) -> set[Key]:
    """Name the claims of a company's document as the ledger keeps it."""
    return {key_of(each) for each in (loaded(document) or {}).get("adoptions", ())}


def of_entry(kind: str, slugs: Collection[str]) -> list[Change]:
    """List the changes of one entry at all its addresses, newest first."""
    rows = Change.select().where(Change.kind == kind, Change.slug.in_(slugs))
    return list(rows.order_by(Change.number.desc()))


def altering(limit: int, *, before: int | None = None) -> list[int]:
    """Give the numbers of the newest changes that may alter something published, those below `before` where given."""
    found: list[int] = []
    # One act at a time, the index on it gives them in order; together they would be sorted, all of them.
    for act in ALTERING:
        rows = Change.select(Change.number).where(Change.act == act).order_by(Change.number.desc()).limit(limit)
        found += [row.number for row in (rows.where(Change.number < before) if before else rows)]
    return sorted(found, reverse=True)[:limit]


def numbered(numbers: Sequence[int]) -> list[Change]:
    """Give the changes with these numbers, newest first."""
    return list(Change.select().where(Change.number.in_(numbers)).order_by(Change.number.desc()))


def newest(limit: int, *, before: int | None = None) -> list[Change]:
    """List the newest changes, those below number `before` where it is given."""
    rows = Change.select().order_by(Change.number.desc()).limit(limit)
    return list(rows.where(Change.number < before) if before else rows)


def since(number: int, limit: int = 1000) -> list[Change]:
    """List the changes after `number` in their order: the feed of the index and of `changes?since=N`."""
    return list(Change.select().where(Change.number > number).order_by(Change.number).limit(limit))


def change(number: int) -> Change:
    """Give one change; raise Missing where there is none."""
    found: Change | None = Change.get_or_none(Change.number == number)
    if found is None:
        raise Missing(_("There is no such change."))
    return found


def move_of(change: Change) -> Change | None:
    """Give the move that a change is a side of: itself, or the one right before it that led to its address."""
    if change.act == "moved":
        return change
    led: Change | None = Change.get_or_none(
        Change.number == change.number - 1, Change.act == "moved", Change.target == change.slug
    )
    return led


def moves(numbers: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Give, for those of these changes that are a side of a move, the other side's address and if it is a merge."""
    looked_at = {*numbers, *(number - 1 for number in numbers)}
    moved = list(Change.select().where(Change.number.in_(looked_at), Change.act == "moved"))
    rows = Change.select(Change.number).where(Change.number.in_([row.number + 1 for row in moved]), Change.before != "")
    merged = {row.number - 1 for row in rows}
    gone = {row.number: (row.target, row.number in merged) for row in moved}
    return gone | {row.number + 1: (row.slug, row.number in merged) for row in moved}


def newest_of(kind: str, slug: str) -> int:
    """Give the number of the newest change of an entry, 0 where it has none."""
    rows = Change.select(Change.number).where(Change.kind == kind, Change.slug == slug)
    found = rows.order_by(Change.number.desc()).first()
    return found.number if found else 0


def of_change(change: Change) -> list[Difference]:
    """List what a change did, field by field."""
    return difference(loaded(change.before), loaded(change.after))


def only_marks(change: Change) -> bool:
    """Tell whether a change said nothing else of an entry than that it was read, and what stands still."""
    return bool(change.before and change.after) and all(each.path[-1] in MARKS for each in of_change(change))


def loaded(text: str) -> dict[str, Any] | None:
    """Read a document as the ledger keeps it."""
    document: dict[str, Any] | None = json.loads(text) if text else None
    return document


def rebased(base: dict[str, Any] | None, live: dict[str, Any] | None, proposed: dict[str, Any]) -> dict[str, Any]:
    """Carry a proposal over to today's entry: fields that its writer left as they were are as they are now.

    What both changed stays as proposed, so the difference shows it.
    """
    return proposed if base is None or live is None else merging.merged(base, live, proposed)


def as_of(number: int) -> dict[str, Any] | None:
    """Give the document that a change left, None where there is no such change or it left none."""
    found = Change.get_or_none(Change.number == number)
    return loaded(found.after) if found else None


def entry_as_of(kind: str, slugs: Collection[str], number: int) -> dict[str, Any] | None:
    """Give the document that a change left, None where it is no change of the entry at these addresses or left none."""
    found = Change.get_or_none(Change.number == number, Change.kind == kind, Change.slug.in_(slugs))
    return loaded(found.after) if found else None
