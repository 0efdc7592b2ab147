"""Masks against brute force: the same question asked of every row one by one."""

from hypothesis import given
from hypothesis import strategies as st

from directory.search import facets
from directory.search.grid import Listed, build
from directory.search.query import ADOPTION_FACETS, COMPANY_FACETS, FACETS, SHOWN, Search

VALUES = dict.fromkeys(FACETS, ("x", "y", "z")) | {
    "status": ("active", "ended", "not-found"),
    "confidence": ("confirmed", "reported", "stale"),
}


def values_of(names, most):
    return st.fixed_dictionaries({f: st.lists(st.sampled_from(VALUES[f]), max_size=most, unique=True) for f in names})


adoptions = st.fixed_dictionaries(
    {f: st.lists(st.sampled_from(VALUES[f]), max_size=1) for f in ADOPTION_FACETS if f not in ("status", "model")}
    | {"status": st.sampled_from(VALUES["status"]).map(lambda status: [status])}
    | {"model": st.lists(st.sampled_from(VALUES["model"]), min_size=1, max_size=2, unique=True)}
)
companies = st.lists(st.tuples(values_of(COMPANY_FACETS, 2), st.lists(adoptions, max_size=4)), max_size=12)
# Few facets at a time: by many, hardly a company would be left to count.
few = st.lists(st.sampled_from(FACETS), max_size=3, unique=True)
choices = few.flatmap(lambda names: st.tuples(*(chosen_of(f) for f in FACETS if f in names)))


def chosen_of(facet):
    return st.sets(st.sampled_from(VALUES[facet]), min_size=1, max_size=2).map(lambda some: (facet, frozenset(some)))


def listed(rows):
    return [
        Listed(f"c{n}", f"name {-n:04}", f"2026-01-{n % 3:02}", f"2026-02-{n % 5:02}", values, adopted)
        for n, (values, adopted) in enumerate(rows)
    ]


def asked(search, facet):
    chosen = search.values(facet)
    return chosen or (SHOWN if facet == "status" else set())


def holds(values, search, names, besides=""):
    wanted = [(f, asked(search, f)) for f in names if f != besides]
    return all(not want or want & set(values.get(f, ())) for f, want in wanted)


def matches(company, search):
    own = holds(company.values, search, COMPANY_FACETS)
    return own and any(holds(adoption, search, ADOPTION_FACETS) for adoption in company.adoptions)


def would_show(company, search, facet, value):
    """Tell whether choosing only this value in its facet would show the company."""
    chosen = dict(search.chosen) | {facet: frozenset({value})}
    return matches(company, Search(chosen=tuple((f, chosen[f]) for f in FACETS if f in chosen)))


@given(companies, choices, st.sets(st.integers(0, 11), min_size=3))
def test_every_count_is_what_counting_the_rows_gives(rows, chosen, hit):
    entries, search = listed(rows), Search(chosen=chosen)
    grid = build(entries)
    hits = grid.mask(f"c{n}" for n in hit)
    among = [company for company in entries if int(company.slug[1:]) in hit]
    found = facets.matching(grid, search, hits)
    assert set(facets.page(grid, found, grid.order("name"), 0)) == {c.slug for c in among if matches(c, search)}
    counted = facets.counts(grid, search, hits)
    for facet in FACETS:
        for value in VALUES[facet]:
            truth = sum(would_show(company, search, facet, value) for company in among)
            assert counted[facet].get(value, 0) == truth, (facet, value)


@given(companies, choices)
def test_orders_hold_every_company_once_and_the_newest_first(rows, chosen):
    entries = listed(rows)
    grid = build(entries)
    shown = [entries[int(grid.slugs[bit][1:])] for bit in grid.order("newest")]
    assert sorted(grid.order("newest")) == sorted(grid.order("reread")) == list(range(len(entries)))
    assert [c.created for c in shown] == sorted((c.created for c in entries), reverse=True)
    assert [grid.slugs[b] for b in grid.order("name")] == [c.slug for c in sorted(entries, key=lambda c: c.name)]


@given(companies, st.sets(st.integers(0, 11)), st.integers(0, 12), st.none() | st.integers(0, 12))
def test_a_page_is_a_part_of_an_order(rows, hit, start, count):
    grid = build(listed(rows))
    told = [grid.slugs[bit] for bit in grid.order("newest") if int(grid.slugs[bit][1:]) in hit]
    found = facets.page(grid, grid.mask(f"c{n}" for n in hit), grid.order("newest"), start, count)
    assert found == told[start : None if count is None else start + count]


def test_values_must_meet_in_one_and_the_same_adoption():
    split = Listed(
        "split",
        "a",
        "",
        "",
        {},
        [
            {"model": ["qwen"], "use": ["pilot"], "status": ["active"]},
            {"model": ["yi"], "use": ["research"], "status": ["active"]},
        ],
    )
    grid = build([split])
    both = Search(chosen=(("model", frozenset({"qwen"})), ("use", frozenset({"research"}))))
    assert facets.matching(grid, both, grid.everyone) == 0
    assert facets.counts(grid, both, grid.everyone)["use"] == {"pilot": 1, "research": 0}


def test_what_was_not_found_shows_only_to_who_asks_for_it():
    grid = build([Listed("gone", "a", "", "", {"country": ["DE"]}, [{"model": ["qwen"], "status": ["not-found"]}])])
    assert facets.matching(grid, Search(), grid.everyone) == 0
    assert facets.counts(grid, Search(), grid.everyone)["country"] == {"DE": 0}
    assert facets.counts(grid, Search(), grid.everyone)["status"] == {"not-found": 1}
    asking = Search(chosen=(("status", frozenset({"not-found"})),))
    assert facets.matching(grid, asking, grid.everyone) == 1
    assert facets.counts(grid, asking, grid.everyone)["country"] == {"DE": 1}


def test_an_address_without_a_bit_is_nobody():
    grid = build([])
    assert grid.mask(["withdrawn"]) == 0
    assert grid.everyone == 0
