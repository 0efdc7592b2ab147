"""Whether a company proved that it controls its domain."""

from directory.submissions.letters import Sender
from directory.submissions.models import Control, Submission


def of(submission: Submission) -> Control | None:
    """Find how control is proved for a reply."""
    found: Control | None = Control.get_or_none(Control.submission == submission)
    return found


def begin(submission: Submission, method: str, mailbox: str, sender: Sender | None) -> None:
    """Begin the proof of control for a reply."""
    del submission, method, mailbox, sender
