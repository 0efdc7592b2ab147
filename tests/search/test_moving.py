"""A company that moved is found at its new address only, and a claim that was hidden is not found."""

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, company
from directory.ledger.hiding import hide
from directory.ledger.publish import move, undo
from directory.search.indexer import Indexer
from tests.factories import BECAUSE, adoption, lay_ground, put
from tests.search.conftest import look, named
from tests.search.test_indexer import run


def caught_up(app):
    """Have the indexer do all that is due, and ask the page."""
    run(Indexer(app.extensions["search"]))
    return app.test_client()


def found(client, q="kite"):
    return look(client, f"/companies?q={q}").slugs


def start(app):
    lay_ground()
    put(Kind.COMPANY, named("Red Kite", country="FR"))
    put(Kind.COMPANY, named("Blue Kite", country="DE"))
    return caught_up(app)


def moved(slug, target, **given):
    there = queries.entry_at(Kind.COMPANY, target)
    document = queries.published(Kind.COMPANY, target if there else slug).document
    seen = queries.entry_at(Kind.COMPANY, slug).revision
    after = company(document | {"slug": target} | given)
    return move(slug, after, BECAUSE, seen=seen, onto=there.revision if there else 0).number


def test_a_renamed_company_is_found_at_its_new_address_only_and_back_again(empty_app):
    assert sorted(found(start(empty_app))) == ["blue-kite", "red-kite"]
    number = moved("red-kite", "red-hawk", name="Red Hawk", website="https://hawk.example")
    client = caught_up(empty_app)
    assert (found(client), found(client, "hawk")) == (["blue-kite"], ["red-hawk"])
    page = look(client)
    assert (page.total, page.counts("country")) == (2, {"FR": 1, "DE": 1})
    undo(number, BECAUSE)
    client = caught_up(empty_app)
    assert (sorted(found(client)), found(client, "hawk")) == (["blue-kite", "red-kite"], [])


def test_of_merged_companies_the_survivor_is_counted_and_found_by_the_others_name(empty_app):
    start(empty_app)
    number = moved("red-kite", "blue-kite", aliases=["Red Kite"])
    client = caught_up(empty_app)
    assert found(client, "red") == ["blue-kite"]
    page = look(client)
    assert (page.total, page.counts("country")) == (1, {"DE": 1})
    assert "/companies/red-kite" not in client.get("/suggest?q=red").text
    undo(number, BECAUSE)
    client = caught_up(empty_app)
    assert look(client).counts("country") == {"FR": 1, "DE": 1}


def test_a_hidden_claim_is_not_found(empty_app):
    start(empty_app)
    claims = [adoption(), adoption(use="pilot", statement="It lets Lantern drive its locomotives.")]
    put(Kind.COMPANY, named("Red Kite", adoptions=claims))
    client = caught_up(empty_app)
    assert found(client, "locomotives") == ["red-kite"]
    hide("red-kite", [("lantern", "pilot", "self-hosted")], BECAUSE)
    client = caught_up(empty_app)
    assert found(client, "locomotives") == []
    assert look(client).counts("use") == {"production": 2}
