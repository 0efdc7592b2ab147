"""The catalogues of messages, one for each language but English: `.po` is written by people, `.mo` by make."""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from directory.errors import Refused
from directory.web.languages import DEFAULT, LANGUAGES

FOLDER = Path(__file__).parents[1] / "translations"
OTHERS = tuple(code for code in LANGUAGES if code != DEFAULT)


class NotCompiled(Refused):
    """Refuse to start with messages that are missing or older than what people wrote."""


def check(folder: Path = FOLDER) -> None:
    """Raise NotCompiled where a catalogue is not compiled as it stands."""
    for language in OTHERS:
        written = folder / language / "LC_MESSAGES" / "messages.po"
        compiled = written.with_suffix(".mo")
        newest = written.stat().st_mtime if written.exists() else 0
        if not compiled.exists() or compiled.stat().st_mtime < newest:
            message = "The messages in %(language)s are not compiled as they stand. Type: make translations"
            raise NotCompiled(message, language=LANGUAGES[language])


@lru_cache(maxsize=16)
def of(language: str) -> NullTranslations:
    """Give the messages of a language."""
    return Translations.load(str(FOLDER), [language])


def in_every_language(message: str) -> list[str]:
    """Say a message in each language that has it, English first."""
    return list(dict.fromkeys([message, *(of(language).gettext(message) for language in OTHERS)]))
