"""The five kinds of documents: how one is read, checked and written in its one canonical form."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from directory.catalogue.checks import Check
from directory.catalogue.document import Company, unsaid
from directory.catalogue.reference import Action, Developer, Family
from directory.catalogue.values import invalid

Document = Company | Developer | Family | Action | Check


class Kind(StrEnum):
    """Name what a document is; the words are those of the addresses."""

    DEVELOPER = "developer"
    MODEL = "model"
    ACTION = "action"
    COMPANY = "company"
    CHECK = "check"


SHAPES: dict[Kind, type[Document]] = {
    Kind.COMPANY: Company,
    Kind.DEVELOPER: Developer,
    Kind.MODEL: Family,
    Kind.ACTION: Action,
    Kind.CHECK: Check,
}


def kind_of(document: Document) -> Kind:
    """Tell which kind a document is."""
    return next(kind for kind, shape in SHAPES.items() if type(document) is shape)


def parse(kind: Kind, data: Mapping[str, Any]) -> Document:
    """Check data against every rule of its kind, as the rules are today; raise Invalid with each wrong field."""
    try:
        return SHAPES[kind].model_validate(data)
    except ValidationError as error:
        raise invalid(error, unsaid(data)) from error


def company(data: Mapping[str, Any]) -> Company:
    """Check the data of a company; raise Invalid with each wrong field."""
    document = parse(Kind.COMPANY, data)
    assert isinstance(document, Company)  # noqa: S101  (narrows the type; parse() cannot return another)
    return document


def plain(document: Document) -> dict[str, Any]:
    """Give a document as plain data in the order of its fields; what is absent is left out."""
    return document.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def title(document: Mapping[str, Any]) -> str:
    """Name a plain document for people: by its name, a regulatory action by its authority and what it did."""
    return document.get("name") or f"{document.get('authority')}: {document.get('action')}"


def canonical(document: Document) -> str:
    """Write a document as the one text that is stored and hashed."""
    return written(plain(document))


def written(document: Mapping[str, Any]) -> str:
    """Write plain data as the one text that is stored and hashed; its fields are in their order."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
