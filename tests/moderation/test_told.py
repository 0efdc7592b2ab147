"""What a submitter's private page tells of real decisions: done, altered, answered, and out of reach."""

import json

import pytest

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.moderation.matrix import Remedy
from directory.submissions.models import Submission
from tests.moderation.deciding import CHECKED, ENTRY, SLUG, claim, count, decide, one, published, sent, submitted, text
from tests.people import forms, send, signed_in

MINE = "/submissions/token of a key"
NOTICE = {"explanation": "This breaks the law.", "good_faith": True, "claims": [claim()]}


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


@pytest.mark.parametrize(
    ("remedy", "told"),
    [
        (Remedy.HIDE, "The claims that it is about were hidden."),
        (Remedy.DISPUTE, "The claims that it is about were marked as disputed."),
        (Remedy.TAKE_OUT, "The whole entry was withdrawn."),
        (Remedy.WITHDRAW, "The whole entry was withdrawn."),
        (Remedy.ELSEWHERE, "Nothing was changed in an entry: the reason says what was done, and where."),
    ],
)
def test_the_sender_of_a_notice_reads_what_was_done(app, anonymous, moderator, admin, entry, remedy, told):
    number = sent("notice", **NOTICE)
    decide(moderator, number, "approval", remedy=remedy)
    if one(Submission, Submission.id == number).state == "pending":
        decide(admin, number, "approval", remedy=remedy)
    page = anonymous.get(MINE)
    assert "Your notice was accepted." in text(page)
    assert f"The notice was found right. {told}" in text(page)
    standing = remedy == Remedy.DISPUTE
    assert (f'<a href="{ENTRY}">See the entry</a>' in page.text) is standing, "no link leads to a page that is gone"
    assert ("See the change in the public history" in page.text) is (remedy != Remedy.ELSEWHERE)


def test_claims_that_were_taken_out_of_an_entry_with_others_are_told_so(app, anonymous, moderator, admin, entry):
    first = {"model": "qwen", "use": "pilot", "route": "self-hosted"}
    with_more = sent("correction", key="more", document={"adoptions": _two(first)})
    decide(moderator, with_more, "approval")
    number = sent("notice", **NOTICE)
    for person in (moderator, admin):
        decide(person, number, "approval", remedy=Remedy.TAKE_OUT)
    assert "found right. The claims that it is about were taken out." in text(anonymous.get(MINE))


def _two(more):
    with db.database.connection_context():
        there = db.database.execute_sql("select document from entry where slug = ?", [SLUG]).fetchone()[0]
    adoptions = json.loads(there)["adoptions"]
    return [*adoptions, adoptions[0] | more]


def test_a_submitter_reads_what_the_moderator_changed_before_approving(app, anonymous, moderator):
    private = submitted(anonymous)
    edit = "/moderation/submissions/1/edit"
    typed = forms(moderator.get(edit))[-1].fields | {"city": "Bremen", "checked": CHECKED, "reason": "It is there."}
    assert moderator.post(edit, data=typed).status_code == 303
    page = anonymous.get(private)
    assert "It was approved and published. See the entry" in text(page)
    assert f'href="{ENTRY}/history#change-' in page.text
    altered = page.text.split("What the moderator changed in what you had sent")[1].split("</table>")[0]
    assert "<del>Berlin</del>" in altered
    assert "<ins>Bremen</ins>" in altered
    assert altered.count("<tr>") == 2, "the head and one field"


