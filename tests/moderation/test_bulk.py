"""Bulk rejection: a wave is looked at, refused in one go and taken back in one go; nothing goes unseen."""

import pytest

from directory import db
from directory.moderation import bulk
from directory.submissions.models import Decision, Submission
from tests.moderation.deciding import text
from tests.moderation.waiting import appeal, claimed, noted, post, put, put_many, row, rows
from tests.people import forms

QUEUE, PREVIEW, BATCHES = "/moderation/", "/moderation/batch-preview", "/moderation/batches"
WHY = bulk.Why("spam", "Automatic text.")


def form(page, action):
    return next(each.fields for each in forms(page) if each.action == action)


def preview(client, asked="", **typed):
    return post(client, f"{QUEUE}?{asked}", PREVIEW, **typed)


def confirm(client, page, **typed):
    return client.post(BATCHES, data=form(page, BATCHES) | typed)


def states():
    return [submission.state for submission in rows(Submission)]


def test_a_wave_of_300_is_refused_and_taken_back(moderator):
    put_many(300, signals="fast repeated")
    kept = put(301).id
    page = preview(moderator, "suspect=1", all="1")
    assert "Reject 300 submissions?" in page.text
    assert states() == ["pending"] * 301, "looking changes nothing"
    done = confirm(moderator, page)
    assert done.status_code == 303
    assert states() == ["rejected"] * 300 + ["pending"]
    decisions = rows(Decision)
    assert {(d.act, d.ground, d.by, d.reason) for d in decisions} == {
        ("rejection", "spam", "Mona Moderator", "The text is automatic or has nothing to do with the directory.")
    }
    assert len({d.batch for d in decisions}) == 1
    result = moderator.get(done.location)
    assert "300 submissions were refused" in result.text
    undone = post(moderator, done.location, f"{done.location}/reversal")
    assert undone.status_code == 303
    assert states() == ["pending"] * 301
    assert row(kept).version == 1
    assert [line.what for line in noted()] == ["bulk-rejection", "bulk-reopening"]


def test_what_is_taken_back_waits_at_its_old_place(moderator):
    put_many(3, hours=50)
    before = [submission.changed for submission in rows(Submission)]
    done = confirm(moderator, preview(moderator, pick=["1.1", "3.1"]))
    assert states() == ["rejected", "pending", "rejected"]
    post(moderator, done.location, f"{done.location}/reversal")
    assert [submission.changed for submission in rows(Submission)] == before
    assert [d.act for d in rows(Decision)] == ["rejection", "rejection", "reopening", "reopening"]


def test_appeals_and_notices_are_never_refused_together(moderator):
    put(1, kind="notice")
    appeal(put(2))
    put(3)
    page = preview(moderator, all="1")
    assert "Reject 1 submission?" in page.text
    ticked = preview(moderator, pick=["1.1", "2.1", "3.1"])
    assert "a notice of illegal content is decided on its own" in ticked.text
    assert "an appeal is decided on its own" in ticked.text
    assert form(ticked, BATCHES)["pick"] == ["3.1"]
    assert 'value="1.1"' not in moderator.get(QUEUE).text


def test_the_button_counts_what_would_be_taken_and_what_a_moderator_agreed_to_is_not(moderator):
    put(1, kind="notice")
    agreed, again = put(2, kind="removal"), put(3, kind="removal", version=2)
    with db.write():
        for submission in (agreed, again):
            told = {"act": "agreement", "by": "Otto Other", "reason": "Yes.", "at": "2026-11-24T11:00:00Z"}
            Decision.create(submission=submission, version=1, **told)
    put(4, **claimed("Otto Other"))
    put(5, by="Mona Moderator")
    put(6)
    assert "Reject all 2 that match" in moderator.get(QUEUE).text
    assert "Reject 2 submissions?" in preview(moderator, all="1").text
    ticked = preview(moderator, pick=["2.1", "3.2"])
    assert "a moderator agreed to it" in ticked.text
    assert form(ticked, BATCHES)["pick"] == ["3.2"], "the agreement was on the version before"


def test_what_others_have_claimed_and_what_is_ones_own_is_left_out(moderator):
    put(1, **claimed("Otto Other"))
    put(2, by="Mona Moderator")
    put(3, **claimed("Mona Moderator"))
    page = preview(moderator, pick=["1.1", "2.1", "3.1", "3.1", "77.1", "x", "-1.1"])
    assert "somebody else has claimed it" in page.text
    assert "you sent it yourself" in page.text
    assert confirm(moderator, page).status_code == 303
    assert states() == ["pending", "pending", "rejected"]
    assert row(3).claimed_by == ""


