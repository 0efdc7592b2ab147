"""A patched snapshot equals one that is read anew, whatever happened in between; and when it is read anew."""

import json
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from directory import db
from directory.catalogue import kinds
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Company, Entry
from directory.ledger.models import Change
from directory.ledger.publish import Why, move, withdraw
from directory.search import facets, grid, snapshot
from directory.search.query import FACETS, Search
from tests.factories import (
    BECAUSE,
    adoption,
    check,
    company,
    developer,
    family,
    lay_ground,
    look,
    put,
    source,
)

TODAY = date(2026, 11, 24)
BRIGHT = {"slug": "bright", "name": "Bright", "aliases": [], "developer": "bright-lab"}
VERSIONS = [
    [{"name": "Bright-1", "base": "Lantern-2"}],
    [{"name": "Bright-1", "base": "Lantern-9B"}, {"name": "Bright-2", "aliases": ["B2"]}],
    [{"name": "Bright-1", "base": "Nobody's", "base_origin": "US"}, {"name": "Bright-2", "aliases": ["B2"]}],
    [{"name": "Bright-2"}],
]
# Made from what the others may change: its adopters change with it.
DEEP = {"slug": "deep", "name": "Deep", "aliases": [], "versions": [{"name": "Deep-1", "base": "Bright-1"}]}


@contextmanager
def database():
    with db.database.connection_context():
        yield


@pytest.fixture
def ground(empty_app):
    with database():
        lay_ground()
        put(Kind.DEVELOPER, developer(slug="bright-lab", name="Bright Lab", website="https://bright-lab.example"))
        put(Kind.MODEL, family(**BRIGHT, versions=VERSIONS[0]))
        put(Kind.MODEL, family(**DEEP))
        yield empty_app


def adopted(number, *, model="lantern", versions=(), **given):
    # Read a year ago: each night one or another falls due. By the maker, until its domain moves.
    read = {"published": "2025-10", "accessed": f"2025-11-{22 + number % 8}"}
    sources = [source(url=f"https://lantern-lab.example/{number}", **read)]
    return adoption(model=model, versions=list(versions), sources=sources, **given)


adoptions = st.lists(
    st.builds(
        adopted,
        st.integers(0, 7),
        model=st.sampled_from(["lantern", "bright", "deep"]),
        # Names that the adopted family does not have are nobody's versions.
        versions=st.sampled_from([[], ["L1", "Bright-1", "Deep-1"], ["Lantern-2", "B2", "Deep-1", "Unheard-of"]]),
        use=st.sampled_from(["production", "pilot"]),
        status=st.sampled_from(["active", "ended", "not-found"]),
        since=st.sampled_from(["2025-03", "2026", None]),
        # Some of them within a quarter of the first day, others within a year.
        reread=st.sampled_from([None, "2025-12-01", "2026-08-25", "2026-10-10"]),
    ),
    min_size=1,
    max_size=3,
)
numbers = st.integers(1, 6)
steps = st.one_of(
    st.tuples(st.just("publish"), numbers, st.sampled_from(["Aa", "Mm", "Zz"]), adoptions),
    st.tuples(st.just("withdraw"), numbers),
    st.tuples(st.just("move"), numbers, numbers),
    st.tuples(st.just("versions"), st.sampled_from(VERSIONS)),
    st.tuples(st.just("maker"), st.sampled_from(["lantern-lab", "bright-lab"])),
    st.tuples(st.just("domain"), st.sampled_from(["https://lantern-lab.example", "https://moved.example"])),
    st.tuples(st.just("check"), st.integers(0, 7), st.sampled_from(["found", "missing", "gone"])),
    # To the day on which a quarter, or a year, since a reading is over, and beyond.
    st.tuples(st.just("night"), st.sampled_from([1, 1, 46, 93, 366])),
)


