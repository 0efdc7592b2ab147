"""The load of re-reading is spread: what was read on one day does not come due on one day."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue.confidence import due, turn
from directory.catalogue.models import Adoption
from directory.moderation import rereading

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@given(DAYS, st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_claims_read_on_one_day_come_due_over_half_a_year_and_none_too_late(day, name):
    read = day.isoformat()
    turns = [turn(read, f"{name}-{company}/{place}") for company in range(1500) for place in (0, 1)]
    assert max(turns) - min(turns) >= timedelta(days=180)
    assert max(turns) <= due(read)
    assert min(turns) > day + timedelta(days=180), "nobody is asked to read again what was just read"
    assert max(Counter(turns).values()) < len(turns) / 50, "nor many on one day"


@given(DAYS, st.integers(0, 20))
def test_a_claim_has_its_own_day_again_each_year(day, place):
    read, name = day.isoformat(), f"a-company/{place}"
    assert turn(read, name) == turn(read, name) <= due(read)


def test_the_launch_data_was_read_on_few_days_and_comes_due_over_many_months(client):
    with db.database.connection_context():
        told, claims = rereading.forecast(), Adoption.select().count()
    numbers = [month.number for month in told.months]
    assert told.months[0].period == "2026-11"
    assert told.months[-1].period == "2027-11"
    assert told.due + sum(numbers) == claims
    assert sum(number > 0 for number in numbers) >= 6
    assert max(numbers) < claims / 3
