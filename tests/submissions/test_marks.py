"""The mark that a source is to be read again: forms keep it while the claim cites that quote at that address."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue.kinds import Kind
from directory.submissions import typed
from tests.factories import adoption, company, put, source
from tests.moderation.deciding import at, decide
from tests.people import forms, send

ENTRY = "/companies/example-company-10"
LOST = source(recheck="quote-lost")
OTHER = source(url="https://b.example/1", quote="They run the thing, b says.")
PILOT = {"model": "qwen", "use": "pilot"}


@pytest.fixture
def corrected(anonymous, moderator):
    """Publish claims, have a form with other values approved, and give the marks of each claim."""

    def act(claims, values):
        with db.database.connection_context():
            put(Kind.COMPANY, company(10, adoptions=claims))
        fields = forms(anonymous.get(f"{ENTRY}/suggest"))[0].fields
        changed = values(fields) if callable(values) else values
        assert send(anonymous, f"{ENTRY}/suggest", changed).status_code == 303
        assert decide(moderator, 1, "approval").status_code == 303
        claims = json.loads(at("example-company-10").document)["adoptions"]
        return [[each.get("recheck") for each in claim["sources"]] for claim in claims]

    return act


def test_a_claim_that_was_read_again_takes_no_mark_of_another_claim(corrected):
    read = adoption(model="qwen", sources=[source()], reread="2026-11-24")
    found = corrected([read, adoption(**PILOT, sources=[LOST])], {"city": "Bremen"})
    assert found == [[None], ["quote-lost"]]


@pytest.mark.parametrize("name", ["title", "publisher", "accessed"])
def test_what_is_corrected_beside_quote_and_address_keeps_the_mark(corrected, name):
    new = {"title": "Who runs Lantern?", "publisher": "The Paper", "accessed": "2026-11-24"}[name]
    assert corrected([adoption(model="qwen", sources=[LOST])], {f"adoptions-0-sources-0-{name}": new}) == [
        ["quote-lost"]
    ]


@pytest.mark.parametrize("name", ["quote", "url"])
def test_another_quote_or_address_has_no_mark(corrected, name):
    new = {"quote": "Lantern answers all our customers today.", "url": "https://c.example/2"}[name]
    assert corrected([adoption(model="qwen", sources=[LOST])], {f"adoptions-0-sources-0-{name}": new}) == [[None]]


def test_sources_that_change_places_keep_their_marks_and_no_client_sets_one(corrected):
    def swapped(fields):
        ways = {"-sources-0-": "-sources-1-", "-sources-1-": "-sources-0-"}
        found = {k.replace(a, b): v for k, v in fields.items() for a, b in ways.items() if a in k}
        return found | {"city": "Bremen", "adoptions-0-sources-0-recheck": "page-gone"}

    assert corrected([adoption(model="qwen", sources=[LOST, OTHER])], swapped) == [[None, "quote-lost"]]


def test_a_claim_of_another_use_keeps_the_marks_of_its_place(corrected):
    claims = [adoption(model="qwen", sources=[source()]), adoption(**PILOT, sources=[LOST])]
    assert corrected(claims, {"adoptions-1-use": "production", "adoptions-1-route": "vendor-api"}) == [
        [None],
        ["quote-lost"],
    ]


QUOTE = st.sampled_from(["Lantern runs here.", "We run Lantern.", None])
URL = st.sampled_from(["https://a.example/1", "https://b.example/1"])
MARK = st.sampled_from(["quote-lost", "page-gone", None])
SOURCES = st.lists(st.tuples(URL, QUOTE, MARK), min_size=1, max_size=3, unique_by=lambda told: told[:2])
MARKED = "quote-lost"
NAMES = [("qwen", "pilot"), ("qwen", "production"), ("torch", "pilot")]


def claim(name, sources):
    """Give a claim as a document has it: no field is None."""
    told = [{"url": u, "quote": q, "locator": "page 4", "recheck": r} for u, q, r in sources]
    bare = [{key: value for key, value in each.items() if value} for each in told]
    return {"model": name[0], "use": name[1], "route": "self-hosted", "sources": bare}


@given(
    st.lists(SOURCES, min_size=1, max_size=3),
    st.text(max_size=9),
    st.permutations(range(3)),
    st.permutations(range(3)),
)
def test_whatever_is_written_in_other_fields_each_claim_keeps_its_own_marks(lists, title, claims, sources):
    there = [claim(name, each) for name, each in zip(NAMES, lists, strict=False)]
    sent = []
    for old in (there[n] for n in claims if n < len(there)):
        bare = [{k: v for k, v in each.items() if k != "recheck"} | {"title": title} for each in old["sources"]]
        sent.append(old | {"statement": title, "sources": [bare[n] for n in sources if n < len(bare)]})
    for old in there:
        found = next(
            each for each in typed._marked(sent, there) if each["use"] == old["use"] and each["model"] == old["model"]
        )
        marks = {(s["url"], s.get("quote")): s.get("recheck") for s in found["sources"]}
        assert marks == {(s["url"], s.get("quote")): s.get("recheck") for s in old["sources"]}


def test_what_is_new_in_an_entry_is_marked_where_all_that_say_the_same_are():
    there = [
        claim(name, [("https://a.example/1", None, mark)]) for name, mark in zip(NAMES, [None, MARKED], strict=False)
    ]
    bare = {key: value for key, value in there[1]["sources"][0].items() if key != "recheck"}
    found = typed._marked([there[1] | {"use": "research", "sources": [bare]}], there)
    assert found[0]["sources"] == [bare], "in the place of a claim without a mark it is that claim"
    added = [there[0], there[1] | {"sources": [bare]}, there[1] | {"use": "research", "sources": [bare]}]
    assert "recheck" not in typed._marked(added, there)[2]["sources"][0], "not every source that says so is marked"
    added[0] = there[0] | {"sources": [bare | {"url": "https://b.example/1"}]}
    assert typed._marked(added, [added[0], there[1]])[2]["sources"][0]["recheck"] == MARKED


def test_the_same_source_twice_in_a_claim_takes_no_mark_away():
    there = [
        claim(NAMES[0], [("https://a.example/1", None, MARKED)]),
        claim(NAMES[1], [("https://a.example/1", None, None)]),
    ]
    bare = there[1]["sources"][0]
    found = typed._marked([there[0] | {"sources": [bare, bare | {"title": "Again"}]}, there[1]], there)
    assert [["recheck" in each for each in one["sources"]] for one in found] == [[True, True], [False]]
