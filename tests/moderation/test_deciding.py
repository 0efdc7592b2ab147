"""Deciding: what a moderator sees, what a decision does, what it refuses to do."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import db
from directory.catalogue.kinds import company
from directory.errors import Refused
from directory.ledger.models import Change
from directory.ledger.replay import contents, faults, rebuild
from directory.moderation import decisions
from directory.moderation.decisions import DecidedMeanwhile, Verdict
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from tests.factories import typed
from tests.people import forms, later, send

ENTRY = "/companies/example-company-00001-made-up"


def decide(moderator, number, act, reason="Checked against its source.", **more):
    """Press one of the three buttons of a submission's page, with a reason."""
    found = forms(moderator.get(f"/moderation/submissions/{number}"))
    form = next(f for f in found if f.action.endswith("changes-request"))
    return moderator.post(f"/moderation/submissions/{number}/{act}", data=form.fields | {"reason": reason} | more)


def submitted(anonymous, **given):
    """Send a new company; give its private address."""
    sent = send(anonymous, "/submit", typed(**given))
    assert sent.status_code == 303
    return sent.location


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def one(table, *where):
    with db.database.connection_context():
        return table.get(*where)


def count(table):
    with db.database.connection_context():
        return table.select().count()


def test_the_queue_shows_what_waits_longest_first_and_suspects_last(app, anonymous, moderator):
    submitted(anonymous, name="Example Machine (made up)", website="https://a.example", homepage="spam")
    for name, site in (
        ("Example First (made up)", "https://b.example"),
        ("Example Second (made up)", "https://c.example"),
    ):
        form = forms(anonymous.get("/submit"))[0].fields
        with later(minutes=1):
            assert anonymous.post("/submit", data=form | typed(name=name, website=site)).status_code == 303
    page = moderator.get("/moderation/").text
    assert page.index("Example First") < page.index("Example Second") < page.index("Example Machine")
    assert "filled a hidden field" in page


def test_a_submission_shows_its_difference_and_each_quote_beside_its_link(anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Hamburg", "note": "I live there."})
    page = moderator.get("/moderation/submissions/1")
    assert "<ins>Hamburg</ins>" in page.text
    assert "I live there." in page.text
    assert '<blockquote lang="fr"><p>Hemanth Mandapati' in page.text
    assert 'href="https://apacbusinessheadlines.com/deepseeks-impact-europes-strategic-move"' in page.text


def test_an_approval_publishes_tells_the_submitter_and_stands_in_the_ledger(app, anonymous, moderator):
    private = submitted(anonymous)
    assert decide(moderator, 1, "approval", "The blog says so.").status_code == 303
    page = anonymous.get(private)
    assert "approved and published" in page.text
    assert "The blog says so." in page.text
    assert ENTRY in page.text
    assert anonymous.get(f"{ENTRY}.json").get_json()["name"] == "Example Company 00001 (made up)"
    change = one(Change, Change.submission == 1)
    assert (change.act, change.reason) == ("published", "The blog says so.")
    with db.database.connection_context():
        assert list(faults()) == []
        assert rebuild(change.number) == contents()


def test_a_request_for_changes_carries_a_remark_per_field_and_comes_back(anonymous, moderator):
    private = submitted(anonymous)
    remark = {"remark-adoptions-0-sources-0-publisher": "Whose blog is it?"}
    assert decide(moderator, 1, "changes-request", "Nearly there.", **remark).status_code == 303
    page = anonymous.get(private)
    assert "Nearly there." in page.text
    assert "Adoption 1 › Source 1 › Publisher" in text(page)
    assert "Whose blog is it?" in anonymous.get(f"{private}/edit").text
    assert send(anonymous, f"{private}/edit", {"adoptions-0-sources-0-publisher": "Example"}).status_code == 303
    assert "It waits for a decision" in anonymous.get(private).text
    assert decide(moderator, 1, "approval").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").status_code == 200


def test_a_rejection_deletes_nothing_and_can_be_sent_again(app, anonymous, moderator):
    private = submitted(anonymous)
    assert decide(moderator, 1, "rejection", "The source does not say it.").status_code == 303
    assert "The source does not say it." in anonymous.get(private).text
    assert anonymous.get(f"{ENTRY}.json").status_code == 404
    assert send(anonymous, f"{private}/edit", {"summary": "Another made-up summary."}).status_code == 303
    assert one(Submission).version == 2
    assert "waiting" in moderator.get("/moderation/submissions/1").text


def test_an_approved_submission_cannot_be_edited(anonymous, moderator):
    private = submitted(anonymous)
    decide(moderator, 1, "approval")
    assert anonymous.get(f"{private}/edit").status_code == 422


@pytest.mark.parametrize("act", ["approval", "changes-request", "rejection"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001, "bad \x00 sign"])
def test_a_decision_needs_a_fit_reason_and_keeps_what_was_typed(app, anonymous, moderator, act, reason):
    submitted(anonymous)
    page = decide(moderator, 1, act, reason)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert one(Submission).state == "pending"
    assert count(Decision) == 0


def test_a_moderator_edits_before_approving_and_the_ledger_keeps_the_edit(app, anonymous, moderator):
    submitted(anonymous)
    edited = {"summary": "Edited by a moderator.", "reason": "Shortened."}
    assert send(moderator, "/moderation/submissions/1/edit", edited, action="/edit").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").get_json()["summary"] == "Edited by a moderator."
    assert "Edited by a moderator." in one(Change, Change.submission == 1).after
    assert one(Submission).state == "approved"


def test_an_edit_with_a_wrong_value_says_so_and_keeps_the_text(app, anonymous, moderator):
    submitted(anonymous)
    edited = {"founded": "soon", "reason": "Checked."}
    page = send(moderator, "/moderation/submissions/1/edit", edited, action="/edit")
    assert page.status_code == 422
    assert "Write a whole number." in page.text
    assert "Checked." in page.text
    assert one(Submission).state == "pending"


def test_an_entry_that_changed_meanwhile_is_not_overwritten_unseen(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Hamburg"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin", "founded": "2020"})
    shown = forms(moderator.get("/moderation/submissions/1"))[-1].fields
    assert decide(moderator, 2, "approval").status_code == 303
    page = moderator.post("/moderation/submissions/1/approval", data=shown | {"reason": "Fine."})
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
    page = moderator.post("/moderation/submissions/1/approval", data=shown | {"reason": "Fine."})
    assert page.status_code == 409
    assert "sent a new version meanwhile" in page.text


