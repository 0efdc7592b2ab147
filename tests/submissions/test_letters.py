"""Letters tell what happened and why, in the submission's language, and repeat nothing that was typed."""

from dataclasses import replace

import pytest

from directory import db
from directory.catalogue.kinds import company
from directory.mail.models import Letter
from directory.submissions import letters
from directory.submissions.letters import Sender
from directory.submissions.models import Control, Decision
from directory.submissions.proposals import Proposal, submit
from directory.submissions.tokens import token_for
from directory.vocabulary import Act, Ground
from tests import factories
from tests.conftest import settings_in
from tests.people import later

SENDER = Sender("https://passerelle.example", "a secret that only tests know, 0123456789", 30)
LINK = f"https://passerelle.example/submissions/{token_for('a key', SENDER.secret)}"
NAME = "Buy cheap pills at Łódź (made up)"


@pytest.fixture(autouse=True)
def _page(empty_app):
    factories.lay_ground()
    with empty_app.test_request_context():
        yield


def submitted(contact="sender@submitter.example", key="a key", language="en"):
    document = company(factories.company(name=NAME))
    proposal = Proposal(document, key, contact=contact, language=language, note="A note, made up.")
    return submit(proposal, token_for(key, SENDER.secret), slug="", base=0)


def decision(submission, act=Act.REJECTION, **given):
    told = {"by": "Mona Moderator", "reason": "Nobody says so.\nNot even they.", "at": "2026-11-24T12:00:00Z"}
    return Decision.create(submission=submission, version=1, act=act, **told | given)


def only():
    (letter,) = Letter.select()
    assert letter.recipient == "sender@submitter.example"
    assert letter.submission == 1
    assert NAME not in letter.body + letter.subject, "the forms would send anybody's words to anybody"
    assert "made up" not in letter.body + letter.subject
    assert "Mona" not in letter.body, "who decided is told to nobody"
    assert "given with the submission" in letter.body
    assert "is erased 30 days after the decision" in letter.body
    return letter


def test_the_first_letter_holds_the_private_link_and_what_happens_next():
    letters.received(submitted(), SENDER)
    letter = only()
    assert letter.subject == "Your submission was received"
    assert f"\n{LINK}\n" in letter.body
    assert "new company, sent on 24 Nov 2026" in letter.body
    assert "waits for the decision of a moderator" in letter.body


def test_a_request_for_changes_gives_the_reason_and_says_where_the_remarks_are():
    made = submitted()
    told = decision(made, Act.CHANGES_REQUEST, remarks='{"adoptions-0-since": "When?"}')
    letters.changes_requested(made, told, SENDER)
    letter = only()
    assert "Nobody says so.\nNot even they." in letter.body
    assert "remarks on single fields" in letter.body
    assert f"\n{LINK}\n" in letter.body


def test_a_refusal_gives_reason_rule_and_redress():
    made = submitted()
    letters.decided(made, decision(made, ground=Ground.UNSOURCED), SENDER)
    letter = only()
    assert letter.subject == "The decision on your submission"
    assert "It was not accepted. Nothing is lost" in letter.body
    assert "Reason: Nobody says so.\nNot even they." in letter.body
    assert "Rule: not sourced. No source that can be opened and quoted carries the claim." in letter.body
    assert "A person decided; no program decides here." in letter.body
    assert "appeal on your private page, once" in letter.body
    assert "out-of-court settlement (Digital Services Act, Article 21), or to a court" in letter.body
    assert f"\n{LINK}\n" in letter.body


def test_an_approval_offers_no_appeal_and_an_agreement_is_no_decision_yet():
    made = submitted()
    letters.decided(made, decision(made, Act.AGREEMENT), SENDER)
    assert Letter.select().count() == 0
    letters.decided(made, decision(made, Act.APPROVAL), SENDER)
    letter = only()
    assert "It was approved." in letter.body
    assert "appeal" not in letter.body
    assert "Rule:" not in letter.body


def test_each_event_is_told_once_and_each_decision_for_itself():
    made = submitted()
    first, second = decision(made), decision(made, Act.APPROVAL)
    for _time in range(2):
        letters.received(made, SENDER)
        letters.decided(made, first, SENDER)
        letters.decided(made, second, SENDER)
    assert Letter.select().count() == 3


def test_without_an_address_or_without_a_mail_server_nothing_is_written():
    made = submitted(contact="")
    letters.received(made, SENDER)
    letters.decided(made, decision(made), SENDER)
    letters.changes_requested(made, decision(made, Act.CHANGES_REQUEST), SENDER)
    made = submitted(key="another")
    letters.received(made, None)
    letters.decided(made, decision(made), None)
    assert Letter.select().count() == 0


def test_only_a_site_with_a_mail_server_has_a_sender(tmp_path):
    given = {"public_url": "https://passerelle.example", "mail_from": "post@passerelle.example"}
    settings = settings_in(tmp_path / "other", mail_host="mail.example", keep_contact_days="7", **given)
    assert letters.sender_of(settings) == replace(SENDER, days=7)
    assert letters.sender_of(settings_in(tmp_path / "other", **given)) is None


def test_the_form_confirms_only_so_many_submissions_a_day_to_one_address():
    for number in range(letters.MOST_A_DAY + 3):
        letters.received(submitted(key=f"key {number}"), SENDER)
    assert Letter.select().count() == letters.MOST_A_DAY


def test_one_mailbox_is_one_however_it_is_written_and_whatever_its_submissions_name_later():
    written = ["person@example.org", "Person@EXAMPLE.org", "person+1@example.org", "PERSON@example.org"]
    for number in range(letters.MOST_A_DAY + 3):
        made = submitted(key=f"key {number}", contact=written[number % len(written)])
        letters.received(made, SENDER)
        made.contact = f"other-{number}@example.org"
        made.save()
        Letter.update(recipient="").execute()
    assert Letter.select().count() == letters.MOST_A_DAY
    letters.received(submitted(key="another mailbox", contact="another@example.org"), SENDER)
    assert Letter.select().count() == letters.MOST_A_DAY + 1
    with later(days=1, seconds=1):
        letters.received(submitted(key="a day later", contact=written[0]), SENDER)
    assert Letter.select().count() == letters.MOST_A_DAY + 2


def test_a_letter_is_undone_with_what_it_tells_of():
    with pytest.raises(ZeroDivisionError):
        _submit_and_fail()
    assert Letter.select().count() == 0


def _submit_and_fail():
    with db.write():
        letters.received(submitted(), SENDER)
        raise ZeroDivisionError


def test_the_letter_to_a_company_says_what_to_do_and_what_to_leave():
    made = submitted()
    made.slug = "example-company-1"
    at = {"submission": made, "method": "mail", "domain": "company-1.example", "mailbox": "press@company-1.example"}
    letters.control_code(made, Control(**at, version=1), "a-made-up-code", SENDER)
    (letter,) = Letter.select()
    assert letter.recipient == "press@company-1.example"
    assert "\nhttps://passerelle.example/proofs/a-made-up-code\n" in letter.body
    assert LINK not in letter.body, "the private page is its sender's"
    assert "https://passerelle.example/companies/example-company-1" in letter.body
    assert "If it is not yours, do nothing" in letter.body
    assert "named as one of the company" in letter.body
    assert "is erased 30 days after the decision" in letter.body
    assert NAME not in letter.body + letter.subject
