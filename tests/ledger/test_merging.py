"""Carrying a change over to today's document: what two people changed in different places is all there."""

from hypothesis import given
from hypothesis import strategies as st

from directory.ledger.history import rebased
from directory.ledger.merging import merged
from tests.factories import adoption, company, own_source, source

pilot = adoption(use="pilot", statement="It tried Lantern once, on a small scale.")
vendor = adoption(route="vendor-api", statement="It also calls the developer's interface.")
torch = adoption(model="torch", statement="It runs Torch as well, for its archive.")


def test_a_new_entry_and_one_that_is_gone_take_what_is_proposed():
    assert rebased(None, company(), company(city="Ulm")) == company(city="Ulm")
    assert rebased(company(), None, company(city="Ulm")) == company(city="Ulm")


def test_fields_that_were_left_alone_are_as_they_are_now():
    live = company(city="Munich", founded=2019)
    assert merged(company(), live, company(city="Ulm")) == company(city="Ulm", founded=2019)
    assert merged(company(), live, company(city=None)) == company(city=None, founded=2019)


def test_an_adoption_that_was_added_meanwhile_stays():
    found = merged(company(), company(adoptions=[adoption(), pilot]), company(adoptions=[adoption(), torch]))
    assert found == company(adoptions=[adoption(), pilot, torch])


def test_an_adoption_that_was_removed_meanwhile_does_not_come_back():
    base = company(adoptions=[adoption(), pilot])
    proposed = company(adoptions=[adoption(statement="It runs Lantern for everybody."), pilot])
    found = merged(base, company(adoptions=[adoption()]), proposed)
    assert found == company(adoptions=[adoption(statement="It runs Lantern for everybody.")])


def test_two_changes_of_different_adoptions_are_both_there():
    base = company(adoptions=[adoption(), vendor])
    ended = vendor | {"status": "ended", "until": "2026-06"}
    live, proposed = company(adoptions=[adoption(), ended]), company(adoptions=[adoption(since="2025"), vendor])
    assert merged(base, live, proposed) == company(adoptions=[adoption(since="2025"), ended])


def test_two_changes_of_different_fields_of_one_adoption_are_both_there():
    found = merged(company(), company(adoptions=[adoption(since="2025")]), company(adoptions=[adoption(region="EU")]))
    assert found == company(adoptions=[adoption(since="2025", region="EU")])


def test_two_changes_of_one_field_stay_as_proposed():
    found = merged(company(), company(adoptions=[adoption(since="2025")]), company(adoptions=[adoption(since="2024")]))
    assert found == company(adoptions=[adoption(since="2024")])


def test_sources_that_two_people_added_are_both_there():
    live = company(adoptions=[adoption(sources=[source(), own_source()])])
    paper = source(url="https://paper.example/lantern", title="A paper")
    found = merged(company(), live, company(adoptions=[adoption(sources=[paper, source()])]))
    assert found["adoptions"][0]["sources"] == [source(), own_source(), paper]


def test_sources_of_one_page_are_told_apart_by_their_quotes():
    second = source(quote="Lantern answers our customers.")
    base = company(adoptions=[adoption(sources=[source(), second])])
    live = company(adoptions=[adoption(sources=[source(title="Who runs it"), second])])
    proposed = company(adoptions=[adoption(sources=[source(), second | {"title": "Said twice"}])])
    found = merged(base, live, proposed)["adoptions"][0]["sources"]
    assert found == [source(title="Who runs it"), second | {"title": "Said twice"}]


def test_adoptions_that_nothing_tells_apart_count_as_one_value():
    base = company(adoptions=[adoption(), adoption(since="2025")])
    live = company(adoptions=[adoption(), adoption(since="2024")])
    proposed = company(adoptions=[adoption(since="2023"), adoption(since="2025")])
    assert merged(base, live, proposed) == proposed


TWICE = [source(), source()]
LOST = {"recheck": "quote-lost", "archive_url": "https://archive.example/1"}


def test_where_a_source_is_named_twice_what_was_noted_meanwhile_is_there():
    base, live, proposed = (
        company(adoptions=[adoption(sources=[*TWICE, each])])
        for each in (own_source(), own_source(**LOST), own_source(title="Another"))
    )
    found = merged(base, live, proposed)["adoptions"][0]["sources"]
    assert found == [*TWICE, own_source(**LOST, title="Another")]
    assert merged(live, base, proposed)["adoptions"][0]["sources"] == [*TWICE, own_source(title="Another")]


