"""The one door: nothing is published, changed, withdrawn or moved but by these functions."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from directory import clock
from directory.catalogue import identity, queries
from directory.catalogue.document import Company
from directory.catalogue.kinds import Document, Kind, canonical, company, kind_of, parse, plain, written
from directory.catalogue.models import ActionDeveloper, Adoption, Developer, Entry, Model
from directory.catalogue.reference import Action, Family
from directory.db import write
from directory.errors import ChangedMeanwhile, Invalid, Missing, Problem, Refused
from directory.ledger import history, reversal, tables
from directory.ledger.chain import GENESIS, digest
from directory.ledger.history import Key
from directory.ledger.models import Change, Hiding
from directory.ledger.reversal import Reversal
from directory.text import registrable_domain
from directory.vocabulary import _

MEANWHILE = _("The entry was changed meanwhile. Look at the new difference and decide again.")
MARKS_ONLY = _("Only marks, archived copies and days of re-reading change like this. Correct the entry instead.")


@dataclass(frozen=True)
class Why:
    """Say why a change is made, in public words, and by which submission or as which change's undoing."""

    reason: str
    submission: int | None = None
    undoes: int | None = None


def publish(document: Document, why: Why, *, seen: int | None = None) -> Change | None:
    """Publish a document as the present state of its entry, in one transaction with its ledger row.

    `seen` is the revision of the entry that the decision was made on (0: there was none); None does not ask.
    Returns None where the document says nothing new. Raises Invalid, ChangedMeanwhile, Unavailable.
    """
    kind, after = kind_of(document), canonical(document)
    with write():
        entry = queries.entry_at(kind, document.slug)
        _check_seen(entry, seen)
        found = problems(document)
        if entry and entry.state == "moved" and not why.undoes:
            found.append(
                Problem(("slug",), _("The entry at this address moved to “%(slug)s”."), {"slug": entry.target})
            )
        if found:
            raise Invalid(found)
        unchanged = entry and entry.state == "published" and entry.document == after
        return None if unchanged else _show(entry, kind, after, why)


def _show(entry: Entry | None, kind: Kind, after: str, why: Why) -> Change:
    """Write a canonical document as an entry's present state, with its ledger row, whether or not it says more."""
    slug = entry.slug if entry else json.loads(after)["slug"]
    before = entry.document if entry and entry.state == "published" else ""
    act = "changed" if before else "restored" if entry else "published"
    change = _append(act, kind, slug, before, after, why)
    tables.show(entry, kind, after, number=change.number, at=change.at)
    if kind is Kind.COMPANY:
        _end_hidings(change)
    return change


def _end_hidings(change: Change) -> None:
    """End the hiding of each claim that a change publishes again, at its address or at one that leads there."""
    open_ones = list(Hiding.select().where(Hiding.ended.is_null()))
    if not open_ones:
        return
    shown, moved = history.keys_of(change.after), queries.survivors(Kind.COMPANY)
    for each in open_ones:
        if moved.get(each.slug, each.slug) == change.slug and history.key_of(json.loads(each.claim)) in shown:
            Hiding.update(ended=change.number).where(Hiding.id == each.id).execute()


def withdraw(kind: Kind, slug: str, why: Why, *, seen: int | None = None) -> Change:
    """Take an entry out of the directory; its address answers 410 with the reason, its history stays."""
    if kind is Kind.CHECK:
        raise Refused(reversal.SEEN)
    with write():
        entry = _published(kind, slug, seen)
        if in_use := _uses(kind, slug):
            raise Invalid([Problem(("slug",), in_use)])
        change = _append("withdrawn", kind, slug, entry.document, "", why)
        tables.hide(entry, change)
        return change


