"""What needs two people, and why; and who of them has agreed so far."""

from typing import Any

from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger import hiding, history
from directory.ledger.reversal import Reversal
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.vocabulary import Act, Status, SubmissionKind, _

Data = dict[str, Any]
BY_KIND: dict[str, str] = {
    SubmissionKind.MERGE: _("Two entries become one."),
    SubmissionKind.RESTORE: _("What was taken out or disputed comes back."),
}
UNHIDDEN = _("A claim that is hidden would come back.")


def why(kind: str, slug: str, before: Data | None, after: Data | None) -> list[str]:
    """Say in sentences why a step from one document to another takes two people; nothing where one is enough."""
    if told := BY_KIND.get(kind):
        return [told]
    if after is None:
        return [_("The whole entry would be gone.")] if before else []
    changed = history.difference(before, after)
    found = {
        _("An entry that was taken out would come back."): before is None and _was_here(slug),
        _("A claim would be gone."): any(_claim_gone(each.path) for each in changed),
        _("A claim would be marked as disputed."): any(_status(each.path, each.after) for each in changed),
        _("A claim would no longer be disputed."): any(_status(each.path, each.before) for each in changed),
        UNHIDDEN: _unhides(slug, before, after),
    }
    return [sentence for sentence, true in found.items() if true]


def why_undo(planned: Reversal) -> list[str]:
    """Say why undoing a change takes two people: it took two itself, or took something out at once, or would now."""
    change = planned.moved or planned.change
    decision = Decision.get_or_none(Decision.change == change.number)
    if change.kind != Kind.COMPANY or (decision and decision.act == Act.RENAMING):
        return []
    before, after = history.loaded(change.before), history.loaded(change.after)
    if change.act in ("withdrawn", "moved", "restored") or (decision and decision.act == Act.HIDING):
        found = [BY_KIND[SubmissionKind.RESTORE]]
    else:
        found = why("", change.slug, before, after) if before else []
    if after and planned.live != after:
        found += why("", planned.slug, planned.live, planned.after)
    if planned.parted and _unhides(change.slug, None, planned.parted):
        found.append(UNHIDDEN)
    return list(dict.fromkeys(found))


def standing(submission: Submission, seen: int) -> Decision | None:
    """Give the first person's approval of this version, where the entry still is as that person saw it."""
    newest = next(iter(queries.decisions_on(submission)), None)
    fits = newest and newest.act == Act.AGREEMENT and newest.version == submission.version
    return newest if newest and fits and newest.seen == seen else None


def first(submission: Submission, seen: int, after: Data | None) -> str:
    """Name who approved exactly this already, "" where nobody did; a moderator who sent it in has."""
    agreed = standing(submission, seen)
    if agreed:
        return str(agreed.by) if history.loaded(agreed.document) == after else ""
    sent_so = submission.base == seen and queries.today(submission).proposed == after
    newest = next(iter(queries.decisions_on(submission)), None)
    return str(submission.by) if sent_so and newest is None else ""


def _was_here(slug: str) -> bool:
    entry = catalogue.entry_at(Kind.COMPANY, slug)
    return entry is not None and entry.state != "published"


def _claim_gone(path: history.Path) -> bool:
    return path[:2] == (history.REMOVED, "adoptions") and path[3:] == ("model",)


def _status(path: history.Path, value: object) -> bool:
    return path[0] == "adoptions" and path[2:] == ("status",) and value == Status.DISPUTED


def _unhides(slug: str, before: Data | None, after: Data) -> bool:
    veil = hiding.veils([slug]).get(slug)
    return bool(veil and veil.keys & (claims(after) - claims(before or {})))


def claims(document: Data) -> set[tuple[str, str, str]]:
    """Name the claims of a document."""
    return {history.key_of(each) for each in document.get("adoptions", [])}
