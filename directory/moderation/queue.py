"""What waits."""

from directory.submissions.models import Submission
from directory.vocabulary import State


def next_in_queue(after: int, by: str = "") -> int | None:
    """Give the number of the next submission that waits."""
    del by
    rows = Submission.select().where(Submission.state == State.PENDING, Submission.id != after)
    found = rows.order_by(Submission.signals != "", Submission.changed, Submission.id).first()
    return found.id if found else None
