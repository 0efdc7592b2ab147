"""What came of a decision, read from the ledger: what was done, what was altered before, what stands of it now."""

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger import hiding, history
from directory.ledger.models import Change
from directory.submissions import outcomes, queries
from directory.submissions.models import Decision, Submission
from directory.vocabulary import State, SubmissionKind

# What a moderator may edit before it is published.
EDITABLE = (SubmissionKind.COMPANY, SubmissionKind.ADOPTION, SubmissionKind.CORRECTION)


def published(submission: Submission) -> Change | None:
    """Give the change that a submission made, None where it made none or waits again."""
    number = queries.approved_as(submission) if submission.state in (State.APPROVED, State.UNDONE) else 0
    return history.change(number) if number else None


def edited(submission: Submission, change: Change | None) -> list[history.Difference]:
    """List what the moderator who published it had altered in what was sent."""
    version = queries.newest_version(submission)
    if change is None or submission.kind not in EDITABLE or not version.document:
        return []
    written, before = history.loaded(version.document), history.loaded(change.before)
    base = history.as_of(submission.base)
    meant = outcomes.outcome(submission.kind, written, queries.details(version), base, before) or {}
    # A new company is given a free address, which nobody asked for.
    return history.difference(meant | {"slug": change.slug}, history.loaded(change.after))


def remedy(decision: Decision) -> str:
    """Say what was done about a notice: "hide", "withdraw", "dispute", "take-out" or "elsewhere"."""
    if not decision.change:
        return "elsewhere"
    change = history.change(decision.change)
    if hiding.hid([change.number]):
        return "hide"
    if change.act == "withdrawn":
        return "withdraw"
    return "dispute" if history.keys_of(change.before) == history.keys_of(change.after) else "take-out"


def stands(slug: str) -> bool:
    """Tell whether the entry of an address is published, wherever it moved meanwhile."""
    entry = catalogue.entry_at(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, slug))
    return entry is not None and entry.state == "published"
