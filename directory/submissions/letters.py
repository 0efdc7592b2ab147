"""The letters of a submission."""

from dataclasses import dataclass

from directory.submissions.models import Submission


@dataclass(frozen=True)
class Sender:
    """Hold what a letter needs to give the private link: the public address and the secret."""

    address: str
    secret: str


def received(submission: Submission, sender: Sender) -> None:
    """Tell that a submission was received."""
    del submission, sender
