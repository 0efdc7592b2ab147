"""A claim that is complained about is taken out at once, and its words are veiled everywhere until it comes back."""

import json

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, company
from directory.errors import ChangedMeanwhile, Missing, Refused
from directory.ledger import replay
from directory.ledger.hiding import hidden as hidden_claims
from directory.ledger.hiding import hide, veils
from directory.ledger.models import Hiding
from directory.ledger.publish import Why, move, undo
from tests import factories
from tests.catalogue.test_pages import asked as statements
from tests.conftest import rebuild_index
from tests.factories import BECAUSE, adoption, lay_ground, put, source

ONE, NEW = "example-company-1", "new-name"
VEILED = "Hidden while a complaint is looked into."
SAID, QUOTED = "It fired all its people for Lantern.", "Nobody works there any more."
OLDER = "It fired half of its people for Lantern."
HARMFUL = adoption(use="pilot", statement=SAID, sources=[source(quote=QUOTED, url="https://gossip.press.example/x")])
KEY = ("lantern", "pilot", "self-hosted")
COMPLAINT = Why("A complaint came in.")


@pytest.fixture
def site(empty_app):
    """Hold a company with a harmless claim and one that was published, corrected and will be complained about."""
    with empty_app.app_context():
        lay_ground()
        earlier = adoption(use="research", statement=OLDER, sources=[source(quote=QUOTED)])
        put(Kind.COMPANY, factories.company(1, adoptions=[adoption(), earlier]))
        put(Kind.COMPANY, factories.company(1, adoptions=[adoption(), HARMFUL]))
        put(Kind.COMPANY, factories.company(2, city="Bonn"))
        yield empty_app


def seen(slug=ONE):
    return queries.entry_at(Kind.COMPANY, slug).revision


def pages(site, slug=ONE):
    client = site.test_client()
    paths = ["/changes", "/corrections", *(f"/companies/{slug}{end}" for end in ("", ".json", "/history"))]
    return {
        path: client.get(path).text for path in [*paths, "/companies.atom", "/companies.csv", "/companies?q=people"]
    }


def tells(site, *texts, slug=ONE):
    return {path for path, page in pages(site, slug).items() if any(text in page for text in texts)}


def test_a_hidden_claim_is_told_nowhere_and_the_rest_stays(site):
    assert len(tells(site, SAID)) > 2
    hide(ONE, [KEY], COMPLAINT, seen=seen())
    rebuild_index(site)
    told = pages(site)
    assert not [path for path, page in told.items() if SAID in page or QUOTED in page or OLDER in page]
    assert "It runs Lantern for its help desk." in told[f"/companies/{ONE}"]
    history = told[f"/companies/{ONE}/history"]
    # The change that took it out, the one that worded it so, and the one that published it in other words.
    assert history.count(VEILED) == 3
    assert "It runs Lantern for its help desk." in history
    assert "A complaint came in." in history
    assert history.count("by a moderator") == 1
    assert VEILED in told["/changes"]
    assert VEILED in told["/corrections"]


def test_the_translation_of_a_hidden_quote_goes_with_it(site):
    words = {"language": "de", "text": "Dort arbeitet niemand mehr.", "by": "machine"}
    harmful = HARMFUL | {"sources": [HARMFUL["sources"][0] | {"translations": [words]}]}
    put(Kind.COMPANY, factories.company(1, adoptions=[adoption(), harmful]))
    assert len(tells(site, words["text"])) > 2
    hide(ONE, [KEY], COMPLAINT, seen=seen())
    rebuild_index(site)
    assert tells(site, words["text"]) == set()


def test_other_companies_are_not_veiled(site):
    hide(ONE, [KEY], COMPLAINT)
    assert VEILED not in site.test_client().get("/companies/example-company-2/history").text


def test_a_claim_that_comes_back_is_told_again(site):
    hidden = hide(ONE, [KEY], COMPLAINT)
    [back] = undo(hidden.number, BECAUSE)
    assert [row.ended for row in Hiding.select()] == [back.number]
    told = pages(site)
    assert SAID in told[f"/companies/{ONE}"]
    assert VEILED not in told[f"/companies/{ONE}/history"]
    assert SAID in told[f"/companies/{ONE}/history"]


def test_a_claim_comes_back_though_the_entry_changed_since(site):
    hidden = hide(ONE, [KEY], COMPLAINT)
    put(Kind.COMPANY, queries.published(Kind.COMPANY, ONE).document | {"city": "Ulm"})
    assert hidden_claims(ONE) == [(HARMFUL, hidden.number)]
    assert "A claim is hidden" in site.test_client().get(f"/companies/{ONE}").text
    undo(hidden.number, BECAUSE)
    now = queries.published(Kind.COMPANY, ONE).document
    assert (now["city"], now["adoptions"]) == ("Ulm", [adoption(), HARMFUL])
    assert hidden_claims(ONE) == []
    assert "A claim is hidden" not in site.test_client().get(f"/companies/{ONE}").text


