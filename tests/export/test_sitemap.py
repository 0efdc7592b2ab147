"""The sitemap names every page once in every language, in files that are never too long; and what else robots read."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from directory import db
from directory.catalogue.models import Entry
from directory.export import sitemap
from directory.ledger.publish import Why, withdraw
from directory.web.languages import LANGUAGES, prefix
from tests.conftest import settings_in, site
from tests.export.pages import SITE
from tests.factories import Kind, company, lay_ground, put
from tests.search.conftest import NASTY

SPACE = f"{{{sitemap.NAMESPACE}}}"


def named(text):
    """Read a file: the addresses that it names, each with its day."""
    root = ET.fromstring(text)
    return {each.findtext(f"{SPACE}loc"): each.findtext(f"{SPACE}lastmod") for each in root}


def test_every_page_is_named_in_every_language_and_answers(client):
    answer = client.get("/sitemap.xml")
    found = named(answer.data)
    assert answer.data.count(b"<url>") == len(found) > 1000
    assert answer.headers["ETag"]
    english = [each for each in found if "/fr/" not in each and each.count("/") > 3]
    for each in english[:: len(english) // 60]:
        assert client.get(each.removeprefix(SITE)).status_code == 200
    for path in ("/", "/companies/novo-ai", "/models/qwen3", "/countries/DE", "/companies?route=self-hosted"):
        assert {SITE + prefix(code) + path for code in LANGUAGES} <= found.keys()
    with db.database.connection_context():
        entry = Entry.get(Entry.kind == "company", Entry.slug == "novo-ai")
    assert found[f"{SITE}/it/companies/novo-ai"] == entry.changed
    assert found[f"{SITE}/about"] is None


def test_what_is_not_to_be_found_is_not_named(empty_app):
    lay_ground()
    for number in (1, 2):
        put(Kind.COMPANY, company(number))
    withdraw(Kind.COMPANY, "example-company-1", Why("A test says so."))
    text = empty_app.test_client().get("/sitemap.xml").text
    assert "example-company-2" in text
    assert "example-company-1" not in text
    assert not any(word in text for word in ("submit", "moderation", "?q=", ".json", ".md"))


def test_a_long_sitemap_is_an_index_of_files_that_hold_all(empty_app, monkeypatch):
    lay_ground()
    for number in range(1, 24):
        put(Kind.COMPANY, company(number))
    client = empty_app.test_client()
    whole = named(client.get("/sitemap.xml").data)
    monkeypatch.setattr(sitemap, "LONGEST", 17)
    monkeypatch.setattr(sitemap, "BATCH", 4)
    files = named(client.get("/sitemap.xml").data)
    found = [named(client.get(each.removeprefix(SITE)).data) for each in files]
    assert {len(each) for each in found[:-1]} == {17}
    assert [pair for each in found for pair in each.items()] == list(whole.items())
    assert client.get(f"/sitemaps/{len(files) + 1}.xml").status_code == 404
    assert client.get("/sitemaps/0.xml").status_code == 404


def test_robots_are_told_where_everything_is_and_kept_out_of_what_is_private(client):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    for code in LANGUAGES:
        front = SITE + prefix(code)
        for path in ("/moderation/", "/submissions/a-token", "/submit", "/submit/duplicates", "/proofs/a-code"):
            assert not robots.can_fetch("*", front + path)
        for path in ("/", "/companies", "/companies/novo-ai", "/models/qwen", "/sitemap.xml"):
            assert robots.can_fetch("*", front + path)


def test_every_address_that_models_are_told_of_is_there(client):
    text = client.get("/llms.txt").text
    assert text.startswith("# Passerelle\n\n> ")
    told = [line.partition("](")[2].partition(")")[0] for line in text.splitlines() if line.startswith("- [")]
    assert len(told) > 10
    for address in told:
        with client.get(address.removeprefix(SITE)) as answer:
            assert answer.status_code == 200, address


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_browser_can_search_here_in_each_language(client, code):
    description = ET.fromstring(client.get(f"/opensearch.xml?language={code}").data)
    spaces = {"": "http://a9.com/-/spec/opensearch/1.1/"}
    html = next(each for each in description.findall("Url", spaces) if each.get("type") == "text/html")
    assert html.get("template") == f"{SITE}{prefix(code)}/companies?q={{searchTerms}}"
    assert len(description.findtext("ShortName", "", spaces)) <= 16


@pytest.mark.parametrize("asked", [*NASTY[:5], "xx", "", "<", '"'])
def test_a_browser_that_asks_for_no_language_of_ours_searches_in_english(client, asked):
    answer = client.get("/opensearch.xml", query_string={"language": asked})
    assert "<Language>en</Language>" in answer.text


def test_who_finds_a_hole_is_told_whom_to_tell(client):
    answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert told == {
        "Contact": "mailto:imprint@passerelle.example",
        "Expires": "2027-05-23T00:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": f"{SITE}/.well-known/security.txt",
    }


def test_a_site_without_an_address_names_none(launched, tmp_path):
    with site(settings_in(tmp_path / "data", imprint_email="")) as app:
        db.upgrade(app.config["SETTINGS"].database)
        assert app.test_client().get("/.well-known/security.txt").status_code == 404
