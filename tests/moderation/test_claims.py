"""Claims: one person at a submission, taken over with a button, ended by time and by the decision."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import db
from directory.errors import Missing
from directory.moderation import claims
from tests.moderation.deciding import decide
from tests.moderation.waiting import post, put, row
from tests.people import forms, later, signed_in

ONE = "/moderation/submissions/1"


@pytest.fixture
def other(app):
    return signed_in(app, "Otto Other")


def test_a_claim_is_shown_in_the_queue_and_on_the_page_and_is_given_back(moderator, other):
    put()
    assert post(moderator, ONE, f"{ONE}/claim").status_code == 303
    assert re.search(r"You have claimed this until \d\d:\d\d \(UTC\)", moderator.get(ONE).text)
    assert "Mona Moderator" in other.get("/moderation/").text
    assert "Mona Moderator has claimed this" in other.get(ONE).text.replace("<strong>", "")
    assert post(moderator, ONE, f"{ONE}/release").status_code == 303
    assert row(1).holder == ""


def test_a_claim_ends_by_itself_after_twenty_minutes(moderator):
    put()
    post(moderator, ONE, f"{ONE}/claim")
    with later(minutes=19):
        assert row(1).holder == "Mona Moderator"
    with later(minutes=21):
        assert row(1).holder == ""
        assert "Claim it" in moderator.get(ONE).text


@pytest.mark.parametrize("act", ["approval", "changes-request", "rejection"])
def test_deciding_on_what_another_has_claimed_is_refused_with_a_button_to_take_it_over(moderator, other, act):
    put()
    post(other, ONE, f"{ONE}/claim")
    refused = decide(moderator, 1, act)
    assert refused.status_code == 409
    assert "Otto Other has claimed this until" in refused.text
    assert "Take it over" in refused.text
    assert row(1).state == "pending"
    assert post(moderator, ONE, f"{ONE}/claim").status_code == 303
    assert decide(moderator, 1, act).status_code == 303
    assert row(1).state != "pending"


def test_deciding_releases_the_claim(moderator):
    put()
    post(moderator, ONE, f"{ONE}/claim")
    assert decide(moderator, 1, "rejection").status_code == 303
    assert (row(1).claimed_by, row(1).claimed_until) == ("", "")


def test_a_claim_that_came_meanwhile_is_not_taken_over_unseen(moderator, other):
    put()
    seen = moderator.get(ONE)
    post(other, ONE, f"{ONE}/claim")
    late = moderator.post(f"{ONE}/claim", data=next(f for f in forms(seen) if f.action.endswith("claim")).fields)
    assert late.status_code == 409
    assert "Take it over" in late.text
    assert row(1).holder == "Otto Other"


def test_the_claim_of_somebody_else_is_not_released(moderator, other):
    put()
    post(moderator, ONE, f"{ONE}/claim")
    mine = moderator.get(ONE)
    fields = next(f for f in forms(mine) if f.action.endswith("release")).fields
    post(other, ONE, f"{ONE}/claim")
    assert moderator.post(f"{ONE}/release", data=fields).status_code == 303
    assert row(1).holder == "Otto Other"


def test_only_one_of_eight_gets_the_claim(app):
    put()

    def try_it(name):
        with db.database.connection_context():
            try:
                claims.claim(1, name)
            except claims.Claimed:
                return None
            return name

    with ThreadPoolExecutor(8) as pool:
        got = [name for name in pool.map(try_it, [f"Moderator {n}" for n in range(8)]) if name]
    assert got == [row(1).holder]


def test_what_one_sent_oneself_or_what_is_decided_is_not_claimed(app, moderator):
    put(1, by="Mona Moderator")
    put(2, state="rejected")
    assert f"{ONE}/claim" not in moderator.get(ONE).text
    with db.database.connection_context():
        with pytest.raises(claims.Refused, match="sent this yourself"):
            claims.claim(1, "Mona Moderator")
        with pytest.raises(claims.Claimed, match="does not wait"):
            claims.claim(2, "Mona Moderator")
        with pytest.raises(Missing):
            claims.claim(99, "Mona Moderator")
