"""Every kind of submission meets every decision: what it does to the entry, and what undoes it."""

import json
import re

import pytest

from directory import clock, db
from directory.catalogue.document import Reply
from directory.moderation.matrix import Remedy
from directory.submissions.models import Control, Decision, Submission
from tests.moderation.deciding import CHECKED, ENTRY, at, claim, count, decide, one, published, sent, submitted, text
from tests.people import forms, send

WORDS = "We run it on our own machines, and nothing leaves them."
ABOUT = {
    "company": {},
    "adoption": {"document": "more"},
    "correction": {"document": {"city": "Bremen"}},
    "removal": {"claims": [claim()], "explanation": "We never did."},
    "reply": {"reply": Reply.model_validate({"on": "2026-01-01", "text": WORDS, "proof": "dns"})},
    "notice": {"explanation": "This breaks the law.", "good_faith": True, "claims": [claim()]},
}


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


@pytest.fixture
def number(entry, anonymous, request):
    """Send a submission of the kind that the test is about."""
    kind = request.param
    if kind == "company":
        submitted(anonymous, name="Example Newcomer (made up)", website="https://new.example")
        return 2
    about = ABOUT[kind]
    if about.get("document") == "more":
        first = json.loads(at().document)["adoptions"]
        about = {"document": {"adoptions": [*first, first[0] | {"use": "pilot"}]}}
    made = sent(kind, **about)
    if kind == "reply":
        prove(made)
    return made


def prove(number, proved="2026-11-24T12:00:00Z"):
    """Prove control of the domain the way the command does."""
    with db.write():
        Control.delete().where(Control.submission == number).execute()
        Control.create(submission=number, method="file", domain="company-1.example", code="x", proved=proved)


every_kind = pytest.mark.parametrize("number", list(ABOUT), indirect=True)


@every_kind
@pytest.mark.parametrize(("act", "state"), [("rejection", "rejected"), ("changes-request", "changes-requested")])
def test_a_refusal_of_any_kind_changes_nothing_and_is_taken_back(app, moderator, entry, number, act, state):
    assert decide(moderator, number, act, "See the rule.", ground="unsourced").status_code == 303
    decided = one(Submission, Submission.id == number)
    assert decided.state == state
    assert one(Decision, Decision.submission == number).ground == "unsourced"
    assert at().revision == entry
    page = f"/moderation/submissions/{number}"
    assert send(moderator, page, {"reason": "Too quick."}, action="reopening").status_code == 303
    assert one(Submission, Submission.id == number).state == "pending"
    assert at().revision == entry


@every_kind
def test_an_approval_of_any_kind_does_what_was_sent_once_enough_people_agree(app, moderator, admin, number):
    more = {"remedy": "elsewhere"} if "notice" in moderator.get(f"/moderation/submissions/{number}").text else {}
    assert decide(moderator, number, "approval", **more).status_code == 303
    kind = one(Submission, Submission.id == number).kind
    state = one(Submission, Submission.id == number).state
    assert state == ("pending" if kind == "removal" else "approved")
    if kind == "removal":
        decide(admin, number, "approval")
    document = json.loads(at().document)
    done = {
        "company": lambda: at("example-newcomer-made-up").state == "published",
        "adoption": lambda: [each["use"] for each in document["adoptions"]] == ["production", "pilot"],
        "correction": lambda: document["city"] == "Bremen",
        "removal": lambda: at().state == "withdrawn",
        "reply": lambda: document["replies"] == [{"on": "2026-11-24", "text": WORDS, "proof": "file"}],
        "notice": lambda: at().state == "published",
    }
    assert done[kind]()


@every_kind
def test_an_approval_of_any_kind_is_undone_by_a_new_change(app, anonymous, moderator, admin, entry, number):
    before = at().document
    decide(moderator, number, "approval", remedy="dispute")
    if one(Submission, Submission.id == number).state == "pending":
        decide(admin, number, "approval", remedy="dispute")
    decided = one(Submission, Submission.id == number)
    assert decided.state == "approved"
    change = one(Decision, (Decision.submission == number) & (Decision.act == "approval")).change
    back = f"/moderation/changes/{change}/reversal"
    assert send(moderator, back, {"reason": "It was wrong."}, action="reversal").status_code == 303
    if count(Submission) > number:
        assert decided.kind in ("removal", "notice")
        assert decide(admin, count(Submission), "approval").status_code == 303
    assert one(Submission, Submission.id == number).state == "undone"
    assert (at().document, at().state) == (before, "published")