class World:
    """Do what a step says, by the one door, and know what day it is."""

    def __init__(self):
        self.today = TODAY
        self.maker, self.versions = "bright-lab", VERSIONS[0]

    def begin(self):
        """Take back what an earlier example left."""
        for number in range(1, 7):
            self.withdraw(number)
        self.domain("https://lantern-lab.example")
        self.versions_(VERSIONS[0])

    def publish(self, number, name, adopted):
        # What moved in an earlier example comes back.
        back = Why("A test says so.", undoes=1)
        put(Kind.COMPANY, company(number, name=f"{name} Example (made up)", adoptions=adopted), back)

    def withdraw(self, number):
        slug = f"example-company-{number}"
        if Entry.select().where(Entry.slug == slug, Entry.state == "published").exists():
            withdraw(Kind.COMPANY, slug, BECAUSE)

    def move(self, number, onto):
        entries = [Entry.get_or_none(Entry.slug == f"example-company-{each}") for each in (number, onto)]
        if number != onto and all(each and each.state == "published" for each in entries):
            gone, survivor = entries
            merged = kinds.company(json.loads(survivor.document))
            move(gone.slug, merged, BECAUSE, seen=gone.revision, onto=survivor.revision)

    def versions_(self, versions):
        self.versions = versions
        put(Kind.MODEL, family(**BRIGHT | {"developer": self.maker}, versions=versions))

    def maker_(self, maker):
        self.maker = maker
        self.versions_(self.versions)

    def domain(self, website):
        put(Kind.DEVELOPER, developer(website=website))

    def check(self, number, outcome):
        seen = look(of={"url": f"https://lantern-lab.example/{number}"}, outcome=outcome)
        slug = f"{self.today}-{Entry.select().count()}"
        put(Kind.CHECK, check(seen, on=str(TODAY), slug=slug))

    def night(self, days):
        self.today += timedelta(days=days)

    def do(self, verb, *arguments):
        verbs = {"versions": self.versions_, "maker": self.maker_}
        (verbs.get(verb) or getattr(self, verb))(*arguments)


def told(shot):
    """Tell all that pages take from a snapshot, by address."""
    made, search = shot.grid, Search()
    names = {facet: sorted(made.values(facet)) for facet in FACETS}
    chosen = [Search(chosen=((facet, frozenset({value})),)) for facet in FACETS for value in names[facet]]
    return {
        "names": names,
        "counts": [facets.counts(made, each, made.everyone) for each in (search, *chosen)],
        "matches": [slugs(made, facets.matching(made, each, made.everyone)) for each in (search, *chosen)],
        "derived": [slugs(made, facets.derived_only(made, each, made.everyone, made.everyone)) for each in chosen],
        "orders": {order: [made.slugs[bit] for bit in made.order(order)] for order in made.orders},
        "ties": [made.slugs[bit] for bit in sorted(made.bits.values(), key=made.ties.__getitem__)],
        "everyone": slugs(made, made.everyone),
        "bits": sorted(made.bits),
        "known": shot.known,
        "reference": shot.reference,
        "key": shot.key,
    }


def slugs(made, mask):
    return facets.page(made, mask, made.order("name"), 0, 99)


@hypothesis_settings(max_examples=60)
@given(steps=st.lists(steps, min_size=1, max_size=8))
def test_a_patched_snapshot_equals_a_new_one(ground, steps):
    world = World()
    world.begin()
    before = snapshot.of(world.today).grid
    for step in steps:
        world.do(*step)
        patched = snapshot.of(world.today)
        assert told(patched) == told(snapshot.rebuilt(world.today))
        kept = before.bits.keys() & patched.grid.bits.keys()
        # A place stays a company's as long as it is listed; only a worn grid begins anew.
        moved = [slug for slug in kept if before.bits[slug] != patched.grid.bits[slug]]
        assert not moved or patched.grid.size == len(patched.grid.bits)
        before = patched.grid


