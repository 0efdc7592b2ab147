"""Languages: messages, names of countries, dates and numbers as people write them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import EnumType
from functools import lru_cache
from itertools import chain

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal as format_number
from babel.numbers import format_percent
from babel.support import Translations
from flask import Flask, g, has_app_context
from flask_babel import Babel, force_locale, get_domain, get_locale, gettext
from flask_babel import ngettext as say_plural
from markupsafe import Markup, escape

from directory import clock, vocabulary
from directory.errors import Problem, Refused
from directory.vocabulary import Sector, Word
from directory.web import catalogues, collation, languages

GROUPED = 1000
# The lengths of a date that lacks its month and day, or its day: 2026, 2026-05.
YEAR, MONTH = 4, 7
LISTS: dict[str, EnumType] = {
    name.lower(): value
    for name, value in vars(vocabulary).items()
    if isinstance(value, type) and issubclass(value, Word) and value is not Word
}


def init_app(app: Flask) -> None:
    """Set up Flask-Babel and give templates the words."""
    catalogues.check()
    Babel(app, default_locale=languages.DEFAULT, default_timezone="UTC", locale_selector=languages.asked)
    # Flask-Babel looks the translations up anew for each message; a page of a hundred messages looks once.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by Jinja's extension
        lambda message: _translations().ugettext(message),
        lambda one, many, number: _translations().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, message: _translations().upgettext(context, message),
    )
    app.jinja_env.globals.update(
        label=label,
        meaning=meaning,
        choices=choices,
        country_name=country_name,
        by_label=by_label,
        language_name=language_name,
        page_language=page_language,
        this_day=lambda: str(clock.today()),
    )
    # A date that stands in a template is written on each page anew, in its language: nothing is worked out beforehand.
    app.jinja_env.optimized = False
    app.jinja_env.filters.update(
        age=age,
        by_country=by_country,
        capital=capital,
        day=day,
        listed=listed,
        moment=moment,
        number=number,
        period=period,
        sentence=sentence,
        share=share,
    )


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


def ngettext(one: str, many: str, number: int, **blanks: object) -> str:
    """Say which of two marked messages fits a number, which is its %(num)s."""
    return str(say_plural(one, many, number, **blanks))


def choices(kind: str) -> list[Word]:
    """List the words of a closed list, in its order: `choices("use")`."""
    return list(LISTS[kind])


def by_label(kind: str) -> list[Word]:
    """List the words of a closed list in the order of their labels, what is left over last."""
    language = page_language()
    return sorted(choices(kind), key=lambda w: (w == Sector.OTHER, collation.key(label(kind, w), language)))


def by_country(codes: Iterable[str]) -> list[str]:
    """Sort countries by their names."""
    language = page_language()
    return sorted(codes, key=lambda code: collation.key(country_name(code), language))


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


def share(part: int, whole: int) -> str:
    """Write a part of a whole in percent as the page's language does."""
    return format_percent(part / whole if whole else 0, "#,##0.#%", locale=get_locale())


def number(value: int) -> str:
    """Write a whole number as people do in the reader's language, `1,234`."""
    return written(value, str(get_locale()))


def written(value: int, language: str) -> str:
    """Write a whole number as people do in a language."""
    return str(value) if value < GROUPED else _grouped(value, language)


@lru_cache(maxsize=4096)
def _grouped(value: int, language: str) -> str:
    return str(format_number(value, locale=language))


def day(text: str, *, within: bool = False) -> Markup:
    """Write a date that may lack its day or month, `2026-05` as “May 2026”, in a time element.

    `within` a sentence the month is written out, in the case that follows a preposition: “od maja 2026”.
    """
    return Markup('<time datetime="{}">{}</time>').format(text, plain_day(text, within=within)) if text else Markup()


def plain_day(text: str, *, within: bool = False) -> str:
    """Write such a date for a text without markup."""
    return _dated(text[:10], page_language(), within)


@lru_cache(maxsize=4096)
def _dated(short: str, language: str, within: bool) -> str:  # noqa: FBT001  (a part of the cache's key)
    first = date.fromisoformat(short + "-01-01"[len(short) - 4 :])
    locale = _written_as(language)
    if len(short) == MONTH and within and language == "pl":
        # CLDR's skeleton names a month that stands by itself, in the nominative.
        return str(format_date(first, "MMMM y", locale=locale))
    skeleton = {YEAR: "y", MONTH: "yMMMM" if within else "yMMM"}.get(len(short), "yMMMd")
    told = str(format_skeleton(skeleton, first, locale=locale))
    # CLDR leaves out what French readers expect of the first of a month.
    return f"1er {told[2:]}" if language == "fr" and told.startswith("1 ") else told


@lru_cache
def _written_as(language: str) -> Locale:
    """Give whose habits of writing are followed: English is that of Europe."""
    return Locale.parse("en-GB" if language == languages.DEFAULT else language, sep="-")


def moment(text: str) -> Markup:
    """Write day and time of the database: “24 Nov 2026, 15:34 UTC”."""
    return Markup('<time datetime="{}">{}, {} UTC</time>').format(text, plain_day(text), text[11:16])


def listed(items: Iterable[object]) -> Markup:
    """Write a list as a part of a sentence: “a, b and c”."""
    parts = [escape(item) for item in items]
    joined = format_list(["\0"] * len(parts), locale=_written_as(page_language()))
    between = [escape(text) for text in joined.split("\0")[1:]]
    return Markup().join(chain.from_iterable(zip(parts, between, strict=True)))


def capital(text: str) -> str:
    """Begin with a capital letter what stands by itself; all else stays (“API”)."""
    return text[:1].upper() + text[1:]


def period(text: str) -> str:
    """Name a quarter or a year: `2026-Q2` as “Q2 2026”."""
    year, _, quarter = text.partition("-Q")
    first = date(int(year), 3 * int(quarter or 1) - 2, 1)
    return str(format_date(first, "QQQ y" if quarter else "y", locale=get_locale() or "en"))


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
