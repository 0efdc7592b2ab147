"""What needs two people, and why; and who of them has agreed so far."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from directory import clock
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry
from directory.errors import ChangedMeanwhile
from directory.ledger import hiding, history
from directory.ledger.models import Hiding
from directory.ledger.reversal import Reversal
from directory.moderation.models import Person
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.text import fold, registrable_domain
from directory.vocabulary import Act, Status, SubmissionKind, _

Data = dict[str, Any]
# So long one person may take back what was approved, also where that takes a claim out: it was hardly seen.
RECENT = timedelta(hours=24)
MERGED = _("Two entries become one.")
RESTORED = _("What was taken out or disputed comes back.")
UNHIDDEN = _("A claim that is hidden would come back.")


def why(kind: str, slug: str, before: Data | None, after: Data | None) -> list[str]:
    """Say in sentences why a step from one document to another takes two people; nothing where one is enough."""
    if kind == SubmissionKind.MERGE:
        return [MERGED]
    if after is None:
        return [_("The whole entry would be gone.")] if before else []
    changed = history.difference(before, after)
    found = {
        _("An entry that was taken out would come back."): bool(gone_before(slug, before, after)),
        _("A claim would be gone."): bool(before) and _claim_gone(before or {}, after),
        _("A claim would be marked as disputed."): any(_status(each.path, each.after) for each in changed),
        _("A claim would no longer be disputed."): any(_status(each.path, each.before) for each in changed),
        UNHIDDEN: _unhides(slug, before or {}, after),
    }
    told = [sentence for sentence, true in found.items() if true]
    return told or ([RESTORED] if kind == SubmissionKind.RESTORE else [])


def why_undo(planned: Reversal) -> list[str]:
    """Say why undoing a change takes two people: it took two itself, or took something out; or that would be gone."""
    change = planned.moved or planned.change
    decision = Decision.get_or_none(Decision.change == change.number)
    if change.kind != Kind.COMPANY or (decision and decision.act == Act.RENAMING):
        return []
    before, after = history.loaded(change.before), history.loaded(change.after)
    if change.act in ("withdrawn", "moved", "restored") or (decision and decision.act == Act.HIDING):
        found = [RESTORED]
    else:
        found = why("", change.slug, before, after) if before else []
    if planned.live != after or not _recent(decision):
        found += why("", planned.slug, planned.live, planned.after)
    if planned.parted and _unhides(change.slug, {}, planned.parted):
        found.append(UNHIDDEN)
    return list(dict.fromkeys(found))


def _recent(decision: Decision | None) -> bool:
    """Tell whether this is an approval of the last day."""
    since = clock.written(clock.now() - RECENT)
    return decision is not None and decision.act == Act.APPROVAL and str(decision.at) >= since


def standing(submission: Submission, seen: int) -> Decision | None:
    """Give the first person's approval of this version, where the entry still is as that person saw it.

    The word of somebody whose account was disabled since counts no more.
    """
    newest = queries.newest_decision(submission)
    fits = newest and newest.act == Act.AGREEMENT and newest.version == submission.version
    return newest if newest and fits and newest.seen == seen and _counts(newest.by) else None


def first(submission: Submission, seen: int, after: Data | None) -> str:
    """Name who approved exactly this already, "" where nobody did; a moderator who sent this version in has."""
    agreed = standing(submission, seen)
    if agreed:
        return str(agreed.by) if history.loaded(agreed.document) == after else ""
    by = str(queries.newest_version(submission).by)
    sent_so = submission.base == seen and queries.today(submission).proposed == after
    return by if sent_so and not queries.decisions_on(submission) and _counts(by) else ""


def check_agreed(submission: Submission, seen: int, by: str, agreed: int | None) -> None:
    """Raise ChangedMeanwhile where somebody else agreed since to what is shown now, or took that back.

    `agreed` is the approval that `by` saw, 0 for none; None does not ask.
    """
    stands = standing(submission, seen)
    if agreed is None or (stands.id if stands else 0) == agreed or (stands and stands.by == by):
        return
    raise ChangedMeanwhile(_("Another moderator decided meanwhile on what is shown here. Look at it and decide again."))


def _counts(name: str) -> bool:
    return not Person.select().where(Person.name == name, Person.disabled == 1).exists()


def gone_before(slug: str, before: Data | None, after: Data) -> list[Entry]:
    """List what was taken out and would be back, at its address or, by domain or name, at another one."""
    new = _called(after) - _called(before or {})
    rows = Entry.select().where(Entry.kind == Kind.COMPANY, Entry.state != "published")
    found = (
        entry for entry in rows if (entry.slug == slug and before is None) or (new and new & _called(_said(entry)))
    )
    return [entry for entry in found if entry.slug == slug or not _stands(entry)]


def _said(entry: Entry) -> Data:
    return history.loaded(str(entry.document)) or {}


def _stands(entry: Entry) -> bool:
    """Tell whether an address that moved leads to an entry that is published."""
    there = catalogue.entry_at(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, str(entry.slug)))
    return there is not None and there.state == "published"


def _called(document: Mapping[str, Any]) -> set[str]:
    """Give what a company is known by: its names, folded, and its domain."""
    names = (document.get("name", ""), *document.get("aliases", ()))
    return {*map(fold, names), registrable_domain(document.get("website", ""))} - {""}


def _claim_gone(before: Data, after: Data) -> bool:
    """Tell whether a claim is gone; one with another use or route is the same where it keeps its model and sources."""
    there, was = claims(after), claims(before)
    new = [each for each in after["adoptions"] if history.key_of(each) not in was]
    for each in before["adoptions"]:
        if history.key_of(each) not in there:
            heir = next((other for other in new if _keeps(each, other)), None)
            if heir is None:
                return True
            new.remove(heir)
    return False


def _keeps(claim: Data, other: Data) -> bool:
    was, there = ({s.get("url") or s.get("locator") for s in each["sources"]} for each in (claim, other))
    return bool(claim["model"] == other["model"]) and was <= there


def _status(path: history.Path, value: object) -> bool:
    return path[0] == "adoptions" and path[2:] == ("status",) and value == Status.DISPUTED


def _unhides(slug: str, before: Data, after: Data) -> bool:
    """Tell whether something hidden would be told again: a claim of the company, or the words of one anywhere."""
    rows = Hiding.select(Hiding.slug).where(Hiding.ended.is_null())
    veils = hiding.veils({row.slug for row in rows})
    texts, keys = _texts(after) - _texts(before), claims(after) - claims(before)
    return any(
        texts & veil.texts or (keys & veil.keys and _same(hidden, slug, after)) for hidden, veil in veils.items()
    )


def _same(hidden: str, slug: str, document: Data) -> bool:
    """Tell whether a company of which something is hidden is this one, by address, domain or name."""
    stands = catalogue.survivor(Kind.COMPANY, hidden)
    entry = catalogue.entry_at(Kind.COMPANY, stands)
    return stands == catalogue.survivor(Kind.COMPANY, slug) or bool(entry and _called(_said(entry)) & _called(document))


def _texts(document: Data) -> set[str]:
    return {text for each in document.get("adoptions", ()) for text in hiding.texts(each)}


def claims(document: Data) -> set[tuple[str, str, str]]:
    """Name the claims of a document."""
    return {history.key_of(each) for each in document.get("adoptions", [])}
