"""The dates of a claim as facets see them: what the last link checks saw of its sources, and when a human re-read it.

One never stands for another: a page that answers says nothing of its quote, and neither says that anybody read it.
"""

from datetime import date, timedelta
from functools import lru_cache

from directory.catalogue import confidence
from directory.catalogue.checks import ANSWERING, DEAD, Outcome
from directory.vocabulary import Word, _

# What a reader would call three months.
QUARTER = timedelta(days=92)


class Checked(Word):
    """What the last link check saw of a source of a claim; of several sources, each says its own."""

    FOUND = "quote-found", _("quote found"), _("the page of a source answered, and the quote is on it")
    ANSWERED = "link-answered", _("link answered"), _("the page of a source answered, whatever is on it")
    MISSING = "quote-missing", _("quote not found"), _("the page of a source answered without the quote")
    DEAD = "dead", _("dead link"), _("the page of a source is gone, or nobody answered")
    REFUSED = "refused", _("not open to programs"), _("the site of a source does not let programs read the page")
    TO_RECHECK = "to-recheck", _("to re-check"), _("a source does not count until a human has read it again")
    UNCHECKED = "unchecked", _("not checked"), _("no link check has looked at a source yet")


class Read(Word):
    """When a human last read the sources of a claim again."""

    LATELY = "reread-3", _("re-read in the last 3 months"), _("a human read its sources again in the last three months")
    WITHIN_A_YEAR = (
        "reread-12",
        _("re-read in the last 12 months"),
        _("a human read its sources again in the last twelve months"),
    )
    ONCE = "once", _("read once"), _("read in the last twelve months, and by nobody a second time in them")
    LONG_AGO = "longer", _("not read for 12 months"), _("nobody has read its sources for more than twelve months")


SEEN: dict[str, tuple[Checked, ...]] = {
    **dict.fromkeys(ANSWERING, (Checked.ANSWERED,)),
    **dict.fromkeys(DEAD, (Checked.DEAD,)),
    Outcome.FOUND: (Checked.FOUND, Checked.ANSWERED),
    Outcome.MISSING: (Checked.MISSING, Checked.ANSWERED),
    Outcome.REFUSED: (Checked.REFUSED,),
    "": (Checked.UNCHECKED,),
}


@lru_cache(maxsize=4096)
def checked(outcomes: str, marked: bool) -> tuple[str, ...]:  # noqa: FBT001  (a cell of a row)
    """Give the values of a claim of whose sources these are the outcomes, with commas; "" of one not checked."""
    found = {value.value for outcome in outcomes.split(",") for value in SEEN[outcome]}
    return tuple(sorted(found | {Checked.TO_RECHECK.value} if marked else found))


@lru_cache(maxsize=4096)
def read(reread: str, reread_by: str, today: date) -> tuple[str, ...]:
    """Give the values of a claim that was re-read on a day, "" for never, and is to be read by another."""
    if today > date.fromisoformat(reread_by):
        return (Read.LONG_AGO.value,)
    if not reread or today > confidence.due(reread):
        return (Read.ONCE.value,)
    lately = today - date.fromisoformat(reread) <= QUARTER
    return (Read.LATELY.value, Read.WITHIN_A_YEAR.value) if lately else (Read.WITHIN_A_YEAR.value,)


def turning(first: date, last: date) -> tuple[tuple[str, str], ...]:
    """Give from and to which days something was re-read whose value may turn after the first day, until the last."""
    spans = ((QUARTER, QUARTER), (timedelta(days=365), timedelta(days=366)))
    return tuple(((first - longest).isoformat(), (last - shortest).isoformat()) for shortest, longest in spans)
