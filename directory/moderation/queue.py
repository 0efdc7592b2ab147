"""The questions of the queue: what waits, what of it matches the filters, which comes next."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, Self

from peewee import Expression, ModelSelect, fn

from directory import clock
from directory.submissions import order, queries
from directory.submissions.models import Appeal, Decision, Submission, SubmittedVersion
from directory.text import LONGEST_SLUG, fold
from directory.vocabulary import EUROPE, State, SubmissionKind

PAGE = 50
AGES = (1, 7, 30)
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Filters:
    """Hold what of the queue is asked for; `older` in days, `mine` what the reader has claimed."""

    state: str = State.PENDING
    kind: str = ""
    older: int = 0
    suspect: bool = False
    mine: bool = False
    country: str = ""
    model: str = ""
    text: str = ""

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Self:
        """Read the filters of an address; what is none of ours filters nothing."""
        state, kind, country = told.get("state", ""), told.get("kind", ""), told.get("country", "").upper()
        return cls(
            state=state if state in list(State) else State.PENDING,
            kind=kind if kind in list(SubmissionKind) else "",
            older=next((days for days in AGES if told.get("older") == str(days)), 0),
            suspect=bool(told.get("suspect")),
            mine=bool(told.get("mine")),
            country=country if country in EUROPE else "",
            model=told.get("model", "")[:LONGEST_SLUG].strip(),
            text=told.get("text", "")[:LONGEST_TEXT].strip(),
        )

    @property
    def given(self) -> dict[str, str]:
        """Write the filters as the blanks of an address, those that filter."""
        return {name: str(int(value) if value is True else value) for name, value in vars(self).items() if value}

    @property
    def kept(self) -> dict[str, Any]:
        """Write what narrows the waiting ones, to go from one to the next; of what was decided nothing is next."""
        told = self.given if self.state == State.PENDING else {}
        return {name: value for name, value in told.items() if name != "state"}

    def tests(self, by: str) -> list[Expression]:
        """Match what the filters ask for, but for the state."""
        wanted = fold(self.text)
        tests = (
            (self.kind, Submission.kind == self.kind),
            (self.older, Submission.changed <= clock.written(clock.now() - timedelta(days=self.older))),
            (self.suspect, Submission.signals != ""),
            (self.mine, (Submission.claimed_by == by) & (Submission.claimed_until > clock.stamp())),
            (self.country, Submission.country == self.country),
            (self.model, Submission.models.contains(f" {self.model} ")),
            (self.text, Submission.folded.contains(wanted) | Submission.slug.contains(wanted.replace(" ", "-"))),
        )
        return [test for given, test in tests if given]


ALL = Filters()


class Counts(NamedTuple):
    """Count submissions in each state, and in the state that is asked for by kind; say which countries they name."""

    states: dict[str, int]
    kinds: dict[str, int]
    countries: list[str]


def matching(asked: Filters, by: str) -> "ModelSelect[Submission]":
    """Ask for what matches; `appeal` tells whether it waits for an appeal's sake.

    What waits comes in the queue's order, of what does not the newest first.
    """
    rows = Submission.select(Submission, Submission.id.in_(order.appealed()).alias("appeal"))
    rows = rows.where(Submission.state == asked.state, *asked.tests(by))
    if asked.state == State.PENDING:
        return rows.order_by(order.place(), Submission.changed, Submission.id)
    return rows.order_by(Submission.changed.desc(), Submission.id.desc())


def page(asked: Filters, by: str, number: int) -> tuple[list[Submission], int]:
    """List a page of what matches and count all of it."""
    rows = matching(asked, by)
    return list(rows.paginate(number, PAGE)), rows.count()


def counts(state: str) -> Counts:
    """Count what there is, whatever the other filters say."""
    number = fn.COUNT(Submission.id).alias("number")
    states, kinds, countries = Counter[str](), Counter[str](), set[str]()
    for row in Submission.select(Submission.state, number).group_by(Submission.state):
        states[row.state] = row.number  # type: ignore[attr-defined]  # the alias
    rows = Submission.select(Submission.kind, Submission.country, number).where(Submission.state == state)
    for row in rows.group_by(Submission.kind, Submission.country):
        kinds[row.kind] += row.number  # type: ignore[attr-defined]  # the alias
        countries.add(row.country)
    return Counts({each: states[each] for each in State}, kinds, sorted(countries - {""}))


def next_in_queue(after: int, by: str = "", asked: Filters = ALL) -> int | None:
    """Give the number of what `by` may decide on next: the one behind `after`, then the first; None where none is.

    Of what waits only what is `asked` for.
    """
    others = (Submission.state == State.PENDING, Submission.id != after)
    rows = Submission.select(Submission.id).where(*others, *_for(by), *asked.tests(by))
    rows = rows.order_by(order.place(), Submission.changed, Submission.id)
    here = queries.by_id(after)
    if here and here.state != State.PENDING:
        here.changed = sent(here)
    found = (rows.where(order.here() > order.of(here)).first() if here else None) or rows.first()
    return found.id if found else None


def _for(by: str) -> tuple[Expression, ...]:
    """Leave out what others have claimed, what `by` sent or agreed to, and appeals against `by`."""
    return (
        (Submission.claimed_by.in_(("", by))) | (Submission.claimed_until <= clock.stamp()),
        (Submission.by != by) | (Submission.by == ""),
        Submission.id.not_in(order.agreed().where(Decision.by == by)),
        Submission.id.not_in(order.appealed().where(Appeal.against == by)),
    )


def sent(submission: Submission) -> str:
    """Say when a decided submission had come into the queue."""
    rows = SubmittedVersion.select(SubmittedVersion.at).where(SubmittedVersion.submission == submission)
    return str(rows.order_by(SubmittedVersion.number.desc()).scalar() or submission.changed)
