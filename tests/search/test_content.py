from itertools import pairwise

import pytest

from directory.search import content
from directory.search.content import Passage
from tests.factories import adoption, company, source


def terms(*texts):
    return content.terms(Passage(*text) for text in texts)


def test_every_text_of_a_company_is_searched_once_the_weightiest_first():
    document = company(
        legal_name="Kite Works GmbH",
        aliases=["Kiteworks"],
        city="Köln",
        adoptions=[
            adoption(versions=["Lantern-1"], operator="Harbour Cloud (made up)", region="Falkenstein"),
            adoption(use="pilot", statement="It tries it.", sources=[source(quote=None, locator="page 3"), source()]),
        ],
    )
    assert [(each.field, each.text) for each in content.passages(document)] == [
        ("name", "Example Company 00001 (made up)"),
        ("alias", "Kite Works GmbH"),
        ("alias", "Kiteworks"),
        ("site", "company-1.example"),
        ("version", "Lantern-1"),
        *(("city", city) for city in ("Köln", "Cologne", "Colonia")),
        ("summary", "A made-up company that only tests know."),
        ("operator", "Harbour Cloud (made up)"),
        ("operator", "Falkenstein"),
        ("statement", "It runs Lantern for its help desk."),
        ("statement", "It tries it."),
        ("quote", "We run the Lantern model in production, the company told us."),
    ]


def test_a_quote_has_the_language_of_its_source_or_the_one_that_it_speaks():
    quotes = [
        source(quote="Lantern: unser Modell.", language="de"),
        source(quote="Nous utilisons ce modèle pour les clients.", language=None),
        source(quote="Lantern 1.5B", language=None),
    ]
    found = content.passages(company(adoptions=[adoption(sources=quotes)]))
    assert [each.language for each in found if each.field == "quote"] == ["de", "fr", "en"]


def test_weights_are_in_the_order_that_is_written_down():
    """Name ≫ alias ≫ model, developer ≫ place, sector ≫ summary ≫ statement ≫ quote (issue 3, DECISIONS.md)."""
    assert content.WEIGHTS == {
        "name": 60,
        "alias": 30,
        "site": 20,
        "version": 12,
        "city": 6,
        "summary": 3,
        "operator": 3,
        "statement": 2,
        "quote": 1,
    }
    assert all(one >= other for one, other in pairwise(content.WEIGHTS.values()))
    assert content.WEIGHTS.keys() == content.LABELS.keys()


def test_a_word_weighs_once_in_each_field_that_has_it():
    found = terms(("name", "Kite Kite"), ("alias", "Kite Works"), ("alias", "Old Kite"), ("quote", "a kite, a kite"))
    assert found.text["kite"].weight == 60 + 30 + 1
    assert len(found.text["kite"].positions) == 6


def test_words_of_different_texts_are_never_neighbours():
    found = terms(("name", "Open"), ("alias", "Source"), ("summary", ""), ("quote", "Desk"))
    places = [found.text[word].positions[0] for word in ("open", "source", "desk")]
    assert all(other - one > 1 for one, other in pairwise(places))


def test_the_spellings_of_a_word_stand_in_one_place():
    found = terms(("name", "Alter Bäcker Berlin"))
    assert [found.text[word].positions for word in ("alter", "backer", "baecker", "berlin")] == [[0], [1], [1], [2]]
    assert found.text["backer"].weight == found.text["baecker"].weight == 60


def test_a_run_is_kept_whole_and_as_its_pairs_at_their_places():
    found = terms(("alias", "阿里 通义千问 Qwen"))
    assert {term: posting.positions for term, posting in found.text.items()} == {
        "阿里": [0],
        "通义千问": [1],
        "通义": [1],
        "义千": [2],
        "千问": [3],
        "qwen": [4],
        "阿里通义千问": [content.ASIDE],
        "通义千问qwen": [content.ASIDE],
        "阿里通义千问qwen": [content.ASIDE],
    }


def test_stems_are_of_the_language_of_their_text_and_only_where_they_differ_from_the_word():
    found = terms(("statement", "hosting cloud"), ("quote", "hébergements", "fr"), ("quote", "hosting", "en"))
    assert found.stems == {"en/host": 3, "fr/heberg": 1}
    assert {key for key in found.typed if key.startswith("@")} == {"@en", "@fr"}


def test_words_of_a_name_are_also_one_word_that_has_no_neighbour():
    found = terms(("name", "Open AI Labs"), ("summary", "red kite"))
    assert {word for word, posting in found.text.items() if posting.positions == [content.ASIDE]} == {
        "openai",
        "ailabs",
        "openailabs",
    }
    assert "redkite" not in found.text
    assert content.joined(["one"]) == []
    assert max(map(len, content.joined(["x" * 50, "y" * 50]))) == 64


def test_names_and_cities_are_found_by_their_beginnings_later_words_a_little_less():
    found = terms(("name", "Novo AI"), ("city", "Köln"), ("summary", "Beacon"))
    assert {key: weight for key, weight in found.typed.items() if not key.startswith("@")} == {
        "no": 60,
        "nov": 60,
        "novo": 60,
        "ai": pytest.approx(42),
        "novoa": pytest.approx(42),
        "novoai": pytest.approx(42),
        "=novo ai": 60,
        "^novo": 60,
        "ko": 6,
        "kol": 6,
        "koln": 6,
        "koe": 6,
        "koel": 6,
        "koeln": 6,
    }


def test_the_digest_changes_with_what_is_searched_and_with_nothing_else():
    digest = content.indexed(company()).digest
    assert content.indexed(company(country="FR", sectors=["health"])).digest == digest
    assert content.indexed(company(adoptions=[adoption(status="ended", use="pilot")])).digest == digest
    assert content.indexed(company(city="Bonn")).digest != digest
    quoted = [source(quote="We run Lantern.", language="de")]
    assert content.indexed(company(adoptions=[adoption(sources=quoted)])).digest != digest


def test_what_a_name_means_in_a_field_of_its_own_is_no_mark():
    """Marks begin with what no word can hold, so that no text can pass for one."""
    found = terms(("name", "=novo ^novo @en #state"))
    assert set(found.text) & {"=novo", "^novo", "@en", "#state"} == set()
