"""What is sensitive takes two: who is the first, who the second, and what makes it start again."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import db
from directory.ledger.models import Change
from directory.ledger.replay import faults
from directory.moderation import decisions
from directory.moderation.decisions import DecidedMeanwhile, Verdict
from directory.moderation.parties import NotYours
from directory.submissions.models import Appeal, Decision, Submission
from tests.moderation.deciding import CHECKED, ENTRY, SLUG, at, claim, count, decide, one, published, sent, text
from tests.people import forms, send, signed_in


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


def test_the_first_approval_is_kept_and_the_second_carries_it_out(anonymous, moderator, admin, entry):
    number = sent("removal", explanation="We never did.")
    page = text(moderator.get(f"/moderation/submissions/{number}"))
    assert "This takes two people. The whole entry would be gone." in page
    assert decide(moderator, number, "approval", "The source is gone.").status_code == 303
    assert one(Submission, Submission.id == number).state == "pending"
    assert anonymous.get(ENTRY).status_code == 200
    told = text(admin.get(f"/moderation/submissions/{number}"))
    assert "Mona Moderator agreed on" in told
    assert "The source is gone." in told
    assert "Still needed: another person who approves exactly this." in told
    assert decide(admin, number, "approval", "I looked, too.").status_code == 303
    gone = anonymous.get(ENTRY)
    assert gone.status_code == 410
    assert "The source is gone." in gone.text, "the reason that its proposer was told is public"
    assert "I looked, too." not in gone.text


def test_the_first_person_is_not_the_second_and_a_retry_is_the_same_decision(moderator, entry):
    number = sent("removal")
    before = count(Decision)
    for _ in range(3):
        assert decide(moderator, number, "approval").status_code == 303
    assert count(Decision) == before + 1
    assert at().state == "published"


def test_the_second_persons_retry_gets_the_success_page(moderator, admin, entry):
    number = sent("removal")
    decide(moderator, number, "approval")
    form = next(f for f in forms(admin.get(f"/moderation/submissions/{number}")) if "changes-request" in f.action)
    for _ in range(2):
        answer = admin.post(f"/moderation/submissions/{number}/approval", data=form.fields | {"reason": "Yes."})
        assert answer.status_code == 303


def test_a_changed_entry_makes_the_second_the_new_first(app, anonymous, moderator, admin, entry):
    number = sent("correction", document={"city": "Bremen", "adoptions": disputed()})
    decide(moderator, number, "approval")
    send(anonymous, f"{ENTRY}/suggest", {"founded": "2020"})
    assert decide(admin, number + 1, "approval").status_code == 303
    told = text(admin.get(f"/moderation/submissions/{number}"))
    assert "Nobody agreed yet to what is shown below." in told
    assert decide(admin, number, "approval").status_code == 303
    assert one(Submission, Submission.id == number).state == "pending"
    assert decide(moderator, number, "approval").status_code == 303
    now = anonymous.get(f"{ENTRY}.json").get_json()
    assert (now["city"], now["founded"], now["adoptions"][0]["status"]) == ("Bremen", 2020, "disputed")


def test_another_document_makes_the_second_the_new_first(anonymous, moderator, admin, entry):
    number = sent("correction", document={"adoptions": disputed()})
    decide(moderator, number, "approval")
    edited = {"city": "Bremen", "reason": "Also its town.", "checked": CHECKED}
    assert send(admin, f"/moderation/submissions/{number}/edit", edited, action="/edit").status_code == 303
    assert one(Submission, Submission.id == number).state == "pending"
    told = moderator.get(f"/moderation/submissions/{number}")
    assert "Ada Admin agreed on" in text(told)
    assert "<ins>Bremen</ins>" in told.text, "what was agreed is what is shown"
    assert decide(moderator, number, "approval").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").get_json()["city"] == "Bremen"


def test_a_new_version_makes_the_agreement_void(app, moderator, admin, entry):
    number = sent("removal", key="k", explanation="One.")
    decide(moderator, number, "approval")
    sent("removal", key="k", explanation="Two.")
    decide(admin, number, "approval")
    assert at().state == "published"
    assert one(Submission, Submission.id == number).state == "pending"


def test_a_first_approval_can_be_taken_back(moderator, admin, entry):
    number = sent("removal")
    decide(moderator, number, "approval")
    address = f"/moderation/submissions/{number}"
    assert send(moderator, address, {"reason": "Too early."}, action="reopening").status_code == 303
    decide(admin, number, "approval")
    assert at().state == "published"


def test_a_disputed_claim_is_cleared_by_two(anonymous, moderator, admin, entry):
    number = sent("correction", key="one", document={"adoptions": disputed()})
    decide(moderator, number, "approval")
    decide(admin, number, "approval")
    again = sent("correction", key="two", document={"adoptions": disputed("active")})
    assert "A claim would no longer be disputed." in moderator.get(f"/moderation/submissions/{again}").text
    decide(moderator, again, "approval")
    assert anonymous.get(f"{ENTRY}.json").get_json()["adoptions"][0]["status"] == "disputed"
    decide(admin, again, "approval")
    assert anonymous.get(f"{ENTRY}.json").get_json()["adoptions"][0]["status"] == "active"


def test_nobody_decides_on_their_own_submission_and_counts_as_the_first(moderator, admin, entry):
    number = sent("removal", by="Mona Moderator")
    assert "You sent this in yourself" in moderator.get(f"/moderation/submissions/{number}").text
    for act in (decisions.approve, decisions.reject, decisions.request_changes, decisions.reopen):
        with db.database.connection_context(), pytest.raises(NotYours):
            act(number, Verdict(by="Mona Moderator", reason="Mine.", version=1, seen=entry))
    assert decide(admin, number, "approval").status_code == 303
    assert at().state == "withdrawn"


def test_nobody_decides_on_an_appeal_against_themselves(app, moderator, admin, entry):
    number = sent("removal")
    decide(moderator, number, "rejection", "It stands.")
    with db.write():
        decision = Decision.get(Decision.submission == number)
        Appeal.create(submission=number, decision=decision, against="Mona Moderator", text="Look again.", at="2026")
        Submission.update(state="pending").where(Submission.id == number).execute()
    page = text(moderator.get(f"/moderation/submissions/{number}"))
    assert "Look again." in page
    assert "an appeal against your own decision" in page
    with db.database.connection_context(), pytest.raises(NotYours):
        decisions.reject(number, Verdict(by="Mona Moderator", reason="No.", version=1))
    assert decide(admin, number, "rejection", "It really stands.").status_code == 303


def test_four_people_approve_at_once_one_is_first_one_second(app, moderator, entry):
    number = sent("removal")
    before = count(Change)

    def approve(name):
        with db.database.connection_context():
            try:
                return decisions.approve(number, Verdict(by=name, reason="Gone.", version=1, seen=entry)).act
            except DecidedMeanwhile:
                return "late"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(approve, ["Ann", "Bob", "Cem", "Dag"]))
    assert told == ["agreement", "approval", "late", "late"]
    assert count(Change) == before + 1
    with db.database.connection_context():
        assert list(faults()) == []


def test_a_third_person_may_still_reject_what_one_agreed_to(app, moderator, admin, entry):
    number = sent("removal", claims=[claim()])
    decide(moderator, number, "approval")
    assert decide(signed_in(app, "Cem Careful"), number, "rejection", "The source says it.").status_code == 303
    assert one(Submission, Submission.id == number).state == "rejected"
    assert at(SLUG).state == "published"


def disputed(status="disputed"):
    """Give the claims of the made-up company with a status of their own."""
    return [each | {"status": status} for each in json.loads(at().document)["adoptions"]]
