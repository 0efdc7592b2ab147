"""While there is no index that answers: a plain search in the database, which says so."""

import shutil
from urllib.parse import quote

import pytest

from directory import db
from directory.search import queries
from directory.search.indexer import Indexer
from tests.search.conftest import NASTY, look

# Without a text nothing is searched for, simply or not.
EXCLUDED = "-country:de country:de -country:de,fr,de"


def test_a_deleted_index_is_answered_without_and_repaired(app):
    visitor = app.test_client()
    before = look(visitor, "/companies?q=novo")
    shutil.rmtree(app.config["SETTINGS"].index)
    simple = look(visitor, "/companies?q=novo")
    assert simple.slugs == before.slugs == ["novo-ai"]
    assert any("simple search" in note for note in simple.notes)
    assert simple.headers["ETag"] != before.headers["ETag"]
    with db.database.connection_context():
        assert Indexer(app.extensions["search"]).step() == "rebuilt"
    after = look(visitor, "/companies?q=novo", headers={"If-None-Match": simple.headers["ETag"]})
    assert after.status == 200
    assert after.notes == []


@pytest.mark.parametrize("q", [*NASTY, "novo", "qwen", "open source", '"open source"', "xqzzwv novo"])
def test_every_text_has_an_answer_without_an_index(launched_without_index, q):
    page = look(launched_without_index, f"/companies?q={quote(q, errors='surrogatepass')}")
    assert page.status == 200
    assert (
        page.slugs
        or "The simple search found nothing." in page.html
        or "no word to search for" in page.html
        or q == EXCLUDED
    )
    assert any("simple search" in note for note in page.notes)


@pytest.fixture
def launched_without_index(client, monkeypatch, tmp_path):
    monkeypatch.setattr(client.application.extensions["search"], "home", tmp_path / "nowhere")
    return client


@pytest.mark.parametrize(
    ("q", "facet", "value"),
    [
        ("france", "country", "FR"),
        ("Frankreich", "country", "FR"),
        ("Allemagne", "country", "DE"),
        ("germ", "country", "DE"),
        ("health", "sector", "health"),
        ("Alibaba Cloud", "developer", "alibaba"),
        ("moonshot", "developer", "moonshot-ai"),
        ("Tongyi Qianwen", "model", "qwen"),
        ("千问", "model", "qwen"),
        ("深度求索", "model", "deepseek"),
        ("deepseek r1", "model", "deepseek-r1"),
    ],
)
def test_names_of_places_sectors_models_and_makers_find_their_companies(launched_without_index, q, facet, value):
    page = look(launched_without_index, f"/companies?q={quote(q)}&{facet}={value}")
    assert page.total == look(launched_without_index, f"/companies?{facet}={value}").total > 0
    assert not any("a part of it" in note for note in page.notes)


def test_what_the_simple_search_finds_the_index_finds_too(client, monkeypatch, tmp_path):
    asked = ["france", "health", "cloud", "qwen cloud", "deepseek-r1", "千问", "berlin", "wroclaw", "GÖTTINGEN", "r1"]
    found = {q: look(client, f"/companies?q={quote(q)}").total for q in asked}
    monkeypatch.setattr(client.application.extensions["search"], "home", tmp_path / "nowhere")
    simple = {q: look(client, f"/companies?q={quote(q)}").total for q in asked}
    assert {q: total for q, total in simple.items() if not 0 < total <= found[q]} == {}


def test_where_it_finds_nothing_it_does_not_say_that_there_is_nothing(launched_without_index):
    page = look(launched_without_index, "/companies?q=xqzzwv")
    assert page.total == 0
    assert "No company" not in page.html
    assert "The simple search found nothing." in page.html
    assert 'href="/submit?name=xqzzwv"' in page.html
    assert any("does not look into quotes" in note for note in page.notes)


def test_a_word_of_a_developer_s_other_name_is_not_a_part_that_matches(launched_without_index):
    page = look(launched_without_index, "/companies?q=sovereign+cloud&country=FR&country=DE&model=qwen")
    every = look(launched_without_index, "/companies?country=FR&country=DE&model=qwen")
    assert 0 < page.total < every.total / 2


def test_signs_of_sql_are_letters_to_the_simple_search(launched_without_index):
    with db.database.connection_context():
        assert "novo-ai" in queries.holding("novo", {})
        assert queries.holding("n_vo", {}) == queries.holding("no%ai", {}) == queries.holding("%", {}) == set()


def test_damage_while_it_is_asked_is_no_page_of_the_index(app):
    for file in app.config["SETTINGS"].index.glob("gen-*/MAIN_*.*"):
        file.write_bytes(file.read_bytes()[:60])
    page = look(app.test_client(), "/companies?q=qwen+novo")
    assert page.status == 200
    assert "simple" in page.headers["ETag"]
