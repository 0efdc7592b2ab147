"""The private page: within one page a submitter knows what happens, why, and what can be done."""

import re

import pytest

from directory import db
from directory.mail.models import Letter
from directory.submissions import drafts
from directory.submissions.models import Submission
from directory.vocabulary import State
from tests.factories import typed
from tests.people import forms, later, send
from tests.submissions.sending import decided


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def submitted(anonymous, **given):
    return send(anonymous, "/submit", typed(**given)).location


def decide(state, **given):
    with db.database.connection_context():
        decided(Submission.get(), state, **given)


@pytest.mark.parametrize(
    ("state", "said", "buttons"),
    [
        (State.PENDING, "It waits for a decision. It is the next in the queue.", {"withdrawal"}),
        (State.CHANGES_REQUESTED, "A moderator asks for changes.", {"withdrawal"}),
        (State.REJECTED, "It was not accepted. Nothing is lost", {"appeal"}),
        (State.UNDONE, "It was published, and undone later.", {"appeal"}),
        (State.TAKEN_BACK, "You took it back. Nobody decides on it.", set()),
    ],
)
def test_each_state_has_its_words_and_its_ways_on(app, anonymous, state, said, buttons):
    private = submitted(anonymous)
    if state == State.TAKEN_BACK:
        send(anonymous, private, {}, action="withdrawal")
    elif state != State.PENDING:
        decide(state)
    page = anonymous.get(private)
    assert said in text(page)
    assert {form.action.rsplit("/", 1)[1] for form in forms(page)} == buttons
    assert f'href="{private}/edit"' in page.text
    assert f"http://localhost{private}" in page.text, "the address to keep"


def test_a_refusal_gives_a_statement_of_reasons(app, anonymous):
    private = submitted(anonymous, homepage="spam")
    decide(
        State.REJECTED,
        ground="unsourced",
        reason="The blog is gone.",
        remarks='{"adoptions-0-sources-0-url": "It answers 404."}',
    )
    page = text(anonymous.get(private))
    for told in (
        "Not accepted , 24 Nov 2026 (version 1)",
        "Nothing was published or changed, and nothing you sent is lost.",
        "The blog is gone.",
        "Claim 1 › Source 1 › Address It answers 404.",
        "Not sourced. No source that can be opened and quoted carries the claim.",
        "A person. No program decides here. A program marked it (filled a hidden field, sent at once), which only",
        "certified body for out-of-court settlement (Digital Services Act, Article 21), or to a court",
        "Appeal, once",
    ):
        assert told in page
    assert 'href="/methodology#decisions"' in anonymous.get(private).text
    assert "Mona" not in page


def test_an_undoing_that_was_undone_says_that_it_stands_again(app, anonymous):
    private = submitted(anonymous)
    decide(State.UNDONE)
    assert "What it had changed is as it was before" in text(anonymous.get(private))
    with db.database.connection_context():
        Submission.update(state=State.APPROVED).execute()
    assert "The undoing was undone: what it changed stands again." in text(anonymous.get(private))


def test_an_appeal_waits_for_somebody_else_and_is_heard_once(app, anonymous):
    private = submitted(anonymous)
    decide(State.REJECTED)
    assert "It goes to the front of the queue." in text(anonymous.get(private))
    assert send(anonymous, private, {"text": "The archive has it."}, action="appeal").status_code == 303
    page = text(anonymous.get(private))
    assert "You appealed on 24 Nov 2026 : somebody else than before decides." in page
    assert "The archive has it." in page
    assert "The last decision and its reasons" in page
    decide(State.REJECTED)
    page = anonymous.get(private)
    assert "no second appeal is heard here" in text(page)
    assert forms(page) == []


def test_what_comes_first_is_not_said_to_have_been_sent_earlier(app, anonymous):
    private = submitted(anonymous)
    with later(hours=1):
        notice = {"explanation": "The quoted sentence was never said by us.", "good_faith": "y"}
        assert send(anonymous, "/report?about=/methodology", notice).status_code == 303
    with db.database.connection_context():
        # Sent at once, as no person does.
        Submission.update(signals="").execute()
    assert "It waits for a decision. One submission comes first." in text(anonymous.get(private))


@pytest.mark.parametrize("typed_in", ["", "x" * 2001])
def test_a_refused_appeal_keeps_what_was_typed_and_says_what_is_wrong(app, anonymous, typed_in):
    private = submitted(anonymous)
    decide(State.REJECTED)
    page = send(anonymous, private, {"text": typed_in}, action="appeal")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert 'href="#text"' in page.text
    assert forms(page)[0].fields["text"] == [typed_in]


def test_what_was_decided_meanwhile_is_not_taken_back(app, anonymous):
    private = submitted(anonymous)
    form = next(form for form in forms(anonymous.get(private)) if form.action.endswith("withdrawal"))
    decide(State.REJECTED)
    page = anonymous.post(form.action, data=form.fields)
    assert page.status_code == 422
    assert "there is nothing to take back" in text(page)
    assert "aria-invalid" not in page.text, "nothing is wrong with the appeal that is offered now"


