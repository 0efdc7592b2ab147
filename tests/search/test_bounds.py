"""What one question, or many, may cost: memory and time have a bound, whatever is asked."""

import numpy as np
import pytest
from werkzeug.datastructures import MultiDict

from directory import db
from directory.catalogue.kinds import Kind
from directory.search import hits, postings, queries
from directory.search.postings import NOTHING, Kept, Postings
from directory.search.query import FACETS, MOST_CHOSEN, read
from tests import factories
from tests.factories import adoption, company
from tests.search.conftest import asked, look, named


def test_terms_that_nothing_has_are_kept_within_the_same_bound(monkeypatch):
    monkeypatch.setattr(postings, "MOST_KEPT", 10_000)
    kept = Kept()
    for number in range(1_000):
        kept.put(("segment", "text", str(number)), NOTHING)
    there = [number for number in range(1_000) if kept.get(("segment", "text", str(number))) is not None]
    assert there == list(range(1_000 - len(there), 1_000))
    assert 0 < len(there) <= 20


def test_what_goes_makes_as_much_room_as_it_took(monkeypatch):
    monkeypatch.setattr(postings, "MOST_KEPT", 10_000)
    kept = Kept()
    some = Postings(np.arange(100, dtype=np.int32), np.ones(100, np.float32))
    for number in range(1_000):
        kept.put(("segment", "text", str(number)), NOTHING if number % 2 else some)
    assert sum(kept.get(("segment", "text", str(number))) is not None for number in range(1_000)) >= 10


def test_so_many_filters_are_used_and_the_rest_is_said():
    known = {facet: {str(number): str(number) for number in range(MOST_CHOSEN)} for facet in FACETS}
    every = [(facet, value) for facet in FACETS for value in known[facet]]
    search = read(MultiDict([("q", "country:29 red"), *every]), known)
    chosen = [(facet, value) for facet, values in search.chosen for value in values]
    assert len(chosen) == MOST_CHOSEN
    assert ("country", "29") in chosen
    assert [str(note) for note in search.ignored] == [f"Only the first {MOST_CHOSEN} filters were used."]
    assert read(MultiDict(every[:MOST_CHOSEN]), known).ignored == ()
    twice = read(MultiDict([("q", "country:29"), *every[:MOST_CHOSEN]]), known)
    assert (len(twice.values("country")), twice.ignored) == (MOST_CHOSEN, ()), "a value counts once"


def test_a_page_of_every_filter_there_is_has_an_end_and_says_so(client):
    codes = look(client, "/companies").counts("country")
    models = look(client, "/companies").counts("model")
    pairs = [f"country={code}" for code in codes] + [f"model={code}" for code in models] + ["size=1-10"]
    assert len(pairs) > MOST_CHOSEN
    page = look(client, f"/companies?{'&'.join(pairs)}")
    assert page.status == 200
    assert any(f"first {MOST_CHOSEN} filters" in note for note in page.notes)


@pytest.fixture
def looked_up(monkeypatch):
    """Note what is looked up in the database; nothing is there."""
    terms = []

    def holding(term, places):
        assert places == {"Zürich": "zurich"}
        terms.append(term)
        return set()

    monkeypatch.setattr(queries, "holding", holding)
    monkeypatch.setattr(queries, "cities", lambda: terms.append("(cities)") or {"Zürich": "zurich"})
    return terms


def simply(shelf, q):
    hits.simple(asked(q), shelf.bits, shelf.ground())


def test_without_an_index_a_term_is_looked_up_once_and_few_that_nobody_wrote(shelf, looked_up):
    shelf.create(named("Red Kite"))
    words = [f"lantrn{letter}" for letter in "abcdefghijkl"]
    simply(shelf, " ".join(words))
    assert looked_up.count("(cities)") == 1
    assert len(looked_up) == len(set(looked_up)) <= 1 + len(words) + hits.MOST_BESIDES
    assert set(words) <= set(looked_up), "what was asked for is looked up, however long the question"


def test_without_an_index_a_run_is_looked_up_as_a_whole(shelf, looked_up):
    shelf.create(named("Red Kite"))
    simply(shelf, "山川湖海日月星辰 大千世界")
    assert looked_up == ["(cities)", "山川湖海日月星辰", "大千世界"]


def test_without_an_index_quoted_words_are_found_side_by_side(app, monkeypatch, tmp_path):
    monkeypatch.setattr(app.extensions["search"], "home", tmp_path / "nowhere")
    visitor = app.test_client()
    assert "novo-ai" in look(visitor, "/companies?q=%22novo+ai%22").slugs


def test_who_has_ended_takes_no_place_among_the_similar(empty_app):
    with db.database.connection_context():
        factories.lay_ground()
        factories.put(Kind.MODEL, factories.family(slug="torch", name="Torch", aliases=[], versions=[]))
        for number in range(1, 13):
            ended = {"status": "ended"} if 1 < number < 8 else {}
            factories.put(Kind.COMPANY, company(number, country="FR", **ended))
        for number in range(13, 60):
            torch = [adoption(model="torch", versions=[], route="unknown")]
            factories.put(Kind.COMPANY, company(number, country="IT", sectors=["energy"], adoptions=torch))
    told = empty_app.test_client().get("/companies/example-company-1").text
    named = [number for number in range(2, 60) if f'href="/companies/example-company-{number}"' in told]
    assert named == [8, 10, 11, 12], "the first four by their addresses that still are"
