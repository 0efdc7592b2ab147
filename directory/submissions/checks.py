"""What each kind of submission must say, judged on today's entry inside the transaction that keeps it."""

from collections.abc import Iterable
from typing import Any

from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind
from directory.errors import Invalid, Problem, Refused
from directory.ledger import hiding, history
from directory.ledger.publish import problems
from directory.submissions import outcomes
from directory.submissions.details import LONGEST_EXPLANATION, Details
from directory.text import text_problems
from directory.vocabulary import SubmissionKind, _

Data = dict[str, Any]
# Moderators make and judge these themselves.
OURS = (SubmissionKind.MERGE, SubmissionKind.RESTORE)
NEEDED = _("This is needed.")


class NothingNew(Refused):
    """Refuse a suggestion that changes nothing."""


def check(kind: str, document: Company | None, said: Details, *, slug: str, base: int) -> None:
    """Judge what is sent by the rules of its kind; raise Invalid, NothingNew, Refused, Missing or Withdrawn."""
    _refuse(text_problems("explanation", said.explanation, LONGEST_EXPLANATION))
    if kind == SubmissionKind.NOTICE:
        _refuse(_notice(said))
    elif kind not in OURS:
        _check_document(kind, document, slug)
        if slug:
            _check_change(kind, document, said, slug, base)


def _refuse(found: Iterable[Problem]) -> None:
    if listed := list(found):
        raise Invalid(listed)


def _notice(said: Details) -> Iterable[Problem]:
    if not said.explanation.strip():
        yield Problem(("explanation",), NEEDED)
    if not said.good_faith:
        yield Problem(("good_faith",), _("Confirm that you believe in good faith that this is right."))


def _check_document(kind: str, document: Company | None, slug: str) -> None:
    if kind in (SubmissionKind.REMOVAL, SubmissionKind.REPLY):
        return
    if document is None:
        raise Invalid([Problem((), NEEDED)])
    # A new company is nobody yet: the entry at the address that its name would have is another one.
    address = catalogue.survivor(Kind.COMPANY, slug) if slug else identity.free_slug(document.slug)
    _refuse(problems(document.model_copy(update={"slug": address})))


def _check_change(kind: str, document: Company | None, said: Details, slug: str, base: int) -> None:
    live = catalogue.published(Kind.COMPANY, catalogue.survivor(Kind.COMPANY, slug)).document
    seen = history.as_of(base) or live
    written = kinds.plain(document) if document else None
    if kind == SubmissionKind.ADOPTION and not _adds_one(hiding.shown(slug, seen) or live, written or {}):
        raise Refused(_("Add one adoption here, and nothing else. To change what is there, suggest a change."))
    if kind == SubmissionKind.REMOVAL:
        _refuse(_removal(live, said))
    if kind == SubmissionKind.REPLY:
        _refuse(_reply(live, said))
    after = outcomes.outcome(kind, written, said, seen, live)
    if after == live:
        raise NothingNew(_("Nothing was changed. Change at least one field before you send it."))
    if after and kind == SubmissionKind.REPLY:
        kinds.company(after)


def _adds_one(seen: Data, written: Data) -> bool:
    """Tell whether all is as it was seen, but for one adoption more at any place."""
    listed: list[Data] = written.get("adoptions", [])
    rest = [each for each in listed if each in seen["adoptions"]]
    return len(listed) == len(rest) + 1 and written | {"adoptions": rest} == seen


def _removal(live: Data, said: Details) -> Iterable[Problem]:
    there = set(map(history.key_of, live["adoptions"]))
    if any(claim.key not in there for claim in said.claims):
        yield Problem(("claims",), _("The entry does not make this claim any more. Choose again."))


def _reply(live: Data, said: Details) -> Iterable[Problem]:
    if said.reply is None:
        yield Problem(("text",), NEEDED)
    elif said.reply.model and said.reply.model not in {each["model"] for each in live["adoptions"]}:
        yield Problem(("model",), _("The entry makes no claim about this model."))