@pytest.mark.parametrize("verb", ["withdrawal", "appeal"])
def test_the_private_page_takes_no_post_that_it_did_not_make(app, anonymous, verb):
    private = submitted(anonymous)
    decide(State.REJECTED if verb == "appeal" else State.CHANGES_REQUESTED)
    assert anonymous.post(f"{private}/{verb}", data={"text": "Please."}).status_code == 403
    assert anonymous.get(f"{private}/{verb}").status_code == 405
    assert anonymous.post(f"/submissions/no-such-token/{verb}").status_code == 404
    with db.database.connection_context():
        assert Submission.get().state == (State.REJECTED if verb == "appeal" else State.CHANGES_REQUESTED)


def test_a_second_version_shows_what_it_changed_in_the_first(app, anonymous):
    private = submitted(anonymous)
    send(anonymous, f"{private}/edit", {"city": "Ulm"})
    page = anonymous.get(private).text
    earlier = page[page.index('id="versions"') :]
    assert "What version 2 changed in version 1" in earlier
    assert "<del>Berlin</del>" in earlier
    assert "<ins>Ulm</ins>" in earlier


def test_a_wait_is_told_once_there_are_five_decisions(app, anonymous):
    private = submitted(anonymous)
    assert "There are not enough decisions yet to say how long it takes." in text(anonymous.get(private))
    for number in range(2, 7):
        submitted(anonymous, name=f"Example {number} (made up)", website=f"https://example-{number}.example")
        with db.database.connection_context():
            decided(Submission.get_by_id(number), State.APPROVED, hours=60)
    assert "Half of the last 5 were decided within 3 days." in text(anonymous.get(private))
    assert "Half of the last 5 were decided within 3 days" in text(anonymous.get("/decisions"))


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([], ""),
        (["waiting"], "We also wrote to your mail address."),
        (["sent", "failed"], "We also wrote to your mail address."),
        (["failed"], "Our letter to your mail address could not be delivered."),
    ],
)
def test_mail_is_told_where_a_letter_exists_only(app, anonymous, states, told):
    private = submitted(anonymous, contact="me@example.org")
    with db.database.connection_context():
        Letter.delete().execute()
        for number, state in enumerate(states):
            row = {"key": str(number), "recipient": "", "subject": "", "body": "", "due": "", "written": ""}
            Letter.create(submission=1, state=state, **row)
    page = text(anonymous.get(private))
    assert ("mail address" in page) is bool(told)
    assert told in page


def test_a_draft_says_that_it_was_not_sent_and_leads_back_to_its_form(app, anonymous):
    with db.database.connection_context():
        drafts.keep(
            "some-token", "some key", drafts.About("submit", "Submit a company", "/submit"), {"name": ["Example"]}
        )
    page = anonymous.get("/submissions/some-token")
    assert "Your draft: Submit a company It is a draft, not sent yet." in text(page)
    assert "Company Example Saved" in text(page)
    assert "http://localhost/submissions/some-token" in page.text, "the address to keep"
    assert anonymous.get("/submissions/some-token/edit").location == "/submit?draft=some-token"


def test_a_submission_whose_texts_were_erased_still_shows_its_page(app, anonymous):
    private = submitted(anonymous)
    with db.database.connection_context():
        db.database.execute_sql("update submitted_version set document = '', note = ''")
        Submission.update(name="", contact="").execute()
    page = anonymous.get(private)
    assert page.status_code == 200
    assert "What was sent was erased." in text(page)


def test_the_decisions_page_is_validated_by_all_that_it_shows(app, anonymous):
    empty = anonymous.get("/decisions")
    assert "There is no refusal here." in text(empty)
    assert "Set-Cookie" not in empty.headers
    private = submitted(anonymous)
    seen = {empty.headers["ETag"]}

    def changed():
        page = anonymous.get("/decisions")
        again = anonymous.get("/decisions", headers={"If-None-Match": page.headers["ETag"]})
        new = page.headers["ETag"] not in seen
        seen.add(page.headers["ETag"])
        return new and again.status_code == 304

    assert changed(), "one waits"
    send(anonymous, private, {}, action="withdrawal")
    assert not changed(), "none waits, as at first"
    with db.database.connection_context():
        Submission.update(listed=1, state=State.PENDING).execute()
    decide(State.REJECTED, ground="scope", reason="It is in Asia.")
    assert changed(), "one was refused"
    assert "Out of scope" in text(anonymous.get("/decisions"))
    assert "It is in Asia." in text(anonymous.get("/decisions"))
    assert "Example Company" not in text(anonymous.get("/decisions")), "no entry, no name"
    with db.database.connection_context():
        db.database.execute_sql("update decision set reason = '(redacted)'")
    assert changed(), "a redacted reason is shown at once"


@pytest.mark.parametrize("before", ["0", "-1", "x", "²", "9" * 30, "1"])
def test_odd_pages_of_decisions_show_a_page(client, before):
    assert client.get(f"/decisions?before={before}").status_code == 200


def test_the_rules_of_refusals_are_told_from_the_vocabulary(client):
    page = text(client.get("/methodology"))
    assert "No source that can be opened and quoted carries the claim." in page
    assert 'href="/decisions"' in client.get("/methodology").text
