"""The page of what was wrong and was put right: not what was only added, and never the whole ledger for a page."""

import re

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, company
from directory.ledger import telling
from directory.ledger.publish import Why, move, undo, withdraw
from tests import factories
from tests.factories import adoption, lay_ground, put, source


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        put(Kind.COMPANY, factories.company(1, adoptions=[adoption(reread="2026-11-20")]))
        yield empty_app


def change(reason, **given):
    before = queries.published(Kind.COMPANY, "example-company-1").document
    return put(Kind.COMPANY, before | given, Why(reason))


def told(site, path="/corrections"):
    answer = site.test_client().get(path)
    assert answer.status_code == 200
    return answer.text


def test_what_was_altered_or_taken_out_is_told_with_difference_and_reason(site):
    change("It sits in Ulm.", city="Ulm")
    change("It has no known city.", city=None)
    page = told(site)
    assert page.index("It has no known city.") < page.index("It sits in Ulm.")
    assert "<del>Berlin</del>" in page
    assert "<ins>Ulm</ins>" in page
    assert 'href="/companies/example-company-1/history#change-4"' in page
    assert "Cache-Control" in site.test_client().get("/corrections").headers


@pytest.mark.parametrize(
    "given",
    [
        {"founded": 2019},
        {"aliases": ["Example One (made up)"]},
        {"sectors": ["software-ai", "legal"]},
        {"adoptions": [adoption(reread="2026-11-20"), adoption(use="pilot")]},
        {"adoptions": [adoption(reread="2026-11-20", sources=[source(), source(url="https://b.press.example")])]},
        {"adoptions": [adoption(reread="2026-11-23")]},
    ],
)
def test_what_was_only_added_or_read_again_is_no_correction(site, given):
    change("It was added.", **given)
    assert "There is no correction here." in told(site)


def test_what_was_withdrawn_or_moved_is_told_what_came_back_is_not(site):
    put(Kind.COMPANY, factories.company(2))
    gone = withdraw(Kind.COMPANY, "example-company-2", Why("It never existed (made up)."))
    undo(gone.number, Why("It does exist."))
    document = queries.published(Kind.COMPANY, "example-company-1").document
    move("example-company-1", company(document | {"slug": "renamed"}), Why("It has a new name."), seen=3, onto=0)
    page = told(site)
    assert "It never existed" in page
    assert "Moved to renamed" in page
    assert "It does exist." not in page


def test_corrections_are_paged_without_a_gap_and_a_page_looks_at_few(site, monkeypatch):
    monkeypatch.setattr(telling, "LOOKED_AT", 30)
    for number in range(20):
        change("Added.", aliases=[f"Name {each} (made up)" for each in range(number + 1)])
        change("Altered.", city=f"City {number}")
    for number in range(20, 50):
        change("Altered.", city=f"City {number}")
    numbers, path, pages = [], "/corrections", 0
    while path:
        page = told(site, path)
        numbers += [int(number) for number in re.findall(r'id="change-(\d+)"', page)]
        older = re.search(r'href="(/corrections\?before=\d+)" rel="next"', page)
        path, pages = older and older[1], pages + 1
    assert len(numbers) == 50
    assert numbers == sorted(set(numbers), reverse=True)
    assert pages > 2


def test_odd_pages_of_corrections_are_pages(site):
    for odd in ["abc", "-1", "0", "1", "9" * 400, "١٢", "", "%00", "1.5"]:
        told(site, f"/corrections?before={odd}")


def test_the_corrections_are_linked_from_every_page_the_ledger_and_a_history(site):
    for path in ("/about", "/changes", "/companies/example-company-1/history"):
        assert 'href="/corrections"' in told(site, path)
    assert told(site, "/changes").count('href="/corrections"') == 2