def test_a_mark_that_a_proposal_takes_away_goes_where_a_source_is_named_twice():
    left = company(adoptions=[adoption(sources=[*TWICE, own_source(**LOST)])])
    live = company(adoptions=[adoption(sources=[*TWICE, own_source(**LOST), source(title="New")])])
    was = company(adoptions=[adoption(sources=[*TWICE, own_source()])])
    assert merged(left, live, was)["adoptions"][0]["sources"] == [*TWICE, own_source()]


def test_where_a_claim_is_named_twice_what_was_noted_meanwhile_is_there():
    base = company(adoptions=[adoption(), adoption(since="2025")])
    noted = adoption(since="2025", reread="2026-11-24", sources=[source(**LOST), *adoption()["sources"][1:]])
    proposed = company(adoptions=[adoption(statement="It runs it for all."), adoption(since="2025")])
    found = merged(base, company(adoptions=[adoption(), noted]), proposed)
    assert found == company(adoptions=[adoption(statement="It runs it for all."), noted])


@given(st.lists(st.sampled_from("uvw"), min_size=1, max_size=4), st.data())
def test_whatever_is_named_twice_no_mark_is_lost(urls, data):
    base = [{"url": url, "quote": url, "title": "t"} for url in [*urls, urls[0]]]
    live = [each | data.draw(st.sampled_from([{}, {"recheck": "page-gone"}])) for each in base]
    proposed = [each | {"title": data.draw(st.sampled_from("st"))} for each in base]
    found = merged({"sources": base}, {"sources": live}, {"sources": proposed})["sources"]
    marked = [sorted(each["url"] for each in some if "recheck" in each) for some in (live, found)]
    assert marked[0] == marked[1]


# Plain documents hold no empty list; two sources or adoptions of one key are fewer here than in life.
SOURCE = st.fixed_dictionaries({"url": st.sampled_from("uvw")}, optional={"title": st.sampled_from("st")})
ADOPTION = st.fixed_dictionaries(
    {
        "model": st.sampled_from("xyz"),
        "sources": st.lists(SOURCE, min_size=1, max_size=3, unique_by=lambda s: s["url"]),
    },
    optional={"since": st.sampled_from("12"), "region": st.sampled_from("pq")},
)
DOCUMENT = st.fixed_dictionaries(
    {"name": st.sampled_from("abc")},
    optional={
        "city": st.sampled_from("abc"),
        "sectors": st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
        "adoptions": st.lists(ADOPTION, min_size=1, max_size=3, unique_by=lambda a: a["model"]),
    },
)


@given(DOCUMENT, DOCUMENT)
def test_where_one_side_changed_nothing_the_other_stands_as_it_is(base, changed):
    assert merged(base, base, changed) == changed
    assert merged(base, changed, base) == changed
    assert merged(base, changed, changed) == changed


@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_what_was_proposed_is_there(base, live, proposed):
    found = merged(base, live, proposed)
    for path, value in _leaves(proposed).items():
        if _leaves(base).get(path) != value:
            assert _leaves(found)[path] == value
    for path in _leaves(base).keys() - _leaves(proposed).keys():
        assert path not in _leaves(found), "what was taken out is out"


@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_what_the_proposal_left_alone_is_as_it_is_now(base, live, proposed):
    found, before, now, then = map(_leaves, (merged(base, live, proposed), base, live, proposed))
    taken_out = _above(before) - _above(then)
    for path in now:
        # What stood in a part that the proposal took out went with it.
        if before.get(path) == then.get(path) and not _above([path]) & taken_out:
            assert found[path] == now[path]


@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_nothing_is_invented(base, live, proposed):
    for path, value in _leaves(merged(base, live, proposed)).items():
        assert value in (_leaves(live).get(path), _leaves(proposed).get(path))


@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_carrying_over_twice_is_carrying_over_once(base, live, proposed):
    found = merged(base, live, proposed)
    assert merged(live, live, found) == found
    assert merged(base, found, proposed) == found


def _leaves(document):
    """Give every value by its path; items of lists are named by their key."""
    found = {}
    for name, value in document.items():
        if name in ("adoptions", "sources"):
            for item in value:
                key = item.get("model", item.get("url"))
                found |= {(name, key, *path): leaf for path, leaf in _leaves(item).items()}
        else:
            found[(name,)] = value
    return found


def _above(paths):
    """Name every part that these values stand in."""
    return {path[:length] for path in paths for length in range(2, len(path))}
