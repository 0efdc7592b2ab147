"""Replaying the ledger gives the tables, today's and any past ones, whatever was done in which order."""

import json
from collections import Counter

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import db
from directory.catalogue import queries, values
from directory.catalogue.kinds import Kind
from directory.catalogue.kinds import company as company_of
from directory.catalogue.models import Company, Entry
from directory.catalogue.queries import published, revision
from directory.errors import ChangedMeanwhile, Invalid, Missing, Refused
from directory.ledger import replay, tables
from directory.ledger.models import Change
from directory.ledger.publish import move, undo, withdraw
from tests.factories import (
    BECAUSE,
    action,
    adoption,
    company,
    developer,
    family,
    lay_ground,
    own_source,
    put,
    source,
)


class Undo(Exception):
    """Take everything back at the end of an example."""


COMPANIES = st.builds(
    lambda number, site, country, sectors, adoptions: (
        Kind.COMPANY,
        company(
            number,
            website=site and f"https://{site}.example",
            country=country,
            sectors=sectors,
            adoptions=adoptions,
        ),
    ),
    st.integers(1, 3),
    st.sampled_from(["one", "two", None]),
    st.sampled_from(["DE", "FR"]),
    st.lists(st.sampled_from(["legal", "energy", "media-marketing"]), min_size=1, unique=True),
    st.lists(
        st.builds(
            lambda model, versions, status, sources: adoption(
                model=model, versions=versions, status=status, sources=sources
            ),
            st.sampled_from(["lantern", "torch"]),
            st.lists(st.sampled_from(["Lantern-1", "L1", "Lantern-2", "unheard of"]), unique=True),
            st.sampled_from(["active", "disputed"]),
            st.sampled_from([[source()], [own_source()], [source(), own_source()]]),
        ),
        min_size=1,
        max_size=2,
    ),
)
REFERENCES = st.sampled_from(
    [
        (Kind.DEVELOPER, developer()),
        (Kind.DEVELOPER, developer(website="https://press.example")),
        (Kind.DEVELOPER, developer(slug="other-lab", name="Other Lab (made up)", website="https://press.example")),
        (Kind.MODEL, family()),
        (Kind.MODEL, family(versions=[])),
        (Kind.MODEL, family(summary="Nothing that companies take from it.")),
        (Kind.MODEL, family(developer="other-lab")),
        (Kind.MODEL, family(versions=[{"name": "Lantern-2", "aliases": ["L1", "Lantern-1"]}])),
        (Kind.MODEL, family(slug="torch", name="Torch", aliases=[], versions=[{"name": "Torch-1"}])),
        (Kind.ACTION, action()),
        (Kind.ACTION, action(scope="public-administration")),
    ]
)
WITHDRAWALS = st.sampled_from(
    [(Kind.COMPANY, f"example-company-{n}") for n in (1, 2, 3)]
    + [(Kind.MODEL, "torch"), (Kind.MODEL, "lantern"), (Kind.ACTION, "example-authority-order")]
)


MOVES = st.tuples(st.just("move"), st.tuples(st.integers(1, 3), st.integers(1, 4)))
UNDOINGS = st.tuples(st.just("undo"), st.integers(0, 4))


def do(step):
    kind, what = step
    try:
        if kind == "move":
            move_(*(f"example-company-{number}" for number in what))
        elif kind == "undo":
            undo(revision() - what, BECAUSE)
        else:
            withdraw(kind, what, BECAUSE) if isinstance(what, str) else put(kind, what)
    except (Invalid, Missing, ChangedMeanwhile):
        return


def move_(slug, target):
    entry, there = (queries.entry_at(Kind.COMPANY, each) for each in (slug, target))
    if entry:
        document = company_of(json.loads((there or entry).document) | {"slug": target})
        move(slug, document, BECAUSE, seen=entry.revision, onto=there.revision if there else 0)


def check_addresses():
    """Every address that moved leads to one that did not."""
    for entry in Entry.select().where(Entry.state == "moved"):
        assert queries.entry_at(entry.kind, queries.survivor(entry.kind, entry.slug)).state in (
            "published",
            "withdrawn",
        )


def check_and_undo(steps):
    with db.write():
        check_every_past_state(steps)
        raise Undo


def check_every_past_state(steps):
    lay_ground()
    past = {0: {name: Counter() for name in replay.contents()}}
    for step in steps:
        do(step)
        past[revision()] = replay.contents()
    assert list(replay.faults()) == []
    check_addresses()
    for number, rows in past.items():
        assert replay.rebuild(number) == rows, number
    assert filled_at_once() == told_without_days()


def filled_at_once():
    """Fill empty tables from today's documents, what others take from first: nothing has to be followed up."""
    entries = {(Kind(entry.kind), entry.slug): entry for entry in Entry.select().where(Entry.state == "published")}
    with replay._scratch():
        for (kind, _), entry in sorted(entries.items(), key=lambda each: list(Kind).index(each[0][0])):
            tables.show(None, kind, entry.document, number=entry.revision, at=entry.changed)
        return told_without_days()


def told_without_days():
    """Give the rows of every table but for those that say when something happened; of the tally give the sums."""
    sums = Counter()
    for _day, measure, number in replay.contents()["tally"].elements():
        sums[measure] += number
    return replay.contents() | {"entry": None, "tally": +sums}


@settings(max_examples=25)
@given(steps=st.lists(COMPANIES | REFERENCES | WITHDRAWALS | MOVES | UNDOINGS, max_size=14))
def test_any_sequence_of_acts_can_be_replayed_to_any_point(empty_app, steps):
    with pytest.raises(Undo):
        check_and_undo(steps)


def test_the_launch_data_replay_to_the_tables_that_are_shown(client):
    assert replay.rebuild(revision()) == replay.contents()
    assert list(replay.faults()) == []
    assert len(replay.contents()["company"]) > 80


def test_a_table_that_was_changed_behind_the_door_is_found(app):
    row = db.database.execute_sql("update company set country = 'FR' where city = 'Berlin'")
    assert row.rowcount > 0
    assert replay.rebuild(revision())["company"] != replay.contents()["company"]


def test_rebuilding_writes_nothing_here(app):
    before, newest = replay.contents(), Change.select().count()
    replay.rebuild(40)
    assert replay.contents() == before
    assert Change.select().count() == newest


def test_a_rule_that_was_tightened_since_does_not_change_the_past(app, monkeypatch):
    monkeypatch.setattr(values, "EUROPE", values.EUROPE - {"GB"})
    assert replay.rebuild(revision()) == replay.contents()
    qwen = published(Kind.MODEL, "qwen").document
    spoken = [{"name": "Another Qwen", "aliases": [qwen["versions"][0]["name"] + " (made up)"]}]
    assert put(Kind.MODEL, qwen | {"versions": qwen["versions"] + spoken})
    assert replay.rebuild(revision()) == replay.contents()
    with pytest.raises(Invalid, match="country"):
        put(Kind.COMPANY, published(Kind.COMPANY, british()).document | {"city": "Leeds"})


def british():
    return Company.get(Company.country == "GB").entry.slug


def test_a_clock_that_was_set_back_does_not_change_the_past(app):
    with time_machine.travel("2020-01-01T00:00:00Z"):
        assert replay.rebuild(revision()) == replay.contents()


def test_a_refusal_in_the_middle_leaves_no_trace(empty_app):
    lay_ground()
    with pytest.raises(Refused):
        put(Kind.COMPANY, company(adoptions=[adoption(model="ghost")]))
    assert replay.rebuild(revision()) == replay.contents()
