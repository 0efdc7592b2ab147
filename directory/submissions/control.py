"""Whether a company proved that it controls its domain."""

from directory.submissions.models import Control, Submission


def of(submission: Submission) -> Control | None:
    """Find how control is proved for a reply."""
    found: Control | None = Control.get_or_none(Control.submission == submission)
    return found


def proved(submission: Submission) -> bool:
    """Tell whether control was proved."""
    found = of(submission)
    return bool(found and found.proved)
