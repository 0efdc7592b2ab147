"""Changes as the public reads them: with the name of the entry, field by field, without what is hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from directory.catalogue.kinds import Kind, title
from directory.ledger import hiding, history
from directory.ledger.hiding import Veil
from directory.ledger.history import Difference
from directory.ledger.models import Change

# How many changes are looked at for a page of corrections, and how many are read at once.
LOOKED_AT, BATCH = 500, 50
# Reading the evidence again, which found what it says, puts nothing right.
ROUTINE = frozenset({"reread"})
# A file only publishes and changes.
BY_HAND = frozenset({"withdrawn", "restored"})


@dataclass(frozen=True)
class Told:
    """Hold a change as pages tell it: the name of its entry and every field that it touched, unless one is hidden.

    `by_hand` is one that a moderator made, not a submission's or a file's. `hid` says that it hid claims. `other` is
    the address on a move's other side, and `merged` says that there were two entries. `was` and `now` are what may be
    told of the documents.
    """

    change: Change
    name: str
    differences: list[Difference]
    veiled: bool
    by_hand: bool
    hid: bool = False
    other: str = ""
    merged: bool = False
    was: dict[str, Any] | None = None
    now: dict[str, Any] | None = None

    @property
    def by_program(self) -> bool:
        """Tell whether a link check said it: what it saw, or which source is to be read again."""
        marks = any(each.path[-1] == "recheck" and each.after for each in self.differences)
        alone = not self.by_hand and not self.change.submission
        return self.change.kind == Kind.CHECK or (alone and self.change.act == "changed" and marks)


@dataclass(frozen=True)
class Corrections:
    """Hold a page of corrections; `older` is where the next one begins, None on the last one."""

    changes: list[Told]
    older: int | None


def told(changes: Sequence[Change]) -> list[Told]:
    """Tell changes, each against what is hidden today."""
    veils = hiding.veils(change.slug for change in changes if change.kind == Kind.COMPANY)
    numbers = [change.number for change in changes]
    hid, moves = hiding.hid(numbers), history.moves(numbers)
    listed = []
    for change in changes:
        veil = veils.get(change.slug, hiding.NOTHING) if change.kind == Kind.COMPANY else hiding.NOTHING
        other, merged = moves.get(change.number, ("", False))
        # Only moderators hide, move and undo, also where a notice or another moderator's proposal led to it.
        ours = change.number in hid or bool(other or change.undoes)
        done = _told(change, veil)
        by_hand = ours or (not change.submission and (change.act in BY_HAND or _read_again(done)))
        listed.append(replace(done, by_hand=by_hand, hid=change.number in hid, other=other, merged=merged))
    return listed


def newest(limit: int) -> list[Told]:
    """Tell the newest changes."""
    return told(history.newest(limit))


def _told(change: Change, veil: Veil) -> Told:
    before, after = history.loaded(change.before), history.loaded(change.after)
    name = title(after or before or {})
    (before, hidden_before), (after, hidden_after) = veil.split(before), veil.split(after)
    # What a check saw has a page of its own: five hundred looks are nothing that one reads field by field.
    differences = [] if change.kind == Kind.CHECK else history.difference(before, after)
    veiled = hidden_before != hidden_after
    return Told(change, name, differences, veiled=veiled, by_hand=False, was=before, now=after)


def corrections(limit: int, *, before: int | None = None) -> Corrections:
    """List the newest changes that altered or took away something that was published.

    A page looks at a bounded number of changes: where few of them are corrections, it is shorter and leads on.
    """
    numbers = history.altering(LOOKED_AT, before=before)
    found = list(islice(_corrections(numbers), limit + 1))
    shown = found[:limit]
    if len(found) > limit:
        return Corrections(shown, shown[-1].change.number)
    return Corrections(shown, numbers[-1] if len(numbers) == LOOKED_AT else None)


def _corrections(numbers: Sequence[int]) -> Iterator[Told]:
    for start in range(0, len(numbers), BATCH):
        yield from filter(_corrects, told(history.numbered(numbers[start : start + BATCH])))


def _corrects(each: Told) -> bool:
    return each.change.act != "changed" or each.veiled or any(map(_altered, each.differences))


def _read_again(each: Told) -> bool:
    """Tell whether a change says that somebody read evidence again, and nothing else but what stands of it."""
    steps = {one.path[-1] for one in each.differences}
    return each.change.act == "changed" and bool(steps & ROUTINE) and steps <= history.MARKS


def _altered(each: Difference) -> bool:
    if each.path[-1] == "recheck":
        # What was lost is worth telling; that it is there again puts nothing right that was wrong.
        return each.after is not None
    if each.before is None or each.path[-1] in ROUTINE:
        return False
    added_to = isinstance(each.before, list) and isinstance(each.after, list)
    return not (added_to and all(item in each.after for item in each.before))
