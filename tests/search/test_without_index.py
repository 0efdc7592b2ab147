"""While there is no index that answers: a plain search in the database, which says so."""

import shutil
from urllib.parse import quote

import pytest

from directory import db
from directory.search.indexer import Indexer
from tests.search.conftest import NASTY, look


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
    page = look(launched_without_index, f"/companies?q={quote(q)}")
    assert page.status == 200
    assert page.slugs or "No company" in page.html
    assert any("simple search" in note for note in page.notes)


@pytest.fixture
def launched_without_index(client, monkeypatch, tmp_path):
    monkeypatch.setattr(client.application.extensions["search"], "home", tmp_path / "nowhere")
    return client


def test_a_percent_sign_is_a_letter_to_the_simple_search(launched_without_index):
    for q in ("a%25b", "n_vo", "%25"):
        assert "novo-ai" not in look(launched_without_index, f"/companies?q={q}+novoxyz").slugs


def test_damage_while_it_is_asked_is_no_page_of_the_index(app):
    for file in app.config["SETTINGS"].index.glob("gen-*/MAIN_*.*"):
        file.write_bytes(file.read_bytes()[:60])
    page = look(app.test_client(), "/companies?q=qwen+novo")
    assert page.status == 200
    assert "simple" in page.headers["ETag"]
