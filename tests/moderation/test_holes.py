"""Ways round the rules on people that somebody found once; each is shut, and stays so."""

import json

import pytest

from directory import db
from directory.ledger.models import Change
from directory.moderation import accounts, bulk, parties
from directory.submissions import control
from directory.submissions.models import Appeal, Control, Decision, Submission, SubmittedVersion
from tests.factories import typed
from tests.moderation.deciding import (
    CHECKED,
    ENTRY,
    QWEN,
    SLUG,
    at,
    claim,
    count,
    decide,
    one,
    published,
    sent,
    submitted,
    text,
)
from tests.moderation.waiting import put
from tests.people import forms, later, send, signed_in

HERE = f"/moderation/companies/{SLUG}"
DEEPSEEK = ("deepseek", "production", "self-hosted")
SECRET = "It runs DeepSeek for its secretaries."


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published, with two claims."""
    published(anonymous, moderator, **second_claim())
    return at().revision


def second_claim():
    """Type a claim beside the first."""
    first = {name: value for name, value in typed().items() if name.startswith("adoptions-0")}
    own = {"model": "deepseek", "statement": SECRET, "sources-0-url": "https://press.example/deepseek"}
    own |= {"sources-0-quote": "DeepSeek helps our secretaries."}
    typed_ = {name.removeprefix("adoptions-0-"): value for name, value in first.items()} | own
    return {f"adoptions-1-{name}": value for name, value in typed_.items()}


def claims_of(slug=SLUG):
    return json.loads(at(slug).document)["adoptions"]


def newest():
    return one(Submission, Submission.id == count(Submission))


def state(number):
    return one(Submission, Submission.id == number).state


def act_on_claims(who, act, key=DEEPSEEK):
    typed_ = {"claims": [" ".join(key)], "reason": "A complaint.", "act": act}
    return send(who, f"{HERE}/claims", typed_, action="claims")


def undo(who, change):
    return send(who, f"/moderation/changes/{change}/reversal", {"reason": "It was wrong."}, action="reversal")


def change_of(number):
    return one(Change, Change.submission == number).number


def taken_out(moderator, admin):
    number = sent("removal", explanation="We never did.")
    decide(moderator, number, "approval")
    decide(admin, number, "approval")
    assert at().state == "withdrawn"


@pytest.mark.parametrize("changed", [{}, {"name": "Another name (made up)"}, {"website": "https://other.example"}])
def test_what_was_taken_out_does_not_come_back_at_another_address_by_one(anonymous, moderator, admin, entry, changed):
    taken_out(moderator, admin)
    answer = send(anonymous, "/submit", typed(**changed))
    assert answer.status_code == 303
    number = count(Submission)
    page = text(moderator.get(f"/moderation/submissions/{number}"))
    assert "An entry that was taken out would come back." in page
    assert "Taken out earlier, with the same domain or name" in page
    assert decide(moderator, number, "approval").status_code == 303
    assert state(number) == "pending"
    assert decide(admin, number, "approval").status_code == 303
    assert state(number) == "approved"


def test_a_company_of_another_name_and_domain_still_takes_one(anonymous, moderator, admin, entry):
    taken_out(moderator, admin)
    send(anonymous, "/submit", typed(name="Somebody Else (made up)", website="https://other.example"))
    decide(moderator, count(Submission), "approval")
    assert newest().state == "approved"


@pytest.mark.parametrize("change", [{"route": "unknown"}, {"model": "glm", "use": "pilot"}])
def test_a_hidden_claim_does_not_come_back_under_another_key_by_one(moderator, entry, change):
    hidden = claims_of()[1]
    assert act_on_claims(moderator, "hide").status_code == 303
    number = sent("adoption", document={"adoptions": [*claims_of(), hidden | change]})
    assert "A claim that is hidden would come back." in text(moderator.get(f"/moderation/submissions/{number}"))
    decide(moderator, number, "approval")
    assert len(claims_of()) == 1


def test_a_hidden_claim_does_not_come_back_in_a_company_without_a_website(anonymous, moderator, entry):
    act_on_claims(moderator, "hide")
    submitted(anonymous, website="", name="Its twin (made up)", **second_claim())
    number = count(Submission)
    assert "A claim that is hidden would come back." in text(moderator.get(f"/moderation/submissions/{number}"))
    decide(moderator, number, "approval")
    assert state(number) == "pending"


def test_the_second_person_does_not_publish_what_they_never_saw(anonymous, moderator, admin, entry):
    number = sent("correction", document={"adoptions": claims_of()[:1]})
    shown = next(f for f in forms(admin.get(f"/moderation/submissions/{number}")) if "changes-request" in f.action)
    edit = {"summary": "A summary that nobody else saw.", "reason": "So.", "checked": CHECKED}
    assert send(moderator, f"/moderation/submissions/{number}/edit", edit, action="/edit").status_code == 303
    pressed = shown.fields | {"reason": "I looked.", "checked": CHECKED}
    answer = admin.post(f"/moderation/submissions/{number}/approval", data=pressed)
    assert answer.status_code == 409
    assert "Another moderator decided meanwhile on what is shown here." in text(answer)
    assert state(number) == "pending"
    assert decide(admin, number, "approval").status_code == 303
    assert "nobody else saw" in anonymous.get(ENTRY).text


def test_the_first_persons_second_press_is_the_same_approval(moderator, entry):
    number = sent("removal")
    form = next(f for f in forms(moderator.get(f"/moderation/submissions/{number}")) if "changes-request" in f.action)
    for _ in range(2):
        answer = moderator.post(f"/moderation/submissions/{number}/approval", data=form.fields | {"reason": "Yes."})
        assert answer.status_code == 303
    assert count(Decision) == 2


def test_a_moderators_name_counts_for_the_version_that_they_sent_only(app, moderator, admin, entry):
    number = sent("removal", key="k", by="Mona Moderator", claims=[claim(DEEPSEEK)])
    sent("removal", key="k", explanation="All of it, says somebody who found the link.")
    assert "Nobody agreed yet" in text(admin.get(f"/moderation/submissions/{number}"))
    decide(admin, number, "approval")
    assert at().state == "published"
    assert "You sent this in yourself" in moderator.get(f"/moderation/submissions/{number}").text


def test_whoever_sent_any_version_does_not_decide(app, moderator, admin, entry):
    number = sent("removal", key="k", by="Mona Moderator")
    sent("removal", key="k", by="Ada Admin", explanation="Another one.")
    for who in (moderator, admin):
        assert "You sent this in yourself" in who.get(f"/moderation/submissions/{number}").text


def test_nobody_decides_on_their_own_submission_by_undoing(anonymous, moderator, admin, entry):
    number = sent("correction", by="Mona Moderator", document={"city": "Bremen"})
    decide(admin, number, "approval")
    assert undo(moderator, change_of(number)).status_code == 403
    assert undo(admin, change_of(number)).status_code == 303
    back = one(Change, Change.undoes == change_of(number)).number
    answer = undo(moderator, back)
    assert answer.status_code == 403
    assert "You sent this in yourself" in text(answer)
    assert json.loads(at().document)["city"] == "Berlin"


def test_what_was_appealed_or_sent_by_oneself_is_not_refused_with_others(app):
    appealed, own = put(1), put(2)
    other = put(3, by="Otto Other")
    with db.write():
        refused = Decision.create(submission=appealed, act="rejection", by="Mona", reason="No.", at="2026")
        Appeal.create(submission=appealed, decision=refused, against="Mona", text="Yes.", at="2026")
        Decision.create(submission=appealed, act="changes-request", by="Ada", reason="Please.", at="2026")
        SubmittedVersion.update(by="Mona").where(SubmittedVersion.submission == own).execute()
    with db.database.connection_context():
        chosen = bulk.sort({each.id: 1 for each in (appealed, own, other)}, "Mona")
    assert [each.id for each in chosen.fit] == [other.id]
    assert [each.id for each, _why in chosen.left_out] == [appealed.id, own.id]


def test_an_appeal_against_an_undoing_goes_to_neither_of_the_two_who_undid(app, anonymous, moderator, admin, entry):
    answer = send(
        anonymous,
        f"{ENTRY}/removal",
        {"what": "claims", "claims": [" ".join(DEEPSEEK)], "explanation": "It is not true, please."},
    )
    number = count(Submission)
    decide(moderator, number, "approval")
    decide(admin, number, "approval")
    names = ("Tom Third", "Fay Fourth")
    tom, fay = (signed_in(app, name) for name in names)
    undo(tom, change_of(number))
    assert decide(fay, count(Submission), "approval").status_code == 303
    assert state(number) == "undone"
    assert send(anonymous, answer.location, {"text": "It is not true."}, action="appeal").status_code == 303
    with db.database.connection_context():
        told = {name: parties.hindrance(Submission.get_by_id(number), name) for name in (*names, "Mona Moderator")}
    assert ["against your own decision" in each for each in told.values()] == [True, True, False]


def test_a_publication_of_the_day_is_undone_by_one_an_older_one_by_two(moderator, admin, entry):
    with later(hours=25):
        old = signed_in(moderator.application, "Olga Other")
        assert "takes two people. The whole entry would be gone." in text(
            old.get(f"/moderation/changes/{entry}/reversal")
        )
        assert undo(old, entry).status_code == 303
        assert at().state == "published"
        assert "The whole entry would be gone." in text(old.get(f"/moderation/submissions/{count(Submission)}"))
    assert undo(admin, entry).status_code == 303
    assert at().state == "withdrawn"


def test_an_added_claim_of_another_day_is_taken_out_by_two(moderator, entry):
    added = claims_of()[0] | {"model": "glm"}
    number = sent("adoption", document={"adoptions": [*claims_of(), added]})
    decide(moderator, number, "approval")
    with later(hours=25):
        old = signed_in(moderator.application, "Olga Other")
        assert "A claim would be gone." in text(old.get(f"/moderation/changes/{change_of(number)}/reversal"))
        undo(old, change_of(number))
    assert len(claims_of()) == 3


@pytest.mark.parametrize(("keeps", "two"), [(True, False), (False, True)])
def test_another_use_is_a_correction_where_the_sources_stay_else_a_removal(moderator, entry, keeps, two):
    first, other = claims_of()
    source = other["sources"][0] | ({} if keeps else {"url": "https://elsewhere.example/story"})
    number = sent("correction", document={"adoptions": [first, other | {"use": "pilot", "sources": [source]}]})
    decide(moderator, number, "approval")
    assert (state(number) == "pending") is two


def test_a_form_that_was_used_proposes_nothing_else(moderator, entry):
    form = next(f for f in forms(moderator.get(f"{HERE}/claims")) if f.action.endswith("claims") or not f.action)
    typed_ = form.fields | {"claims": [" ".join(DEEPSEEK)], "reason": "A complaint."}
    assert moderator.post(f"{HERE}/claims", data=typed_ | {"act": "take-out"}).status_code == 303
    answer = moderator.post(f"{HERE}/claims", data=typed_ | {"act": "dispute"})
    assert answer.status_code == 422
    assert "This form was used for something else already." in text(answer)
    assert newest().version == 1


def test_the_token_of_one_entry_does_nothing_to_another(moderator, entry):
    form = next(f for f in forms(moderator.get(HERE)) if f.action.endswith("withdrawal"))
    before = count(Submission)
    answer = moderator.post("/moderation/companies/novo-ai/withdrawal", data=form.fields | {"reason": "No."})
    assert answer.status_code in (403, 422)
    assert count(Submission) == before


def test_a_proof_for_the_domain_that_the_entry_named_before_does_not_count(moderator, entry):
    number = sent("removal")
    with db.write():
        reply = Submission.get_by_id(number)
        Control.create(submission=reply, method="dns", domain="company-1.example", code="c", proved="2026-11-24")
        assert control.proved(reply)
    moved = sent("correction", key="moved", document={"website": "https://sold.example"})
    decide(moderator, moved, "approval")
    with db.database.connection_context():
        assert not control.proved(reply)


def test_a_restore_that_is_rejected_undoes_nothing(anonymous, moderator, admin, entry):
    taken_out(moderator, admin)
    gone = one(Change, Change.act == "withdrawn").number
    undo(moderator, gone)
    decide(admin, count(Submission), "rejection", "It stays out.")
    assert one(Decision, Decision.act == "rejection").undoes is None
    assert f"/moderation/changes/{gone}/reversal" in admin.get("/moderation/log").text


def test_the_word_of_somebody_whose_account_is_disabled_counts_no_more(moderator, admin, entry):
    agreed, proposed = sent("removal"), sent("removal", key="own", by="Mona Moderator")
    decide(moderator, agreed, "approval")
    with db.database.connection_context():
        accounts.disable("Mona Moderator", "Ada Admin", "Stolen.")
    for number in (agreed, proposed):
        assert "Nobody agreed yet" in text(admin.get(f"/moderation/submissions/{number}"))
        decide(admin, number, "approval")
    assert at().state == "published"
    assert QWEN in {(each["model"], each["use"], each["route"]) for each in claims_of()}
