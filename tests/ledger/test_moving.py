"""A company that is renamed or merged leads from its old address to the new one, for ever, and can be put back."""

import pytest

from directory.catalogue import identity, queries
from directory.catalogue.kinds import Kind, company
from directory.errors import ChangedMeanwhile, Invalid, Missing, Moved
from directory.ledger import imports, replay
from directory.ledger.models import Change
from directory.ledger.publish import Why, move, publish, withdraw
from tests import factories
from tests.factories import BECAUSE, adoption, lay_ground, put

ONE, TWO, NEW = "example-company-1", "example-company-2", "new-name"


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        put(Kind.COMPANY, factories.company(1))
        put(Kind.COMPANY, factories.company(2))
        yield empty_app


def revision_of(slug):
    entry = queries.entry_at(Kind.COMPANY, slug)
    return entry.revision if entry else 0


def document_at(slug):
    return queries.published(Kind.COMPANY, slug).document


def rename(slug=ONE, target=NEW, **given):
    document = company(document_at(slug) | {"slug": target} | given)
    return move(slug, document, BECAUSE, seen=revision_of(slug), onto=revision_of(target))


def merge(**given):
    """Merge the first company into the second one."""
    document = company(document_at(TWO) | given)
    return move(ONE, document, BECAUSE, seen=revision_of(ONE), onto=revision_of(TWO))


def whole():
    assert list(replay.faults()) == []
    newest = queries.revision()
    assert replay.rebuild(newest) == replay.contents()


def leads_to(slug):
    with pytest.raises(Moved) as told:
        queries.published(Kind.COMPANY, slug)
    return told.value.target


def test_a_renamed_company_is_at_its_new_address_and_the_old_one_leads_there(site):
    before = document_at(ONE)
    moved = rename()
    assert (moved.act, moved.slug, moved.target, moved.after) == ("moved", ONE, NEW, "")
    landed = Change.get_by_id(moved.number + 1)
    assert (landed.act, landed.slug, landed.reason) == ("published", NEW, moved.reason)
    assert document_at(NEW) == before | {"slug": NEW}
    assert leads_to(ONE) == NEW
    whole()


def test_a_merged_company_leads_to_the_survivor_which_says_what_was_decided(site):
    moved = merge(aliases=["Former One (made up)"])
    assert Change.get_by_id(moved.number + 1).act == "changed"
    assert document_at(TWO)["aliases"] == ["Former One (made up)"]
    assert leads_to(ONE) == TWO
    whole()


def test_a_merge_that_adds_nothing_has_its_two_rows_too(site):
    moved = merge()
    landed = Change.get_by_id(moved.number + 1)
    assert (landed.act, landed.before == landed.after) == ("changed", True)
    whole()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/companies/example-company-1", "/companies/new-name"),
        ("/companies/example-company-1.json", "/companies/new-name.json"),
        ("/companies/example-company-1/history", "/companies/new-name/history"),
        ("/companies/example-company-1/suggest?a=b&_external=1", "/companies/new-name/suggest?a=b&_external=1"),
    ],
)
def test_every_page_of_an_old_address_leads_to_the_same_page_at_the_new_one(site, path, to):
    rename()
    client = site.test_client()
    for answer in (client.get(path), client.head(path)):
        assert (answer.status_code, answer.location) == (301, to)
        # Undoing the move leads back: a browser that kept this would go round in circles.
        assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get(to).status_code == 200


def test_what_is_posted_to_an_old_address_is_not_led_on_silently(site):
    rename()
    answer = site.test_client().post(f"/companies/{ONE}/suggest", data={"name": "x"})
    assert answer.status_code == 409
    assert NEW in answer.text


def test_addresses_that_moved_again_lead_to_the_last_one_at_once(site):
    rename()
    rename(NEW, "newer-name")
    move("newer-name", company(document_at(TWO)), BECAUSE, seen=revision_of("newer-name"), onto=revision_of(TWO))
    assert [leads_to(slug) for slug in (ONE, NEW, "newer-name")] == [TWO] * 3
    assert set(queries.addresses_of(Kind.COMPANY, TWO)) == {ONE, NEW, "newer-name", TWO}
    whole()


