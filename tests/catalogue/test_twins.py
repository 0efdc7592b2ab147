"""Companies that may be the same: few hints, good ones, and none between the companies of the launch data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue import queries
from directory.catalogue.identity import bare, likely_twins
from directory.catalogue.kinds import Kind
from directory.ledger.publish import withdraw
from directory.text import fold, words
from tests.factories import BECAUSE, adoption, company, lay_ground, put, source

LISTED = {
    "red-kite-analytics": "Red Kite Analytics",
    "aurelium": "Aurelium GmbH",
    "les-ponts": "Les Ponts de Nantes S.A.S.",
    "studio-42": "Studio 42 Helsinki",
}


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        for number, (slug, name) in enumerate(LISTED.items()):
            put(Kind.COMPANY, company(number, slug=slug, name=name, adoptions=[adoption(sources=[cited(number)])]))
        yield empty_app


def cited(number):
    return source(url=f"https://press.example/{number}")


def found(*names, website="", urls=(), leave_out=""):
    return [(twin.slug, twin.why) for twin in likely_twins(names, website, urls, leave_out)]


@pytest.mark.parametrize(
    ("name", "slug", "why"),
    [
        ("Red Kite Analytics", "red-kite-analytics", "name"),
        ("RED  KÏTE—analytics", "red-kite-analytics", "name"),
        ("Red Kite Analytics Ltd", "red-kite-analytics", "name"),
        ("Red Kite Analytics S.A.", "red-kite-analytics", "name"),
        ("Red Kite Analytics GmbH & Co. KG", "red-kite-analytics", "name"),
        ("UAB Red Kite Analytics", "red-kite-analytics", "name"),
        ("Red Kite Analitycs", "red-kite-analytics", "similar"),
        ("Rad Kite Analytics", "red-kite-analytics", "similar"),
        ("Redkite Analytics B.V.", "red-kite-analytics", "similar"),
        ("Analytics Red Kite", "red-kite-analytics", "similar"),
        ("Aurelium", "aurelium", "name"),
        ("Aurelium Sp. z o.o.", "aurelium", "name"),
        ("Aurelim AG", "aurelium", "similar"),
        ("Ponts de Nantes, Les", "les-ponts", "similar"),
    ],
)
def test_a_name_is_found_however_it_is_written(site, name, slug, why):
    assert found(name) == [(slug, why)]


@pytest.mark.parametrize(
    "name", ["Blue Kite Robotics GmbH", "Aureate GmbH", "Studio 43 Helsinki", "S.A.S.", "GmbH", "", "—"]
)
def test_what_is_called_otherwise_is_not_found(site, name):
    assert found(name) == []


def test_the_surest_comes_first_and_each_once(site):
    names, urls = ["Aurelim", "Les Ponts de Nantes"], ["http://press.example/3/?utm_source=x#top", "not an address"]
    assert found(*names, website="https://shop.company-0.example", urls=urls) == [
        ("red-kite-analytics", "domain"),
        ("les-ponts", "name"),
        ("aurelium", "similar"),
        ("studio-42", "source"),
    ]
    assert found("Aurelium", website="https://company-1.example", urls=["https://www.press.example/1"]) == [
        ("aurelium", "domain")
    ]
    assert found("Aurelium", leave_out="aurelium") == []


def test_other_names_count_and_what_is_withdrawn_does_not(site):
    put(Kind.COMPANY, company(1, slug="aurelium", name="Aurelium GmbH", aliases=["Goldwerk"]))
    assert found("Goldwerk Oy") == [("aurelium", "name")]
    withdraw(Kind.COMPANY, "aurelium", BECAUSE)
    assert found("Goldwerk", website="https://company-1.example") == []


def test_a_page_that_many_cite_is_no_hint_and_hints_are_few(site):
    many = adoption(sources=[source(url="https://press.example/list")])
    for number in range(10, 20):
        put(Kind.COMPANY, company(number, name="Namesake", adoptions=[many]))
    assert found(urls=["https://press.example/list"]) == []
    assert len(found("Namesake")) == 5


@given(st.text(max_size=60))
def test_a_legal_form_is_left_out_only_where_a_name_is_left(name):
    left = bare(words(name))
    assert bool(left) == bool(words(name))
    assert bare(left) == left
    assert bare([*words(name), "kft"]) == (left or ("kft",))


def test_no_two_companies_of_the_launch_data_are_twins(client):
    with client.application.app_context():
        listed = {each.slug: each.document for each in queries.every(Kind.COMPANY)}
        for slug, told in listed.items():
            names = [told["name"], told.get("legal_name") or told["name"], *told.get("aliases", [])]
            assert found(*names, website=told.get("website", ""), leave_out=slug) == []


def test_a_typo_in_any_name_of_the_launch_data_is_forgiven(client):
    with client.application.app_context():
        listed = {each.slug: each.name for each in queries.every(Kind.COMPANY)}
        missed = [
            slug for slug, name in listed.items() if len("".join(bare(words(name)))) > 4 and not _finds(slug, name)
        ]
    assert missed == []


def _finds(slug, name):
    """Ask with a letter left out, two letters changed about, another form, without spaces and in another order."""
    text = " ".join(bare(words(name)))
    middle = len(text) // 2
    asked = [text[:middle] + text[middle + 1 :], text[:1] + text[2:3] + text[1:2] + text[3:], f"{fold(name)} nv"]
    asked += [text.replace(" ", ""), " ".join(reversed(text.split()))]
    return all(slug in dict(found(each)) for each in asked)
