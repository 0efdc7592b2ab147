"""The private log."""

from directory import clock
from directory.moderation.models import LogEntry
from directory.submissions.models import Decision


def note(who: str, what: str, subject: str, why: str = "") -> None:
    """Add a line, in the caller's transaction."""
    LogEntry.create(at=clock.stamp(), who=who, what=what, subject=subject, why=why)


def decided(decision: Decision) -> None:
    """Add the line of a decision."""
    note(str(decision.by), str(decision.act), f"decision {decision.id}")
