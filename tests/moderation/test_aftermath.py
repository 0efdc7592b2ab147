"""What becomes of submissions when the ground moved: entries merged or renamed, approvals undone, senders gone."""

import json
from dataclasses import replace

import pytest

from directory import db
from directory.ledger.models import Change
from directory.mail.models import Letter
from directory.moderation import decisions
from directory.moderation.decisions import Verdict
from directory.moderation.parties import NotYours
from directory.submissions import appeals, privacy
from directory.submissions.models import Appeal, Decision, Submission
from directory.text import sha256
from tests.conftest import MAILED
from tests.moderation.deciding import ENTRY, SLUG, at, claim, count, decide, one, published, sent, submitted, text
from tests.people import forms, send, signed_in

HERE = f"/moderation/companies/{SLUG}"
NEW, TWIN = "example-one-made-up", "example-twin-made-up"


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


@pytest.fixture
def two_claims(entry):
    """Have it make a second claim."""
    first = json.loads(at().document)["adoptions"][0]
    return [first, first | {"use": "pilot"}]


def newest():
    return count(Submission)


def undone(moderator, number, reason):
    """Press the button that undoes a change, or proposes to."""
    back = f"/moderation/changes/{number}/reversal"
    assert send(moderator, back, {"reason": reason}, action="reversal").status_code == 303


def changed_by(number):
    return one(Decision, (Decision.submission == number) & (Decision.act == "approval")).change


def test_a_removal_of_what_is_gone_already_withdraws_nothing(moderator, admin, two_claims):
    assert decide(moderator, sent("correction", document={"adoptions": two_claims}), "approval").status_code == 303
    first, second = (sent("removal", key=key, claims=[claim()]) for key in ("one", "two"))
    for person in (moderator, admin):
        assert decide(person, first, "approval").status_code == 303
    before = at().revision
    assert "says all of it already" in moderator.get(f"/moderation/submissions/{second}").text
    refused = decide(moderator, second, "approval")
    assert refused.status_code == 422
    assert "changes nothing any more" in refused.text
    assert (at().state, at().revision) == ("published", before)


def test_a_removal_does_not_withdraw_what_its_entry_was_merged_into(anonymous, moderator, admin, entry):
    other = {"adoptions-0-use": "pilot", "name": "Example Twin (made up)", "website": "https://another.example"}
    published(anonymous, moderator, **other)
    number = sent("removal", TWIN, claims=[claim(("qwen", "pilot", "self-hosted"))])
    into = f"/moderation/companies/{TWIN}/merge?into={SLUG}"
    form = next(f for f in forms(moderator.get(into)) if "reason" in f.fields)
    gone = {name: value for name, value in form.fields.items() if not name.startswith("adoptions-1-")}
    assert moderator.post(into, data=gone | {"reason": "The same."}).status_code == 303
    assert decide(admin, newest(), "approval").status_code == 303
    assert decide(moderator, number, "approval").status_code == 422
    assert at().state == "published"


@pytest.mark.parametrize("kind", ["company", "correction"])
def test_what_its_sender_had_erased_is_shown_and_not_edited(anonymous, moderator, entry, kind):
    if kind == "company":
        private = submitted(anonymous, name="Example Newcomer (made up)", website="https://new.example")
    else:
        private = send(anonymous, f"{ENTRY}/suggest", {"city": "Bremen"}).location
    address = f"/moderation/submissions/{newest()}"
    assert moderator.get(f"{address}/edit").status_code == 200
    with db.database.connection_context():
        assert privacy.erase(sha256(private.rpartition("/")[2]))
    page = moderator.get(address)
    assert page.status_code == 200
    assert '<table class="diff' not in page.text
    refused = moderator.get(f"{address}/edit")
    assert refused.status_code == 422
    assert "does not wait for a decision any more" in refused.text


def test_the_page_of_a_renamed_entry_shows_all_its_changes_and_what_waits_at_its_old_address(moderator, entry):
    waits, other = sent("correction", document={"city": "Bremen"}), sent("removal", key="two")
    asked = {"address": NEW, "reason": "It changed its name."}
    assert send(moderator, f"{HERE}/address", asked, action="address").status_code == 303
    for slug in (SLUG, NEW):
        page = text(moderator.get(f"/moderation/companies/{slug}"))
        assert f"Submission {waits}" in page
        assert f"change {entry} " in page
        assert f"change {entry + 1} " in page
    later = sent("correction", NEW, key="three", document={"city": "Essen"})
    around = text(moderator.get(f"/moderation/submissions/{later}")).partition("Waiting too, about the same")[2]
    assert f"Submission {waits}" in around
    assert f"Submission {other}" in around


def test_who_undid_it_is_the_one_that_the_submitter_reads_and_appeals_against(app, anonymous, moderator, admin, entry):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **MAILED)
    number = sent("removal", explanation="We never did.")
    with db.write():
        Submission.update(contact="sender@submitter.example").where(Submission.id == number).execute()
    first, second = signed_in(app, "Ann Early"), signed_in(app, "Bob Early")
    for person in (first, second):
        assert decide(person, number, "approval", "The source is gone.").status_code == 303
    undone(moderator, changed_by(number), "The source is back.")
    assert decide(admin, newest(), "approval", "I found it, too.").status_code == 303
    told = one(Decision, (Decision.submission == number) & (Decision.act == "reversal"))
    assert (told.by, told.reason, told.version) == ("Ada Admin", "I found it, too.", 1)
    page = text(moderator.get(f"/moderation/submissions/{number}"))
    assert "I found it, too." in page
    with db.database.connection_context():
        letter = Letter.get(Letter.key == f"decision {told.id}")
        assert "that was undone" in letter.body
        appeals.appeal("token of a key", "It is not back.")
        assert Appeal.get().against == "Ada Admin"
        for name in ("Ada Admin", "Mona Moderator"):
            with pytest.raises(NotYours):
                decisions.reject(number, Verdict(by=name, reason="No.", version=1))
        assert decisions.reject(number, Verdict(by="Cem Careful", reason="It is.", version=1)).by == "Cem Careful"


def test_an_undoing_by_one_person_is_told_by_letter_and_so_is_its_own_undoing(app, anonymous, moderator, entry):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **MAILED)
    private = send(anonymous, f"{ENTRY}/suggest", {"city": "Bremen", "contact": "sender@submitter.example"}).location
    number = newest()
    decide(moderator, number, "approval")
    change = changed_by(number)
    undone(moderator, change, "It is in Berlin.")
    assert "It is in Berlin." in anonymous.get(private).text
    undone(moderator, change + 1, "It is not.")
    assert one(Submission, Submission.id == number).state == "approved"
    assert "It is not." in anonymous.get(private).text
    with db.database.connection_context():
        bodies = [
            letter.body for letter in Letter.select().where(Letter.key.startswith("decision ")).order_by(Letter.id)
        ]
        assert Change.select().where(Change.undoes.is_null(False)).count() == 2
    assert ["that was undone" in body for body in bodies] == [False, True, False]
    assert "It was approved." in bodies[2]
    assert "It is not." in bodies[2]
