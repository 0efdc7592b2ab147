"""The tally adds up to what a count of the tables gives, whatever was done in which order and on which day."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.catalogue.checks import ANSWERING, DEAD, Outcome, quote_key
from directory.catalogue.kinds import Kind
from directory.catalogue.measures import Measure
from directory.catalogue.models import Adoption, Entry, Sighting, Tally
from directory.catalogue.queries import revision
from directory.ledger import replay
from directory.ledger.publish import undo, withdraw
from directory.vocabulary import Confidence
from tests.factories import BECAUSE, adoption, check, company, developer, lay_ground, look, own_source, put, source
from tests.ledger.acts import ACTS, do, example

DAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def sums():
    """Add the tally up, whatever the day."""
    found = Counter()
    for day, measure, number in Tally.select(Tally.day, Tally.measure, Tally.number).tuples():
        assert day >= "2026-11-24"
        found[measure] += number
    return {measure: number for measure, number in found.items() if number}


def counted():
    """Count one by one, from the documents and from what was seen last of each source."""
    found = Counter()
    seen = {(row.url, row.quote): row.outcome for row in Sighting.select()}
    for entry in Entry.select().where(Entry.kind == Kind.COMPANY, Entry.state == "published"):
        claims = json.loads(entry.document)["adoptions"]
        rows = Adoption.select().where(Adoption.entry == entry).order_by(Adoption.position)
        for row, claim in zip(rows, claims, strict=True):
            found.update(told_of_claim(row, claim))
            for each in claim["sources"]:
                found.update(told_of_source(each, seen.get((each.get("url", ""), quote_key(each)))))
    return dict(found)


def told_of_claim(row, claim):
    if claim["status"] not in ("ended", "not-found"):
        yield row.basis
    if claim["status"] in ("announced", "active"):
        yield "claims"
        yield from ["two-publishers"] * (row.publishers > 1)
        yield from ["reread"] * ("reread" in claim)


def told_of_source(each, outcome):
    yield "sources"
    for field, measure in (("quote", "quoted"), ("archive_url", "archived"), ("recheck", "to-recheck")):
        yield from [f"sources-{measure}"] * (field in each)
    yield from ["links-answering"] * (outcome in ANSWERING) + ["links-dead"] * (outcome in DEAD)
    yield from ["quotes-found"] * (outcome == Outcome.FOUND) + ["quotes-missing"] * (outcome == Outcome.MISSING)
    yield from ["links-refused"] * (outcome == Outcome.REFUSED)


@settings(max_examples=30)
@given(steps=st.lists(ACTS, max_size=14))
def test_any_sequence_of_acts_adds_up_to_what_is_there(empty_app, steps):
    with example():
        for number, step in enumerate(steps):
            with time_machine.travel(DAY + timedelta(hours=9 * number), tick=False):
                do(step)
            assert sums() == counted()


@pytest.mark.usefixtures("empty_app")
class TestOneDay:
    """Tell by how much single changes move the measures."""

    def put_one(self, **given):
        lay_ground()
        put(Kind.COMPANY, company(adoptions=[adoption(**given)]))

    def test_a_change_moves_only_what_it_changes(self):
        self.put_one()
        before = sums()
        other = {"url": "https://other.example/a", "publisher": "Other Press (made up)"}
        second = source(**other, quote="Lantern runs there.")
        put(Kind.COMPANY, company(adoptions=[adoption(sources=[source(), second])]))
        moved = Counter(sums())
        moved.subtract(before)
        assert {name: number for name, number in moved.items() if number} == {
            "reported": -1,
            "confirmed": 1,
            "two-publishers": 1,
            "sources": 1,
            "sources-quoted": 1,
        }

    def test_what_is_withdrawn_is_counted_out_and_what_comes_back_in(self):
        self.put_one()
        before = sums()
        withdraw(Kind.COMPANY, "example-company-1", BECAUSE)
        assert sums() == {}
        undo(revision(), BECAUSE)
        assert sums() == before

    def test_a_check_counts_each_source_once_and_its_newest_look(self):
        self.put_one(sources=[source(), own_source()])
        put(Kind.CHECK, check())
        assert (sums()["links-answering"], sums()["quotes-found"]) == (1, 1)
        put(Kind.CHECK, check(look(outcome="gone"), look(of=own_source()), slug="2026-11-24-2"))
        assert {name: number for name, number in sums().items() if "links" in name or "quotes" in name} == {
            "links-answering": 1,
            "quotes-found": 1,
            "links-dead": 1,
        }

    def test_a_page_that_was_seen_before_its_source_is_published_counts_from_then_on(self):
        put(Kind.CHECK, check())
        assert sums() == {}
        self.put_one()
        assert sums()["quotes-found"] == 1

    def test_a_developer_who_moves_to_the_press_makes_it_speak_for_itself(self):
        self.put_one()
        assert sums()["reported"] == 1
        put(Kind.DEVELOPER, developer(website="https://press.example"))
        assert "reported" not in sums()
        assert sums()["developer-stated"] == sums()["claims"] == 1


def test_every_word_of_the_tally_is_known(client):
    words = {row.measure for row in Tally.select(Tally.measure).distinct()}
    assert words < {*Measure, *Confidence}
    assert sums() == counted()
    assert sums()["sources"] > 100


def test_a_replay_keeps_the_tally_of_each_day(empty_app):
    for number in range(3):
        with time_machine.travel(DAY + timedelta(days=number), tick=False):
            lay_ground() if number == 0 else None
            put(Kind.COMPANY, company(number + 1))
    assert {row.day for row in Tally.select()} == {"2026-11-24", "2026-11-25", "2026-11-26"}
    assert replay.rebuild(revision()) == replay.contents()
