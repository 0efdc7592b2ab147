"""Say in words which field of a document a path leads to."""

import re
from collections.abc import Sequence

from directory.catalogue.document import Adoption, Company, Reply
from directory.catalogue.source import Source, Translation
from directory.vocabulary import _

EXTRA = {
    "removed": _("Removed"),
    "contact": _("Your mail address"),
    "note": _("Note to the moderators"),
    "not_it": _("Is it one of these?"),
    "what": _("What is to be taken out"),
    "explanation": _("Why"),
    "address": _("Page"),
    "law": _("Law or right"),
    "sender_name": _("Your name"),
    "good_faith": _("Good faith"),
}
PARTS = {
    "adoptions": _("Claim"),
    "sources": _("Source"),
    "translations": _("Translation"),
    "versions": _("Version"),
    "replies": _("Reply"),
    "looks": _("Source looked at"),
}
# The fields of models, developers and regulatory actions, which nobody fills into a form.
REFERENCE = {
    "slug": _("Address"),
    "name_zh": _("Chinese name"),
    "organisation": _("What it is"),
    "developer": _("Developer"),
    "developers": _("Developers"),
    "note": _("Note"),
    "open_weights": _("Weights"),
    "modalities": _("Reads or makes"),
    "released": _("Released"),
    "parameters": _("Parameters"),
    "base": _("Made from"),
    "base_origin": _("Country of the base"),
    "licence": _("Licence"),
    "licence_note": _("Note on the licence"),
    "weights": _("Weights"),
    "code": _("Code"),
    "api_terms": _("API terms"),
    "id": _("Identifier"),
    "conditions": _("Conditions"),
    "clauses": _("Clauses"),
    "territory_excludes": _("Grants nothing in"),
    "date": _("Date"),
    "jurisdiction": _("Country"),
    "authority": _("Authority"),
    "action": _("Action"),
    "objects": _("Covers"),
    "scope": _("Binds"),
    "legal_basis": _("Legal basis"),
    "outcome": _("Outcome"),
}
LONGEST_PATH = 100
LONGEST_NUMBER = 4
TITLES = EXTRA | {
    name: info.title
    for shape in (Reply, Company, Adoption, Source)
    for name, info in shape.model_fields.items()
    if info.title
}
# What is called otherwise inside one part than elsewhere.
TITLES_INSIDE = {"translations": {name: info.title or name for name, info in Translation.model_fields.items()}}


def steps(path: Sequence[str | int]) -> list[tuple[str, int | None]]:
    """Give a path as labels to translate, with the numbers of parts from one: [("Claim", 1), ("Use", None)]."""
    told: list[tuple[str, int | None]] = []
    inside: dict[str, str] = {}
    for place, step in enumerate(path):
        if isinstance(step, int):
            continue
        titles, inside = inside, TITLES_INSIDE.get(step, {})
        following = path[place + 1] if place + 1 < len(path) else None
        number = following + 1 if isinstance(following, int) else None
        label = PARTS.get(step) if number else titles.get(step) or TITLES.get(step)
        told.append((label or REFERENCE.get(step) or _plain(step), number))
    return told


def leads_somewhere(path: str) -> bool:
    """Tell whether a path like `adoptions-0-sources-1-quote` is one of a company's document."""
    names = [step for step in path.split("-") if not (step.isascii() and step.isdigit() and len(step) < LONGEST_NUMBER)]
    return len(path) <= LONGEST_PATH and all(name in PARTS or name in TITLES for name in names)


def _plain(step: str) -> str:
    """Make words of a field that has no title; what reaches a template as a message may hold no sign of its own."""
    return re.sub(r"[^a-z0-9 ]", "", step.replace("_", " ")).capitalize()
