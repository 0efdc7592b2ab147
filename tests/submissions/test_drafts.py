"""Drafts: kept as they were typed under the private link that the submission will have."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.submissions import drafts
from directory.submissions.models import Draft, Submission, SubmittedVersion
from tests.conftest import MAILED
from tests.factories import typed
from tests.moderation.deciding import ENTRY, published
from tests.people import forms, later, send

SAVE = {"draft": "yes"}
UNTIDY = {"name": "  Half a nàme ", "founded": "soon?", "adoptions-0-sources-0-quote": "«Nous…\r\n»"}
KINDS = {
    "/submit": UNTIDY,
    "/companies/novo-ai/suggest": UNTIDY,
    "/companies/novo-ai/adoption": {"adoptions-0-statement": "not yet"},
    "/companies/novo-ai/removal": {"explanation": "because"},
    "/companies/berget-ai/reply": {"text": "We", "mailbox": "legal"},
    "/report?about=/companies/novo-ai": {"law": "some law"},
}


def rows(table):
    with db.database.connection_context():
        return list(table.select())


def form_of(page):
    return forms(page)[-1].fields


def opened(client, private):
    """Follow the way from the private page to the form with the draft in it."""
    page = client.get(private)
    assert page.status_code == 200
    assert "It is a draft, not sent yet." in page.text
    return client.get(f"{private}/edit", follow_redirects=True)


@pytest.mark.parametrize("settings", [MAILED], indirect=True, ids=["with mail"])
@pytest.mark.parametrize("address", KINDS)
def test_a_draft_of_each_kind_opens_as_it_was_typed(app, anonymous, address):
    kept = send(anonymous, address, KINDS[address] | SAVE)
    assert kept.status_code == 303
    again = form_of(opened(anonymous, kept.location))
    for name, value in KINDS[address].items():
        assert again[name][0].strip() == value.strip()
    assert rows(Submission) == []


def test_a_draft_is_sent_to_the_same_address_and_ends(app, anonymous):
    private = send(anonymous, "/submit", typed(name="") | SAVE).location
    form = form_of(opened(anonymous, private))
    assert anonymous.post("/submit", data=form).status_code == 422
    sent = anonymous.post("/submit", data=form | typed())
    assert (sent.status_code, sent.location) == (303, private)
    assert "It waits for a decision" in anonymous.get(private).text
    assert rows(Draft) == []
    assert len(rows(SubmittedVersion)) == 1


def test_a_form_that_was_refused_keeps_the_address_of_its_draft(app, anonymous):
    private = send(anonymous, "/submit", typed(name="") | SAVE).location
    refused = anonymous.post("/submit", data=form_of(opened(anonymous, private)))
    assert anonymous.post("/submit", data=form_of(refused) | typed()).location == private
    assert rows(Draft) == []


def test_a_form_that_was_open_too_long_keeps_the_address_of_its_draft(app, anonymous):
    private = send(anonymous, "/submit", typed() | SAVE).location
    form = form_of(opened(anonymous, private))
    with later(hours=5):
        expired = anonymous.post("/submit", data=form)
        assert expired.status_code == 422
        assert anonymous.post("/submit", data=form_of(expired)).location == private


def test_saving_again_keeps_the_newest(app, anonymous):
    private = send(anonymous, "/submit", {"city": "Kiel"} | SAVE).location
    form = form_of(opened(anonymous, private))
    assert anonymous.post("/submit", data=form | {"city": "Lübeck"} | SAVE).location == private
    assert form_of(opened(anonymous, private))["city"] == ["Lübeck"]
    assert len(rows(Draft)) == 1


def test_parts_are_added_to_a_draft_and_kept(app, anonymous):
    private = send(anonymous, "/submit", typed() | SAVE).location
    page = anonymous.post("/submit", data=form_of(opened(anonymous, private)) | {"step": "add adoptions"})
    assert anonymous.post("/submit", data=form_of(page) | SAVE).location == private
    assert "adoptions-1-model" in form_of(opened(anonymous, private))


def test_a_draft_after_it_was_sent_changes_nothing(app, anonymous):
    form = form_of(anonymous.get("/submit"))
    private = anonymous.post("/submit", data=form | typed()).location
    assert anonymous.post("/submit", data=form | typed(city="Kiel") | SAVE).location == private
    assert rows(Draft) == []
    assert "It waits for a decision" in anonymous.get(private).text


def test_drafts_and_posts_fifty_times_at_once_are_one_submission(app, anonymous):
    form = form_of(anonymous.get("/submit")) | typed()

    def post(number):
        answer = app.test_client().post("/submit", data=form | (SAVE if number % 2 else {}))
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(post, range(50)))
    assert {status for status, _ in answers} == {303}
    assert len(answers) == 1
    assert len(rows(Submission)) == len(rows(SubmittedVersion)) == 1
    assert rows(Draft) == []


def test_who_reads_the_database_opens_no_draft(app, anonymous):
    private = send(anonymous, "/submit", typed() | SAVE).location
    (kept,) = rows(Draft)
    for told in (kept.token, kept.key):
        assert told not in private
        assert anonymous.get(f"/submissions/{told}").status_code == 404
    assert "form_token" not in kept.fields


def test_a_draft_ends_after_thirty_days(app, anonymous):
    private = send(anonymous, "/submit", typed() | SAVE).location
    with later(days=29):
        assert anonymous.get(private).status_code == 200
    with later(days=31):
        assert anonymous.get(private).status_code == 404
        assert anonymous.get(f"{private}/edit").status_code == 404
        send(anonymous, "/submit", typed() | SAVE)
        assert len(rows(Draft)) == 1


def test_a_draft_is_thrown_away(app, anonymous):
    private = send(anonymous, "/companies/novo-ai/suggest", typed() | SAVE).location
    assert anonymous.post(f"{private}/withdrawal").status_code == 403
    form = forms(anonymous.get(private))[-1]
    thrown = anonymous.post(form.action, data=form.fields, follow_redirects=True)
    assert thrown.request.path == "/companies/novo-ai/suggest"
    assert "The draft was thrown away." in thrown.text
    assert rows(Draft) == []
    assert anonymous.get(private).status_code == 404


def test_a_draft_that_is_continued_shows_what_may_be_the_same_company(app, anonymous):
    private = send(anonymous, "/submit", typed(name="Novo AI") | SAVE).location
    assert "Is it one of these?" in opened(anonymous, private).text


def test_the_link_of_one_form_s_draft_opens_no_other_form(app, anonymous):
    token = send(anonymous, "/submit", typed() | SAVE).location.rsplit("/", 1)[1]
    page = anonymous.get(f"/companies/novo-ai/suggest?draft={token}")
    assert page.status_code == 303
    assert anonymous.get("/submit?draft=x", follow_redirects=True).status_code == 404


def test_a_draft_has_bounds(app, anonymous):
    page = send(anonymous, "/submit", {"note": "x" * (drafts.LONGEST + 1)} | SAVE)
    assert page.status_code == 422
    assert "too long to be kept as a draft" in page.text
    assert rows(Draft) == []


def test_no_more_drafts_are_kept_than_there_is_room_for(app, anonymous, monkeypatch):
    private = send(anonymous, "/submit", typed() | SAVE).location
    monkeypatch.setattr(drafts, "MOST", 1)
    page = send(anonymous, "/submit", typed(city="Kiel") | SAVE)
    assert page.status_code == 503
    assert "Kiel" in page.text
    form = form_of(opened(anonymous, private))
    assert anonymous.post("/submit", data=form | SAVE).status_code == 303, "one that is kept is saved again"


def test_one_network_does_not_take_the_room_of_all(app, anonymous, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_A_DAY", 2)
    private = [send(anonymous, "/submit", typed() | SAVE).location for _ in range(2)]
    assert send(anonymous, "/submit", typed() | SAVE).status_code == 503
    assert anonymous.post("/submit", data=form_of(opened(anonymous, private[0])) | SAVE).status_code == 303
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    assert send(elsewhere, "/submit", typed() | SAVE).status_code == 303
    with later(days=1):
        assert send(anonymous, "/submit", typed() | SAVE).status_code == 303


def test_a_draft_of_an_entry_that_was_renamed_is_continued_at_its_new_address(app, anonymous, moderator):
    published(anonymous, moderator)
    private = send(anonymous, f"{ENTRY}/suggest", {"city": "Kiel"} | SAVE).location
    told = {"address": "a-new-address", "reason": "It has another name."}
    assert send(moderator, f"/moderation{ENTRY}/address", told, action="address").status_code == 303
    page = opened(anonymous, private)
    assert form_of(page)["city"] == ["Kiel"]
    sent = anonymous.post("/companies/a-new-address/suggest", data=form_of(page))
    assert (sent.status_code, sent.location) == (303, private)


@given(name=st.text(max_size=60), city=st.text(max_size=60), kind=st.sampled_from(["press", "no such kind", ""]))
def test_any_text_comes_back_from_a_draft_as_it_was_typed(app, name, city, kind):
    client = app.test_client()
    with db.database.connection_context():
        Draft.delete().execute()
    told = {"name": name, "city": city, "adoptions-0-sources-0-title": kind}
    # A browser sends no half of a character, and every line break as CR LF.
    told = {field: text.encode("utf-8", "replace").decode() for field, text in told.items()}
    again = form_of(opened(client, send(client, "/submit", told | SAVE).location))
    for field, text in told.items():
        assert " ".join(again[field][0].split()) == " ".join(text.split())
