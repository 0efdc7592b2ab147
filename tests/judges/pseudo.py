"""A made-up language: every message in it is marked, accented and two fifths longer."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import get_babel, get_domain

ROOT = Path(__file__).parents[2]
# It is installed in the place of a language that the site offers: no switch for it is needed.
PLACE = "fr"
START, END = "⟦", "⟧"
ACCENTED = str.maketrans("AEIOUaeiouncsy", "ÅËÎÖÛåëîöûñçšý")
# What must stay as it is: a blank, a tag, an entity, an address.
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|</?[a-z][^>]*>|&\w+;|https?://\S+)")


def longer(message: str) -> str:
    """Say a message in the made-up language."""
    parts = KEPT.split(message)
    told = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTED) for part in parts)
    bare = len(KEPT.sub("", message))
    more = " ".join("ööööö"[: min(5, bare * 2 // 5 - start)] for start in range(0, bare * 2 // 5, 6))
    return f"{START}{told}{' ' if more else ''}{more}{END}"


def messages() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Give every message of code and templates, with its context."""
    with (ROOT / "babel.cfg").open() as told:
        methods, options = parse_mapping_cfg(told)
    for _file, _line, message, _comments, context in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS):
        yield message, context


# As `pybabel extract` has them.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "N_": None,
}


def install(app: Flask, folder: Path) -> None:
    """Let the site speak the made-up language in the place of a real one."""
    catalogue = Catalog(locale=PLACE, fuzzy=False)
    for message, context in messages():
        said = tuple(map(longer, message)) if isinstance(message, tuple) else longer(message)
        catalogue.add(message, said, context=context)
    place = folder / PLACE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    get_babel(app).translation_directories[:] = [str(folder)]
    with app.app_context():
        # What was read before, for a letter or for the list of languages, is forgotten.
        get_domain().cache.clear()
