"""The difference between two documents: nothing untold, nothing told twice, moved items are no change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue.kinds import Kind
from directory.catalogue.queries import revision
from directory.ledger import history
from directory.ledger.history import difference
from directory.ledger.publish import withdraw
from tests.factories import BECAUSE, adoption, company, family, lay_ground, own_source, put, source

pilot = adoption(use="pilot", statement="It tried Lantern once, on a small scale.")
vendor = adoption(route="vendor-api", statement="It also calls the developer's interface.")


def told(before, after):
    return {each.path: (each.before, each.after) for each in difference(before, after)}


def test_a_changed_field_is_told_with_both_values():
    assert told(company(), company(city="Munich")) == {("city",): ("Berlin", "Munich")}


def test_a_field_that_came_or_went_has_one_side():
    assert told(company(), company(founded=2019)) == {("founded",): (None, 2019)}
    assert told(company(), company(city=None)) == {("city",): ("Berlin", None)}


def test_a_list_of_words_is_one_field():
    assert told(company(), company(sectors=["legal"])) == {("sectors",): (["software-ai"], ["legal"])}


def test_a_new_entry_tells_every_field():
    fields = told(None, company())
    assert fields[("name",)] == (None, "Example Company 00001 (made up)")
    assert fields[("adoptions", 0, "sources", 0, "quote")] == (None, source()["quote"])
    assert all(before is None for before, _ in fields.values())


def test_a_withdrawn_entry_tells_every_field():
    gone = {tuple(step for step in path if step != "removed"): told for path, told in told(company(), None).items()}
    assert gone == {path: (after, None) for path, (_, after) in told(None, company()).items()}


def test_what_was_removed_and_what_came_in_its_place_have_places_of_their_own():
    other = adoption(model="torch", use="research", route="app")
    found = difference(company(adoptions=[adoption(), pilot]), company(adoptions=[adoption(), other]))
    paths = [each.path for each in found]
    assert {("adoptions", 1, "use"), ("removed", "adoptions", 1, "use")} <= set(paths)
    assert len(paths) == len(set(paths))


def test_reordering_is_no_change():
    one, other = company(adoptions=[adoption(), pilot, vendor]), company(adoptions=[vendor, adoption(), pilot])
    assert told(one, other) == {}
    first, second = source(), own_source()
    assert (
        told(
            company(adoptions=[adoption(sources=[first, second])]),
            company(adoptions=[adoption(sources=[second, first])]),
        )
        == {}
    )


def test_an_edited_adoption_is_told_by_its_field_although_others_moved():
    ended = vendor | {"status": "ended", "until": "2026-06"}
    assert told(company(adoptions=[adoption(), pilot, vendor]), company(adoptions=[ended, pilot, adoption()])) == {
        ("adoptions", 0, "status"): ("active", "ended"),
        ("adoptions", 0, "until"): (None, "2026-06"),
    }


def test_an_adoption_that_was_removed_is_told_whole_and_the_rest_not_at_all():
    fields = told(company(adoptions=[adoption(), pilot]), company(adoptions=[pilot]))
    assert {path[:3] for path in fields} == {("removed", "adoptions", 0)}
    assert fields[("removed", "adoptions", 0, "use")] == ("production", None)
    assert all(after is None for _, after in fields.values())


def test_a_source_that_was_added_is_told_whole():
    more = company(adoptions=[adoption(sources=[own_source(), source()])])
    fields = told(company(), more)
    assert {path[:4] for path in fields} == {("adoptions", 0, "sources", 0)}
    assert all(before is None for before, _ in fields.values())


def test_a_source_on_paper_is_not_taken_for_another_one():
    papers = [source(url=None, quote=None, title=title, locator=at) for title, at in (("A", "page 3"), ("B", "page 9"))]
    before, after = (company(adoptions=[adoption(sources=[paper])]) for paper in papers)
    told = {(each.path[:-1], each.before is None) for each in difference(before, after)}
    assert told == {(("adoptions", 0, "sources", 0), True), (("removed", "adoptions", 0, "sources", 0), False)}


def test_a_corrected_quote_is_told_at_its_source():
    corrected = company(adoptions=[adoption(sources=[own_source(), source(quote="They run Lantern.")])])
    before = company(adoptions=[adoption(sources=[source(), own_source()])])
    assert told(before, corrected) == {
        ("adoptions", 0, "sources", 1, "quote"): (source()["quote"], "They run Lantern.")
    }


def test_two_equal_adoptions_of_which_one_goes_are_told_once():
    fields = told(company(adoptions=[adoption(), adoption()]), company(adoptions=[adoption()]))
    assert len(fields) == len(told(company(), company(adoptions=[adoption(), adoption()]))) > 0


def test_a_part_that_came_is_told_field_by_field():
    licence = {"weights": {"id": "MIT", "name": "MIT License"}}
    before, after = {"versions": [{"name": "L"}]}, {"versions": [{"name": "L", "licence": licence}]}
    assert told(before, after) == {
        ("versions", 0, "licence", "weights", "id"): (None, "MIT"),
        ("versions", 0, "licence", "weights", "name"): (None, "MIT License"),
    }


def test_versions_of_a_family_are_matched_by_name():
    before = family()
    after = family(versions=[before["versions"][1], before["versions"][0] | {"released": "2026-01"}])
    assert told(before, after) == {("versions", 1, "released"): (None, "2026-01")}


# Plain documents hold no empty list and no empty object: what is absent is left out.
ITEM = st.fixed_dictionaries(
    {"model": st.sampled_from("xyz")}, optional={"use": st.sampled_from("pq"), "note": st.sampled_from("mn")}
)
DOCUMENT = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from("abc"),
        "words": st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
        "adoptions": st.lists(ITEM, min_size=1, max_size=4),
        "licence": st.fixed_dictionaries({"id": st.sampled_from("ab")}, optional={"source": ITEM}),
    },
)


@given(DOCUMENT)
def test_nothing_differs_from_itself(document):
    assert difference(document, document) == []
    assert difference(None, None) == []


@given(DOCUMENT, DOCUMENT)
def test_a_difference_is_told_exactly_where_there_is_one(before, after):
    same = _sorted(before) == _sorted(after)
    assert bool(difference(before, after)) is not same


@given(DOCUMENT, DOCUMENT)
def test_what_is_told_differs_and_stands_in_one_of_the_documents(before, after):
    for each in difference(before, after):
        assert each.before != each.after
        assert each.after is None or _at(after, each.path) == each.after


@given(DOCUMENT, DOCUMENT)
def test_there_and_back_tell_the_same_number_of_values(before, after):
    there = sorted(repr((d.before, d.after)) for d in difference(before, after))
    back = sorted(repr((d.after, d.before)) for d in difference(after, before))
    assert len(there) == len(back)


@given(DOCUMENT, DOCUMENT)
def test_every_value_of_the_new_document_is_old_or_told(before, after):
    new = [each.after for each in difference(before, after)]
    old = _leaves(before)
    for leaf in _leaves(after):
        assert leaf in old or leaf in new


def _sorted(document):
    return document | {"adoptions": sorted(document.get("adoptions", []), key=lambda item: sorted(item.items()))}


def _at(document, path):
    for step in path:
        document = document[step]
    return document


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


@pytest.fixture
def _some_history(empty_app):
    lay_ground()
    for number in (1, 2):
        put(Kind.COMPANY, company(number))
    put(Kind.COMPANY, company(1, city="Munich"))
    withdraw(Kind.COMPANY, "example-company-2", BECAUSE)


@pytest.mark.usefixtures("_some_history")
def test_the_history_of_an_entry_is_newest_first_and_its_own():
    changes = history.of_entry(Kind.COMPANY, ["example-company-1"])
    assert [change.number for change in changes] == [5, 3]
    assert history.of_change(changes[0]) == [history.Difference(("city",), "Berlin", "Munich")]
    assert history.of_entry(Kind.COMPANY, ["lantern"]) == []


@pytest.mark.usefixtures("_some_history")
def test_the_feed_misses_nothing_and_repeats_nothing():
    assert revision() == 6
    assert [change.number for change in history.newest(2)] == [6, 5]
    assert [change.number for change in history.newest(2, before=5)] == [4, 3]
    assert [change.number for change in history.since(0)] == [1, 2, 3, 4, 5, 6]
    assert [change.number for change in history.since(3, limit=2)] == [4, 5]
    assert history.since(6) == []
