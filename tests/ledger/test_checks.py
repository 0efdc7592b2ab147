"""A link check passes the one door: what it saw is told by the ledger, and replaying gives the same."""

import pytest

from directory.catalogue.kinds import Kind
from directory.catalogue.models import Sighting
from directory.errors import Refused
from directory.ledger import replay
from directory.ledger.publish import Why, withdraw
from tests.factories import BECAUSE, check, company, lay_ground, look, put

pytestmark = pytest.mark.usefixtures("empty_app")


def seen():
    """Give the one sighting, without its numbers."""
    row = Sighting.select().dicts().get()
    return {name: value for name, value in row.items() if name not in ("id", "revision") and value}


def test_a_look_says_when_the_page_was_well_for_the_last_time():
    lay_ground()
    put(Kind.COMPANY, company())
    put(Kind.CHECK, check(on="2026-11-22"))
    put(Kind.CHECK, check(look(outcome="missing"), on="2026-11-23"))
    put(Kind.CHECK, check(look(outcome="gone"), on="2026-11-24"))
    told = {key: look()[key] for key in ("url", "quote")}
    days = {"looked": "2026-11-24", "answered": "2026-11-23", "found": "2026-11-22", "gone": "2026-11-24"}
    assert seen() == told | days | {"outcome": "gone"}


def test_a_page_is_gone_since_the_first_of_the_days_on_which_it_was():
    for day in ("2026-11-20", "2026-11-22", "2026-11-24"):
        put(Kind.CHECK, check(look(outcome="gone"), on=day))
    assert seen()["gone"] == "2026-11-20"
    put(Kind.CHECK, check(slug="2026-11-24-2"))
    assert "gone" not in seen()


def test_replaying_the_ledger_tells_the_same_of_pages():
    lay_ground()
    put(Kind.COMPANY, company())
    change = put(Kind.CHECK, check())
    assert replay.rebuild(change.number) == replay.contents()
    assert list(replay.faults()) == []


def test_a_check_is_not_taken_back():
    put(Kind.CHECK, check())
    with pytest.raises(Refused, match="look again"):
        withdraw(Kind.CHECK, "2026-11-24-1", Why(BECAUSE.reason))
