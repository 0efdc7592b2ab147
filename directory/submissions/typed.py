"""What was typed into the company form, as the data of a document; empty parts are left out."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from directory.errors import Problem
from directory.submissions.forms import (
    LONGEST_NOTE,
    AdoptionForm,
    CompanyForm,
    Lines,
    Parts,
)
from directory.text import mailbox, unfit
from directory.vocabulary import _

Data = dict[str, Any]
MOST_PARTS = 150
PART = re.compile(r"adoptions-\d+(-sources-\d+)?")
BREAK = re.compile(r"[\r\n\t]+")


def document(form: CompanyForm, slug: str, before: Data | None = None) -> Data:
    """Give what was typed as the data of a company document; what was left empty is absent.

    An adoption that stays as it was `before` keeps the day on which it was re-read: no client sets that day.
    """
    typed = _filled(form, leave=("note", "contact", "homepage", "adoptions"))
    reread = {
        _key(adoption): adoption["reread"] for adoption in (before or {}).get("adoptions", []) if "reread" in adoption
    }
    adoptions = [_adoption(entry.form) for entry in form.adoptions]
    kept = [a | ({"reread": reread[_key(a)]} if _key(a) in reread else {}) for a in adoptions]
    sectors = _in_order(typed.pop("sectors", []), (before or {}).get("sectors", []))
    return {"slug": slug, **typed, **({"sectors": sectors} if sectors else {}), "adoptions": kept}


def _in_order(ticked: list[str], before: Sequence[str]) -> list[str]:
    """Put boxes that were ticked in the order that the entry has them in: a form shows its own."""
    return [*(each for each in before if each in ticked), *(each for each in ticked if each not in before)]


def _adoption(form: AdoptionForm) -> Data:
    sources = [_filled(entry.form) for entry in form.sources]
    return {**_filled(form, leave=("sources",)), "sources": sources}


def _key(adoption: Data) -> str:
    return json.dumps({name: value for name, value in adoption.items() if name != "reread"}, sort_keys=True)


def prune(form: CompanyForm) -> None:
    """Take out the parts that were added and left empty, but for the first of each kind."""
    for adoption in list(form.adoptions):
        for source in list(adoption.form.sources):
            _drop(adoption.form.sources, source, _filled(source.form, leave=("accessed",)))
        _drop(form.adoptions, adoption, _adoption(adoption.form) if _said(adoption.form) else {})


def _said(form: AdoptionForm) -> bool:
    sources = any(_filled(source.form, leave=("accessed",)) for source in form.sources)
    return sources or bool(_filled(form, leave=("sources",)))


def _drop(parts_: Parts, entry: object, filled: Data) -> None:
    if not filled and len(parts_) > parts_.min_entries:
        parts_.pop_entry(parts_.entries.index(entry))  # type: ignore[call-arg]  # the stubs are of 3.2


def parts(posted: Iterable[str]) -> int:
    """Count the adoptions and sources that the names of a posted form ask for."""
    return len({found.group() for name in posted if (found := PART.match(name))})


def _filled(form: Iterable[Any], leave: Sequence[str] = ()) -> Data:
    values = ((f.short_name, f.lines() if isinstance(f, Lines) else f.data) for f in form if f.short_name not in leave)
    # What was pasted over several lines is one line; other white space is part of a quote.
    stripped = ((name, BREAK.sub(" ", value).strip() if isinstance(value, str) else value) for name, value in values)
    return {name: value for name, value in stripped if value}


def private_problems(form: CompanyForm) -> list[Problem]:
    """Judge the two fields that are not part of the document."""
    found = []
    note, contact = form.note.data or "", (form.contact.data or "").strip()
    if len(note) > LONGEST_NOTE:
        found.append(Problem(("note",), _("Write at most %(max_length)s characters."), {"max_length": LONGEST_NOTE}))
    if fault := unfit(note, lines=True):
        found.append(Problem(("note",), _("This text holds %(fault)s."), {"fault": fault}))
    if contact and not mailbox(contact):
        found.append(Problem(("contact",), _("Write a mail address like name@example.org, or leave it empty.")))
    return found
