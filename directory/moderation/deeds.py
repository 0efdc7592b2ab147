"""What an approval does, for each kind of submission: computed in one place, shown before it is done, then done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from directory import clock
from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company, Reply
from directory.catalogue.kinds import Kind, plain
from directory.errors import Refused
from directory.ledger import hiding, history, reversal
from directory.ledger.models import Change
from directory.ledger.publish import Why, move, publish, undo, without
from directory.moderation import sensitive
from directory.moderation.matrix import Remedy
from directory.submissions import control, outcomes, queries
from directory.submissions.models import Submission
from directory.submissions.queries import Today
from directory.vocabulary import Status, SubmissionKind, _

Data = dict[str, Any]
Claim = tuple[str, str, str]


class Verb(StrEnum):
    """Name what is done to the entry."""

    PUBLISH = "publish"
    TAKE_OUT = "take-out"
    MOVE = "move"
    HIDE = "hide"
    UNDO = "undo"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Deed:
    """Hold what would be done: the entry as it stands at revision `seen` and as it would stand; None: not there."""

    verb: Verb
    slug: str
    before: Data | None
    after: Data | None
    seen: int
    why_two: Sequence[str] = ()


def of(submission: Submission, *, edited: Company | None = None, remedy: str = "", today: Today | None = None) -> Deed:
    """Say what approving a submission would do today; raise Refused where it cannot be done.

    What the first of two people agreed to stands for what was sent, unless it is `edited`. `today` is what was read
    already.
    """
    if submission.kind == SubmissionKind.NOTICE:
        found: Deed = _notice(submission, remedy, today)
    elif submission.kind == SubmissionKind.RESTORE:
        found = _restore(submission)
    else:
        found = _proposed(submission, edited, today)
    if found.verb in (Verb.HIDE, Verb.NOTHING):
        return found
    return replace(found, why_two=sensitive.why(submission.kind, found.slug, found.before, found.after))


def carry_out(submission: Submission, deed: Deed, reason: str) -> Change | None:
    """Do it, through the one door; give the change, None where there is nothing to change here."""
    why = Why(reason, submission=submission.id)
    if deed.verb is Verb.NOTHING:
        return None
    # A merge says something new even where the survivor stays as it is.
    if deed.after == deed.before and deed.verb is not Verb.MOVE:
        raise Refused(_("This changes nothing any more: the entry says all of it already. Reject it with that reason."))
    if deed.verb is Verb.UNDO:
        why = Why(reason, submission=submission.id, undoes=submission.undoes)
        return undo(submission.undoes or 0, why, seen=deed.seen)[0]
    if deed.verb is Verb.HIDE:
        return hiding.hide(deed.slug, _there(submission, deed), why, seen=deed.seen)
    if deed.verb is Verb.TAKE_OUT:
        gone = _there(submission, deed) if deed.after else None
        return without(deed.slug, gone, why, seen=deed.seen)
    document = kinds.company(deed.after or {})
    if deed.verb is Verb.MOVE:
        seen, onto = _stands(submission.slug), _stands(document.slug)
        return move(submission.slug, document, why, seen=seen, onto=onto)
    return publish(document, why, seen=deed.seen)


def _there(submission: Submission, deed: Deed) -> set[Claim]:
    """Name the claims that a submission is about and that the entry still makes."""
    live = deed.before or {}
    return claims_meant(submission, live) & sensitive.claims(live)


def claims_meant(submission: Submission, live: Data) -> set[Claim]:
    """Name the claims that a submission is about: all of the entry where it names none."""
    named = {
        (each.model, str(each.use), str(each.route))
        for each in queries.details(queries.newest_version(submission)).claims
    }
    return named or sensitive.claims(live)


def _proposed(submission: Submission, edited: Company | None, today: Today | None) -> Deed:
    if not submission.slug:
        return _new(submission, edited)
    live, seen, sent = _today(today or queries.today(submission))
    verb = Verb.PUBLISH
    if submission.kind == SubmissionKind.MERGE:
        verb, seen = Verb.MOVE, max(seen, _stands(submission.slug))
    elif submission.kind == SubmissionKind.REMOVAL:
        verb = Verb.TAKE_OUT
    elif submission.kind == SubmissionKind.REPLY:
        sent = _with_reply(submission, live)
    agreed = sensitive.standing(submission, seen)
    after = plain(edited) if edited else history.loaded(agreed.document) if agreed else sent
    return Deed(verb, live["slug"], live, after, seen)


def _today(today: Today) -> tuple[Data, int, Data | None]:
    """Give today's entry, its revision and what is proposed for it; what was withdrawn comes back by undoing only."""
    if today.live is None:
        msg = _("The entry was withdrawn: %(reason)s To bring it back, undo that change.")
        raise Refused(msg, reason=today.withdrawn)
    return today.live, today.revision, today.proposed


