"""The pages that one browses: what a country, a sector, a model, a developer and the authorities' page tell."""

import json
import re
from html import unescape

import pytest

from directory.catalogue import claims, queries, reference, spread
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, publish
from tests import factories
from tests.catalogue.test_pages import asked, page, words

# The first question is for the revision; a page asks as many however long its lists are.
QUESTIONS = {
    "/companies": 12,
    "/models": 4,
    "/models/qwen": 11,
    "/models/deepseek-r1-distill-qwen-14b": 8,
    "/developers": 3,
    "/developers/alibaba": 7,
    "/countries": 4,
    "/countries/DE": 5,
    "/sectors": 3,
    "/sectors/software-ai": 4,
    "/regulation": 4,
}
ABOUT = {"/countries/DE": "country=DE", "/sectors/health": "sector=health", "/developers/alibaba": "developer=alibaba"}
ABOUT |= {"/models/qwen": "model=qwen"}


def spreads(html):
    """Read the small tables: caption → [(address, name, number)]."""
    tables = re.findall(r'<table class="spread">.*?</table>', html, re.DOTALL)
    row = re.compile(r'<th scope="row"><a href="([^"]+)">(.*?)</a>.*?<span>(\d+)</span>', re.DOTALL)
    return {
        re.search("<caption>(.*?)</caption>", table)[1]: [(unescape(a), n, int(c)) for a, n, c in row.findall(table)]
        for table in tables
    }


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_page_asks_so_many_questions_and_not_more(client, path):
    page(client, path)
    with asked() as seen:
        page(client, path)
    assert len(seen) <= QUESTIONS[path], "\n".join(seen)


@pytest.mark.parametrize("path", ["/countries/DE", "/sectors/health"])
def test_every_number_of_a_spread_is_what_the_directory_shows(client, path):
    shown = spreads(page(client, path))
    assert next(iter(shown)) == "Models"
    for rows in shown.values():
        assert [number for *_, number in rows] == sorted((number for *_, number in rows), reverse=True)
        for address, _, number in rows:
            found = page(client, f"{address}&derived=no")
            assert re.search(r'class="total">(\d+)', found)[1] == str(number), address


@pytest.mark.parametrize("path", ABOUT)
def test_a_page_leads_into_the_directory_and_to_its_data(client, path):
    html = page(client, path)
    assert f'href="/companies?{ABOUT[path]}"' in html
    for ending in ("json", "csv", "atom"):
        assert f'href="/companies.{ending}?{ABOUT[path]}"' in html
    in_german = page(client, f"/de{path}")
    assert f'href="/companies.json?{ABOUT[path]}"' in in_german, "data has one address"
    assert f'href="/de/companies?{ABOUT[path]}"' in in_german


def test_titles_and_descriptions_tell_what_is_on_the_page(client):
    titles = {}
    for path in QUESTIONS:
        html = page(client, path)
        titles[path] = re.search("<title>(.*?) · Passerelle</title>", html)[1]
        assert 40 < len(re.search('<meta name="description" content="([^"]*)"', html)[1]) < 400
    assert len(set(titles.values())) == len(titles)
    count = claims.by_country
    assert titles["/countries/DE"] == f"Germany: {count()['DE'].companies} companies that adopt Chinese AI models"
    assert re.fullmatch(r"Qwen: \d+ European companies adopt it", titles["/models/qwen"])


def test_a_country_shows_its_authorities_and_those_of_the_union(client):
    def actions(path):
        return set(re.findall(r'href="/regulation#([a-z]{2})-', page(client, path)))

    assert actions("/countries/IT") == {"it", "eu"}
    assert actions("/countries/CH") == set(), "Switzerland is no member"
    # Nobody is listed there, and yet there is something to read.
    assert actions("/countries/LT") == {"lt", "eu"}


def test_neighbours_are_all_others_that_have_somebody(client):
    html = page(client, "/countries/DE").partition('id="others"')[2].partition("</main>")[0]
    assert set(re.findall('href="/countries/([A-Z]{2})"', html)) == claims.by_country().keys() - {"DE"}
    html = page(client, "/sectors/legal").partition('id="others"')[2].partition("</main>")[0]
    assert set(re.findall('href="/sectors/([a-z-]+)"', html)) == claims.by_sector().keys() - {"legal"}


def test_what_was_not_found_counts_nowhere(app):
    looked = factories.adoption(model="qwen", status="not-found")
    with app.app_context():
        before = spread.of_model("qwen"), spread.by_country()
        publish(factories.document(Kind.COMPANY, factories.company(country="MT", adoptions=[looked])), Why("A test."))
        assert (spread.of_model("qwen"), spread.by_country()) == before
        assert spread.in_country("MT").total == claims.ZERO
    html = page(app.test_client(), "/countries/MT")
    assert spreads(html) == {}
    assert "not found" in html


def test_families_without_an_adopter_stand_apart(client):
    adopted, _, others = page(client, "/models").partition('id="others"')
    others = others.partition('id="terms"')[0]
    listed = [re.findall(r'<th scope="row"><a href="/models/([^"]+)"', part) for part in (adopted, others)]
    counts = claims.by_model()
    assert listed[0] == [slug for slug, _ in claims.ranked(counts)]
    assert set(listed[1]) == {each.slug for each in queries.every(Kind.MODEL)} - counts.keys()


def test_licences_are_counted_by_what_was_seen():
    versions = [{}, {"licence": {"weights": {"id": "MIT"}}}, {"licence": {"code": {"id": "MIT"}}}]
    versions += [{"licence": {"weights": {"id": "Apache-2.0"}}}] * 2
    assert reference.licences(versions) == [("Apache-2.0", 2), ("MIT", 1), ("", 2)]


def test_what_is_written_in_a_language_says_so(client):
    html = page(client, "/fr/models/qwen")
    assert '<p class="lede" lang="en">' in html
    assert '<span lang="zh">千问</span>' in html
    found = page(client, "/fr/companies?q=patron")
    assert '<q lang="fr">' in found
    assert '<p lang="en">' in found


def test_the_authorities_page_groups_by_country_and_by_year(client):
    html = page(client, "/regulation")
    years = re.findall(r'<h2 id="year-(\d{4})"', html)
    assert years == sorted(years, reverse=True)
    for part, year in zip(html.split('<h2 id="year-')[1:], years, strict=True):
        assert set(re.findall(r'<p class="when"><time datetime="(\d{4})', part)) == {year}
    table = html.partition('id="places"')[2].partition("</table>")[0]
    places = [words(each) for each in re.findall(r'<th scope="rowgroup"[^>]*>(.*?)</th>', table)]
    assert places == sorted(places)
    assert len(places) == len(set(places)) > 5
    anchors = set(re.findall(r'<article class="deed" id="([^"]+)"', html))
    assert set(re.findall(r'<th scope="row"><a href="#([^"]+)"', table)) == anchors


def test_an_empty_country_says_what_that_does_not_mean(client):
    told = words(page(client, "/countries/MT"))
    assert "not that there is none" in told
    assert "Companies that" not in told
    assert json.loads(page(client, "/companies.json?country=MT"))["total"] == 0