@pytest.mark.parametrize("number", ["notice"], indirect=True)
@pytest.mark.parametrize("remedy", list(Remedy))
def test_each_remedy_of_a_notice_does_what_it_says(app, moderator, admin, number, remedy):
    assert decide(moderator, number, "approval", remedy="").status_code == 422
    assert decide(moderator, number, "approval", remedy=remedy).status_code == 303
    alone = remedy in (Remedy.HIDE, Remedy.ELSEWHERE)
    assert one(Submission, Submission.id == number).state == ("approved" if alone else "pending")
    if not alone:
        page = admin.get(f"/moderation/submissions/{number}").text
        assert "Mona Moderator agreed on" in page
        assert 'value="dispute" selected' in page or remedy != Remedy.DISPUTE
        decide(admin, number, "approval", remedy=remedy)
    after = {Remedy.DISPUTE: "published", Remedy.ELSEWHERE: "published"}.get(remedy, "withdrawn")
    assert at().state == after
    assert ('"disputed"' in at().document) == (remedy == Remedy.DISPUTE)


def test_a_reply_is_refused_until_control_of_the_domain_is_proved(moderator, entry):
    number = sent("reply", **ABOUT["reply"])
    prove(number, proved="")
    page = decide(moderator, number, "approval")
    assert page.status_code == 422
    assert "has not proved yet" in page.text
    assert "replies" not in json.loads(at().document)
    prove(number)
    assert decide(moderator, number, "approval").status_code == 303
    assert json.loads(at().document)["replies"][0]["on"] == clock.today().isoformat()


@pytest.mark.parametrize("missing", range(4))
def test_an_approval_needs_all_four_points_and_a_refusal_none(anonymous, moderator, entry, missing):
    number = sent("correction", document={"city": "Bremen"})
    ticked = [each for place, each in enumerate(CHECKED) if place != missing]
    page = decide(moderator, number, "approval", checked=ticked)
    assert page.status_code == 422
    assert "Tick the four points" in page.text
    assert len(re.findall(r"name=\"checked\"[^>]* checked", page.text)) == 3, "what was ticked is kept"
    assert decide(moderator, number, "rejection", checked=[]).status_code == 303


