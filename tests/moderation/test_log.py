"""The private log: who did what, to what, and why; lines are added to it, and none is ever changed."""

import re

import pytest

from directory import db
from directory.moderation import log
from directory.moderation.models import LogEntry
from directory.submissions.models import Decision
from tests.moderation.deciding import decide, text
from tests.moderation.waiting import noted, post, put, put_many, rows
from tests.people import forms, send

LOG = "/moderation/log"


def test_every_decision_is_a_line_with_its_reason_and_the_way_to_undo_it(moderator):
    put(1, kind="company")
    put(2)
    decide(moderator, 1, "approval", "Checked against its source.")
    decide(moderator, 2, "rejection", "No source.")
    page = moderator.get(LOG)
    told = text(page)
    assert told.index("No source.") < told.index("Checked against its source.")
    assert "Mona Moderator" in told
    change = rows(Decision)[0].change
    assert f'href="/moderation/changes/{change}/reversal"' in page.text
    send(moderator, f"/moderation/changes/{change}/reversal", {"reason": "A slip."}, action="reversal")
    page = moderator.get(LOG)
    assert f'href="/moderation/changes/{change}/reversal"' not in page.text
    assert [line.what for line in noted()] == ["approval", "rejection", "reversal"]


def test_a_bulk_rejection_is_one_line_that_leads_to_it(moderator):
    put_many(3)
    page = post(moderator, "/moderation/", "/moderation/batch-preview", all="1")
    done = moderator.post("/moderation/batches", data=forms(page)[1].fields)
    page = moderator.get(LOG)
    assert text(page).count("not accepted, many at once") == 2, "once in the filter, once in the table"
    assert f'href="{done.location}"' in page.text


def test_what_was_done_to_an_entry_leads_to_it(moderator):
    page = "/moderation/companies/novo-ai/address"
    assert (
        send(moderator, page, {"address": "novo-new", "reason": "Its new name."}, action="address").status_code == 303
    )
    shown = moderator.get(LOG)
    assert '<a href="/moderation/companies/novo-ai">novo-ai</a>' in shown.text
    assert "decision 1" not in text(shown)


@pytest.fixture
def written(app):
    with db.write():
        for number in range(120):
            who, what = ("Otto", "Mona")[number % 2], "rejection" if number % 3 else "session ended"
            log.note(who, what, f"thing {number}")


@pytest.mark.parametrize(
    ("asked", "count"), [("", 50), ("who=Mona", 50), ("what=session+ended", 40), ("who=Nobody", 0)]
)
def test_the_log_is_filtered_by_who_and_by_what(moderator, written, asked, count):
    page = moderator.get(f"{LOG}?{asked}")
    assert page.text.count("<tr>") == (count + 1 if count else 0)


def test_earlier_lines_are_a_page_away_and_keep_the_filter(moderator, written):
    page = moderator.get(f"{LOG}?who=Mona")
    assert "thing 21<" in page.text
    onward = re.search(r'href="([^"]+)">Earlier', page.text)[1].replace("&amp;", "&")
    earlier = moderator.get(onward)
    assert "thing 21<" not in earlier.text
    assert "thing 19<" in earlier.text
    assert "thing 18<" not in earlier.text
    assert "Earlier" not in earlier.text


def _note_and_fail():
    log.note("Mona", "rejection", "submission 1")
    raise RuntimeError


def test_a_line_is_part_of_what_it_tells(app):
    with pytest.raises(RuntimeError), db.write():
        _note_and_fail()
    assert noted() == []


def test_no_verb_changes_a_line_or_a_decision_that_is_there(moderator):
    put_many(4)

    def lines():
        return [tuple(row.__data__.items()) for table in (LogEntry, Decision) for row in rows(table)]

    def act():
        decide(moderator, 1, "approval")
        yield
        change = rows(Decision)[0].change
        send(moderator, f"/moderation/changes/{change}/reversal", {"reason": "A slip."}, action="reversal")
        yield
        decide(moderator, 2, "changes-request")
        yield
        page = post(moderator, "/moderation/", "/moderation/batch-preview", all="1")
        done = moderator.post("/moderation/batches", data=forms(page)[1].fields).location
        yield
        post(moderator, done, f"{done}/reversal")
        yield

    before = set(lines())
    steps = 0
    for _done in act():
        after = set(lines())
        assert before < after
        before, steps = after, steps + 1
    assert steps == 5
