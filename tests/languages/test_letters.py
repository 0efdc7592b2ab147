"""Letters in each language: whole, and nothing of ours in English."""

import pytest

from directory.mail.models import Letter
from directory.submissions import letters
from directory.submissions.letters import Sender
from directory.submissions.models import Control
from directory.vocabulary import Act, Ground, State
from directory.web import catalogues
from tests import factories
from tests.languages.reading import english, translated
from tests.submissions import sending

SENDER = Sender("https://passerelle.example", "a secret that only tests know, 0123456789", 30)


@pytest.fixture(params=[code for code in catalogues.OTHERS if translated(code)])
def language(request, empty_app):
    factories.lay_ground()
    with empty_app.test_request_context():
        yield request.param


def test_every_letter_is_in_the_language_of_its_reader(language):
    made = sending.send(sending.new(contact="sender@submitter.example", language=language), "")
    letters.received(made, SENDER)
    for state in (State.CHANGES_REQUESTED, State.APPROVED, State.REJECTED, State.UNDONE):
        told = sending.decided(made, state, reason="Ita.", ground=Ground.UNSOURCED, remarks='{"city": "Ubi?"}')
        letters.changes_requested(made, told, SENDER)
        letters.decided(made, told, SENDER)
    written = list(Letter.select())
    assert len(written) > len((Act.APPROVAL, Act.REJECTION, Act.REVERSAL))
    assert {letter.language for letter in written} == {language}
    assert [found for letter in written for found in english(f"{letter.subject}\n{letter.body}")] == []


def test_the_letter_to_a_company_is_in_the_language_of_who_replied(language):
    made = sending.send(sending.new(language=language), "")
    control = Control(submission=made, version=1, domain="example.org", mailbox="post@example.org", method="mail")
    letters.control_code(made, control, "a-code", SENDER)
    (letter,) = Letter.select()
    assert f"https://passerelle.example/{language}/proofs/a-code" in letter.body
    assert english(f"{letter.subject}\n{letter.body}") == []