def test_the_text_of_the_rule_is_the_reason_where_none_was_written(anonymous, moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    assert decide(moderator, number, "approval", "", ground="spam").status_code == 422
    assert decide(moderator, number, "rejection", "", ground="nonsense").status_code == 422
    assert decide(moderator, number, "rejection", "", ground="mismatch").status_code == 303
    told = one(Decision, Decision.submission == number)
    assert (told.ground, told.reason) == ("mismatch", "The quoted source does not say what the claim says.")


def test_reasons_are_at_hand_for_approvals_and_for_changes(anonymous, moderator, entry):
    first = sent("correction", key="a", document={"city": "Bremen"})
    second = sent("correction", key="b", document={"founded": 2020})
    page = moderator.get(f"/moderation/submissions/{first}")
    for group in ("To approve", "To request changes", "To reject, by a rule"):
        assert f'<optgroup label="{group}">' in page.text
    assert decide(moderator, first, "approval", "", ground="quote").status_code == 422
    assert decide(moderator, first, "approval", "", ground="carried").status_code == 303
    assert one(Decision, Decision.submission == first).reason == "The sources open and carry the claim."
    assert decide(moderator, second, "changes-request", "", ground="quote").status_code == 303
    told = one(Decision, Decision.submission == second)
    assert (told.ground, told.reason) == ("", "The quote does not carry the statement.")


def test_all_that_an_approval_lacks_is_told_at_once_each_at_its_place(moderator, entry):
    page = decide(moderator, sent("correction", document={"city": "Bremen"}), "approval", "", checked=[])
    assert "2 things are to be put right" in page.text
    assert '<a href="#reason">' in page.text
    assert '<a href="#checked">' in page.text
    page = decide(moderator, sent("notice", key="b", **ABOUT["notice"]), "approval", "")
    assert '<a href="#reason">' in page.text
    assert '<a href="#remedy">' in page.text


def test_no_approval_is_offered_to_whom_it_waits_for_nobody(moderator, admin, entry):
    number = sent("reply", **ABOUT["reply"])
    prove(number, proved="")
    page = moderator.get(f"/moderation/submissions/{number}")
    assert "has not proved yet that it controls its domain" in page.text
    assert f"/moderation/submissions/{number}/approval" not in page.text
    number = sent("removal", key="b", **ABOUT["removal"])
    decide(moderator, number, "approval")
    page = moderator.get(f"/moderation/submissions/{number}")
    assert "You agreed to it already: another moderator approves it." in page.text
    assert f"/moderation/submissions/{number}/approval" not in page.text
    assert f"/moderation/submissions/{number}/approval" in admin.get(f"/moderation/submissions/{number}").text


def test_a_submission_about_a_withdrawn_entry_leads_to_what_brings_it_back(moderator, admin, entry):
    number = sent("correction", key="a", document={"city": "Bremen"})
    gone = sent("removal", key="b")
    for each in (moderator, admin):
        decide(each, gone, "approval")
    assert (
        f'href="/moderation/changes/{at().revision}/reversal"'
        in moderator.get(f"/moderation/submissions/{number}").text
    )


def test_after_a_decision_the_next_one_tells_it_and_how_to_undo_it(anonymous, moderator, entry):
    first = sent("correction", key="a", document={"city": "Bremen"})
    second = sent("correction", key="b", document={"founded": 2020})
    answer = decide(moderator, first, "approval")
    assert answer.location == f"/moderation/submissions/{second}?after={first}"
    page = moderator.get(answer.location)
    assert f"Submission {first}: approved. Undo" in text(page)
    assert "/reversal" in page.text
    answer = decide(moderator, second, "rejection")
    assert answer.location == f"/moderation/submissions/{second}?after={second}"
    assert f"{second}#reopen" in moderator.get(answer.location).text
    for odd in ("x", "-1", "0", "99999999999"):
        assert moderator.get(f"/moderation/submissions/{second}?after={odd}").status_code == 200


def test_a_page_shows_what_else_waits_what_the_sender_sent_and_the_versions(anonymous, moderator, entry):
    private = submitted(
        anonymous, name="Example Newcomer (made up)", website="https://new.example", contact="a@b.example"
    )
    submitted(anonymous, name="Éxample Newcomer (made up)", website="https://other.example")
    submitted(anonymous, name="Another (made up)", website="https://third.example", contact="a@b.example")
    send(anonymous, f"{private}/edit", {"city": "Bremen"})
    page = text(moderator.get("/moderation/submissions/2"))
    waiting, _, earlier = page.partition("From the same sender")
    assert "Waiting too, about the same Submission 3" in waiting
    assert "Submission 4" in earlier
    assert "What version 2 changed in version 1" in page


def test_twins_that_the_submitter_ruled_out_are_told_so(anonymous, moderator, entry):
    number = sent("correction", "novo-ai", document={"name": "Example Company 00001 (made up)"}, not_it=[ENTRY[11:]])
    page = text(moderator.get(f"/moderation/submissions/{number}"))
    assert "the submitter says that it is another company" in page


def test_only_what_is_published_as_written_is_edited_before(moderator, entry):
    number = sent("removal")
    assert moderator.get(f"/moderation/submissions/{number}/edit").status_code == 422
    assert "Edit before approval" not in moderator.get(f"/moderation/submissions/{number}").text


def test_what_was_taken_back_is_not_decided(moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    form = next(f for f in forms(moderator.get(f"/moderation/submissions/{number}")) if "changes-request" in f.action)
    with db.write():
        Submission.update(state="taken-back").where(Submission.id == number).execute()
    page = moderator.post(f"/moderation/submissions/{number}/rejection", data=form.fields | {"reason": "No."})
    assert page.status_code == 409
    assert "took it back" in page.text


def test_the_reason_says_that_it_is_needed(moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    assert "Reason (needed)" in text(moderator.get(f"/moderation/submissions/{number}"))
