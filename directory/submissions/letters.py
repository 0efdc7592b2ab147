"""The letters of a submission."""

from dataclasses import dataclass

from directory.config import Settings
from directory.submissions.models import Decision, Submission


@dataclass(frozen=True)
class Sender:
    """Hold what a letter needs to give the private link: the public address and the secret."""

    address: str
    secret: str


def sender_of(settings: Settings) -> Sender | None:
    """Give the sender of a site, None where it sends no mail."""
    return Sender(settings.address, settings.secret_key)


def decided(submission: Submission, decision: Decision, sender: Sender | None) -> None:
    """Tell what was decided."""
    del submission, decision, sender
