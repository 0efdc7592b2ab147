"""A submission speaks the language of the page that it was sent from: its letters, their links, its private page."""

import re

import pytest

from directory import db
from directory.mail.models import Letter
from directory.submissions.models import Submission
from tests.conftest import MAILED, settings_in
from tests.factories import typed
from tests.moderation.deciding import decide
from tests.people import send

LINK = re.compile(r"^http://localhost(?::\d+)?(/fr/submissions/[0-9a-f]+)$", re.MULTILINE)


@pytest.fixture
def settings(tmp_path):
    """Have a site that sends mail."""
    return settings_in(tmp_path / "data", **MAILED | {"public_url": "http://localhost"})


def letters():
    with db.database.connection_context():
        return list(Letter.select().order_by(Letter.id))


def test_letters_are_in_the_language_of_the_form_whatever_the_moderator_reads(anonymous, moderator):
    private = send(anonymous, "/fr/submit", typed(contact="sender@submitter.example")).location
    assert private.startswith("/fr/submissions/")
    with db.database.connection_context():
        assert Submission.get().language == "fr"
    assert decide(moderator, 1, "changes-request", "Which version?").status_code == 303
    received, asked = letters()
    for letter in (received, asked):
        assert letter.language == "fr"
        assert LINK.findall(letter.body) == [private], "the link is under the language's own address"
        assert "24 nov. 2026" in letter.body
    assert "Which version?" in asked.body, "the moderator's words stay as they were written"
    page = anonymous.get(private)
    assert '<html lang="fr">' in page.text
    assert f'href="{private}/edit#' in page.text or f'href="{private}/edit"' in page.text


def test_who_edits_in_another_language_is_written_to_in_that_one(anonymous, moderator):
    private = send(anonymous, "/fr/submit", typed(contact="sender@submitter.example")).location
    again = f"{private.replace('/fr/', '/de/')}/edit"
    assert send(anonymous, again, {"city": "Ulm"}).location.startswith("/de/submissions/")
    assert decide(moderator, 1, "rejection", "No source.").status_code == 303
    assert letters()[-1].language == "de"
    assert "/de/submissions/" in letters()[-1].body
    assert "Nov. 2026" in letters()[-1].body
