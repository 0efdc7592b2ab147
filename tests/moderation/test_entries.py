"""What moderators do to an entry: hide, dispute, take out, withdraw, merge, rename; and each of it undone."""

import json

import pytest

from directory import db
from directory.ledger.models import Change, Hiding
from directory.ledger.replay import faults
from directory.moderation.decisions import Verdict
from directory.moderation.entries import undo
from directory.submissions.models import Decision, Submission
from tests.moderation.deciding import ENTRY, QWEN, SLUG, at, count, decide, one, published, sent, text
from tests.people import forms, later, send

HERE = f"/moderation/companies/{SLUG}"
OTHER = "https://another.example"
TWIN = "example-twin-made-up"
PRESSED = " ".join(QWEN)


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


def press(moderator, act, reason="A complaint came in.", claims=(PRESSED,)):
    """Tick claims of the made-up company and press one of the buttons."""
    return send(moderator, f"{HERE}/claims", {"claims": list(claims), "act": act, "reason": reason}, action="claims")


def newest():
    """Give the number of the newest submission."""
    return count(Submission)


def test_the_page_of_an_entry_shows_claims_changes_and_what_waits(anonymous, moderator, entry):
    send(anonymous, f"{ENTRY}/suggest", {"city": "Bremen"})
    page = text(moderator.get(HERE))
    assert "Qwen: in production, self-hosted, active · 1 source" in page
    assert "Published, Mona Moderator" in page
    assert "Submission 2" in page
    assert moderator.get("/moderation/companies/nobody").status_code == 404


def test_one_moderator_hides_a_claim_at_once_and_two_bring_it_back(anonymous, moderator, admin, entry):
    assert press(moderator, "hide").status_code == 303
    gone = anonymous.get(ENTRY)
    assert gone.status_code == 410, "no claim was left"
    assert one(Decision, Decision.act == "hiding").by == "Mona Moderator"
    assert one(Hiding).slug == SLUG
    change = one(Change, Change.act == "withdrawn").number
    back = f"/moderation/changes/{change}/reversal"
    assert "takes two people" in moderator.get(back).text
    assert send(moderator, back, {"reason": "It was checked."}, action="reversal").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410
    assert decide(admin, newest(), "approval").status_code == 303
    assert anonymous.get(ENTRY).status_code == 200


def test_who_hides_is_warned_and_moderators_still_see_what_is_hidden_as_a_whole(anonymous, moderator, entry):
    assert "This is the only claim." in text(moderator.get(f"{HERE}/claims"))
    press(moderator, "hide")
    change = one(Change, Change.act == "withdrawn").number
    for page in (f"{HERE}/claims", f"{HERE}/address"):
        gone = moderator.get(page)
        assert gone.status_code == 410
        assert f'<a href="/moderation/changes/{change}/reversal">Propose to bring back what change' in gone.text


def test_a_hidden_claim_does_not_come_back_by_a_suggestion_of_one(anonymous, moderator, admin):
    entry = at("novo-ai")
    claims = json.loads(entry.document)["adoptions"]
    key = " ".join([claims[0]["model"], claims[0]["use"], claims[0]["route"]])
    more = {"adoptions-1-model": "qwen", "adoptions-1-use": "pilot", "adoptions-1-route": "unknown"}
    add(anonymous, moderator, more)
    page = "/moderation/companies/novo-ai/claims"
    assert (
        send(moderator, page, {"claims": [key], "act": "hide", "reason": "Look."}, action="claims").status_code == 303
    )
    left = json.loads(at("novo-ai").document)
    assert [each["use"] for each in left["adoptions"]] == ["pilot"]
    number = sent("correction", "novo-ai", document={"adoptions": [*left["adoptions"], claims[0]]})
    assert "A claim that is hidden would come back." in moderator.get(f"/moderation/submissions/{number}").text
    decide(moderator, number, "approval")
    assert len(json.loads(at("novo-ai").document)["adoptions"]) == 1
    decide(admin, number, "approval")
    assert len(json.loads(at("novo-ai").document)["adoptions"]) == 2


