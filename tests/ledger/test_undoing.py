"""Any change can be undone by new ones: what it did goes, what came since stays."""

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.errors import ChangedMeanwhile, Invalid
from directory.ledger.publish import Why, undo, withdraw
from tests import factories
from tests.factories import BECAUSE, adoption, put, source
from tests.ledger.test_moving import NEW, ONE, TWO, document_at, leads_to, merge, rename, revision_of, site, whole

__all__ = ["site"]
OOPS = Why("It was a mistake (made up).", submission=7)


def test_what_was_published_is_withdrawn_what_was_withdrawn_comes_back(site):
    put(Kind.COMPANY, factories.company(3))
    [gone] = undo(queries.revision(), OOPS)
    assert (gone.act, gone.undoes, gone.submission) == ("withdrawn", gone.number - 1, 7)
    [back] = undo(gone.number, OOPS)
    assert (back.act, back.undoes) == ("restored", gone.number)
    assert document_at("example-company-3") == factories.company(3)
    whole()


def test_what_was_changed_is_put_back(site):
    before = document_at(ONE)
    changed = put(Kind.COMPANY, factories.company(1, city="Bonn"))
    [back] = undo(changed.number, OOPS)
    assert (back.act, document_at(ONE)) == ("changed", before)


def test_what_came_since_stays(site):
    before = document_at(ONE)
    changed = put(Kind.COMPANY, before | {"city": "Bonn"})
    put(Kind.COMPANY, document_at(ONE) | {"founded": 1999})
    with pytest.raises(ChangedMeanwhile):
        undo(changed.number, OOPS, seen=changed.number)
    undo(changed.number, OOPS, seen=revision_of(ONE))
    assert document_at(ONE) == {**before, "founded": 1999}
    with pytest.raises(ChangedMeanwhile, match="nothing left"):
        undo(changed.number, OOPS)
    whole()


def test_a_change_is_undone_in_an_entry_that_was_renamed_since(site):
    changed = put(Kind.COMPANY, document_at(ONE) | {"city": "Bonn"})
    rename()
    undo(changed.number, OOPS)
    assert document_at(NEW)["city"] == factories.company(1)["city"]
    assert leads_to(ONE) == NEW
    whole()


def test_claims_are_undone_one_by_one(site):
    first, second, third = (adoption(use=use) for use in ("production", "pilot", "research"))
    put(Kind.COMPANY, document_at(ONE) | {"adoptions": [first, second]})
    added = put(Kind.COMPANY, document_at(ONE) | {"adoptions": [first, second, third]})
    altered = {**second, "statement": "It only tries it."}
    worded = put(Kind.COMPANY, document_at(ONE) | {"adoptions": [first, altered, third]})
    undo(added.number, OOPS)
    assert document_at(ONE)["adoptions"] == [first, altered]
    put(Kind.COMPANY, document_at(ONE) | {"adoptions": [first]})
    with pytest.raises(ChangedMeanwhile, match="nothing left"):
        undo(worded.number, OOPS)


def test_what_would_leave_no_claim_withdraws_the_entry(site):
    second = adoption(use="pilot")
    added = put(Kind.COMPANY, document_at(ONE) | {"adoptions": [adoption(), second]})
    put(Kind.COMPANY, document_at(ONE) | {"adoptions": [second]})
    [gone] = undo(added.number, OOPS)
    assert gone.act == "withdrawn"
    whole()


def test_what_undoing_would_leave_against_the_rules_is_refused(site):
    one, two = source(), source(url="https://press.example/two", quote="It runs Lantern, too.")
    added = put(Kind.COMPANY, document_at(ONE) | {"adoptions": [adoption(sources=[one, two])]})
    put(Kind.COMPANY, document_at(ONE) | {"adoptions": [adoption(sources=[two])]})
    with pytest.raises(Invalid):
        undo(added.number, OOPS)


def test_a_first_publication_that_changed_since_is_withdrawn_not_undone(site):
    first = put(Kind.COMPANY, factories.company(3))
    put(Kind.COMPANY, factories.company(3, city="Bonn"))
    with pytest.raises(ChangedMeanwhile, match="withdraw it"):
        undo(first.number, OOPS)


def test_the_newer_change_is_undone_first_where_nothing_stands(site):
    changed = put(Kind.COMPANY, document_at(ONE) | {"city": "Bonn"})
    gone = withdraw(Kind.COMPANY, ONE, BECAUSE)
    with pytest.raises(ChangedMeanwhile, match="newer change first"):
        undo(changed.number, OOPS)
    undo(gone.number, OOPS)
    undo(changed.number, OOPS)
    assert document_at(ONE) == factories.company(1)


