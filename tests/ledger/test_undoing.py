"""Any change can be undone by new ones, unless something that it touched was changed again since."""

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.errors import ChangedMeanwhile
from directory.ledger.publish import Why, undo, withdraw
from tests import factories
from tests.factories import BECAUSE, put
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


def test_what_was_changed_again_is_not_undone_unseen(site):
    changed = put(Kind.COMPANY, factories.company(1, city="Bonn"))
    put(Kind.COMPANY, factories.company(1, city="Ulm"))
    with pytest.raises(ChangedMeanwhile):
        undo(changed.number, OOPS)
    with pytest.raises(ChangedMeanwhile):
        undo(revision_of(ONE), OOPS, seen=changed.number)


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


@pytest.mark.parametrize("how", [rename, merge])
def test_a_move_is_not_undone_over_what_the_survivor_became_since(site, how):
    moved = how()
    target = leads_to(ONE)
    put(Kind.COMPANY, document_at(target) | {"city": "Bonn"})
    for number in (moved.number, moved.number + 1):
        with pytest.raises(ChangedMeanwhile):
            undo(number, OOPS)
    assert leads_to(ONE) == target


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
