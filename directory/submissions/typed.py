"""What was typed into the company form, as the data of a document; empty parts are left out."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from directory.catalogue.identity import Twin
from directory.errors import Problem
from directory.ledger.history import key_of
from directory.ledger.merging import partners, words
from directory.submissions.forms.company import AdoptionForm, CompanyForm, NewAdoptionForm, SourceForm
from directory.submissions.forms.fields import Lines, Parts
from directory.submissions.forms.sending import LONGEST_NOTE, SendingForm
from directory.submissions.tongue import guess
from directory.text import mailbox, text_problems
from directory.vocabulary import _

Data = dict[str, Any]
# Each part is shown again with all its fields, which takes long; the largest entry has not half so many.
MOST_PARTS = 60
PART = re.compile(r"adoptions-\d+(-sources-\d+(-translations-\d+)?)?")
BREAK = re.compile(r"[\r\n\t]+")
NOT_OF_THE_DOCUMENT = ("note", "contact", "listed", "homepage", "not_it", "adoptions")


def document(form: CompanyForm, slug: str, before: Data | None = None) -> Data:
    """Give what was typed as the data of a company document; what was left empty is absent.

    No client sets the company's replies, nor the day on which an adoption was re-read: an adoption that stays as it
    was `before` keeps its day, a source keeps its mark while its claim cites that quote at that address, whatever else
    is corrected in it, and all replies stay.
    """
    before = before or {}
    typed = _filled(form, leave=NOT_OF_THE_DOCUMENT)
    there = before.get("adoptions", [])
    reread = {_key(adoption): adoption["reread"] for adoption in there if "reread" in adoption}
    told = [a | ({"reread": reread[_key(a)]} if _key(a) in reread else {}) for a in adoptions(form)]
    kept = _marked(told, there)
    sectors = _in_order(typed.pop("sectors", []), before.get("sectors", []))
    entry = {"slug": slug, **typed, **({"sectors": sectors} if sectors else {}), "adoptions": kept}
    return entry | ({"replies": before["replies"]} if before.get("replies") else {})


def adoptions(form: NewAdoptionForm) -> list[Data]:
    """Give the adoptions that were typed."""
    return [_adoption(entry.form) for entry in form.adoptions]


def _in_order(ticked: list[str], before: Sequence[str]) -> list[str]:
    """Put boxes that were ticked in the order that the entry has them in: a form shows its own."""
    return [*(each for each in before if each in ticked), *(each for each in ticked if each not in before)]


def _adoption(form: AdoptionForm) -> Data:
    return {**_filled(form, leave=("sources",)), "sources": [_source(entry.form) for entry in form.sources]}


def _marked(claims: list[Data], there: list[Data]) -> list[Data]:
    """Give each claim with the marks of the one that it was: of its name, else in its place; no client takes them."""
    homes = partners(claims, there, _key, _name)
    free = [each for each in there if each not in homes]
    everywhere = [source for each in there for source in each["sources"]]
    found = []
    for place, (claim, home) in enumerate(zip(claims, homes, strict=True)):
        # A claim that was renamed and moved may be any of those that are named no more.
        was = [home] if home else [each for each in there[place : place + 1] if each in free] or free
        own = [source for each in was for source in each["sources"]]
        if len(was) > 1:
            own.sort(key=lambda source: "recheck" not in source)
        found.append(claim | {"sources": _with_marks(claim["sources"], own, everywhere)})
    return found


def _with_marks(sources: list[Data], own: list[Data], everywhere: list[Data]) -> list[Data]:
    """Mark what was marked in the claim itself; what is new in it, where all that say the same are marked."""
    found = []
    for source, was in zip(sources, partners(sources, own, _same, words), strict=True):
        alike = [[each for each in some if words(each) == words(source)] for some in (own, everywhere)]
        marks = [each.get("recheck") for each in ([was] if was else alike[0] or alike[1])]
        found.append(source | ({"recheck": marks[0]} if marks and all(marks) else {}))
    return found


def _name(claim: Data) -> tuple[str | None, ...]:
    return claim.get("model"), claim.get("use"), claim.get("route")


def _same(source: Data) -> str:
    return json.dumps({name: value for name, value in source.items() if name != "recheck"}, sort_keys=True)


def _source(form: SourceForm, leave: Sequence[str] = ()) -> Data:
    translations = [told for entry in form.translations if (told := _filled(entry.form))]
    told = _filled(form, leave=("translations", *leave))
    return told | ({"translations": translations} if translations else {})


def _key(adoption: Data) -> str:
    told = {name: value for name, value in adoption.items() if name != "reread"}
    return json.dumps(told | {"sources": [_same(each) for each in adoption["sources"]]}, sort_keys=True)


def source_urls(form: NewAdoptionForm) -> list[str]:
    """List the addresses of the sources that were typed."""
    typed = (source.form.url.data for adoption in form.adoptions for source in adoption.form.sources)
    return [url for url in typed if url]


def twice(added: Iterable[Data], there: Iterable[Data]) -> list[Problem]:
    """Find the adoptions that an entry has already: with the same model, use and route."""
    known = set(map(key_of, there))
    told = _("The entry has this claim already. Suggest a correction of it instead.")
    return [Problem(("adoptions", n, "model"), told) for n, adoption in enumerate(added) if key_of(adoption) in known]


def undismissed(form: CompanyForm, twins: Sequence[Twin]) -> list[Problem]:
    """Ask for a word on the entries that may be the same company; one with the same domain is refused by the rule."""
    told = form.not_it.data or []
    left = [twin for twin in twins if twin.slug not in told]
    if not left or any(twin.why == "domain" for twin in twins):
        return []
    return [Problem(("not_it",), _("Look at these entries: tick each that is another company."))]


def name_languages(form: NewAdoptionForm, before: Data) -> None:
    """Fill in the language of quotes that name none, where it is clear; what stood there `before` stays as it is."""
    known = [_same(source) for adoption in before.get("adoptions", []) for source in adoption["sources"]]
    for adoption in form.adoptions:
        for source in adoption.form.sources:
            told = _source(source.form)
            if "quote" in told and "language" not in told and _same(told) not in known:
                source.form.language.data = guess(told["quote"])


def prune(form: NewAdoptionForm) -> None:
    """Take out the parts that were added and left empty, but for the first of each kind."""
    for adoption in list(form.adoptions):
        for source in list(adoption.form.sources):
            for translation in list(source.form.translations):
                _drop(source.form.translations, translation, _filled(translation.form))
            _drop(adoption.form.sources, source, _source(source.form, leave=("accessed",)))
        _drop(form.adoptions, adoption, _adoption(adoption.form) if _said(adoption.form) else {})


def _said(form: AdoptionForm) -> bool:
    sources = any(_source(source.form, leave=("accessed",)) for source in form.sources)
    return sources or bool(_filled(form, leave=("sources",)))


def _drop(parts_: Parts, entry: object, filled: Data) -> None:
    if not filled and len(parts_) > parts_.min_entries:
        parts_.pop_entry(parts_.entries.index(entry))  # type: ignore[call-arg]  # the stubs are of 3.2


def parts(posted: Iterable[str]) -> int:
    """Count the adoptions and sources that the names of a posted form ask for."""
    return len({found.group() for name in posted if (found := PART.match(name))})


def line(text: str | None) -> str:
    """Put what was pasted over several lines on one; other white space is part of a quote."""
    return BREAK.sub(" ", text or "").strip()


def _filled(form: Iterable[Any], leave: Sequence[str] = ()) -> Data:
    values = ((f.short_name, f.lines() if isinstance(f, Lines) else f.data) for f in form if f.short_name not in leave)
    stripped = ((name, line(value) if isinstance(value, str) else value) for name, value in values)
    return {name: value for name, value in stripped if value}


def private_problems(form: SendingForm) -> list[Problem]:
    """Judge the two fields of every form that are not part of what is proposed."""
    found = text_problems("note", form.note.data or "", LONGEST_NOTE)
    contact = (form.contact.data or "").strip()
    if contact and not mailbox(contact):
        found.append(Problem(("contact",), _("Write a mail address like name@example.org, or leave it empty.")))
    return found
