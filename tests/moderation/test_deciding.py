"""Deciding: what a moderator sees, what a decision does, what it refuses to do."""

import pytest

from directory import db
from directory.errors import Refused
from directory.ledger.models import Change
from directory.ledger.replay import contents, faults, rebuild
from directory.moderation import decisions
from directory.moderation.decisions import Verdict
from directory.submissions.models import Decision, Submission
from tests.factories import typed
from tests.moderation.deciding import CHECKED, ENTRY, count, decide, one, submitted, text
from tests.people import forms, later, send


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
    assert "Claim 1 › Source 1 › Publisher" in text(page)
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
    edited = {"summary": "Edited by a moderator.", "reason": "Shortened.", "checked": CHECKED}
    assert send(moderator, "/moderation/submissions/1/edit", edited, action="/edit").status_code == 303
    assert anonymous.get(f"{ENTRY}.json").get_json()["summary"] == "Edited by a moderator."
    assert "Edited by a moderator." in one(Change, Change.submission == 1).after
    assert one(Submission).state == "approved"


def test_an_edit_with_a_wrong_value_says_so_and_keeps_the_text(app, anonymous, moderator):
    submitted(anonymous)
    edited = {"founded": "soon", "reason": "Checked.", "checked": CHECKED}
    page = send(moderator, "/moderation/submissions/1/edit", edited, action="/edit")
    assert page.status_code == 422
    assert "Write a whole number." in page.text
    assert "Checked." in page.text
    assert one(Submission).state == "pending"


def test_two_companies_of_one_name_get_addresses_of_their_own(anonymous, moderator):
    submitted(anonymous)
    submitted(anonymous, website="https://another.example")
    decide(moderator, 1, "approval")
    twin = moderator.get("/moderation/submissions/2")
    assert "Listed already, perhaps the same" in twin.text
    decide(moderator, 2, "approval")
    assert anonymous.get(f"{ENTRY}-2.json").get_json()["website"] == "https://another.example"


def test_each_status_page_links_to_its_own_entry(anonymous, moderator):
    first = submitted(anonymous)
    second = submitted(anonymous, website="https://another.example")
    decide(moderator, 1, "approval")
    decide(moderator, 2, "approval")
    assert f'href="{ENTRY}"' in anonymous.get(first).text
    assert f'href="{ENTRY}-2"' in anonymous.get(second).text


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
        with db.database.connection_context():
            others = [change.slug for change in Change.select().where(Change.submission.is_null(False))]
        submitted(anonymous, name=name, website=f"https://namesake-{number}.example", not_it=others)
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
