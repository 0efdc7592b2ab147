"""Languages: messages, names of countries, dates and numbers as people write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import EnumType
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal as format_number
from babel.support import Translations
from flask import Flask, g, has_app_context
from flask_babel import Babel, force_locale, get_domain, get_locale, gettext, ngettext
from markupsafe import Markup

from directory import clock, vocabulary
from directory.errors import Problem, Refused
from directory.vocabulary import Word
from directory.web import languages

GROUPED = 1000
LISTS: dict[str, EnumType] = {
    name.lower(): value
    for name, value in vars(vocabulary).items()
    if isinstance(value, type) and issubclass(value, Word) and value is not Word
}


def init_app(app: Flask) -> None:
    """Set up Flask-Babel and give templates the words."""
    Babel(app, default_locale=languages.DEFAULT, default_timezone="UTC", locale_selector=languages.asked)
    # Flask-Babel looks the translations up anew for each message; a page of a hundred messages looks once.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's extension
        lambda message: _translations().ugettext(message),
        lambda one, many, number: _translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(
        label=label,
        meaning=meaning,
        choices=choices,
        country_name=country_name,
        language_name=language_name,
        page_language=page_language,
        this_day=lambda: str(clock.today()),
    )
    app.jinja_env.filters.update(age=age, day=day, number=number, sentence=sentence)


def _translations() -> Translations:
    found: Translations | None = g.get("translations")
    if found is None:
        found = g.translations = get_domain().get_translations()
    return found


def page_language() -> str:
    """Give the code of the language that the page is in."""
    return str(get_locale() or "en").replace("_", "-")


def know_words(*lists: EnumType) -> None:
    """Let `label` and `meaning` find the closed lists of a feature too."""
    LISTS.update({each.__name__.lower(): each for each in lists})


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use another language than the page's for a while: a letter is in that of its reader."""
    kept = g.pop("translations", None) if has_app_context() else None
    try:
        with force_locale(Locale.parse(language, sep="-")):
            yield
    finally:
        if has_app_context():
            g.translations = kept


def say(message: str, **blanks: object) -> str:
    """Say a marked message in the language that is spoken, its %(blanks)s filled."""
    return str(gettext(message, **blanks))


def choices(kind: str) -> list[Word]:
    """List the words of a closed list, in its order: `choices("use")`."""
    return list(LISTS[kind])


def label(kind: str, code: str) -> str:
    """Give a word's label in the reader's language, `label("use", "pilot")`; an unknown code stays."""
    word = LISTS[kind]._value2member_map_.get(code)
    return gettext(word.label) if isinstance(word, Word) else code


def meaning(kind: str, code: str) -> str:
    """Give what a word means in the reader's language, "" for an unknown code."""
    word = LISTS[kind]._value2member_map_.get(code)
    return gettext(word.meaning) if isinstance(word, Word) and word.meaning else ""


def country_name(code: str) -> str:
    """Name a country in the reader's language; EU is the European Union."""
    locale = get_locale()
    return str(locale.territories.get(code, code)) if locale else code


def language_name(code: str) -> str:
    """Name a language in the reader's language."""
    locale = get_locale()
    return str(locale.languages.get(code.partition("-")[0], code)) if locale else code


def number(value: int) -> str:
    """Write a whole number as people do in the reader's language, `1,234`."""
    return written(value, str(get_locale()))


def written(value: int, language: str) -> str:
    """Write a whole number as people do in a language."""
    return str(value) if value < GROUPED else _grouped(value, language)


@lru_cache(maxsize=4096)
def _grouped(value: int, language: str) -> str:
    return str(format_number(value, locale=language))


def day(text: str) -> Markup:
    """Write a date that may lack its day or month, `2026-05` as “May 2026”, in a time element."""
    return Markup('<time datetime="{}">{}</time>').format(text, plain_day(text)) if text else Markup()


def plain_day(text: str) -> str:
    """Write such a date for a text without markup."""
    short = text[:10]
    pattern = {4: "y", 7: "MMM y"}.get(len(short), "d MMM y")
    first = date.fromisoformat(short + "-01-01"[len(short) - 4 :])
    return str(format_date(first, pattern, locale=get_locale() or "en"))


def age(text: str) -> Markup:
    """Say how long ago a moment of the database was, in whole days, hours or minutes: “3 days”."""
    passed = clock.now() - datetime.fromisoformat(text)
    hours, minutes = divmod(max(0, passed.seconds // 60 if passed.days >= 0 else 0), 60)
    if passed.days > 0:
        told = ngettext("%(num)s day", "%(num)s days", passed.days)
    elif hours:
        told = ngettext("%(num)s hour", "%(num)s hours", hours)
    else:
        told = ngettext("%(num)s minute", "%(num)s minutes", minutes)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(text, text[:16].replace("T", " "), told)


def sentence(fault: Problem | Refused) -> str:
    """Say what is wrong in the reader's language."""
    message = fault.message if isinstance(fault, Problem) else fault.sentence
    if isinstance(fault, Refused) and not fault.params:
        return str(gettext(message))
    # What `text.unfit` names is a message of its own; every other blank is filled with somebody's words.
    named = {name: gettext(str(value)) for name, value in fault.params.items() if name == "fault"}
    return str(gettext(message)) % (fault.params | named)
