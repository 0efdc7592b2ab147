"""How pages are found and shared: titles, one address for each, the same page in other languages, cards, twins."""

from pathlib import Path

import pytest

from directory.web.languages import LANGUAGES, OFFERS, prefix
from tests.export.pages import KINDS, SITE, head_of

STATIC = Path(__file__).parents[2] / "static"
EVERYWHERE = pytest.mark.parametrize("path", KINDS)
LONGEST_TITLE, LONGEST_DESCRIPTION = 75, 180


@EVERYWHERE
def test_a_page_says_what_it_is_in_a_line_and_in_a_sentence(client, path):
    head = head_of(client, path)
    assert len(head.title) <= LONGEST_TITLE
    assert 40 <= len(head.meta["description"]) <= LONGEST_DESCRIPTION
    assert head.title == f"{head.meta['og:title']} · Passerelle"
    assert head.meta["og:description"] == head.meta["description"]


@pytest.mark.parametrize("name", ["title", "description"])
def test_no_two_pages_say_the_same_of_themselves(client, name):
    heads = {path: head_of(client, path) for path in KINDS}
    told = {path: head.title if name == "title" else head.meta[name] for path, head in heads.items()}
    # The figures of one use or route are a search like any other.
    told.pop("/companies?route=self-hosted")
    assert len(set(told.values())) == len(told)


@EVERYWHERE
def test_a_page_names_its_one_address_and_the_same_page_in_every_language(client, path):
    for code in LANGUAGES:
        head = head_of(client, prefix(code) + path)
        everywhere = {each: SITE + prefix(each) + path for each in LANGUAGES}
        assert head.alternates == everywhere | {"x-default": SITE + path}, "each names all, itself too"
        assert head.rel("canonical") == [everywhere[code]]
        assert head.meta["og:url"] == everywhere[code]
        assert head.meta["og:locale"].startswith(code)


@EVERYWHERE
def test_a_page_in_another_language_is_cached_as_one_of_its_own(client, path):
    tags = set()
    for code in LANGUAGES:
        answer = client.get(prefix(code) + path)
        assert answer.headers["Content-Language"] == code
        assert "Vary" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        tags.add(answer.headers["ETag"])
        known = client.get(prefix(code) + path, headers={"If-None-Match": answer.headers["ETag"]})
        assert known.status_code == 304
    assert len(tags) == len(LANGUAGES)


@pytest.mark.parametrize("wished", ["de", "fr-FR,fr;q=0.9,en;q=0.1", "*"])
def test_what_the_browser_prefers_leads_nobody_anywhere(client, wished):
    plain, wishing = client.get("/about"), client.get("/about", headers={"Accept-Language": wished})
    assert (wishing.status_code, wishing.data) == (200, plain.data)


@pytest.mark.parametrize(
    ("asked", "address", "listed"),
    [
        ("/companies", "/companies", True),
        ("/companies?sort=name&page=2&utm_source=x", "/companies", True),
        ("/companies?route=self-hosted&page=2", "/companies?route=self-hosted", True),
        ("/companies?use=pilot", "/companies?use=pilot", True),
        ("/companies?route=self-hosted&route=app", "/companies?route=app&route=self-hosted", False),
        ("/companies?route=app&use=pilot", "/companies?use=pilot&route=app", False),
        ("/companies?q=qwen&sort=name&page=2", "/companies?q=qwen", False),
        ("/companies?country=DE", "/companies?country=DE", False),
        ("/companies?use=pilot&derived=no", "/companies?use=pilot&derived=no", False),
        ("/changes?before=9", "/changes?before=9", False),
        ("/corrections?before=9", "/corrections?before=9", False),
        ("/about?fbclid=x", "/about", True),
    ],
)
def test_a_question_has_one_address_and_few_are_listed(client, asked, address, listed):
    head = head_of(client, asked)
    assert head.rel("canonical") == [SITE + address]
    assert head.alternates["fr"] == f"{SITE}/fr{address}"
    assert head.meta.get("robots") == (None if listed else "noindex, follow")


@pytest.mark.parametrize("path", ["/nowhere", "/companies/no-such-company", "/countries/XX", "/submit", "/report"])
def test_what_nobody_should_find_names_no_other_address(client, path):
    html = client.get(path).text
    assert 'rel="canonical"' not in html
    assert 'rel="alternate" hreflang' not in html
    assert "og:" not in html
    assert "noindex" in html or "noindex" in client.get(path).headers["X-Robots-Tag"]


def test_a_page_names_its_other_forms_and_each_is_there(client):
    found = set()
    for path in KINDS:
        head = head_of(client, f"/fr{path}")
        for link in head.links:
            if link.get("rel") in ("alternate", "search") and "type" in link:
                with client.get(link["href"]) as answer:
                    assert answer.status_code == 200, link
                    assert answer.mimetype == link["type"]
                found.add(link["type"])
    assert found == {
        "application/atom+xml",
        "application/json",
        "application/opensearchdescription+xml",
        "text/csv",
        "text/markdown",
    }


def test_the_picture_of_a_shared_page_is_there(client):
    address = head_of(client, "/fr/").meta["og:image"]
    assert address == f"{SITE}/static/og.png"
    assert (STATIC / "og.png").read_bytes()[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/fr", "/fr/"),
        ("/en", "/"),
        ("/en/", "/"),
        ("/en/companies?q=a%20b", "/companies?q=a%20b"),
        ("/en//evil.example/x", "/evil.example/x"),
        ("/de/companies.json?q=a", "/companies.json?q=a"),
        ("/de/companies/novo-ai.md", "/companies/novo-ai.md"),
        ("/it/sitemap.xml", "/sitemap.xml"),
    ],
)
def test_what_has_one_address_is_led_to_it_for_good(client, method, asked, led):
    answer = getattr(client, method)(asked)
    assert (answer.status_code, answer.location) == (301, led)
    assert answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("asked", ["/xx/companies", "/FR/companies", "/fr-FR/companies", "/fr/fr/companies"])
def test_a_code_that_is_none_of_ours_is_no_page(client, asked):
    answer = client.get(asked)
    assert answer.status_code == 404
    assert 'href="//' not in answer.text


def test_every_language_offers_itself():
    assert OFFERS.keys() == LANGUAGES.keys()
    assert len(set(OFFERS.values())) == len(LANGUAGES)


def test_the_menu_of_languages_keeps_the_question(client):
    html = client.get("/fr/companies?q=qwen&sort=name&page=2").text
    assert html.count('href="/de/companies?q=qwen&amp;sort=name&amp;page=2"') == 3, "in both menus and in the offer"
