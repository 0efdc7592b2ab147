"""What tests of the submitters' verbs do: send each kind, put a submission into each state, look."""

from datetime import datetime, timedelta

from directory import clock
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.submissions import proposals, queries
from directory.submissions.details import ClaimKey, Details
from directory.submissions.models import Decision, Submission
from directory.submissions.proposals import Proposal
from directory.vocabulary import Act, State, SubmissionKind
from tests import factories

ONE = "example-company-1"
CLAIM = ClaimKey(model="lantern", use="production", route="self-hosted")
ACTS = {
    State.PENDING: Act.REOPENING,
    State.CHANGES_REQUESTED: Act.CHANGES_REQUEST,
    State.APPROVED: Act.APPROVAL,
    State.REJECTED: Act.REJECTION,
    State.UNDONE: Act.REVERSAL,
}


def new(key="key", **given):
    """Propose a company that nobody knows yet."""
    return Proposal(company(factories.company(7)), key=key, **given)


def change(key="key", kind=SubmissionKind.CORRECTION, details=None, **given):
    """Propose a change of the first made-up company."""
    return Proposal(company(factories.company(**given)), key=key, kind=kind, details=details or Details())


def said(kind, key="key", **details):
    """Propose what no document is proposed with."""
    return Proposal(None, key=key, kind=kind, details=Details(**details))


def send(proposal, slug=ONE, token="token"):
    """Submit as somebody who sees today's entry."""
    base = catalogue.published(Kind.COMPANY, slug).revision if slug else 0
    return proposals.submit(proposal, token, slug=slug, base=base)


def decided(submission, state, by="Mona Moderator", hours=0, **given):
    """Let a decision on the newest version have been made, so many hours after it was sent."""
    sent = datetime.fromisoformat(queries.newest_version(submission).at)
    Submission.update(state=state).where(Submission.id == submission.id).execute()
    return Decision.create(
        submission=submission,
        version=submission.version,
        act=ACTS[state],
        by=by,
        at=clock.written(sent + timedelta(hours=hours)),
        **{"reason": "A test says so.", **given},
    )


def in_state(state, token="token"):
    """Make a submission that stands so."""
    made = send(new(), "", token)
    if state == State.TAKEN_BACK:
        proposals.take_back(token)
    elif state != State.PENDING:
        decided(made, state)
    return Submission.get_by_id(made.id)
