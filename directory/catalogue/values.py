"""The kinds of text that documents are made of, and the sentences that say what is wrong with one."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, StringConstraints, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from directory import clock
from directory.errors import Invalid, Problem
from directory.text import LONGEST_ADDRESS, host_of, unfit, visible
from directory.vocabulary import EUROPE, _

T = TypeVar("T")

PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Rules over several fields name the field that they are about in their type.
ABOUT = frozenset({"url", "quote", "published", "until", "founded", "versions", "translations"})

SENTENCES = {
    "missing": _("This is needed."),
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "too_short": _("Give at least %(min_length)s."),
    "too_long": _("Give at most %(max_length)s."),
    "enum": _("Choose one of: %(expected)s."),
    "extra_forbidden": _("There is no such field."),
    "int_type": _("Write a whole number."),
    "int_parsing": _("Write a whole number."),
    "int_parsing_size": _("Write a whole number."),
    "int_from_float": _("Write a whole number."),
    "finite_number": _("Write a whole number."),
    "greater_than_equal": _("Write a number of %(ge)s or more."),
    "less_than_equal": _("Write a number of %(le)s or less."),
    "string_type": _("Write text here."),
    "string_unicode": _("This text holds a broken character."),
    "list_type": _("Write a list here."),
    "model_type": _("Write an object with named fields here."),
    "model_attributes_type": _("Write an object with named fields here."),
    "dict_type": _("Write an object with named fields here."),
    "unfit": _("This text holds %(fault)s."),
    "twice": _("“%(value)s” is given twice."),
    "versions": _("The version “%(name)s” has no address of its own."),
    "string_pattern_mismatch": _("Use small letters, digits and hyphens only, like novo-ai."),
}


def _line(text: str) -> str:
    if fault := unfit(text):
        raise PydanticCustomError("unfit", "unfit text", {"fault": fault})
    if text and not visible(text):
        raise PydanticCustomError("invisible", _("This text holds nothing that can be seen."))
    return text


def _partial_date(text: str) -> str:
    if not PARTIAL.fullmatch(text):
        raise PydanticCustomError("date", _("Write a date as 2026, 2026-11 or 2026-11-24."))
    try:
        day = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise PydanticCustomError("date", _("There is no such date.")) from None
    if day > clock.today():
        raise PydanticCustomError("date", _("This date lies in the future."))
    return text


def _day(text: str) -> str:
    if len(_partial_date(text)) != len("2026-11-24"):
        raise PydanticCustomError("date", _("Write the whole day, like 2026-11-24."))
    return text


def _address(text: str) -> str:
    if not host_of(text):
        raise PydanticCustomError("address", _("Write a full web address that starts with https:// or http://."))
    return text


def _country(code: str) -> str:
    if code not in EUROPE:
        raise PydanticCustomError("country", _("Choose a country of Europe (ISO code in capitals, like DE)."))
    return code


def _language(code: str) -> str:
    if not LANGUAGE.fullmatch(code):
        raise PydanticCustomError("language", _("Write a language code, like fr."))
    return code


def unique(values: list[T]) -> list[T]:
    """Refuse a list that says the same twice."""
    for number, value in enumerate(values):
        if value in values[:number]:
            raise PydanticCustomError("twice", "given twice", {"value": str(value)})
    return values


def _told(**rules: object) -> WithJsonSchema:
    """Tell readers of the JSON Schema what our own functions check, as far as it has words for it."""
    return WithJsonSchema({"type": "string", **rules})


Line = Annotated[str, AfterValidator(_line)]
PartialDate = Annotated[str, AfterValidator(_partial_date), _told(pattern=f"^{PARTIAL.pattern}$")]
Day = Annotated[str, AfterValidator(_day), _told(format="date")]
Address = Annotated[
    str,
    StringConstraints(max_length=LONGEST_ADDRESS),
    AfterValidator(_address),
    _told(format="iri", pattern="^[Hh][Tt][Tt][Pp][Ss]?://", maxLength=LONGEST_ADDRESS),
]
Country = Annotated[str, AfterValidator(_country), _told(enum=sorted(EUROPE))]
Language = Annotated[str, AfterValidator(_language), _told(pattern=f"^{LANGUAGE.pattern}$")]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def invalid(error: ValidationError, more: Iterable[Problem] = ()) -> Invalid:
    """Turn pydantic's errors into ours: one sentence for each wrong field; `more` are told where it says nothing."""
    found = [_problem(each) for each in error.errors(include_url=False)]
    told = {problem.path for problem in found}
    return Invalid([*found, *(problem for problem in more if problem.path not in told)])


def _problem(error: ErrorDetails) -> Problem:
    kind, path = error["type"], error["loc"]
    params = {name: value for name, value in error.get("ctx", {}).items() if name != "error"}
    if params.get("field_type") == "Value":
        # Text that passed a function of ours first: pydantic no longer knows that it is text.
        kind = f"string_{kind}"
    if kind in ABOUT:
        path = (*path, kind)
    if kind in SENTENCES:
        return Problem(path, SENTENCES[kind], dict(params))
    return Problem(path, error["msg"].replace("%", "%%"))
