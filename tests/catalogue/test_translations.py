"""Translations of quotes: told apart from the quote, labelled by who made them, carried with it wherever it goes."""

import re

import pytest

from directory.catalogue.explain import schema
from directory.catalogue.kinds import Kind, company, plain
from directory.catalogue.labels import steps
from directory.errors import Invalid
from directory.ledger.history import difference
from directory.ledger.merging import merged
from directory.search.content import passages
from tests import factories
from tests.factories import adoption, lay_ground, put, source

GERMAN = {"language": "de", "text": "Wir betreiben das Modell Lantern, sagte uns die Firma.", "by": "machine"}
FRENCH = {"language": "fr", "text": "Nous exploitons Lantern, nous a dit la société.", "by": "human"}


def translated(*translations, **given):
    return factories.company(adoptions=[adoption(sources=[source(translations=list(translations), **given)])])


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        put(Kind.COMPANY, translated(GERMAN, FRENCH))
    return empty_app.test_client()


def page(site, path="/companies/example-company-1"):
    return site.get(path).get_data(as_text=True)


def test_the_document_keeps_them_as_they_were_given():
    data = translated(GERMAN, FRENCH)
    assert plain(company(data))["adoptions"][0]["sources"][0]["translations"] == [GERMAN, FRENCH]
    assert "translations" not in plain(company(factories.company()))["adoptions"][0]["sources"][0]


@pytest.mark.parametrize(
    ("data", "path", "told"),
    [
        (translated(GERMAN, GERMAN | {"by": "human"}), ("translations",), "Give one translation for each language."),
        (translated(GERMAN | {"language": "en"}), ("translations",), "The quote itself is in the language"),
        (translated(GERMAN, quote=None, locator="p. 4"), ("translations",), "There is no quote here"),
        (translated(GERMAN | {"text": "x" * 601}), ("translations", 0, "text"), "Write at most"),
        (translated(GERMAN | {"by": "somebody"}), ("translations", 0, "by"), "Choose one of"),
        (translated(GERMAN | {"language": "German"}), ("translations", 0, "language"), "Write a language code"),
    ],
)
def test_what_is_wrong_with_one_is_told_at_its_field(data, path, told):
    with pytest.raises(Invalid) as refusal:
        company(data)
    (problem,) = refusal.value.problems
    assert problem.path == ("adoptions", 0, "sources", 0, *path)
    assert told in problem.message


def test_the_schema_describes_them():
    described = schema()["$defs"]
    assert described["Source"]["properties"]["translations"]["maxItems"] == 12
    assert described["Translation"]["properties"]["text"]["maxLength"] == 600
    assert described["Translator"]["enum"] == ["human", "machine"]


def test_the_page_shows_them_below_the_quote_and_says_who_made_them(site):
    html = page(site)
    assert html.index(factories.QUOTE) < html.index(GERMAN["text"])
    assert "<summary>Translation into German, by a machine</summary>" in html
    assert "<summary>Translation into French, by a person</summary>" in html
    assert f'<blockquote lang="de"><p>{GERMAN["text"]}</p></blockquote>' in html
    assert '<details class="translation" open>' not in html


def test_the_one_in_the_language_of_the_page_is_open_and_the_quote_stays(site):
    html = page(site, "/de/companies/example-company-1")
    (opened,) = re.findall(r'<details class="translation" open>.*?</details>', html, re.DOTALL)
    assert GERMAN["text"] in opened
    assert f'<blockquote lang="en" cite="https://news.press.example/lantern"><p>{factories.QUOTE}</p>' in html


def test_they_are_in_the_json(site):
    told = site.get("/companies/example-company-1.json").get_json()
    assert told["adoptions"][0]["sources"][0]["translations"] == [GERMAN, FRENCH]


def test_the_history_tells_a_change_of_one_in_words(site):
    with site.application.app_context():
        put(Kind.COMPANY, translated(FRENCH, GERMAN | {"by": "human"}))
    html = page(site, "/companies/example-company-1/history")
    assert "Claim 1 › Source 1 › Translation 2 › Translated" in html
    assert "<del>by a machine</del>" in html
    assert "<ins>by a person</ins>" in html


def test_a_difference_matches_them_by_language():
    before, after = translated(GERMAN, FRENCH), translated(FRENCH | {"text": "Nous exploitons Lantern."}, GERMAN)
    (found,) = difference(before, after)
    assert found.path == ("adoptions", 0, "sources", 0, "translations", 0, "text")
    titles = [title for title, _number in steps(found.path)]
    assert titles == ["Claim", "Source", "Translation", "Translated text"]


def test_two_people_add_one_each_and_both_are_there():
    found = merged(factories.company(), translated(GERMAN), translated(FRENCH))
    assert found == translated(GERMAN, FRENCH)


def test_the_search_finds_the_quote_as_before():
    told = [each for each in passages(translated(GERMAN)) if each.field == "quote"]
    assert [each.text for each in told] == [factories.QUOTE]