def test_a_survivor_that_was_withdrawn_says_so(site):
    rename()
    withdraw(Kind.COMPANY, NEW, Why("It never existed (made up)."))
    client = site.test_client()
    answer = client.get(f"/companies/{ONE}", follow_redirects=True)
    assert answer.status_code == 410
    assert "It never existed" in answer.text
    assert "It never existed" in client.get(f"/companies/{ONE}/history", follow_redirects=True).text


def test_the_survivors_history_tells_what_happened_at_the_addresses_that_lead_to_it(site):
    put(Kind.COMPANY, factories.company(1, city="Bonn"), Why("It sits in Bonn."))
    merge()
    page = site.test_client().get(f"/companies/{TWO}/history").text
    assert "It sits in Bonn." in page
    assert f"at the address {ONE}" in page
    assert f"Merged into {TWO}" in page
    # Both rows of the move; a file made the others.
    assert page.count("by a moderator") == 2


def test_nothing_moves_onto_itself_or_onto_an_address_that_is_used(site):
    put(Kind.COMPANY, factories.company(3))
    withdraw(Kind.COMPANY, "example-company-3", BECAUSE)
    rename(TWO, "newer-name")
    for target in (ONE, "example-company-3", TWO):
        with pytest.raises(Invalid):
            rename(ONE, target)
    whole()


def test_nothing_moves_unseen(site):
    seen, onto = revision_of(ONE), revision_of(TWO)
    put(Kind.COMPANY, factories.company(2, city="Bonn"))
    survivor = company(document_at(TWO))
    with pytest.raises(ChangedMeanwhile):
        move(ONE, survivor, BECAUSE, seen=seen, onto=onto)
    with pytest.raises(ChangedMeanwhile):
        move(ONE, survivor, BECAUSE, seen=seen - 1, onto=revision_of(TWO))
    with pytest.raises(ChangedMeanwhile):
        move(ONE, survivor, BECAUSE, seen=seen, onto=0)
    with pytest.raises(Missing):
        move("nobody", survivor, BECAUSE, seen=0, onto=revision_of(TWO))


def test_what_the_directory_refuses_does_not_move(site):
    before = replay.contents()
    with pytest.raises(Invalid):
        rename(adoptions=[adoption(model="unheard-of")])
    assert replay.contents() == before
    whole()


def test_an_address_that_moved_is_never_given_again(site):
    rename(ONE, "novo")
    rename("novo", "novo-2")
    assert identity.free_slug(ONE) != ONE
    assert identity.free_slug("novo") == "novo-3"
    with pytest.raises(Invalid):
        publish(company(factories.company(1)), BECAUSE)


def test_a_file_does_not_bring_back_what_moved(site):
    rename()
    report = imports.Report()
    imports.bring_in([imports.Item("a file", company(factories.company(1)))], report)
    assert report.done == {"kept": 1}
    assert leads_to(ONE) == NEW


def test_an_altered_target_is_noticed(site):
    moved = rename()
    Change.update(target="elsewhere").where(Change.number == moved.number).execute()
    assert f"Change {moved.number} was altered after it was written." in list(replay.faults())


def test_the_history_says_what_was_merged_with_what_and_what_was_renamed(site):
    merge()
    rename(TWO, NEW)
    pages = {slug: site.test_client().get(f"/companies/{slug}/history").text for slug in (ONE, NEW)}
    assert "Merged with example-company-1 <span" in pages[NEW]
    assert "Merged into example-company-2 <span" in pages[NEW]
    assert "Moved to new-name <span" in pages[NEW]
    assert "Moved here from example-company-2 <span" in pages[NEW]
    assert "Merged into example-company-2" in site.test_client().get("/changes").text
