"""The Nu HTML checker has nothing to say about any kind of page, in any language."""

import re
from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from directory.web.languages import DEFAULT, LANGUAGES
from tests.judges import kinds, nu

# Its reader of CSS is older than these, which every browser has known since 2025; they are told in words that it knows.
NEWER = {
    r"@container [^{(]*\(": "@media (",
    r"container(-type|-name)?: [^;}]*;?": "",
    r"::view-transition[\w-]*\(\*\)": "::before",
    r"100vw - 2 \* var\(--gutter\)": "100vw",
    r"@view-transition \{[^}]*\}": "",
}
# A form that is refused shows again what was typed, which is wrong.
AS_TYPED = "for attribute “value” on element “input”"
GUESS = "This document appears to be written in"


@pytest.fixture(scope="module")
def pages(stage, tmp_path_factory):
    """Save every kind of page in every language."""
    folder = tmp_path_factory.mktemp("pages")
    listed = kinds.every(stage)
    for code in LANGUAGES:
        for kind in listed:
            answer = stage.open(kind, "" if code == DEFAULT else code)
            assert answer.status_code == kind.status, (code, kind)
            name = re.sub(r"\W+", "-", f"{code} {kind.name}")
            (folder / f"{name}.html").write_text(answer.text)
    return folder


def untranslated():
    """List the languages whose messages are not all there yet: their pages are half in English."""
    found = set()
    for code in set(LANGUAGES) - {DEFAULT}:
        file = nu.ROOT / "directory" / "translations" / code / "LC_MESSAGES" / "messages.po"
        with file.open("rb") as text:
            if not all(message.string for message in read_po(text) if message.id):
                found.add(code)
    return found


def test_the_checker_is_silent(pages):
    half = untranslated()
    told = [line for line in nu.checked(pages) if not (GUESS in line and line[:2] in half)]
    assert [line for line in told if AS_TYPED not in line] == []


def test_the_style_sheet_and_the_drawings_are_right(tmp_path):
    static = nu.ROOT / "static"
    text = (static / "site.css").read_text()
    for newer, known in NEWER.items():
        text = re.sub(newer, known, text)
    sheet = tmp_path / "site.css"
    sheet.write_text(text)
    told = nu.checked(sheet, "--css")
    for drawing in sorted(static.glob("*.svg")):
        told += nu.checked(drawing, "--svg")
    assert told == []


def test_no_two_public_pages_have_the_same_title(stage):
    titles = defaultdict(set)
    for kind in kinds.public(stage):
        title = re.search(r"<title>(.*?)</title>", stage.open(kind).text, re.DOTALL)[1]
        # A question that only fills a form in leads to the same page; a search is another one.
        titles[title].add(kind.address if kind.address.startswith("/companies?") else kind.address.partition("?")[0])
    assert [sorted(places) for places in titles.values() if len(places) > 1] == []


def test_it_finds_a_planted_fault(tmp_path):
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p><b>not closed")
    (tmp_path / "right.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><p>Right.")
    assert {line.partition(":")[0] for line in nu.checked(tmp_path)} == {"wrong.html"}
    (tmp_path / "wrong.css").write_text("p { colour: red }")
    assert nu.checked(tmp_path / "wrong.css", "--css") != []