def test_a_model_is_put_back_and_keeps_what_came_since(site):
    before = queries.published(Kind.MODEL, "lantern").document
    changed = put(Kind.MODEL, before | {"summary": "Another summary (made up)."})
    put(Kind.MODEL, queries.published(Kind.MODEL, "lantern").document | {"aliases": ["Old Lantern (made up)"]})
    undo(changed.number, OOPS)
    assert queries.published(Kind.MODEL, "lantern").document == before | {"aliases": ["Old Lantern (made up)"]}


@pytest.mark.parametrize("side", [0, 1])
def test_a_rename_is_named_back_whichever_of_its_rows_is_undone(site, side):
    before = document_at(ONE)
    moved = rename()
    made = undo(moved.number + side, OOPS)
    assert [change.slug for change in made] == [ONE, NEW]
    assert document_at(ONE) == before
    assert leads_to(NEW) == ONE
    whole()


@pytest.mark.parametrize("side", [0, 1])
def test_a_merge_is_taken_apart_whichever_of_its_rows_is_undone(site, side):
    before = document_at(ONE), document_at(TWO)
    # The survivor takes over the other's website: both sides must go back together.
    moved = merge(website="https://www.company-1.example")
    made = undo(moved.number + side, OOPS)
    assert [(change.slug, change.act) for change in made] == [(ONE, "restored"), (TWO, "changed")]
    assert (document_at(ONE), document_at(TWO)) == before
    whole()


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("how", [rename, merge])
def test_a_move_may_be_undone_and_done_again_and_undone(site, how, side):
    before = document_at(ONE), document_at(TWO)
    undone = how().number
    target = leads_to(ONE)
    for _ in range(2):
        numbers = sorted(change.number for change in undo(undone + side, OOPS))
        assert (document_at(ONE), document_at(TWO)) == before
        again = sorted(change.number for change in undo(numbers[side], OOPS))
        assert leads_to(ONE) == target
        undone = again[0]
    whole()


@pytest.mark.parametrize("side", [0, 1])
def test_a_merge_is_taken_apart_and_what_the_survivor_became_since_stays(site, side):
    before = document_at(ONE), document_at(TWO)
    moved = merge(aliases=["Former One (made up)"])
    put(Kind.COMPANY, document_at(TWO) | {"city": "Bonn"})
    undo(moved.number + side, OOPS)
    assert (document_at(ONE), document_at(TWO)) == (before[0], before[1] | {"city": "Bonn"})
    with pytest.raises(ChangedMeanwhile, match="nothing left"):
        undo(moved.number + side, OOPS)
    whole()


def test_a_merge_is_taken_apart_where_the_survivor_has_no_claim_of_its_own_left(site):
    own, other = adoption(), adoption(use="pilot")
    put(Kind.COMPANY, document_at(ONE) | {"adoptions": [other]})
    moved = merge(adoptions=[own, other])
    put(Kind.COMPANY, document_at(TWO) | {"adoptions": [other]})
    assert [change.act for change in undo(moved.number, OOPS)] == ["restored", "withdrawn"]
    assert document_at(ONE)["adoptions"] == [other]
    whole()


def test_a_renamed_entry_is_named_back_with_what_came_since(site):
    moved = rename()
    put(Kind.COMPANY, document_at(NEW) | {"city": "Bonn"})
    undo(moved.number, OOPS)
    assert document_at(ONE) == factories.company(1, city="Bonn")
    whole()


def test_a_move_is_not_undone_before_the_one_after_it(site):
    moved = rename()
    rename(NEW, "newer-name")
    with pytest.raises(ChangedMeanwhile, match="newer change first"):
        undo(moved.number, OOPS)


def test_a_merge_is_not_done_again_over_what_changed_since(site):
    back = undo(merge().number, OOPS)
    put(Kind.COMPANY, factories.company(2, city="Bonn"))
    with pytest.raises(ChangedMeanwhile):
        undo(back[0].number, OOPS)


def test_what_was_renamed_and_withdrawn_comes_back_where_it_was_last(site):
    rename()
    gone = withdraw(Kind.COMPANY, NEW, BECAUSE)
    undo(gone.number, OOPS)
    assert leads_to(ONE) == NEW
    whole()
