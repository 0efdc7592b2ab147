"""Time's single seam: nothing else asks the machine what time it is."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Return the present UTC day; a claim grows stale by it."""
    return now().date()


def stamp() -> str:
    """Return the present moment as ISO 8601 text, `2026-11-24T05:38:18Z`: how the database keeps time."""
    return written(now())


def written(moment: datetime) -> str:
    """Write an aware moment the way the database keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
