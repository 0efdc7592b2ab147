"""Redaction: words go out of private texts for good, with a trace where they were and in the log."""

import json

import pytest

from directory import clock, db
from directory.mail.models import Letter
from directory.moderation.models import LogEntry
from directory.submissions.models import Appeal, Decision, SubmittedVersion
from directory.web.i18n import plain_day
from tests.moderation.deciding import decide, text
from tests.moderation.waiting import appeal, noted, post, put, rows

PAGE = "/moderation/submissions/1/redaction"
NAME = "Paula Private"
DETAILS = json.dumps({"explanation": f"Says {NAME}, of all people.", "sender_name": NAME, "mailbox": NAME})


@pytest.fixture
def told(app):
    """Name a person in every private text of a submission."""
    put(1, note=f"Ask {NAME.upper()} about it.", details=DETAILS)
    appeal(1)
    with db.write():
        Appeal.update(text=f"{NAME} saw it.").execute()
        Decision.update(
            reason=f"{NAME} denies it.", remarks=json.dumps({"adoptions-0-since": f"Says {NAME}?"})
        ).execute()
        stamp = clock.stamp()
        body = f"Dear {NAME}"
        Letter.create(key="k", submission=1, recipient="a@b.example", subject="s", body=body, due=stamp, written=stamp)


def places(page):
    return [part.split('"')[0] for part in page.text.split('name="place" id="')[1:]]


def everything():
    """Give all that is kept of it."""
    tables = (SubmittedVersion, Decision, Appeal, Letter, LogEntry)
    return json.dumps([str(row.__data__) for table in tables for row in rows(table)])


def redact(admin, **typed):
    return post(admin, PAGE, PAGE, **{"why": "names a private person", "words": NAME} | typed)


def test_a_name_goes_out_of_every_text_and_the_trace_stays(admin, told):
    page = admin.get(PAGE)
    assert places(page) == [
        "note-1",
        "details-1-explanation",
        "details-1-sender_name",
        "details-1-mailbox",
        "reason-1",
        "remarks-1-adoptions-0-since",
        "appeal-1",
        "letter-1",
    ]
    assert redact(admin, place=places(page)).status_code == 303
    assert NAME.casefold() not in everything().casefold()
    trace = f"[removed on {plain_day(str(clock.today()))}: names a private person]"
    version = rows(SubmittedVersion)[0]
    assert version.note == f"Ask {trace} about it."
    assert json.loads(version.details) == {
        "explanation": f"Says {trace}, of all people.",
        "sender_name": trace,
        "mailbox": trace,
    }
    assert rows(Decision)[0].told == [(["adoptions", 0, "since"], f"Says {trace}?")]
    (line,) = noted()
    assert (line.who, line.what, line.subject, line.why) == (
        "Ada Admin",
        "redaction",
        "submission 1",
        "names a private person",
    )
    assert "words removed" in text(admin.get("/moderation/log"))


def test_a_whole_text_goes_where_no_words_are_given(admin, told):
    assert redact(admin, place="reason-1", words="").status_code == 303
    assert rows(Decision)[0].reason == f"[removed on {plain_day(str(clock.today()))}: names a private person]"
    assert rows(Appeal)[0].text == f"{NAME} saw it."


def test_the_reason_of_a_decision_is_redacted_from_the_log_too(admin, told):
    put(2)
    decide(admin, 2, "rejection", f"{NAME} says no.")
    line = noted()[-1]
    address = f"/moderation/log/{line.id}/redaction"
    assert address in admin.get("/moderation/log").text
    typed = {"place": places(admin.get(address)), "words": NAME, "why": "names a person"}
    assert post(admin, address, address, **typed).status_code == 303
    assert rows(Decision)[-1].reason == f"[removed on {plain_day(str(clock.today()))}: names a person] says no."
    assert NAME not in admin.get("/moderation/log").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"why": ""}, "Say why"),
        ({"why": "x" * 81}, "Say why"),
        ({"why": "a\nb\x07"}, "Say why"),
        ({"why": "it named paula private"}, "must not stand in the reason"),
        ({"words": "x" * 201}, "at most 200 characters"),
        ({"words": "nobody"}, "Tick at least one text"),
        ({"place": []}, "Tick at least one text"),
        ({"place": ["token-1", "reason-99", "details-1-good_faith", "x"]}, "Tick at least one text"),
    ],
)
def test_what_cannot_be_redacted_is_told_and_nothing_changes(admin, told, typed, sentence):
    before = everything()
    refused = redact(admin, **{"place": ["note-1", "reason-1"]} | typed)
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert everything() == before


def test_a_text_that_would_get_too_long_is_taken_out_whole_instead(admin, app):
    put(1, details=json.dumps({"sender_name": f"{NAME} " + "x" * 100}))
    before = everything()
    refused = redact(admin, place="details-1-sender_name")
    assert refused.status_code == 422
    assert "get too long" in text(refused)
    assert everything() == before
    assert redact(admin, place="details-1-sender_name", words="", why="y" * 80).status_code == 303
    assert NAME not in everything()


def test_only_admins_redact(moderator, told):
    for address in (PAGE, "/moderation/log/1/redaction"):
        assert moderator.get(address).status_code == 403
        assert moderator.post(address, data={"place": "note-1", "why": "x"}).status_code == 403
    assert NAME in everything()
    assert "redaction" not in moderator.get("/moderation/submissions/1").text
    assert "redact" not in moderator.get("/moderation/log").text


def test_what_is_not_there_or_cannot_be_read_is_missing(admin):
    put(1, details="not { json")
    assert admin.get(PAGE).status_code == 404
    assert admin.get("/moderation/log/99/redaction").status_code == 404


def test_the_page_says_what_stays(admin, told):
    page = text(admin.get(PAGE))
    assert "public history" in page
    assert "cannot be undone" in page
