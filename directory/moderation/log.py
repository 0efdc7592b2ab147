"""The private log: who did what, to what, and why. Lines are added to it, never changed."""

from collections.abc import Iterable

from directory import clock
from directory.catalogue.kinds import Kind
from directory.ledger.models import Change
from directory.moderation.models import LogEntry
from directory.submissions.models import Decision

PAGE = 50
DECISION = "decision "


def note(who: str, what: str, subject: str, why: str = "") -> None:
    """Add a line, in the transaction of what it tells; `subject` is a kind and a name: `submission 7`, `batch x`."""
    LogEntry.create(at=clock.stamp(), who=who, what=what, subject=subject, why=why)


def decided(decision: Decision) -> None:
    """Add the line of a decision; its reason stays in the decision and is not kept twice."""
    note(str(decision.by), str(decision.act), f"{DECISION}{decision.id}")


def lines(*, who: str = "", what: str = "", before: int | None = None) -> list[LogEntry]:
    """List the newest lines, of a person and of a deed where they are given, those below number `before`."""
    tests = ((who, LogEntry.who == who), (what, LogEntry.what == what), (before, LogEntry.id < before))
    rows = LogEntry.select().order_by(LogEntry.id.desc()).limit(PAGE)
    for given, test in tests:
        rows = rows.where(test) if given else rows
    return list(rows)


def decisions_of(lines: Iterable[LogEntry]) -> dict[str, Decision]:
    """Give the decisions that lines are about, by the lines' subjects."""
    numbers = [subject.removeprefix(DECISION) for line in lines if (subject := str(line.subject)).startswith(DECISION)]
    return {f"{DECISION}{row.id}": row for row in Decision.select().where(Decision.id.in_(numbers))}


def undone(decisions: Iterable[Decision]) -> set[int]:
    """Give those of the changes of decisions that were undone since."""
    changes = [decision.change for decision in decisions if decision.change]
    rows = Decision.select(Decision.undoes).where(Decision.undoes.in_(changes))
    return {row.undoes for row in rows if row.undoes}


def companies(decisions: Iterable[Decision]) -> dict[int, str]:
    """Give the companies that the changes of decisions are about, by the changes' numbers."""
    changes = [decision.change for decision in decisions if decision.change]
    rows = Change.select().where(Change.number.in_(changes), Change.kind == Kind.COMPANY)
    return {row.number: row.slug for row in rows}


def people() -> list[str]:
    """List who did anything, by name."""
    return [row.who for row in LogEntry.select(LogEntry.who).distinct().order_by(LogEntry.who)]


def deeds() -> list[str]:
    """List what was ever done."""
    return [row.what for row in LogEntry.select(LogEntry.what).distinct().order_by(LogEntry.what)]
