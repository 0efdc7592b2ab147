"""The one door: nothing is published, changed or withdrawn but by these functions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from directory import clock
from directory.catalogue import identity, queries
from directory.catalogue.document import Company
from directory.catalogue.kinds import Document, Kind, canonical, company, kind_of
from directory.catalogue.models import ActionDeveloper, Adoption, Developer, Entry, Model
from directory.catalogue.reference import Action, Family
from directory.db import write
from directory.errors import ChangedMeanwhile, Invalid, Missing, Problem
from directory.ledger import tables
from directory.ledger.chain import GENESIS, digest
from directory.ledger.models import Change
from directory.vocabulary import _


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
        if found := problems(document):
            raise Invalid(found)
        before = entry.document if entry and entry.state == "published" else ""
        if before == after:
            return None
        act = "changed" if before else "restored" if entry else "published"
        change = _append(act, kind, document.slug, before, after, why)
        tables.show(entry, kind, after, number=change.number, at=change.at)
        return change


def withdraw(kind: Kind, slug: str, why: Why, *, seen: int | None = None) -> Change:
    """Take an entry out of the directory; its address answers 410 with the reason, its history stays."""
    with write():
        entry = queries.entry_at(kind, slug)
        _check_seen(entry, seen)
        if entry is None or entry.state != "published":
            raise Missing(_("There is no published entry at this address."))
        if in_use := _uses(kind, slug):
            raise Invalid([Problem(("slug",), in_use)])
        change = _append("withdrawn", kind, slug, entry.document, "", why)
        tables.hide(entry, number=change.number, at=change.at, reason=why.reason)
        return change


def move(slug: str, document: Company, why: Why, *, seen: int, onto: int) -> Change:
    """Move the company at `slug` onto `document.slug`: renamed (`onto` is 0), or merged into the entry there."""
    with write():
        entry = queries.entry_at(Kind.COMPANY, slug)
        _check_seen(entry, seen)
        if entry is None or entry.state != "published":
            raise Missing(_("There is no published entry at this address."))
        change = _append("moved", Kind.COMPANY, slug, entry.document, "", why)
        Change.update(target=document.slug).where(Change.number == change.number).execute()
        tables.hide(entry, number=change.number, at=change.at, reason=why.reason)
        Entry.update(state="moved", target=document.slug).where(Entry.id == entry.id).execute()
        publish(document, why, seen=onto)
        return change


def without(slug: str, claims: Collection[tuple[str, str, str]], why: Why, *, seen: int | None = None) -> Change:
    """Take claims out of a company, all of them where none is named; it is withdrawn where none would be left."""
    with write():
        document = queries.published(Kind.COMPANY, slug).document
        left = [a for a in document["adoptions"] if claims and (a["model"], a["use"], a["route"]) not in claims]
        made = publish(company(document | {"adoptions": left}), why, seen=seen) if left else None
        return made or withdraw(Kind.COMPANY, slug, why, seen=seen)


def undo(number: int, why: Why, *, seen: int | None = None) -> list[Change]:
    """Undo a change by a new one."""
    with write():
        undone: Change = Change.get(Change.number == number)
        why, kind = replace(why, undoes=number), Kind(undone.kind)
        entry = queries.entry_at(kind, undone.slug)
        _check_seen(entry, number if seen is None else seen)
        if not undone.before or entry is None:
            return [withdraw(kind, undone.slug, why)]
        live = entry.document if entry.state == "published" else ""
        change = _append("changed" if live else "restored", kind, undone.slug, live, undone.before, why)
        Entry.update(target="").where(Entry.id == entry.id).execute()
        tables.show(entry, kind, undone.before, number=change.number, at=change.at)
        return [change]


def _check_seen(entry: Entry | None, seen: int | None) -> None:
    if seen is not None and seen != (entry.revision if entry else 0):
        raise ChangedMeanwhile(_("The entry was changed meanwhile. Look at the new difference and decide again."))


def _append(act: str, kind: str, slug: str, before: str, after: str, why: Why) -> Change:
    newest = Change.select(Change.number, Change.digest).order_by(Change.number.desc()).first()
    fields: dict[str, str | int | None] = {
        "number": newest.number + 1 if newest else 1,
        "at": clock.stamp(),
        "act": act,
        "kind": str(kind),
        "slug": slug,
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
        return _company_problems(document)
    if isinstance(document, Family):
        return _unknown(("developer",), _known_developer, document.developer) + _taken_addresses(document)
    if isinstance(document, Action):
        return [
            problem
            for number, slug in enumerate(document.developers)
            for problem in _unknown(("developers", number), _known_developer, slug)
        ]
    return []


def _company_problems(company: Company) -> list[Problem]:
    known = identity.known_families({adoption.model for adoption in company.adoptions})
    found = [
        problem
        for number, adoption in enumerate(company.adoptions)
        for problem in _unknown(("adoptions", number, "model"), known.__contains__, adoption.model)
    ]
    if company.domain and (other := identity.same_domain(company.domain, company.slug)):
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
