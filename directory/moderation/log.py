"""The private log: who did what to what, and why."""

from directory import clock
from directory.moderation.models import LogEntry


def note(who: str, what: str, subject: str, why: str = "") -> LogEntry:
    """Add a line in the caller's transaction."""
    entry: LogEntry = LogEntry.create(at=clock.stamp(), who=who, what=what, subject=subject, why=why)
    return entry
