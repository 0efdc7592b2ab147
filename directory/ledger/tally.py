"""Measure quality in the tables; the door and replay keep by how much each change moves it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import EXCLUDED, JOIN, Expression, fn

from directory.catalogue.checks import Outcome
from directory.catalogue.measures import UNRULED, Measure
from directory.catalogue.models import Adoption, Evidence, Sighting, Tally
from directory.vocabulary import NEGATIVE

EVERY = Adoption.id > 0
ENOUGH = 2  # independent publishers
# What the newest look at a source says of it; nothing where no program looked.
SEEN: dict[str, tuple[Measure, ...]] = {
    Outcome.FOUND: (Measure.LINKS_ANSWERING, Measure.QUOTES_FOUND),
    Outcome.MISSING: (Measure.LINKS_ANSWERING, Measure.QUOTES_MISSING),
    Outcome.ANSWERED: (Measure.LINKS_ANSWERING,),
    Outcome.GONE: (Measure.LINKS_DEAD,),
    Outcome.SILENT: (Measure.LINKS_DEAD,),
    Outcome.REFUSED: (Measure.LINKS_REFUSED,),
}


@contextmanager
def kept(day: str, which: Expression) -> Iterator[None]:
    """Add to the tally of a day by how much the block moves the measures of some adoptions."""
    before = measured(which)
    yield
    moved = measured(which)
    moved.subtract(before)
    rows = [{"day": day, "measure": str(name), "number": number} for name, number in moved.items() if number]
    if rows:
        added = Tally.insert_many(rows).on_conflict(
            conflict_target=[Tally.day, Tally.measure], update={Tally.number: Tally.number + EXCLUDED.number}
        )
        added.execute()


def measured(which: Expression = EVERY) -> Counter[str]:
    """Measure some adoptions and their sources as the tables stand; each rule of confidence is a measure too."""
    found: Counter[str] = Counter()
    for told, number in (*_claims(which), *_sources(which)):
        found.update(dict.fromkeys(told, number))
    return found


def _claims(which: Expression) -> Iterator[tuple[list[str], int]]:
    kinds = (Adoption.status, Adoption.basis, Adoption.publishers, Adoption.reread != "")
    rows: Iterable[Any] = Adoption.select(*kinds, fn.COUNT(Adoption.id)).where(which).group_by(*kinds).tuples()
    for status, basis, publishers, reread, number in rows:
        told = [] if status in UNRULED else [basis]
        if status not in NEGATIVE:
            told += [Measure.CLAIMS]
            told += [Measure.TWO_PUBLISHERS] if publishers >= ENOUGH else []
            told += [Measure.REREAD_EVER] if reread else []
        yield told, number


def _sources(which: Expression) -> Iterator[tuple[list[str], int]]:
    kinds = (Evidence.quote != "", Evidence.archive != "", Evidence.recheck != "", fn.COALESCE(Sighting.outcome, ""))
    same = (Sighting.url == Evidence.url) & (Sighting.quote == Evidence.quote)
    rows: Iterable[Any] = (
        Evidence.select(*kinds, fn.COUNT(Evidence.id))
        .join(Sighting, JOIN.LEFT_OUTER, on=same)
        .where(Evidence.adoption.in_(Adoption.select(Adoption.id).where(which)))
        .group_by(*kinds)
        .tuples()
    )
    for quoted, archived, recheck, outcome, number in rows:
        marks = ((Measure.QUOTED, quoted), (Measure.ARCHIVED, archived), (Measure.TO_RECHECK, recheck))
        yield [Measure.SOURCES, *(each for each, holds in marks if holds), *SEEN.get(outcome, ())], number