def add(anonymous, moderator, more):
    """Have a second claim added to an entry of the launch data."""
    form = forms(anonymous.get("/companies/novo-ai/suggest"))[-1].fields
    page = anonymous.post("/companies/novo-ai/suggest", data=form | {"step": "add adoptions"})
    source = "adoptions-1-sources-0"
    typed = {
        "adoptions-1-status": "active",
        "adoptions-1-statement": "It tries Qwen, as a test says.",
        f"{source}-url": "https://press.example/qwen",
        f"{source}-title": "Qwen at work",
        f"{source}-kind": "press",
        f"{source}-by": "third-party",
        f"{source}-quote": "It tries Qwen.",
    }
    answer = anonymous.post("/companies/novo-ai/suggest", data=forms(page)[-1].fields | typed | more)
    assert answer.status_code == 303
    assert decide(moderator, newest(), "approval").status_code == 303


@pytest.mark.parametrize(("act", "state"), [("dispute", "published"), ("take-out", "withdrawn")])
def test_what_takes_two_is_proposed_by_one_and_approved_by_another(moderator, admin, entry, act, state):
    assert press(moderator, act).status_code == 303
    assert json.loads(at().document)["adoptions"][0]["status"] == "active"
    assert "You sent this in yourself" in moderator.get(f"/moderation/submissions/{newest()}").text
    assert decide(admin, newest(), "approval").status_code == 303
    assert at().state == state
    assert (json.loads(at().document)["adoptions"][0]["status"] == "disputed") == (act == "dispute")


@pytest.mark.parametrize("claims", [(), ("nonsense",), ("a b c",), ("glm production app",)])
def test_claims_that_are_none_are_refused(moderator, entry, claims):
    for act in ("hide", "dispute", "take-out", ""):
        assert press(moderator, act, claims=claims).status_code == 422
    assert at().revision == entry


def test_a_reason_is_needed_for_each_act_on_an_entry(moderator, entry):
    for act in ("hide", "dispute", "take-out"):
        assert press(moderator, act, reason=" ").status_code == 422
    for page, action in ((HERE, "withdrawal"), (f"{HERE}/address", "address")):
        assert send(moderator, page, {"reason": "", "address": "new"}, action=action).status_code == 422
    assert count(Submission) == 1


def test_a_withdrawal_takes_two_answers_410_with_the_reason_and_comes_back_by_two(anonymous, moderator, admin, entry):
    assert send(moderator, HERE, {"reason": "It is no company."}, action="withdrawal").status_code == 303
    assert anonymous.get(ENTRY).status_code == 200
    assert decide(admin, newest(), "approval", "It is none.").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410
    assert "It is no company." in anonymous.get(ENTRY).text
    back = f"/moderation/changes/{entry + 1}/reversal"
    assert send(admin, back, {"reason": "It is one."}, action="reversal").status_code == 303
    assert decide(moderator, newest(), "approval").status_code == 303
    assert anonymous.get(ENTRY).status_code == 200


def test_a_merge_joins_claims_sources_and_names_and_leads_the_old_address_on(anonymous, moderator, admin, entry):
    published(anonymous, moderator, name="Example Twin (made up)", website=OTHER, city="Bremen")
    page = moderator.get(f"/moderation/companies/{TWIN}/merge?into={SLUG}")
    assert "<ins>Example Twin (made up)</ins>" in page.text
    address = f"/moderation/companies/{TWIN}/merge?into={SLUG}"
    answer = send(moderator, address, {"reason": "The same company.", "city": "Hamburg"}, action=SLUG)
    assert answer.status_code == 303, text(answer)
    assert at(TWIN).state == "published"
    assert "Two entries become one." in admin.get(f"/moderation/submissions/{newest()}").text
    assert decide(admin, newest(), "approval").status_code == 303
    moved = anonymous.get(f"/companies/{TWIN}")
    assert (moved.status_code, moved.location) == (301, ENTRY)
    now = anonymous.get(f"{ENTRY}.json").get_json()
    assert now["aliases"] == ["Example Twin (made up)"]
    assert (now["city"], len(now["adoptions"])) == ("Hamburg", 1)
    with db.database.connection_context():
        assert list(faults()) == []


