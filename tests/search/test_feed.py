"""The Atom feed of a search: what readers need of it, whatever its texts hold."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import feed
from directory.search.formats import Saved
from directory.search.queries import Row
from directory.text import for_xml
from tests.search.test_formats import ATOM, COMPLETE


@given(st.text())
def test_whatever_a_text_holds_the_feed_can_be_read(text):
    document = {"summary": text, "adoptions": [{"statement": "</summary><script>&amp;"}]}
    row = Row("example-company-1", text, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "", 0, document, ())
    told = Saved("en", text, "https://site.example", "?q=%22%26x=1&b=%3C", 7, "2026-11-24T12:00:00Z", 1)
    written = feed.write(told, feed.part([row.slug], 1), {"self": told.question}, [row], text)
    read = ET.fromstring(written.encode("utf-8"))
    assert read.find(f"{ATOM}entry/{ATOM}summary").text.endswith("</summary><script>&amp;")
    assert read.find(f"{ATOM}link[@rel='self']").get("href") == "https://site.example/companies.atom?q=%22%26x=1&b=%3C"


def test_characters_that_xml_cannot_hold_are_left_out():
    assert for_xml("a\x00\x0b\x1b\ufffe\uffff\ud800b\t\n\r é千😀") == "ab\t\n\r é千😀"


def test_a_feed_has_what_readers_need(client):
    read = ET.fromstring(client.get("/companies.atom?q=qwen&country=DE&page=1").data)
    assert read.find(f"{ATOM}id").text == "http://127.0.0.1:8000/companies.atom?q=qwen&country=DE"
    assert read.find(f"{ATOM}title").text == "Companies: “qwen” · Country: Germany"
    assert read.find(f"{ATOM}author/{ATOM}name").text == "Passerelle"
    assert read.find(f"{ATOM}updated").text.startswith("2026-11-24T")
    assert read.find(COMPLETE) is not None
    told = {link.get("rel"): link.get("href") for link in read.findall(f"{ATOM}link")}
    assert told["alternate"] == "http://127.0.0.1:8000/companies?q=qwen&country=DE"
    assert told["self"] == read.find(f"{ATOM}id").text
    assert "next" not in told
    ids = [entry.find(f"{ATOM}id").text for entry in read.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 5
    total = len(ids)
    assert read.find(f"{ATOM}subtitle").text == f"Companies 1 to {total} of {total}, in the order of the page."
    for entry in read.iter(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}link[@rel='alternate']").get("href") == entry.find(f"{ATOM}id").text
        assert entry.find(f"{ATOM}summary").text
        assert entry.find(f"{ATOM}updated").text >= entry.find(f"{ATOM}published").text


def test_a_feed_of_nobody_is_a_feed(client):
    read = ET.fromstring(client.get("/companies.atom?q=xqzzwv").data)
    assert read.find(f"{ATOM}subtitle").text == "No company in the directory matches this."
    assert read.find(f"{ATOM}updated").text


@pytest.mark.parametrize("total", [0, 1, 4, 5, 6, 10, 11])
def test_the_pages_of_a_feed_hold_everything_once_and_lead_to_each_other(total):
    slugs = [f"c{n}" for n in range(total)]
    part, seen = feed.part(slugs, 1, longest=5), []
    while True:
        assert part.slugs == slugs[part.first - 1 : part.last]
        seen += part.slugs
        if "next" not in part.neighbours:
            break
        onward = feed.part(slugs, part.neighbours["next"], longest=5)
        assert onward.neighbours["previous"] == part.number
        part = onward
    assert seen == slugs
    assert feed.part(slugs, 999, longest=5) == part
