"""The verb of a submitter who does not agree: appeal, once, to a moderator who has not decided on it yet."""

from directory import clock
from directory.db import write
from directory.errors import Invalid, Problem, Refused
from directory.submissions import order, queries
from directory.submissions.models import Appeal, Decision, Submission
from directory.text import text_problems
from directory.vocabulary import State, _

LONGEST_APPEAL = 2000
APPEALABLE = (State.REJECTED, State.UNDONE)


def appeal(token: str, text: str) -> Submission:
    """Let a submission that was refused or undone wait for another moderator; the same appeal again is none.

    Raises Invalid, Missing, Refused.
    """
    told = text.replace("\r\n", "\n").strip()
    with write():
        submission = queries.by_token(token)
        before = queries.appeal_of(submission)
        if before and before.text == told:
            return submission
        _check(told)
        if before:
            raise Refused(_("You appealed once already. You can still edit it and send it again."))
        if submission.state not in APPEALABLE:
            raise Refused(_("There is no decision to appeal against: it was not refused."))
        decision, at = queries.decisions_on(submission)[0], clock.stamp()
        Appeal.create(submission=submission, decision=decision, against=decision.by, text=told, at=at)
        submission.state, submission.changed = State.PENDING, at
        submission.claimed_by = submission.claimed_until = ""
        submission.save()
        return submission


def answer_to(appeal: Appeal) -> Decision | None:
    """Find the decision that answers an appeal, None while it is open."""
    rows = order.answers().join(Appeal, on=Appeal.id == appeal.id)
    found: Decision | None = rows.order_by(Decision.id).first()
    return found


def _check(text: str) -> None:
    if not text:
        raise Invalid([Problem(("text",), _("Say why the decision is wrong: another moderator reads it."))])
    if found := text_problems("text", text, LONGEST_APPEAL):
        raise Invalid(found)