def without(slug: str, claims: Collection[Key] | None, why: Why, *, seen: int | None = None) -> Change:
    """Take claims out of a company, None for all of them; it is withdrawn where none would be left.

    What stays is not judged again: a claim can be taken out of an old entry that breaks a new rule.
    """
    with write():
        entry = _published(Kind.COMPANY, slug, seen)
        document, there = json.loads(entry.document), history.keys_of(entry.document)
        gone = there if claims is None else set(claims)
        if not gone:
            raise Refused(_("Choose at least one claim."))
        if missing := gone - there:
            raise Missing(_("The entry has no claim like this: %(claim)s."), claim=", ".join(min(missing)))
        left = [each for each in document["adoptions"] if history.key_of(each) not in gone]
        if not left:
            return withdraw(Kind.COMPANY, slug, why)
        return _show(entry, Kind.COMPANY, written(document | {"adoptions": left}), why)


def amend(slug: str, document: Mapping[str, Any], why: Why, *, seen: int) -> Change:
    """Publish an entry of which only marks and days changed: what stays as it was is not judged again.

    `document` is today's, as plain data, with other marks of a source to re-check, archived copies and days of
    re-reading. Raises ChangedMeanwhile where the entry is not at revision `seen`, Refused where more would change.
    """
    with write():
        entry = _published(Kind.COMPANY, slug, seen)
        if history.unmarked(json.loads(entry.document)) != history.unmarked(document):
            raise Refused(MARKS_ONLY)
        return _show(entry, Kind.COMPANY, written(document), why)


def move(slug: str, document: Company, why: Why, *, seen: int, onto: int) -> Change:
    """Move a company to a free address (`onto` 0), or merge it into the one there, last seen at revision `onto`.

    `document` is what stands at the new address then. The old one leads there for ever. Two ledger rows in one
    transaction, always: `moved`, which is given back, then what it makes of the new address.
    """
    with write():
        entry = _published(Kind.COMPANY, slug, seen)
        there = queries.entry_at(Kind.COMPANY, document.slug)
        _check_seen(there, onto)
        if document.slug == slug or (there and there.state != "published" and not why.undoes):
            raise Invalid([Problem(("slug",), _("An entry moves to a free address, or onto another published entry."))])
        change = _append("moved", Kind.COMPANY, slug, entry.document, "", why, document.slug)
        tables.hide(entry, change)
        if found := problems(document):
            raise Invalid(found)
        _show(there, Kind.COMPANY, canonical(document), why)
        return change


def undo(number: int, why: Why, *, seen: int | None = None) -> list[Change]:
    """Reverse a change by new ones: what it did goes, what came since stays. Raise ChangedMeanwhile, Invalid.

    A move has two sides and is reversed on both, whichever of its two rows is named. `seen` is the revision that the
    decision was made on; None does not ask.
    """
    with write():
        planned = reversal.of(history.change(number))
        if seen is not None and seen != planned.seen:
            raise ChangedMeanwhile(MEANWHILE)
        why = replace(why, undoes=number)
        if planned.moved:
            return (_move_again if planned.again else _move_back)(planned, planned.moved, why)
        made = _put_back(planned, why)
        # What the change brought back is hidden again.
        Hiding.update(ended=None).where(Hiding.ended == number).execute()
        return [made]


def _put_back(planned: Reversal, why: Why) -> Change:
    kind = Kind(planned.change.kind)
    if planned.after is None:
        return withdraw(kind, planned.slug, why)
    if kind is not Kind.COMPANY:
        return publish(parse(kind, planned.after), why) or planned.change
    # A document that a newer rule refuses comes back all the same; only the other entries have a say.
    if found := _company_problems(planned.after):
        raise Invalid(found)
    return _show(queries.entry_at(kind, planned.slug), kind, written(planned.after), why)


def _move_back(planned: Reversal, moved: Change, why: Why) -> list[Change]:
    """Undo a move: what was renamed is named back, what was merged are two entries again."""
    if planned.parted is None:
        back = move(planned.slug, company(planned.after or {}), why, seen=planned.seen, onto=moved.number)
        return [history.change(back.number + 1), back]
    survivor = _published(Kind.COMPANY, planned.slug, planned.seen)
    if planned.after:
        kept = _show(survivor, Kind.COMPANY, written(planned.after), why)
    else:
        kept = withdraw(Kind.COMPANY, planned.slug, why)
    if found := _company_problems(planned.parted):
        raise Invalid(found)
    return [_show(queries.entry_at(Kind.COMPANY, moved.slug), Kind.COMPANY, moved.before, why), kept]