def test_a_change_of_a_model_reaches_the_adopters_of_what_was_made_from_it(ground):
    put(Kind.COMPANY, company(1, adoptions=[adoption(model="deep", versions=["Deep-1"])]))

    def derived():
        own = snapshot.of(TODAY).grid.unions
        return {*own["derived"]}, {*own["derived_developer"]}

    assert derived() == ({"bright", "bright-1", "lantern", "lantern-1", "lantern-2"}, {"bright-lab"})
    put(Kind.MODEL, family(**BRIGHT, versions=VERSIONS[2]))
    assert derived() == ({"bright", "bright-1"}, {"bright-lab"})
    put(Kind.MODEL, family(**DEEP | {"developer": "bright-lab"}))
    assert derived() == ({"bright", "bright-1"}, set())
    put(Kind.MODEL, family(**BRIGHT | {"developer": "lantern-lab"}, versions=VERSIONS[2]))
    assert derived() == ({"bright", "bright-1"}, {"lantern-lab"})


def test_what_did_not_change_is_shared_and_nothing_is_built_again(ground, monkeypatch):
    for number in range(1, 9):
        put(Kind.COMPANY, company(number))
    before = snapshot.of(TODAY)
    monkeypatch.setattr(grid, "build", None)
    put(Kind.COMPANY, company(3, country="FR"))
    after = snapshot.of(TODAY)
    assert after.grid.bits == before.grid.bits
    assert after.grid.companies["country"].keys() == {"DE", "FR"}
    assert after.grid.layers[0]["use"]["production"] is not None
    assert after.reference is before.reference
    assert after.known["country"] is before.known["country"]
    # The former one is what it was: a page that is being made from it is whole.
    assert before.grid.companies["country"].keys() == {"DE"}


def test_a_withdrawn_company_loses_its_place_and_comes_back_behind_the_last(ground):
    for number in range(1, 9):
        put(Kind.COMPANY, company(number))
    before = snapshot.of(TODAY).grid
    withdraw(Kind.COMPANY, "example-company-4", BECAUSE)
    without = snapshot.of(TODAY).grid
    assert without.size == before.size
    assert without.everyone == before.everyone ^ (1 << before.bits["example-company-4"])
    assert "example-company-4" not in without.slugs
    put(Kind.COMPANY, company(4))
    assert snapshot.of(TODAY).grid.bits["example-company-4"] == before.size


def test_a_grid_with_too_many_free_places_is_built_again(ground):
    for number in range(1, 9):
        put(Kind.COMPANY, company(number))
    snapshot.of(TODAY)
    sizes = []
    for number in range(1, 5):
        withdraw(Kind.COMPANY, f"example-company-{number}", BECAUSE)
        sizes.append(snapshot.of(TODAY).grid.size)
    assert sizes == [8, 8, 5, 5]


@contextmanager
def counting_builds(monkeypatch):
    built, real = count(), grid.build
    monkeypatch.setattr(grid, "build", lambda listed: (next(built), real(listed))[1])
    yield lambda: built.__reduce__()[1][0]


def test_a_restored_backup_and_an_earlier_day_are_read_anew(ground, monkeypatch):
    put(Kind.COMPANY, company(1))
    with counting_builds(monkeypatch) as builds:
        snapshot.of(TODAY)
        put(Kind.COMPANY, company(2))
        snapshot.of(TODAY)
        snapshot.of(TODAY + timedelta(days=1))
        first = builds()
        snapshot.of(TODAY)
        assert builds() == first + 1
        # A history that has another newest change under the same number is another one.
        Change.update(digest="another history").where(Change.number == Change.select().count()).execute()
        snapshot.of(TODAY)
        assert builds() == first + 2


def test_what_concerns_many_is_read_anew(ground, monkeypatch):
    monkeypatch.setattr(snapshot, "FEW", 0)
    for number in range(1, 9):
        put(Kind.COMPANY, company(number))
    with counting_builds(monkeypatch) as builds:
        snapshot.of(TODAY)
        first = builds()
        put(Kind.COMPANY, company(1, country="FR"))
        snapshot.of(TODAY)
        assert builds() == first
        put(Kind.MODEL, family(versions=[{"name": "Lantern-3"}]))
        snapshot.of(TODAY)
        assert builds() == first + 1


def test_another_database_is_read_anew(client):
    with database():
        snapshot.warm(TODAY)
        assert snapshot.of(TODAY).grid.size == Company.select().count()
        assert snapshot.of(TODAY) is snapshot.of(TODAY)
