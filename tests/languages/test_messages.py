"""Every message is said in every language, by somebody who kept what is filled in; and the start asks for it."""

import os
import re
import shutil
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from directory.web import catalogues

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"%\(\w+\)[sd]|%%")
TAG = re.compile(r"</?\w+[^>]*>")
# French sets a narrow space before these signs where they end a word, and inside its quotation marks.
FRENCH = re.compile(r"[^\s\u00a0\u202f][;!?»](?=\s|\Z)|[^\s\u00a0\u202f]:(?=[ \u00a0]|\Z)|«(?![\u00a0\u202f])| [;:!?»]")


@lru_cache(maxsize=1)
def extracted() -> frozenset[tuple[str | None, tuple[str, ...]]]:
    """Collect what `make messages` collects: each message with its context, singular and plural."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options)
    return frozenset((context, _forms(message)) for _file, _line, message, _comments, context in found)


def _forms(told: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


@pytest.fixture(scope="module", params=catalogues.OTHERS)
def catalog(request) -> Catalog:
    with (catalogues.FOLDER / request.param / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=request.param, ignore_obsolete=False)


def said(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def test_the_messages_are_found_where_they_are_written():
    assert (None, ("Search",)) in extracted()
    assert (None, ("%(num)s company", "%(num)s companies")) in extracted()
    assert ("what it concerns", ("About",)) in extracted()
    assert (None, ("in production",)) in extracted()


def test_a_language_says_every_message_and_none_that_nobody_uses(catalog):
    complete = {(m.context, _forms(m.id)) for m in said(catalog) if all(_forms(m.string or ""))}
    assert sorted(map(str, extracted() - complete)) == []
    assert sorted(map(str, complete - extracted())) == []


def test_nothing_is_guessed_or_left_over(catalog):
    assert [message.id for message in said(catalog) if message.fuzzy] == []
    assert list(catalog.obsolete) == []


def test_a_message_of_numbers_has_all_its_plural_forms(catalog):
    plural = [message for message in said(catalog) if message.pluralizable and any(message.string)]
    assert [m.id for m in plural if len(_forms(m.string)) != catalog.num_plurals or not all(m.string)] == []


def test_what_is_filled_in_and_marked_up_is_the_same(catalog):
    assert [message.string for message in said(catalog) if any(message.string) and not _kept(message)] == []


def _kept(message: Message) -> bool:
    """Compare each form with the English one that it stands for; a form for one thing may leave its number out."""
    own, forms = _forms(message.id), _forms(message.string)
    for place, form in enumerate(forms):
        english = own[min(place, len(own) - 1)]
        blanks, wanted = set(BLANK.findall(form)), set(BLANK.findall(english))
        several = set(BLANK.findall(own[-1]))
        same = blanks == wanted or (place == 0 and blanks | {"%(num)s"} == several | {"%(num)s"})
        if not same or Counter(TAG.findall(form)) != Counter(TAG.findall(english)) or _edges(form) != _edges(english):
            return False
    return True


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_french_leaves_room_before_its_signs():
    with (catalogues.FOLDER / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        forms = [form for message in said(read_po(file, locale="fr")) for form in _forms(message.string)]
    assert [form for form in forms if FRENCH.search(TAG.sub("", form))] == []


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(catalogues.FOLDER, tmp_path / "translations")
    return tmp_path / "translations"


def test_messages_as_compiled_start(copied):
    catalogues.check(copied)


def test_messages_that_changed_since_they_were_compiled_stop_the_start(copied):
    written = copied / "pl" / "LC_MESSAGES" / "messages.po"
    later = written.with_suffix(".mo").stat().st_mtime + 1
    os.utime(written, (later, later))
    with pytest.raises(catalogues.NotCompiled) as told:
        catalogues.check(copied)
    assert str(told.value) == "The messages in Polski are not compiled as they stand. Type: make translations"


def test_messages_that_were_never_compiled_stop_the_start(copied):
    (copied / "fr" / "LC_MESSAGES" / "messages.mo").unlink()
    with pytest.raises(catalogues.NotCompiled):
        catalogues.check(copied)
