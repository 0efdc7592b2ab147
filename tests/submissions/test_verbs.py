"""What a submitter may do, kind by kind and state by state; nothing happens twice, whoever is faster."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import db
from directory.catalogue.kinds import Kind, company
from directory.catalogue.models import Entry
from directory.errors import Invalid, Missing, Refused
from directory.ledger.publish import withdraw
from directory.moderation import decisions
from directory.moderation.decisions import Verdict
from directory.moderation.matrix import Check
from directory.submissions import appeals, proposals, queries, versions
from directory.submissions.checks import NothingNew
from directory.submissions.details import ClaimKey
from directory.submissions.models import Appeal, Decision, Submission, SubmittedVersion
from directory.vocabulary import State, SubmissionKind
from tests import factories
from tests.factories import BECAUSE, adoption, put
from tests.submissions.sending import CLAIM, ONE, change, decided, in_state, new, said, send

pytestmark = pytest.mark.usefixtures("_ground")
pilot = adoption(use="pilot", statement="It tried Lantern once, on a small scale.")
REPLY = {"on": "2026-11-24", "text": "We never used it, and said so.", "proof": "dns"}


@pytest.fixture
def _ground(empty_app):
    factories.lay_ground()
    put(Kind.COMPANY, factories.company())


def resubmit():
    return proposals.resubmit("token", new("another key", note="Once more."), base=0)


def take_back():
    return proposals.take_back("token")


def appeal():
    return appeals.appeal("token", "The page says it.")


@pytest.mark.parametrize(
    ("state", "verb", "outcome"),
    [
        (State.PENDING, resubmit, State.PENDING),
        (State.CHANGES_REQUESTED, resubmit, State.PENDING),
        (State.APPROVED, resubmit, "This submission was approved."),
        (State.REJECTED, resubmit, State.PENDING),
        (State.UNDONE, resubmit, State.PENDING),
        (State.TAKEN_BACK, resubmit, State.PENDING),
        (State.PENDING, take_back, State.TAKEN_BACK),
        (State.CHANGES_REQUESTED, take_back, State.TAKEN_BACK),
        (State.APPROVED, take_back, "It was approved meanwhile"),
        (State.REJECTED, take_back, "It was decided meanwhile"),
        (State.UNDONE, take_back, "It was published and undone already"),
        (State.TAKEN_BACK, take_back, State.TAKEN_BACK),
        (State.PENDING, appeal, "There is no decision to appeal against"),
        (State.CHANGES_REQUESTED, appeal, "There is no decision to appeal against"),
        (State.APPROVED, appeal, "There is no decision to appeal against"),
        (State.REJECTED, appeal, State.PENDING),
        (State.UNDONE, appeal, State.PENDING),
        (State.TAKEN_BACK, appeal, "There is no decision to appeal against"),
    ],
)
def test_each_verb_is_allowed_or_refused_by_the_state(state, verb, outcome):
    before = in_state(state)
    if isinstance(outcome, State):
        assert verb().state == outcome
        assert Submission.get().state == outcome
    else:
        with pytest.raises(Refused, match=outcome):
            verb()
        assert Submission.get() == before
        assert (Submission.get().state, Submission.get().version) == (state, 1)


@pytest.mark.parametrize("verb", [resubmit, take_back, appeal])
def test_a_verb_on_an_unknown_token_finds_nothing(verb):
    with pytest.raises(Missing):
        verb()


def test_every_version_is_kept_with_what_it_changed():
    in_state(State.REJECTED)
    proposals.resubmit("token", new("second", note="Once more."), base=0)
    third = company(factories.company(7, city="Ulm"))
    submission = proposals.resubmit("token", proposals.Proposal(third, key="third", note="Once more."), base=0)
    steps = versions.steps(submission)
    told = [(step.number, [(d.path, d.before, d.after) for d in step.differences]) for step in steps]
    assert told == [(3, [(("city",), "Berlin", "Ulm")]), (2, [(("note",), None, "Once more.")])]


def test_of_many_versions_the_newest_are_told_and_there_are_not_more_than_fifty():
    in_state(State.REJECTED)
    for number in range(2, proposals.MOST_VERSIONS + 1):
        submission = proposals.resubmit("token", new(f"key {number}", note=f"Note {number}."), base=0)
    steps = versions.steps(submission)
    assert [step.number for step in steps] == list(range(proposals.MOST_VERSIONS, 1, -1))
    assert [step.differences is not None for step in steps] == [True] * 5 + [False] * 44
    assert [(d.before, d.after) for d in steps[4].differences] == [("Note 45.", "Note 46.")]
    with pytest.raises(Refused, match="sent 50 times already"):
        proposals.resubmit("token", new("one more", note="One more."), base=0)


def test_the_same_post_twice_is_one_version_and_the_same_appeal_one_appeal():
    in_state(State.REJECTED)
    resubmit()
    resubmit()
    assert SubmittedVersion.select().count() == 2
    decided(Submission.get(), State.REJECTED)
    appeal()
    appeal()
    assert Appeal.select().count() == 1


def test_an_appeal_is_heard_once_and_names_who_decided():
    submission = in_state(State.REJECTED)
    decided(submission, State.REJECTED, by="Nora Newest")
    appeal()
    made = queries.appeal_of(submission)
    assert (made.against, made.text, made.decision.by) == ("Nora Newest", "The page says it.", "Nora Newest")
    decided(submission, State.REJECTED)
    with pytest.raises(Refused, match="You appealed once already"):
        appeals.appeal("token", "And again.")


@pytest.mark.parametrize("text", ["", "  \r\n ", "x" * 2001, "bad \x00 sign"])
def test_an_appeal_needs_fit_words(text):
    in_state(State.REJECTED)
    with pytest.raises(Invalid):
        appeals.appeal("token", text)
    assert Submission.get().state == State.REJECTED


def test_an_appeal_of_exactly_two_thousand_characters_is_taken_whatever_ends_its_lines():
    in_state(State.REJECTED)
    appeals.appeal("token", "x" * 1000 + "\r\n" + "y" * 999)
    assert len(Appeal.get().text) == 2000


def test_taking_back_and_approving_at_once_is_one_of_them(empty_app):
    for number in range(12):
        document = company(factories.company(20 + number))
        proposals.submit(proposals.Proposal(document, key=f"key {number}"), f"token {number}", slug="", base=0)

    def approve(number):
        with db.database.connection_context():
            try:
                decisions.approve(number + 1, Verdict(by="Mona", reason="Fine.", version=1, checked=frozenset(Check)))
            except Refused:
                return 0
            return 1

    def back(number):
        with db.database.connection_context():
            try:
                proposals.take_back(f"token {number}")
            except Refused:
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        approved = [pool.submit(approve, number) for number in range(12)]
        taken = [pool.submit(back, number) for number in range(12)]
        both = [(a.result(), t.result()) for a, t in zip(approved, taken, strict=True)]
    assert all(sum(pair) == 1 for pair in both)
    states = [each.state for each in Submission.select().order_by(Submission.id)]
    assert states == [State.APPROVED if a else State.TAKEN_BACK for a, _t in both]
    assert Decision.select().count() == sum(a for a, _t in both)


@pytest.mark.parametrize(
    ("proposal", "refusal"),
    [
        (change(), NothingNew),
        (change(kind=SubmissionKind.ADOPTION, adoptions=[adoption(), pilot], city="Ulm"), Refused),
        (change(kind=SubmissionKind.ADOPTION, city="Ulm"), Refused),
        (change(kind=SubmissionKind.ADOPTION, adoptions=[pilot]), Refused),
        (said(SubmissionKind.CORRECTION), Invalid),
        (said(SubmissionKind.REMOVAL, claims=[CLAIM, ClaimKey(model="torch", use="pilot", route="app")]), Invalid),
        (said(SubmissionKind.REPLY), Invalid),
        (said(SubmissionKind.REPLY, reply=REPLY | {"model": "torch"}), Invalid),
        (said(SubmissionKind.NOTICE, good_faith=True), Invalid),
        (said(SubmissionKind.NOTICE, explanation="It is forged."), Invalid),
        (said(SubmissionKind.REMOVAL, explanation="bad \x00 sign"), Invalid),
    ],
)
def test_what_a_kind_must_say_is_asked_for(proposal, refusal):
    with pytest.raises(refusal):
        send(proposal)
    assert Submission.select().count() == 0


@pytest.mark.parametrize("kind", [SubmissionKind.CORRECTION, SubmissionKind.REMOVAL])
def test_a_withdrawn_entry_takes_no_submission(kind):
    proposal = change(kind=kind, city="Ulm")
    withdraw(Kind.COMPANY, ONE, BECAUSE)
    with pytest.raises(Missing):
        proposals.submit(proposal, "token", slug=ONE, base=0)


def today(submission):
    return queries.today(Submission.get_by_id(submission.id))


def test_a_new_adoption_meets_an_entry_that_got_another_meanwhile():
    submission = send(change(kind=SubmissionKind.ADOPTION, adoptions=[adoption(), pilot]))
    vendor = adoption(route="vendor-api", statement="It calls the developer's interface.")
    put(Kind.COMPANY, factories.company(adoptions=[adoption(), vendor], city="Ulm"))
    assert today(submission).proposed == factories.company(adoptions=[adoption(), vendor, pilot], city="Ulm")
    assert {d.path[:2] for d in queries.sent(submission)} == {("adoptions", 1)}


def test_a_removal_of_a_claim_leaves_what_others_changed_meanwhile():
    put(Kind.COMPANY, factories.company(adoptions=[adoption(), pilot]))
    submission = send(said(SubmissionKind.REMOVAL, claims=[CLAIM], explanation="It is wrong."))
    assert (submission.name, submission.country, submission.models) == (factories.company()["name"], "DE", " lantern ")
    later = pilot | {"status": "ended"}
    put(Kind.COMPANY, factories.company(adoptions=[adoption(since="2025"), later]))
    assert today(submission).proposed == factories.company(adoptions=[later])
    assert {d.path[:3] for d in queries.sent(submission)} == {("removed", "adoptions", 0)}


@pytest.mark.parametrize("claims", [[], [CLAIM]])
def test_a_removal_of_all_claims_leaves_no_entry(claims):
    submission = send(said(SubmissionKind.REMOVAL, claims=claims))
    assert today(submission).proposed is None
    assert today(submission).live == factories.company()


def test_a_reply_stands_beside_what_others_changed_meanwhile():
    submission = send(said(SubmissionKind.REPLY, reply=REPLY))
    put(Kind.COMPANY, factories.company(city="Ulm"))
    assert today(submission).proposed == factories.company(city="Ulm") | {"replies": [REPLY]}
    assert {d.path[:2] for d in queries.sent(submission)} == {("replies", 0)}


def test_a_notice_changes_nothing_itself_and_may_be_about_any_page():
    send(said(SubmissionKind.NOTICE, explanation="It is forged.", good_faith=True))
    assert queries.difference(Submission.get(), today(Submission.get())) == []
    other = said(SubmissionKind.NOTICE, "other", explanation="So is this.", good_faith=True, address="/regulation")
    assert today(send(other, "", "other")).proposed is None


def test_a_submission_follows_an_entry_that_moved_meanwhile():
    submission = send(change(city="Ulm"))
    put(Kind.COMPANY, factories.company(2, founded=2019))
    Entry.update(state="moved", target="example-company-2").where(Entry.slug == ONE).execute()
    now = today(submission)
    assert (now.proposed["slug"], now.proposed["city"], now.proposed["founded"]) == ("example-company-2", "Ulm", 2019)
    again = change("again", website="https://bonn.example")
    assert proposals.resubmit("token", again, base=submission.base).version == 2


def test_a_suggestion_that_says_what_became_true_meanwhile_changes_nothing():
    put(Kind.COMPANY, factories.company(city="Ulm"))
    with pytest.raises(NothingNew):
        proposals.submit(change(), "token", slug=ONE, base=3)