def _stands(slug: str) -> int:
    """Give the revision at which a company stands; raise Missing, Withdrawn where it does not."""
    return catalogue.published(Kind.COMPANY, slug).revision


def _new(submission: Submission, edited: Company | None) -> Deed:
    """Give a new company a free address; one that was published and undone comes back at its own."""
    former = queries.published_as(submission)
    entry = catalogue.entry_at(Kind.COMPANY, former) if former else None
    if entry and entry.state == "published":
        raise Refused(_("It was published and restored meanwhile. Suggest a change of the entry instead."))
    seen = entry.revision if entry else 0
    agreed = sensitive.standing(submission, seen)
    sent = plain(edited) if edited else history.loaded(agreed.document) if agreed else queries.proposed(submission)
    sent = sent or {}
    slug = former or identity.free_slug(sent["slug"])
    return Deed(Verb.PUBLISH, slug, None, sent | {"slug": slug}, seen)


def _with_reply(submission: Submission, live: Data) -> Data:
    """Append a reply with today's day and the way in which control of the domain was proved."""
    said, shown = queries.details(queries.newest_version(submission)), control.of(submission)
    if said.reply is None:
        raise Refused(_("There is no reply in this submission."))
    told = {"on": clock.today().isoformat()} | ({"proof": shown.method} if shown else {})
    reply = Reply.model_validate(said.reply.model_dump() | told)
    return outcomes.with_reply(said.model_copy(update={"reply": reply}), live) or live


def _notice(submission: Submission, remedy: str, today: Today | None) -> Deed:
    today = today or queries.today(submission)
    if remedy == Remedy.ELSEWHERE:
        return Deed(Verb.NOTHING, submission.slug, None, None, today.revision)
    if remedy not in list(Remedy):
        raise Refused(_("Choose what is done about this notice."))
    if not submission.slug:
        raise Refused(_("This notice is about no entry: choose “acted elsewhere” and say what was done."))
    live, seen, _sent = _today(today)
    after = remedied(live, claims_meant(submission, live), remedy)
    verbs: dict[str, Verb] = {Remedy.HIDE: Verb.HIDE, Remedy.DISPUTE: Verb.PUBLISH}
    return Deed(verbs.get(remedy, Verb.TAKE_OUT), live["slug"], live, after, seen)


def agreed_remedy(submission: Submission, today: Today) -> str:
    """Tell which remedy the first of two people chose, "" where nobody did or the entry changed since."""
    agreed = sensitive.standing(submission, today.revision)
    if agreed is None or today.live is None:
        return ""
    live, after = today.live, history.loaded(agreed.document)
    meant = claims_meant(submission, live)
    two = (Remedy.DISPUTE, Remedy.TAKE_OUT, Remedy.WITHDRAW)
    return next((remedy for remedy in two if remedied(live, meant, remedy) == after), "")


def remedied(live: Data, meant: set[Claim], remedy: str) -> Data | None:
    """Give an entry's document after a remedy, None where it would be gone."""
    if remedy == Remedy.WITHDRAW:
        return None
    about = [(each, bool(sensitive.claims({"adoptions": [each]}) & meant)) for each in live["adoptions"]]
    if not any(named for _each, named in about):
        raise Refused(_("The entry holds none of these claims any more."))
    if remedy == Remedy.DISPUTE:
        disputed = {"status": str(Status.DISPUTED)}
        return live | {"adoptions": [{**each, **disputed} if named else each for each, named in about]}
    left = [each for each, named in about if not named]
    return live | {"adoptions": left} if left else None


def _restore(submission: Submission) -> Deed:
    """Take out of today's entry what a change did."""
    planned = reversal.of(history.change(submission.undoes or 0))
    return Deed(Verb.UNDO, planned.slug, planned.live, planned.after, planned.seen)