def test_undoing_the_return_of_a_claim_hides_it_again(site):
    [back] = undo(hide(ONE, [KEY], COMPLAINT).number, BECAUSE)
    undo(back.number, BECAUSE)
    assert tells(site, SAID, QUOTED) == set()


def test_another_change_of_the_entry_does_not_lift_the_veil(site):
    hide(ONE, [KEY], COMPLAINT)
    put(Kind.COMPANY, factories.company(1, city="Ulm"))
    assert tells(site, SAID, QUOTED) == set()


def test_a_quote_that_another_claim_still_shows_is_not_veiled_there(site):
    shared = [adoption(), adoption(use="pilot", statement=SAID, sources=[source()])]
    put(Kind.COMPANY, factories.company(1, adoptions=shared))
    hide(ONE, [KEY], COMPLAINT)
    history = site.test_client().get(f"/companies/{ONE}/history").text
    assert SAID not in history
    assert "It runs Lantern for its help desk." in history


def test_an_entry_of_which_no_claim_is_left_is_withdrawn_and_told_by_its_name_only(site):
    change = hide(ONE, [KEY, ("lantern", "production", "self-hosted")], COMPLAINT)
    assert (change.act, len(Hiding.select())) == ("withdrawn", 2)
    client = site.test_client()
    gone = client.get(f"/companies/{ONE}")
    assert gone.status_code == 410
    assert "The claims of this entry are hidden while a complaint is looked into." in gone.text
    assert "withdrawn" not in gone.text
    assert f'href="/companies/{ONE}/history"' in gone.text
    history = client.get(f"/companies/{ONE}/history").text
    assert "are hidden while a complaint is looked into; its history stays" in history
    assert "Hidden <span" in history
    assert "Withdrawn" not in history
    assert "A made-up company that only tests know." not in history
    assert "help desk" not in history
    assert "Example Company 00001 (made up)" in history
    [back] = undo(change.number, BECAUSE)
    assert "help desk" in client.get(f"/companies/{ONE}/history").text
    undo(back.number, BECAUSE)
    assert "are hidden while a complaint is looked into." in client.get(f"/companies/{ONE}").text


def test_the_veil_moves_with_the_entry(site):
    hide(ONE, [KEY], COMPLAINT)
    document = queries.published(Kind.COMPANY, ONE).document
    move(ONE, company(document | {"slug": NEW}), BECAUSE, seen=seen(), onto=0)
    assert tells(site, SAID, QUOTED, slug=NEW) == set()
    put(Kind.COMPANY, document | {"slug": NEW, "adoptions": [adoption(), HARMFUL]})
    assert SAID in pages(site, NEW)[f"/companies/{NEW}/history"]


def test_the_veil_covers_addresses_that_the_entry_had_before(site):
    document = queries.published(Kind.COMPANY, ONE).document
    move(ONE, company(document | {"slug": NEW}), BECAUSE, seen=seen(), onto=0)
    hide(NEW, [KEY], COMPLAINT)
    assert tells(site, SAID, QUOTED, slug=NEW) == set()


def test_many_veils_are_asked_for_at_once(site):
    put(Kind.COMPANY, factories.company(2, adoptions=[adoption(), HARMFUL]))
    asked = []
    for slug in (ONE, "example-company-2"):
        hide(slug, [KEY], COMPLAINT)
        with statements() as seen:
            veils([ONE, "example-company-2", *(f"example-company-{number}" for number in range(9, 60))])
        asked.append(len(seen))
    assert asked == [4, 4]


def test_a_change_ends_hidings_without_asking_where_each_one_stands(site):
    put(Kind.COMPANY, factories.company(2, adoptions=[adoption(), HARMFUL]))
    asked = []
    for slug in (ONE, "example-company-2"):
        hide(slug, [KEY], COMPLAINT)
        with statements() as seen:
            put(Kind.COMPANY, factories.company(3, city=f"Bonn {slug}", adoptions=[adoption(), HARMFUL]))
        asked.append(len([each for each in seen if "target" in each]))
    assert asked[0] == asked[1]


def test_hiding_is_refused_where_it_cannot_be_meant(site):
    for wrong, claims, reason, revision in [
        (Missing, [("lantern", "derivative", "self-hosted")], "Why not.", seen()),
        (Refused, [], "Why not.", seen()),
        (ChangedMeanwhile, [KEY], "Why not.", 1),
        (Refused, [KEY], "long " * 100, seen()),
    ]:
        with pytest.raises(wrong):
            hide(ONE, claims, Why(reason), seen=revision)
    assert not Hiding.select().exists()


def test_a_claim_is_hidden_in_an_entry_that_breaks_a_newer_rule(site, monkeypatch):
    monkeypatch.setattr("directory.catalogue.values.EUROPE", frozenset())
    change = hide(ONE, [KEY], COMPLAINT)
    assert json.loads(change.after)["adoptions"] == [adoption()]
    assert list(replay.faults()) == []