def _move_again(planned: Reversal, moved: Change, why: Why) -> list[Change]:
    """Undo the undoing of a merge, whichever of its two rows is named: the survivor's first, then the other's."""
    again = move(moved.slug, company(planned.after or {}), why, seen=planned.seen, onto=planned.seen - 1)
    return [again, history.change(again.number + 1)]


def _published(kind: Kind, slug: str, seen: int | None) -> Entry:
    entry = queries.entry_at(kind, slug)
    _check_seen(entry, seen)
    if entry is None or entry.state != "published":
        raise Missing(_("There is no published entry at this address."))
    return entry


def _check_seen(entry: Entry | None, seen: int | None) -> None:
    if seen is not None and seen != (entry.revision if entry else 0):
        raise ChangedMeanwhile(MEANWHILE)


def _append(act: str, kind: str, slug: str, before: str, after: str, why: Why, target: str = "") -> Change:
    newest = Change.select(Change.number, Change.digest).order_by(Change.number.desc()).first()
    fields: dict[str, str | int | None] = {
        "number": newest.number + 1 if newest else 1,
        "at": clock.stamp(),
        "act": act,
        "kind": str(kind),
        "slug": slug,
        "target": target,
        "before": before,
        "after": after,
        "reason": why.reason,
        "submission": why.submission,
        "undoes": why.undoes,
        "previous": newest.digest if newest else GENESIS,
    }
    made: Change = Change.create(**fields, digest=digest(fields))
    return made


def problems(document: Document) -> list[Problem]:
    """Check what only the other entries can tell: that what is named exists and who has the same identity."""
    if isinstance(document, Company):
        return _company_problems(plain(document))
    if isinstance(document, Family):
        return _unknown(("developer",), _known_developer, document.developer) + _taken_addresses(document)
    if isinstance(document, Action):
        return [
            problem
            for number, slug in enumerate(document.developers)
            for problem in _unknown(("developers", number), _known_developer, slug)
        ]
    return []


def _company_problems(company: Mapping[str, Any]) -> list[Problem]:
    known = identity.known_families({adoption["model"] for adoption in company["adoptions"]})
    found = [
        problem
        for number, adoption in enumerate(company["adoptions"])
        for problem in _unknown(("adoptions", number, "model"), known.__contains__, adoption["model"])
    ]
    domain = registrable_domain(company.get("website", ""))
    if domain and (other := identity.same_domain(domain, company["slug"])):
        message = _("%(name)s is listed with the same domain already.")
        found.append(Problem(("website",), message, {"name": other.name}))
    return found


def _unknown(path: tuple[str | int, ...], known: Callable[[str], bool], slug: str) -> list[Problem]:
    return [] if known(slug) else [Problem(path, _("“%(slug)s” is not in the catalogue."), {"slug": slug})]


def _known_developer(slug: str) -> bool:
    return bool(Developer.select().where(Developer.slug == slug).exists())


def _taken_addresses(family: Family) -> list[Problem]:
    others = Model.select(Model.slug).where(Model.family != family.slug)
    taken = {row.slug for row in others} & {family.slug, *(version.slug for version in family.versions)}
    return [
        Problem(("versions",), _("The address “%(slug)s” belongs to another model."), {"slug": slug})
        for slug in sorted(taken)
    ]


def _uses(kind: Kind, slug: str) -> str:
    """Say why a reference entry cannot be withdrawn: something published names it."""
    named = {
        Kind.MODEL: (Adoption.model,),
        Kind.DEVELOPER: (Model.developer, ActionDeveloper.developer),
    }
    in_use = any(column.model.select().where(column == slug).exists() for column in named.get(kind, ()))
    return _("Published entries still name it.") if in_use else ""