def test_two_moderators_one_decision_and_the_retry_of_the_first_gets_the_success_page(app, anonymous, moderator, admin):
    submitted(anonymous)
    mine = forms(moderator.get("/moderation/submissions/1"))[-1].fields | {"reason": "Good."}
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
        wanted = {s.id: company(queries.proposed(s)) for s in Submission.select()}
        before = Change.select().count()

    def approve_all(name):
        told = []
        with db.database.connection_context():
            for number, document in wanted.items():
                try:
                    decisions.approve(number, document, Verdict(by=name, reason="Rush.", version=1))
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


def test_undoing_a_new_entry_withdraws_it_with_the_reason_and_undoing_that_brings_it_back(app, anonymous, moderator):
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
    assert anonymous.get(f"{ENTRY}.json").status_code == 200
    assert "It was none." in moderator.get("/moderation/log").text


def test_a_change_that_others_built_on_is_not_undone(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    send(anonymous, "/companies/novo-ai/suggest", {"founded": "2020"})
    decide(moderator, 2, "approval")
    page = send(moderator, f"/moderation/changes/{number}/reversal", {"reason": "No."}, action="reversal")
    assert page.status_code == 409
    assert anonymous.get("/companies/novo-ai.json").get_json()["city"] == "Berlin"


def test_an_approval_that_says_nothing_new_is_refused_with_advice(anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    page = decide(moderator, 2, "approval")
    assert page.status_code == 422
    assert "changes nothing any more" in page.text


def test_two_companies_of_one_name_get_addresses_of_their_own(anonymous, moderator):
    submitted(anonymous)
    submitted(anonymous, website="https://another.example")
    decide(moderator, 1, "approval")
    twin = moderator.get("/moderation/submissions/2")
    assert "Listed already, with the same domain or name" in twin.text
    decide(moderator, 2, "approval")
    assert anonymous.get(f"{ENTRY}-2.json").get_json()["website"] == "https://another.example"


def test_an_edit_on_a_changed_entry_shows_the_new_difference_before_it_can_be_approved(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"founded": "2020"})
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    shown = forms(moderator.get("/moderation/submissions/1/edit"))[-1].fields | {"reason": "Edited."}
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


def test_the_submitter_learns_that_an_approval_was_undone_and_may_send_again(app, anonymous, moderator):
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
    send(moderator, again, {"reason": "It is back."}, action="reversal")
    assert "It was approved and published." in anonymous.get(private).text
    third = f"/moderation/changes/{number + 2}/reversal"
    assert send(moderator, third, {"reason": "Gone again."}, action="reversal").status_code == 303
    assert anonymous.get(ENTRY).status_code == 410
    assert "Gone again." in anonymous.get(private).text


def test_an_undo_pressed_twice_is_one(app, anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    decide(moderator, 1, "approval")
    number = one(Change, Change.submission == 1).number
    form = forms(moderator.get(f"/moderation/changes/{number}/reversal"))[-1].fields | {"reason": "Wrong."}
    for _ in range(2):
        assert moderator.post(f"/moderation/changes/{number}/reversal", data=form).status_code == 303
    assert one(Change, Change.undoes == number).number == number + 1
    assert count(Decision) == 2


def test_each_status_page_links_to_its_own_entry(anonymous, moderator):
    first = submitted(anonymous)
    second = submitted(anonymous, website="https://another.example")
    decide(moderator, 1, "approval")
    decide(moderator, 2, "approval")
    assert f'href="{ENTRY}"' in anonymous.get(first).text
    assert f'href="{ENTRY}-2"' in anonymous.get(second).text


def test_a_retry_after_the_approval_gets_the_success_page(anonymous, moderator):
    form = forms(anonymous.get("/submit"))[-1].fields | typed()
    private = anonymous.post("/submit", data=form).location
    decide(moderator, 1, "approval")
    assert anonymous.post("/submit", data=form).location == private


@pytest.mark.parametrize(
    "name", ["<b id=inj>hey</b>", "100%d", "²", "adoptions-²-use", "x" * 999, "__class__", "", "slug-<i>"]
)
def test_a_remark_on_no_field_is_left_out_and_breaks_nothing(app, anonymous, moderator, name):
    private = submitted(anonymous)
    told = {f"remark-{name}": "planted", "remark-name": "Is this its name?"}
    assert decide(moderator, 1, "changes-request", "See below.", **told).status_code == 303
    for page in (anonymous.get(private), moderator.get("/moderation/submissions/1"), anonymous.get(f"{private}/edit")):
        assert page.status_code == 200
        assert "planted" not in page.text
        assert "Is this its name?" in page.text


def test_names_of_eighty_letters_and_a_third_namesake_get_addresses(app, anonymous, moderator):
    name = "a" * 74 + " bcdefg"
    for number in (1, 2, 3):
        submitted(anonymous, name=name, website=f"https://namesake-{number}.example")
        assert decide(moderator, number, "approval").status_code == 303
    with db.database.connection_context():
        slugs = [change.slug for change in Change.select().where(Change.submission.is_null(False))]
        assert len(set(slugs)) == 3
        assert all(len(slug) <= 80 and "--" not in slug for slug in slugs)
        assert rebuild(max(c.number for c in Change.select())) == contents()


def test_a_name_without_latin_letters_takes_its_address_from_its_domain(anonymous, moderator):
    submitted(anonymous, name="Пример (вымышлен)", website="https://primer-vymyshlen.example")
    decide(moderator, 1, "approval")
    assert anonymous.get("/companies/primer-vymyshlen-example.json").status_code == 200


def test_the_log_names_who_decided_what_and_why(anonymous, moderator):
    submitted(anonymous)
    decide(moderator, 1, "rejection", "No source.")
    page = text(moderator.get("/moderation/log"))
    assert "Mona Moderator" in page
    assert "No source." in page


def test_no_moderator_is_named_in_public(anonymous, moderator):
    private = submitted(anonymous)
    decide(moderator, 1, "approval")
    for address in (private, "/changes", f"{ENTRY}/history", ENTRY, "/"):
        page = anonymous.get(address)
        assert page.status_code == 200
        assert "Mona" not in page.text


def test_missing_submissions_and_changes_are_404(moderator):
    for address in (
        "/moderation/submissions/99",
        "/moderation/submissions/99/edit",
        "/moderation/changes/99999/reversal",
    ):
        assert moderator.get(address).status_code == 404
    with pytest.raises(Refused), db.database.connection_context():
        decisions.reject(99, Verdict(by="Mona Moderator", reason="No."))


@pytest.mark.parametrize("query", ["state=nonsense", "page=0", "page=-1", "page=99999999999", "page=x", "before=0"])
def test_odd_queries_show_a_page(moderator, query):
    assert moderator.get(f"/moderation/?{query}").status_code == 200
    assert moderator.get(f"/moderation/log?{query}").status_code == 200