def test_what_was_approved_as_it_was_sent_tells_of_no_edit(app, anonymous, moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    decide(moderator, number, "approval")
    page = text(anonymous.get(MINE))
    assert "What the moderator changed" not in page
    assert "What you asked to change in the entry" in page


def test_an_appeal_ends_with_the_decision_of_somebody_else(app, anonymous, moderator, admin):
    private = submitted(anonymous)
    decide(moderator, 1, "rejection", "No.", ground="unsourced")
    send(anonymous, private, {"text": "The archive has it."}, action="appeal")
    assert "somebody else than before decides" in text(anonymous.get(private))
    decide(admin, 1, "changes-request", "Name the archive.")
    page = text(anonymous.get(private))
    assert page.count("It answers your appeal, and another person made it than the decision before.") == 1
    send(anonymous, f"{private}/edit", {"city": "Ulm"})
    assert "somebody else than before decides" not in text(anonymous.get(private))
    assert decide(moderator, 1, "approval").status_code == 303, "who refused it first may decide on the new version"


def test_an_appeal_is_open_again_where_its_answer_was_taken_back(app, anonymous, moderator, admin):
    private = submitted(anonymous)
    decide(moderator, 1, "rejection", "No.", ground="unsourced")
    send(anonymous, private, {"text": "The archive has it."}, action="appeal")
    decide(admin, 1, "rejection", "No.", ground="unsourced")
    assert send(admin, "/moderation/submissions/1", {"reason": "Too quick."}, action="reopening").status_code == 303
    assert "somebody else than before decides" in text(anonymous.get(private))
    third = signed_in(app, "Tilda Third")
    assert "an appeal against your own decision" in text(moderator.get("/moderation/submissions/1"))
    assert decide(third, 1, "approval").status_code == 303


def test_a_statement_of_reasons_stays_as_it_was_after_a_new_version(app, anonymous, moderator):
    private = submitted(anonymous, homepage="spam")
    decide(moderator, 1, "rejection", "No.", ground="unsourced")
    marked = "A program marked it (filled a hidden field, sent at once), which only put it later in the queue."
    assert marked in text(anonymous.get(private))
    send(anonymous, f"{private}/edit", {"city": "Ulm", "homepage": ""})
    assert marked in text(anonymous.get(private))
    decide(moderator, 1, "rejection", "No.", ground="unsourced")
    page = text(anonymous.get(private))
    assert page.count("filled a hidden field") == 1, "the first decision"
    assert page.count("A program marked it (sent at once)") == 1, "the second"


def test_what_was_taken_back_shows_its_last_decision_as_past(app, anonymous, moderator):
    private = submitted(anonymous)
    decide(moderator, 1, "rejection", "No.", ground="unsourced")
    send(moderator, "/moderation/submissions/1", {"reason": "Too quick."}, action="reopening")
    send(anonymous, private, {}, action="withdrawal")
    page = text(anonymous.get(private))
    assert "The last decision and its reasons" in page
    assert "it waited for another one" in page
    assert "it waits again" not in page


@pytest.mark.parametrize("kind", ["reply", "correction"])
def test_a_submission_on_an_entry_that_was_withdrawn_says_so_and_asks_for_nothing(app, anonymous, entry, kind):
    reply = {"text": "We stopped using this model in March 2026.", "proof": "dns"}
    address, typed = (f"{ENTRY}/reply", reply) if kind == "reply" else (f"{ENTRY}/suggest", {"city": "Ulm"})
    private = send(anonymous, address, typed).location
    assert ("_passerelle." in anonymous.get(private).text) is (kind == "reply")
    with db.database.connection_context():
        withdraw(Kind.COMPANY, SLUG, Why("A test says so."))
    page = anonymous.get(private)
    assert "The entry that this is about was withdrawn." in text(page)
    assert f'href="{ENTRY}/history"' in page.text
    assert "_passerelle." not in page.text
    assert "Edit and send again" not in page.text
    assert [form.action.rsplit("/", 1)[1] for form in forms(page)] == ["withdrawal"]
    assert count(Submission) == 2


def test_a_fault_of_a_notice_names_its_field_as_the_form_does(app, anonymous):
    page = send(anonymous, "/report?about=/companies/novo-ai", {"explanation": "", "good_faith": "y"})
    assert page.status_code == 422
    label = page.text.split('<label for="explanation">')[1].split(" <")[0]
    assert f'<a href="#explanation">{label}: ' in page.text
