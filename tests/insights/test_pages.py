"""The page of figures and the home page: drawings that everybody can read, sentences that are right for any number."""

import re
from xml.etree import ElementTree as ET

import pytest

from directory.catalogue.kinds import Kind
from tests import factories
from tests.catalogue.test_pages import asked, page, words

PAGES = ["/", "/insights", "/de/insights", "/pl/"]


def drawings(html):
    """Read the outer drawings of a page as XML: each is well-formed or this fails."""
    found, depth, start = [], 0, 0
    for tag in re.finditer(r"<(/?)svg\b", html):
        if not tag[1]:
            start = tag.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                found.append(html[start : html.index(">", tag.start()) + 1])
    return [ET.fromstring(text.replace("&nbsp;", " ")) for text in found]


@pytest.mark.parametrize("path", PAGES)
def test_every_drawing_is_named_and_told_or_hidden_from_readers(client, path):
    html = page(client, path)
    shown = [each for each in drawings(html) if each.get("aria-hidden") != "true"]
    assert shown
    for each in shown:
        assert each.get("role") in ("img", "group")
        title, description = each.find("title"), each.find("desc")
        assert title.text.strip()
        assert description.text.strip()
        assert (title.get("id"), description.get("id")) == (each.get("aria-labelledby"), each.get("aria-describedby"))


def test_every_figure_has_a_table_and_a_file(client):
    html = page(client, "/insights")
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    files = [re.search(r'href="(/insights/\w+\.csv)"', each)[1] for each in figures]
    assert len(files) == len(set(files)) == 8
    for each, file in zip(figures, files, strict=True):
        table = each[each.index("<details>") :]
        assert "<caption" in table
        assert 'scope="col"' in table
        assert client.get(file).status_code == 200


def test_files_have_one_address_in_all_languages(client):
    assert 'href="/insights/time.csv"' in page(client, "/fr/insights")
    assert client.get("/fr/insights/time.csv").location == "/insights/time.csv"


@pytest.mark.parametrize("path", ["/", "/insights"])
def test_each_mark_leads_to_as_many_companies_as_it_says(client, path):
    html = page(client, path)
    countries = re.findall(r'href="(/companies\?country=\w+)" aria-label="[^"]*?: (\d+) compan', html)
    cells = re.findall(r'href="(/companies\?model=[^"]+)">(\d+)<', html)
    assert len(countries) > 10
    for address, number in [*countries, *cells]:
        assert client.get(address.replace("&amp;", "&").replace("companies?", "companies.json?")).json["total"] == int(
            number
        )


def test_each_year_and_route_leads_to_the_companies_behind_it(client):
    html = page(client, "/insights")
    addresses = re.findall(r'href="(/companies\?(?:year|route|use|confidence)=[^"]+)"', html)
    assert len(addresses) > 10
    for address in addresses:
        assert client.get(address.replace("companies?", "companies.json?")).json["total"] > 0


def test_an_empty_directory_has_figures_that_say_so(empty_app):
    client = empty_app.test_client()
    told = words(page(client, "/insights"))
    assert "The sources of 0 adoptions say when they began." in told
    assert "Companies with their headquarters in 0 countries of Europe are listed." in told
    assert "has the most" not in told
    assert "Nothing yet." in words(page(client, "/"))
    assert all(each is not None for each in drawings(page(client, "/insights")))


def test_one_adoption_is_told_as_one(empty_app):
    client = empty_app.test_client()
    with empty_app.app_context():
        factories.lay_ground()
        factories.put(Kind.COMPANY, factories.company(1, country="MT"))
    told = words(page(client, "/insights"))
    assert "The sources of 1 adoption say when it began." in told
    assert "Companies with their headquarters in 1 country of Europe are listed." in told
    assert "Q1 2026 saw the most beginnings: 1." in told
    assert "at 1 company." in told
    assert 'aria-label="Malta: 1 company"' in page(client, "/")


def test_where_two_are_level_neither_is_called_first(empty_app):
    client = empty_app.test_client()
    with empty_app.app_context():
        factories.lay_ground()
        for number, country in enumerate(("MT", "XK"), 1):
            factories.put(Kind.COMPANY, factories.company(number, country=country))
    told = words(page(client, "/insights"))
    assert "has the most" not in told
    assert "The most frequent one is “self-hosted”, with 2 adoptions." in told
    assert 'aria-label="Kosovo: 1 company"' in page(client, "/insights")


def test_the_home_page_says_what_changed_last_and_hides_what_is_hidden(app):
    with app.app_context():
        change = factories.put(Kind.COMPANY, factories.company(1, adoptions=[factories.adoption(model="qwen")]))
    html = page(app.test_client(), "/")
    assert f"/companies/example-company-1/history#change-{change.number}" in html
    assert "Published, by the operator A test says so." in words(html)


@pytest.mark.parametrize(("path", "most"), [("/", 12), ("/insights", 11)])
def test_these_pages_ask_a_known_number_of_questions(client, path, most):
    with asked() as seen:
        page(client, path)
    assert len(seen) <= most
