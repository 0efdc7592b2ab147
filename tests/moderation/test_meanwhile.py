"""Two people, two tabs, twice the same button: nobody overwrites unseen, and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.ledger.models import Change
from directory.ledger.publish import Why, publish
from directory.ledger.replay import faults
from directory.moderation import decisions
from directory.moderation.decisions import DecidedMeanwhile, Verdict
from directory.submissions.models import Decision, Submission
from tests.factories import typed
from tests.moderation.deciding import CHECKED, ENTRY, count, decide, one, submitted, text
from tests.people import forms, send


def test_an_entry_that_changed_meanwhile_is_not_overwritten_unseen(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Hamburg"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin", "founded": "2020"})
    shown = forms(moderator.get("/moderation/submissions/1"))[-1].fields
    assert decide(moderator, 2, "approval").status_code == 303
    page = moderator.post("/moderation/submissions/1/approval", data=shown | {"reason": "Fine.", "checked": CHECKED})
    assert page.status_code == 409
    assert "was changed meanwhile" in page.text
    assert "<del>Berlin</del>" in page.text, "the new difference is shown"
    assert "Fine." in page.text, "the reason is kept"
    assert anonymous.get("/companies/novo-ai.json").get_json()["city"] == "Berlin"
    assert decide(moderator, 1, "approval").status_code == 303
    now = anonymous.get("/companies/novo-ai.json").get_json()
    assert (now["city"], now["founded"]) == ("Hamburg", 2020), "what its writer left alone stays as it is now"


def test_a_version_sent_meanwhile_is_not_decided_unseen(anonymous, moderator):
    private = submitted(anonymous)
    shown = forms(moderator.get("/moderation/submissions/1"))[-1].fields
    send(anonymous, f"{private}/edit", {"summary": "A quite different summary."})
    page = moderator.post("/moderation/submissions/1/approval", data=shown | {"reason": "Fine.", "checked": CHECKED})
    assert page.status_code == 409
    assert "sent a new version meanwhile" in page.text


def test_two_moderators_one_decision_and_the_retry_of_the_first_gets_the_success_page(app, anonymous, moderator, admin):
    submitted(anonymous)
    mine = forms(moderator.get("/moderation/submissions/1"))[-1].fields | {"reason": "Good.", "checked": CHECKED}
    theirs = forms(admin.get("/moderation/submissions/1"))[-1].fields | {"reason": "Bad."}
    assert moderator.post("/moderation/submissions/1/approval", data=mine).status_code == 303
    late = admin.post("/moderation/submissions/1/rejection", data=theirs)
    assert late.status_code == 409
    assert "Mona Moderator decided on this at 2026-11-24 " in text(late)
    assert moderator.post("/moderation/submissions/1/approval", data=mine).status_code == 303
    assert count(Decision) == 1


def test_fifty_approvals_by_four_moderators_at_once_publish_each_entry_once(app, anonymous):
    for number in range(12):
        submitted(anonymous, name=f"Example Rush {number:02} (made up)", website=f"https://rush-{number}.example")
    with db.database.connection_context():
        wanted = [s.id for s in Submission.select()]
        before = Change.select().count()

    def approve_all(name):
        told = []
        with db.database.connection_context():
            for number in wanted:
                try:
                    decisions.approve(number, Verdict(by=name, reason="Rush.", version=1, checked=CHECKED))
                    told.append("approved")
                except DecidedMeanwhile:
                    told.append("refused")
        return told

    with ThreadPoolExecutor(4) as pool:
        told = [word for words in pool.map(approve_all, ["Ann", "Bob", "Cem", "Dag"]) for word in words]
    assert (told.count("approved"), told.count("refused")) == (12, 36)
    with db.database.connection_context():
        assert Change.select().count() == before + 12
        assert list(faults()) == []


def test_an_edit_on_a_changed_entry_shows_the_new_difference_before_it_can_be_approved(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"founded": "2020"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    shown = forms(moderator.get("/moderation/submissions/1/edit"))[-1].fields | {
        "reason": "Edited.",
        "checked": CHECKED,
    }
    assert decide(moderator, 2, "approval").status_code == 303
    page = moderator.post("/moderation/submissions/1/edit", data=shown)
    assert page.status_code == 409
    assert "What your edit would change" in page.text
    assert "Edited." in page.text
    assert moderator.post("/moderation/submissions/1/edit", data=shown).status_code == 409, "the old form stays old"
    assert moderator.post("/moderation/submissions/1/edit", data=forms(page)[-1].fields).status_code == 303
    now = anonymous.get("/companies/novo-ai.json").get_json()
    assert (now["city"], now["founded"]) == ("Berlin", 2020)


def test_sending_again_does_not_take_back_what_was_published_meanwhile(app, anonymous, moderator):
    private = send(anonymous, "/companies/novo-ai/suggest", {"founded": "2020"}).location
    decide(moderator, 1, "changes-request")
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 2, "approval")
    assert 'value="Berlin"' in anonymous.get(f"{private}/edit").text
    assert send(anonymous, f"{private}/edit", {"founded": "2021"}).status_code == 303
    assert "<del>Berlin" not in moderator.get("/moderation/submissions/1").text
    decide(moderator, 1, "approval")
    now = anonymous.get("/companies/novo-ai.json").get_json()
    assert (now["city"], now["founded"]) == ("Berlin", 2021)


def test_a_form_with_a_mistake_keeps_the_revision_that_its_writer_saw(app, anonymous, moderator):
    old = forms(anonymous.get("/companies/novo-ai/suggest"))[-1].fields
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    wrong = anonymous.post("/companies/novo-ai/suggest", data=old | {"founded": "soon"})
    assert wrong.status_code == 422
    assert anonymous.post("/companies/novo-ai/suggest", data=forms(wrong)[-1].fields | {"founded": "2020"}).location
    decide(moderator, 2, "approval")
    now = anonymous.get("/companies/novo-ai.json").get_json()
    assert (now["city"], now["founded"]) == ("Berlin", 2020)


def test_a_suggestion_does_not_bring_a_withdrawn_entry_back(app, anonymous, moderator):
    submitted(anonymous)
    decide(moderator, 1, "approval")
    send(anonymous, f"{ENTRY}/suggest", {"city": "Hamburg"})
    number = one(Change, Change.submission == 1).number
    undo = f"/moderation/changes/{number}/reversal"
    send(moderator, undo, {"reason": "It was a joke."}, action="reversal")
    assert "It was a joke." in moderator.get("/moderation/submissions/2").text
    page = decide(moderator, 2, "approval")
    assert page.status_code == 422
    assert "To bring it back, undo that change." in page.text
    assert anonymous.get(ENTRY).status_code == 410


def test_the_submitter_learns_that_an_approval_was_undone_and_may_send_again(app, anonymous, moderator, admin):
    private = submitted(anonymous)
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    undo = f"/moderation/changes/{number}/reversal"
    send(moderator, undo, {"reason": "The source was withdrawn."}, action="reversal")
    page = anonymous.get(private)
    assert "It was published, and undone later." in page.text
    assert "The source was withdrawn." in page.text
    assert anonymous.get(f"{private}/edit").status_code == 200
    again = f"/moderation/changes/{number + 1}/reversal"
    assert send(moderator, again, {"reason": "It is back."}, action="reversal").status_code == 303
    assert decide(admin, 2, "approval").status_code == 303
    assert "It was approved and published." in anonymous.get(private).text
    third = f"/moderation/changes/{number + 2}/reversal"
    assert send(moderator, third, {"reason": "Gone again."}, action="reversal").status_code == 303
    assert decide(admin, 3, "approval").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410
    assert "undone later" in anonymous.get(private).text


def test_an_undo_pressed_twice_is_one(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    form = forms(moderator.get(f"/moderation/changes/{number}/reversal"))[-1].fields | {"reason": "Wrong."}
    for _ in range(2):
        assert moderator.post(f"/moderation/changes/{number}/reversal", data=form).status_code == 303
    assert one(Change, Change.undoes == number).number == number + 1
    assert count(Decision) == 2


def test_undoing_a_new_entry_withdraws_it_with_the_reason_and_undoing_that_brings_it_back(
    app, anonymous, moderator, admin
):
    submitted(anonymous)
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    address = f"/moderation/changes/{number}/reversal"
    assert send(moderator, address, {"reason": "It was a joke."}, action="reversal").status_code == 303
    gone = anonymous.get(ENTRY)
    assert gone.status_code == 410
    assert "It was a joke." in gone.text
    again = f"/moderation/changes/{number + 1}/reversal"
    assert send(moderator, again, {"reason": "It was none."}, action="reversal").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410, "what was taken out comes back by two people"
    assert decide(admin, 2, "approval", "I think so, too.").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").status_code == 200
    assert "It was none." in moderator.get("/moderation/submissions/2").text


def test_a_retry_after_the_approval_gets_the_success_page(anonymous, moderator):
    form = forms(anonymous.get("/submit"))[-1].fields | typed()
    private = anonymous.post("/submit", data=form).location
    decide(moderator, 1, "approval")
    assert anonymous.post("/submit", data=form).location == private


def test_an_approval_that_says_nothing_new_is_refused_with_advice(anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    page = decide(moderator, 2, "approval")
    assert page.status_code == 422
    assert "changes nothing any more" in page.text


def test_what_was_undone_and_sent_again_comes_back_at_its_own_address(app, anonymous, moderator, admin):
    private = submitted(anonymous)
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    undo = f"/moderation/changes/{number}/reversal"
    send(moderator, undo, {"reason": "Too early."}, action="reversal")
    assert send(anonymous, f"{private}/edit", {"city": "Hamburg"}).status_code == 303
    assert decide(moderator, 1, "approval").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410, "an entry that was taken out comes back by two people"
    assert decide(admin, 1, "approval").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").get_json()["city"] == "Hamburg"
    assert anonymous.get(f"{ENTRY}-2.json").status_code == 404
    assert "There is nothing left to undo" in text(moderator.get(f"/moderation/changes/{number + 1}/reversal"))
    assert "It was approved and published." in anonymous.get(private).text


def test_the_address_follows_the_corrected_name(app, anonymous, moderator):
    private = submitted(anonymous, name="Exampel Typo (made up)")
    decide(moderator, 1, "changes-request")
    send(anonymous, f"{private}/edit", {"name": "Example Typo (made up)"})
    decide(moderator, 1, "approval")
    assert anonymous.get("/companies/example-typo-made-up.json").status_code == 200


def test_remarks_are_kept_when_a_decision_is_refused(app, anonymous, moderator):
    submitted(anonymous)
    page = decide(moderator, 1, "changes-request", "", **{"remark-name": "Is this its <name>?"})
    assert page.status_code == 422
    assert 'value="Is this its &lt;name&gt;?"' in page.text


def test_remarks_do_not_move_to_another_part(anonymous, moderator):
    private = submitted(anonymous)
    decide(moderator, 1, "changes-request", "See below.", **{"remark-adoptions-0-statement": "Shorter, please."})
    opened = anonymous.get(f"{private}/edit")
    assert opened.text.count("Shorter, please.") == 2, "at the top and at its field"
    form = forms(opened)[-1].fields | {"step": "add adoptions"}
    assert anonymous.post(f"{private}/edit", data=form).text.count("Shorter, please.") == 1


def test_a_suggestion_of_something_else_keeps_the_day_of_a_re_reading(app, anonymous, moderator):
    with db.database.connection_context():
        before = catalogue.published(Kind.COMPANY, "novo-ai").document
        reread = [a | {"reread": "2026-11-23"} for a in before["adoptions"]]
        publish(company(before | {"adoptions": reread}), Why("Re-read."))
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    assert "Re-read" not in text(moderator.get("/moderation/submissions/1")).partition("What it changes")[2][:400]
    decide(moderator, 1, "approval")
    assert anonymous.get("/companies/novo-ai.json").get_json()["adoptions"][0]["reread"] == "2026-11-23"