@pytest.mark.parametrize("change", [{"state": "changes-requested"}, {"version": 2}, claimed("Otto Other")])
def test_what_changed_meanwhile_stops_all_of_it_and_shows_what_is_left(moderator, change):
    put_many(3)
    page = preview(moderator, pick=["1.1", "2.1", "3.1"])
    with db.write():
        Submission.update(**change).where(Submission.id == 2).execute()
    stopped = confirm(moderator, page, reason="My own words.")
    assert stopped.status_code == 409
    assert "My own words." in stopped.text
    assert "rejected" not in states()
    assert form(stopped, BATCHES)["pick"] == ["1.1", "3.1"]
    assert confirm(moderator, stopped).status_code == 303
    assert states()[::2] == ["rejected", "rejected"]


def test_the_same_confirmation_again_is_one_batch(moderator):
    put_many(2)
    page = preview(moderator, all="1")
    first, again = confirm(moderator, page), confirm(moderator, page)
    assert first.location == again.location
    assert len(rows(Decision)) == 2


def test_a_submission_that_was_decided_on_since_stays_as_it_is(moderator):
    put_many(2)
    done = confirm(moderator, preview(moderator, all="1"))
    with db.write():
        Submission.update(state="pending", version=2).where(Submission.id == 1).execute()
        told = {"act": "rejection", "by": "Otto Other", "reason": "Still none.", "at": "2026-11-24T12:00:00Z"}
        Submission.update(state="rejected").where(Submission.id == 1).execute()
        Decision.create(submission=1, version=2, **told)
    post(moderator, done.location, f"{done.location}/reversal")
    assert states() == ["rejected", "pending"]
    assert "None of them is left for you to take back" in moderator.get(done.location).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": " "}, "Give a reason"),
        ({"reason": "x" * 2001}, "at most 2000 characters"),
        ({"reason": "a\x07b"}, "a control character"),
        ({"ground": "because"}, "Choose a rule"),
    ],
)
def test_a_batch_needs_a_rule_and_a_reason(moderator, typed, told):
    put()
    refused = confirm(moderator, preview(moderator, all="1"), **typed)
    assert refused.status_code == 422
    assert told in text(refused)
    assert states() == ["pending"]


def test_an_undo_needs_a_reason_and_a_batch(moderator):
    put()
    done = confirm(moderator, preview(moderator, all="1"))
    refused = post(moderator, done.location, f"{done.location}/reversal", reason="")
    assert refused.status_code == 422
    assert states() == ["rejected"]
    assert moderator.get(f"{BATCHES}/nothing").status_code == 404
    assert moderator.post(f"{BATCHES}/nothing/reversal").status_code in (403, 404)


def test_nothing_ticked_is_told(moderator):
    put()
    assert "Tick at least one" in preview(moderator).text


def test_at_most_500_go_at_once(moderator):
    put_many(510)
    assert "Reject the first 500 of 510 that match" in moderator.get(QUEUE).text
    page = preview(moderator, all="1")
    assert confirm(moderator, page).status_code == 303
    assert states().count("rejected") == 500


def test_one_fault_in_the_middle_keeps_all_of_them(app):
    put_many(3)
    with db.write():
        db.database.execute_sql(
            "CREATE TRIGGER no BEFORE UPDATE ON submission WHEN NEW.id = 2 BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with db.database.connection_context(), pytest.raises(db.DatabaseError):
        bulk.reject({1: 1, 2: 1, 3: 1}, WHY, by="Mona", batch="b", sender=None)
    assert states() == ["pending"] * 3
    assert rows(Decision) == []


def test_nobody_takes_back_the_refusal_of_their_own_with_a_batch(moderator):
    put(1)
    put(2, by="Mona Moderator")
    with db.database.connection_context():
        bulk.reject({1: 1, 2: 1}, WHY, by="Otto Other", batch="b", sender=None)
    assert post(moderator, f"{BATCHES}/b", f"{BATCHES}/b/reversal").status_code == 303
    assert states() == ["pending", "rejected"]
    assert "None of them is left for you to take back" in moderator.get(f"{BATCHES}/b").text
