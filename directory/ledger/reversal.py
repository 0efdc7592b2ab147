"""What undoing a change makes of today's entry: what the change did goes, what came since stays."""

from dataclasses import dataclass
from typing import Any

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, parse, plain
from directory.catalogue.models import Entry
from directory.errors import ChangedMeanwhile, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.vocabulary import _

Data = dict[str, Any]
SETTLED = _("There is nothing left to undo: nothing of what this change did stands today.")
NEWER = _("The entry was withdrawn, moved or put back since: undo that newer change first.")
FIRST = _("The entry was changed since it was published here. To take it out, withdraw it.")
SEEN = _("What a link check saw it saw: look again instead.")
ANEW = _("One of the two entries was changed since. To make them one again, propose to merge them.")


@dataclass(frozen=True)
class Reversal:
    """Hold what undoing a change would do: the entry at `slug` as it stands at revision `seen`, and as it would stand.

    `after` is None where the entry would be gone. `moved` is the move that the change is a side of; `again` says that
    it was undone and would be done again.
    """

    change: Change
    slug: str
    live: Data | None
    after: Data | None
    seen: int
    moved: Change | None = None
    again: bool = False

    @property
    def parted(self) -> Data | None:
        """Give the entry that a merge took in and that would stand for itself again."""
        apart = self.moved and not self.again and self.moved.slug != (self.after or {}).get("slug")
        return history.loaded(self.moved.before) if self.moved and apart else None


def of(change: Change) -> Reversal:
    """Say what undoing a change would do today; raise ChangedMeanwhile with what to do instead, Refused, Invalid."""
    if change.kind == Kind.CHECK:
        raise Refused(SEEN)
    if moved := history.move_of(change):
        return _back(change, moved)
    undone = history.change(change.undoes) if change.undoes else None
    if undone and (moved := history.move_of(undone)):
        return _again(change, moved)
    entry = queries.entry_at(change.kind, queries.survivor(change.kind, change.slug))
    live, was, left = _live(entry), history.loaded(change.before), history.loaded(change.after)
    if entry is None or (live and not left):
        raise ChangedMeanwhile(SETTLED)
    if not live and (left or entry.revision != change.number):
        raise ChangedMeanwhile(NEWER)
    if not was and live != left:
        raise ChangedMeanwhile(FIRST)
    after = _without(change, live, left, was) if live and left and was else was
    if after == live:
        raise ChangedMeanwhile(SETTLED)
    return Reversal(change, entry.slug, live, after, entry.revision)


def possible(change: Change) -> bool:
    """Tell whether a change can be undone as things stand."""
    try:
        of(change)
    except Refused:
        return False
    return True


def _live(entry: Entry | None) -> Data | None:
    return history.loaded(entry.document) if entry and entry.state == "published" else None


def _without(change: Change, live: Data, left: Data, was: Data) -> Data | None:
    """Take out of today's entry what a change did, None where no claim would be left.

    Claims that the change only altered and that are gone since stay out; those that it took out and that are back stay
    as they are. What is put together anew is judged anew.
    """
    there, then = ({history.key_of(each) for each in data.get("adoptions", ())} for data in (live, left))
    claims = [c for c in was.get("adoptions", ()) if (history.key_of(c) in there) == (history.key_of(c) in then)]
    after = history.rebased(left, live, was | {"adoptions": claims})
    kind = Kind(change.kind)
    if kind is Kind.COMPANY and "adoptions" not in after:
        return None
    return after if after in (was, live) else plain(parse(kind, after))


def _back(change: Change, moved: Change) -> Reversal:
    """Take a move back: what was renamed is named back, what was merged are two entries again."""
    landed = history.change(moved.number + 1)
    gone, there = (queries.entry_at(Kind.COMPANY, each.slug) for each in (moved, landed))
    live, left = _live(there), history.loaded(landed.after)
    if gone is None or gone.revision != moved.number:
        raise ChangedMeanwhile(SETTLED)
    if there is None or live is None or left is None:
        raise ChangedMeanwhile(NEWER)
    was = history.loaded(landed.before or moved.before) or {}
    return Reversal(change, landed.slug, live, _without(change, live, left, was), there.revision, moved)


def _again(change: Change, moved: Change) -> Reversal:
    """Do a merge again that was undone: of entries that both stand as its undoing left them."""
    back = change.number if change.slug == moved.slug else change.number + 1
    kept = history.change(back - 1)
    gone, there = (queries.entry_at(Kind.COMPANY, slug) for slug in (moved.slug, kept.slug))
    live = _live(there)
    if not (gone and there and live and _live(gone)) or (gone.revision, there.revision) != (back, kept.number):
        raise ChangedMeanwhile(ANEW)
    return Reversal(change, kept.slug, live, history.loaded(kept.before), back, moved, again=True)