def test_a_merge_is_undone_by_two(anonymous, moderator, admin, entry):
    published(anonymous, moderator, name="Example Twin (made up)", website=OTHER)
    send(moderator, f"/moderation/companies/{TWIN}/merge?into={SLUG}", {"reason": "Same."}, action=SLUG)
    decide(admin, newest(), "approval")
    move = one(Change, Change.act == "moved").number
    for number in (move, move + 1):
        assert "takes two people" in moderator.get(f"/moderation/changes/{number}/reversal").text
    send(moderator, f"/moderation/changes/{move + 1}/reversal", {"reason": "Two after all."}, action="reversal")
    assert decide(admin, newest(), "approval").status_code == 303
    assert anonymous.get(f"/companies/{TWIN}").status_code == 200


def test_a_merge_whose_entries_changed_needs_a_new_first(anonymous, moderator, admin, entry):
    published(anonymous, moderator, name="Example Twin (made up)", website=OTHER)
    send(moderator, f"/moderation/companies/{TWIN}/merge?into={SLUG}", {"reason": "Same."}, action=SLUG)
    number = newest()
    send(anonymous, f"{ENTRY}/suggest", {"founded": "2020"})
    decide(moderator, newest(), "approval")
    assert decide(admin, number, "approval").status_code == 303
    assert at(TWIN).state == "published"
    assert one(Submission, Submission.id == number).state == "pending"


@pytest.mark.parametrize("into", ["nobody", "", SLUG, "%00"])
def test_an_entry_is_merged_into_another_that_is_there(moderator, entry, into):
    page = moderator.get(f"{HERE}/merge?into={into}")
    assert page.status_code == (422 if into else 200)
    assert "Address of the entry that stays" in page.text
    if into == "nobody":
        assert "There is no entry at this address." in text(page)
        assert 'value="nobody"' in page.text


def test_a_renamed_entry_keeps_its_old_address_and_is_named_back_by_one(anonymous, moderator, entry):
    asked = {"address": "example-one-made-up", "reason": "It changed its name."}
    assert send(moderator, f"{HERE}/address", asked, action="address").status_code == 303
    moved = anonymous.get(ENTRY)
    assert (moved.status_code, moved.location) == (301, "/companies/example-one-made-up")
    move = one(Change, Change.act == "moved").number
    assert (
        send(moderator, f"/moderation/changes/{move}/reversal", {"reason": "No."}, action="reversal").status_code == 303
    )
    assert anonymous.get(ENTRY).status_code == 200


@pytest.mark.parametrize("address", ["", "Novo", "novo-ai", "a/b", "../x", SLUG, "x" * 90, "\x00"])
def test_only_a_free_address_of_plain_letters_is_taken(moderator, entry, address):
    answer = send(moderator, f"{HERE}/address", {"address": address, "reason": "Try."}, action="address")
    assert answer.status_code == 422
    assert at().state == "published"


def test_an_entry_at_the_address_of_its_name_is_proposed_no_numbered_one(moderator, entry):
    page = text(moderator.get(f"{HERE}/address"))
    assert "By its name it would be" not in page
    assert "New address (needed)" in page


def test_an_entry_that_changed_meanwhile_is_not_hidden_or_moved_unseen(anonymous, moderator, entry):
    shown = {page: forms(moderator.get(f"{HERE}/{page}"))[-1].fields for page in ("claims", "address")}
    whole = next(f for f in forms(moderator.get(HERE)) if f.action.endswith("withdrawal")).fields
    send(anonymous, f"{ENTRY}/suggest", {"city": "Bremen"})
    decide(moderator, newest(), "approval")
    typed = {"claims": " ".join(QWEN), "act": "hide", "address": "new-address", "reason": "Look."}
    for page, fields in shown.items():
        assert moderator.post(f"{HERE}/{page}", data=fields | typed).status_code == 409
    assert moderator.post(f"{HERE}/withdrawal", data=whole | typed).status_code == 409
    assert at().state == "published"


def test_a_document_that_a_newer_rule_refuses_still_comes_back_by_undoing(anonymous, moderator, entry):
    send(anonymous, f"{ENTRY}/suggest", {"founded": "2026"})
    decide(moderator, newest(), "approval")
    send(anonymous, f"{ENTRY}/suggest", {"founded": "2020"})
    decide(moderator, newest(), "approval")
    newer = at().revision
    with later(days=-365), db.database.connection_context():
        # A year ago nobody could be founded in 2026: a rule that the older document breaks.
        undo(newer, Verdict(by="Mona Moderator", reason="Back.", seen=newer))
    assert json.loads(at().document)["founded"] == 2026
