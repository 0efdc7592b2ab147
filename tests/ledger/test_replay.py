"""Replaying the ledger gives the tables, today's and any past ones, whatever was done in which order."""

from collections import Counter

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from directory import db
from directory.catalogue import queries, values
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Company, Entry
from directory.catalogue.queries import published, revision
from directory.errors import Invalid, Refused
from directory.ledger import replay, tables
from directory.ledger.models import Change
from tests.factories import adoption, company, lay_ground, put
from tests.ledger.acts import ACTS, do, example


def check_addresses():
    """Every address that moved leads to one that did not."""
    for entry in Entry.select().where(Entry.state == "moved"):
        assert queries.entry_at(entry.kind, queries.survivor(entry.kind, entry.slug)).state in (
            "published",
            "withdrawn",
        )


def check_every_past_state(steps):
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
    return replay.contents() | {"entry": None, "tally": {measure: total for measure, total in sums.items() if total}}


@settings(max_examples=25)
@given(steps=st.lists(ACTS, max_size=14))
def test_any_sequence_of_acts_can_be_replayed_to_any_point(empty_app, steps):
    with example():
        check_every_past_state(steps)


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
