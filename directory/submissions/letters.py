"""The letters of a submission."""

from dataclasses import dataclass

from directory.config import Settings
from directory.submissions.models import Submission


@dataclass(frozen=True)
class Sender:
    """Hold what a letter needs to give the private link: the public address and the secret."""

    address: str
    secret: str


def sender_of(settings: Settings) -> Sender | None:
    """Give the sender of a site, None where it sends no mail."""
    del settings
    return None


def received(submission: Submission, sender: Sender | None) -> None:
    """Tell that a submission was received."""
    del submission, sender
