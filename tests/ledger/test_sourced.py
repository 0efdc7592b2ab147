"""No published adoption is without a source that has a quote or says where it stands, whatever was done before."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.catalogue.checks import quote_key
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption, Entry, Evidence
from directory.catalogue.queries import revision
from directory.errors import Invalid, Refused
from directory.ledger.publish import amend, undo
from tests.factories import BECAUSE, adoption, company, lay_ground, put, source
from tests.ledger.acts import ACTS, MUTE, do, example

SLUG = "example-company-1"
OTHER = source(url="https://other.example/lantern", quote="Lantern runs there.")


def published():
    return list(Entry.select().where(Entry.kind == Kind.COMPANY, Entry.state == "published"))


def check_the_documents():
    for entry in published():
        for claim in json.loads(entry.document)["adoptions"]:
            assert claim["sources"]
            assert all(each.get("quote") or each.get("locator") for each in claim["sources"])
            assert all(each.get("url") or each.get("locator") for each in claim["sources"])


def check_the_tables():
    """Each adoption of the tables is one of a published document, with a row for each of its sources."""
    told = {
        (entry.slug, position, place, each.get("url", ""), quote_key(each))
        for entry in published()
        for position, claim in enumerate(json.loads(entry.document)["adoptions"])
        for place, each in enumerate(claim["sources"])
    }
    rows = (
        Evidence.select(Entry.slug, Adoption.position, Evidence.place, Evidence.url, Evidence.quote)
        .join(Adoption)
        .join(Entry)
        .tuples()
    )
    assert set(rows) == told
    sourced = {row.adoption_id for row in Evidence.select(Evidence.adoption)}
    assert sourced == {row.id for row in Adoption.select(Adoption.id)}


@settings(max_examples=60)
@given(steps=st.lists(ACTS, max_size=16))
def test_no_adoption_is_ever_published_without_evidence(empty_app, steps):
    with example():
        for step in steps:
            do(step)
            check_the_documents()
            check_the_tables()


@pytest.fixture
def ground(empty_app):
    lay_ground()
    return empty_app


@pytest.mark.usefixtures("ground")
def test_undoing_does_not_take_the_last_source_away():
    put(Kind.COMPANY, company(adoptions=[adoption(sources=[source()])]))
    added = put(Kind.COMPANY, company(adoptions=[adoption(sources=[source(), OTHER])]))
    put(Kind.COMPANY, company(adoptions=[adoption(sources=[OTHER])]))
    with pytest.raises(Refused):
        undo(added.number, BECAUSE)
    check_the_documents()
    assert revision() == added.number + 1


@pytest.mark.usefixtures("ground")
def test_a_source_that_says_nothing_is_refused():
    with pytest.raises(Invalid, match="quote"):
        put(Kind.COMPANY, company(adoptions=[adoption(sources=[source(), MUTE])]))


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize(
    "worse",
    [{"sources": []}, {"sources": [MUTE]}, {"statement": "It runs something else."}, {"sources": [source(), OTHER]}],
)
def test_amending_changes_marks_and_nothing_that_is_said(worse):
    put(Kind.COMPANY, company())
    with pytest.raises(Refused, match="Correct the entry instead"):
        amend(SLUG, company(adoptions=[adoption(**worse)]), BECAUSE, seen=revision())
    check_the_documents()


@pytest.mark.usefixtures("ground")
def test_amending_notes_marks_copies_and_days():
    put(Kind.COMPANY, company())
    noted = source(recheck="quote-lost", archive_url="https://archive.example/lantern", accessed="2026-11-24")
    amended = company(adoptions=[adoption(reread="2026-11-24", sources=[noted])])
    assert amend(SLUG, amended, BECAUSE, seen=revision())
    assert json.loads(published()[0].document) == amended
