"""The verbs on entries that need no submission of somebody else: hide, rename, undo; and what a second one decides."""

from collections.abc import Collection
from dataclasses import replace

from directory.catalogue import identity
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.db import write
from directory.errors import ChangedMeanwhile, Problem, Refused
from directory.ledger import history, publish, reversal
from directory.ledger.hiding import hide as hide_claims
from directory.ledger.publish import Why, move
from directory.moderation import deeds, parties, reading, sensitive
from directory.moderation.decisions import Verdict, agree, check_words, record, tell_undone
from directory.submissions import proposals, queries
from directory.submissions.models import Decision, Submission
from directory.submissions.proposals import Proposal
from directory.vocabulary import Act, _

Claim = tuple[str, str, str]


class TwoNeeded(Refused):
    """Refuse to let one person do what takes two."""


def hide(slug: str, claims: Collection[Claim], verdict: Verdict) -> Decision:
    """Take claims out of an entry at once, by one person; bringing them back is a restore, which takes two."""
    check_words(verdict)
    with write():
        entry = catalogue.published(Kind.COMPANY, slug)
        if not set(claims) & sensitive.claims(entry.document):
            raise Refused(_("Choose at least one claim."))
        change = hide_claims(slug, claims, Why(verdict.reason), seen=verdict.seen)
        return record(None, Act.HIDING, verdict, change=change.number)


def rename(slug: str, new: str, verdict: Verdict) -> Decision:
    """Move an entry to another address; the old one leads there for ever."""
    with write():
        entry, free = catalogue.published(Kind.COMPANY, slug), identity.free_slug(new) == new
        taken = Problem(("address",), _("Choose a free address of small letters, digits and hyphens."))
        check_words(verdict, *([] if free else [taken]))
        document = company(entry.document | {"slug": new})
        change = move(slug, document, Why(verdict.reason), seen=verdict.seen, onto=0)
        return record(None, Act.RENAMING, verdict, change=change.number)


def start(proposal: Proposal, slug: str, verdict: Verdict, *, token: str, base: int) -> Submission:
    """Propose what takes two people and be the first of them; another one approves it.

    Raises ChangedMeanwhile where the entry is not what its proposer saw.
    """
    check_words(verdict)
    with write():
        submission = proposals.submit(
            replace(proposal, by=verdict.by), token, slug=slug, base=base, sender=verdict.sender
        )
        if queries.decisions_on(submission):
            return submission
        deed = deeds.of(submission)
        if deed.seen != verdict.seen:
            raise ChangedMeanwhile(_("The entry was changed meanwhile. Look at the new difference and decide again."))
        agree(submission, deed, replace(verdict, version=submission.version))
        return submission


def undo(number: int, verdict: Verdict) -> Decision:
    """Undo a change by a new one; raise ChangedMeanwhile where the entry is not what was seen, TwoNeeded, NotYours."""
    check_words(verdict)
    with write():
        change = history.change(number)
        done: Decision | None = Decision.get_or_none(Decision.undoes == number, Decision.by == verdict.by)
        if done and done.change == history.newest_of(change.kind, catalogue.survivor(change.kind, change.slug)):
            return done
        if sensitive.why_undo(reversal.of(change)):
            raise TwoNeeded(_("Undoing this takes two people: propose it, and another moderator approves it."))
        parties.check_undo(change, verdict.by)
        reading.check_undo(change, verdict.by)
        made = publish.undo(number, Why(verdict.reason), seen=verdict.seen)[0].number
        told = tell_undone(change, verdict, made)
        return told[0] if told else record(None, Act.REVERSAL, verdict, change=made, undoes=number)
