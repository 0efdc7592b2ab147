"""The queue: what waits and in which order, its filters, what comes next; nothing in it breaks it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.moderation import queue
from directory.moderation.queue import Filters
from directory.submissions import queries, waiting
from directory.submissions.models import Submission, SubmittedVersion
from tests.moderation.waiting import appeal, claimed, put, put_many
from tests.people import forms, later

QUEUE = "/moderation/"


def listed(page):
    """Read the numbers of a page of the queue, in its order."""
    rows = re.findall(r'<th scope="row"[^>]*><a href="/moderation/submissions/(\d+)\W', page.text)
    return [int(number) for number in rows]


def test_the_oldest_comes_first_with_its_age_in_words(moderator):
    for hours in (2, 75, 0):
        put(hours + 1, hours=hours)
    page = moderator.get(QUEUE)
    assert listed(page) == [2, 1, 3]
    assert re.findall(r"<time [^>]+>(\d+ \w+)</time>", page.text) == ["3 days", "2 hours", "0 minutes"]


def test_appeals_and_notices_come_first_and_suspects_last(moderator):
    put(1, hours=9)
    put(2, hours=10, signals="fast")
    put(3, hours=1, kind="notice")
    appealed = put(4, hours=2, signals="links")
    appeal(appealed)
    put(5, hours=30, kind="notice", signals="honeypot")
    page = moderator.get(QUEUE)
    assert listed(page) == [4, 3, 5, 1, 2], "a notice that looks automatic is behind the others, not behind the wave"
    assert "Appeals and notices of illegal content come first, then notices that may be automatic" in page.text
    assert ">appeal</span>" in page.text


def test_the_next_one_is_of_the_part_of_the_queue_that_is_worked_through(moderator):
    for number, kind in enumerate(("correction", "company", "correction", "company"), start=1):
        put(number, hours=10 - number, kind=kind, slug="novo-ai" if kind == "correction" else "")
    page = moderator.get(f"{QUEUE}?kind=company")
    assert '/moderation/submissions/2?kind=company"' in page.text
    page = moderator.get("/moderation/submissions/2?kind=company")
    assert '/moderation/submissions/4?kind=company"' in page.text, "the one between is a correction"
    assert '/moderation/?kind=company"' in page.text or '/moderation?kind=company"' in page.text
    form = next(form for form in forms(page) if "changes-request" in form.action)
    answer = moderator.post(form.action, data=form.fields | {"reason": "Please quote the sentence."})
    assert answer.location == "/moderation/submissions/4?after=2&kind=company"
    last = moderator.get("/moderation/submissions/4?kind=company")
    assert "Next submission" not in last.text, "no other company waits"


def test_what_was_decided_is_listed_the_newest_first(moderator):
    for number, hours in enumerate((9, 2, 30), start=1):
        put(number, hours=hours, state="rejected", kind="notice" if hours == 30 else "company")
    page = moderator.get(f"{QUEUE}?state=rejected")
    assert listed(page) == [2, 1, 3]
    assert "The newest first." in page.text
    assert "come first" not in page.text


def test_an_appeal_that_was_decided_is_none_any_more(app, moderator):
    put(1, hours=9)
    appealed = put(2, hours=2)
    appeal(appealed)
    appeal_decided = {
        "submission": appealed,
        "version": 1,
        "act": "rejection",
        "by": "Ada",
        "reason": "No.",
        "at": "2026",
    }
    with db.write():
        queries.Decision.create(**appeal_decided)
    assert listed(moderator.get(QUEUE)) == [1, 2]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [3, 2, 1, 4]),
        ("kind=notice", [3]),
        ("older=1", [2, 1]),
        ("older=7", [2]),
        ("suspect=1", [4]),
        ("country=fr", [2]),
        ("model=kimi", [2]),
        ("model=kim", []),
        ("text=EXAMPLE+cömpany+00002", [2]),
        ("text=novo+AI", [3]),
        ("text=%25", []),
        ("text=_", []),
        ("older=1&country=DE", [1]),
        ("country=FR&suspect=1", []),
        ("state=approved", []),
        ("kind=nonsense&older=x&country=QQ&state=%00&page=-1&page=x", [3, 2, 1, 4]),
    ],
)
def test_filters_stand_in_the_address_and_narrow_each_other(moderator, asked, found):
    put(1, hours=30, changed="2026-11-23T06:00:00Z")
    put(2, changed="2026-11-10T06:00:00Z", country="FR", models=" kimi ")
    put(3, kind="notice")
    put(4, signals="fast")
    with db.write():
        Submission.update(changed="2026-11-23T07:00:00Z").where(
            Submission.id == 2, Submission.country != "FR"
        ).execute()
    assert listed(moderator.get(f"{QUEUE}?{asked}")) == found


def test_what_i_have_claimed_is_mine_until_the_claim_ends(moderator):
    put(1)
    put(2, **claimed("Mona Moderator"))
    put(3, **claimed("Otto Other"))
    assert listed(moderator.get(f"{QUEUE}?mine=1")) == [2]
    with later(minutes=25):
        assert listed(moderator.get(f"{QUEUE}?mine=1")) == []


def test_counts_are_told_per_state_and_per_kind(moderator):
    put_many(3)
    put(4, kind="notice")
    put(5, state="rejected")
    page = re.sub(r"\s+", " ", moderator.get(f"{QUEUE}?kind=notice").text)
    assert 'waiting <span class="count">4</span>' in page
    assert 'not accepted <span class="count">1</span>' in page
    assert ">new company (3)</option>" in page
    assert " selected>notice of illegal content (1)</option>" in page


def test_pages_keep_the_filters(moderator):
    put_many(60, country="FR")
    put(61, country="DE")
    first = moderator.get(f"{QUEUE}?country=FR")
    assert len(listed(first)) == 50
    onward = re.search(r'href="([^"]+)" rel="next"', first.text)[1].replace("&amp;", "&")
    assert "country=FR" in onward
    assert len(listed(moderator.get(onward))) == 10
    assert listed(moderator.get(f"{QUEUE}?page=9999")) == []


def test_what_cannot_be_read_or_was_erased_breaks_nothing(moderator):
    put(1, details="not { json")
    put(2, name="", folded="", country="", models="")
    put(3, country="QQ", models=" gone-model ", signals="unheard-of")
    with db.write():
        SubmittedVersion.update(document="{{").execute()
        SubmittedVersion.delete().where(SubmittedVersion.submission == 2).execute()
    page = moderator.get(QUEUE)
    assert sorted(listed(page)) == [1, 2, 3]
    assert "(no name)" in page.text


@given(told=st.dictionaries(st.sampled_from(["state", "kind", "older", "country", "model", "text", "page"]), st.text()))
def test_no_address_of_the_queue_is_an_error(moderator, told):
    assert moderator.get(QUEUE, query_string=told).status_code == 200


@given(
    told=st.dictionaries(st.sampled_from(["state", "kind", "older", "suspect", "mine", "country", "text"]), st.text())
)
def test_filters_are_read_back_as_they_were_written(told):
    asked = Filters.read(told)
    assert Filters.read(asked.given) == asked


def test_the_next_one_is_behind_in_the_same_order_and_starts_again_at_the_end(app):
    numbers = [put(n, hours=20 - n).id for n in range(1, 5)]
    with db.database.connection_context():
        assert [queue.next_in_queue(number, "Mona") for number in numbers] == [2, 3, 4, 1]
        assert queue.next_in_queue(99, "Mona") == 1


def test_the_next_one_after_a_decision_is_the_one_behind_it(moderator):
    for n in range(1, 5):
        put(n, hours=20 - n)
    with db.write():
        Submission.update(state="rejected", changed="2026-11-24T12:00:00Z").where(Submission.id == 2).execute()
    with db.database.connection_context():
        assert queue.next_in_queue(2, "Mona") == 3


def test_the_next_one_is_nobody_elses_and_not_ones_own(app):
    put(1, hours=9)
    put(2, hours=8, **claimed("Otto"))
    put(3, hours=7, by="Mona")
    appeal(put(4, hours=6), against="Mona")
    agreed = put(5, hours=5)
    with db.write():
        told = {"version": 1, "act": "agreement", "by": "Mona", "reason": "Yes.", "at": "2026-11-24T11:00:00Z"}
        queries.Decision.create(submission=agreed, **told)
    with db.database.connection_context():
        assert queue.next_in_queue(1, "Mona") is None
        assert queue.next_in_queue(1, "Otto") == 2
    with later(minutes=21), db.database.connection_context():
        assert queue.next_in_queue(1, "Mona") == 2


def test_a_submissions_page_leads_to_the_next(moderator):
    put(1, hours=2)
    put(2, hours=1)
    assert 'data-key="n" href="/moderation/submissions/2"' in moderator.get("/moderation/submissions/1").text
    assert 'data-key="n" href="/moderation/submissions/1"' in moderator.get("/moderation/submissions/2").text


def test_the_place_that_a_submitter_is_told_is_the_place_in_the_queue(app):
    for n in range(1, 4):
        put(n, hours=n)
    put(4, kind="notice")
    put(5, hours=50, signals="fast")
    appeal(put(6, signals="fast"))
    with db.database.connection_context():
        order = [row.id for row in queue.matching(Filters(), "")]
        assert [waiting.ahead_of(queries.by_id(number)) for number in order] == [0, 1, 2, 3, 4, 5]
