"""What a submission would make of an entry: one rule a kind, for checks, moderators and the submitter alike."""

from typing import Any

from directory.ledger import history
from directory.submissions.details import ClaimKey, Details
from directory.vocabulary import SubmissionKind

Data = dict[str, Any]


def outcome(kind: str, written: Data | None, said: Details, base: Data | None, live: Data | None) -> Data | None:
    """Give today's entry `live` with what was sent, None where it would be gone.

    `written` is the document as it was sent, by somebody who saw the entry as `base`. A removal names claims and a
    reply adds itself, so what others changed meanwhile stays; a notice itself changes nothing.
    """
    if kind == SubmissionKind.REMOVAL:
        return without(said.claims, live)
    if kind == SubmissionKind.NOTICE:
        return live
    if kind == SubmissionKind.REPLY:
        return with_reply(said, live)
    return history.rebased(base, live, written) if written else None


def without(claims: list[ClaimKey], live: Data | None) -> Data | None:
    """Give an entry without these claims, None where none is left; no claim named is all of them."""
    return history.without({claim.key for claim in claims}, live) if live and claims else None


def with_reply(said: Details, live: Data | None) -> Data | None:
    """Give an entry with the company's reply after those that it has."""
    if live is None or said.reply is None:
        return live
    reply = said.reply.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return live | {"replies": [*live.get("replies", []), reply]}
