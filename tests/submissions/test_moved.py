"""An entry that was renamed while a submission waits stays the one that it is about."""

import pytest

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.ledger.publish import Why, move
from directory.submissions.models import Control, Submission, SubmittedVersion
from tests.conftest import MAILED, settings_in
from tests.people import forms, send
from tests.submissions.test_kinds import EDITS, NOTICE, WAYS, rows, text

NEW = "renamed-ai"
ABOUT_ENTRIES = [address for address in WAYS if "/companies/" in address]


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path / "data", **MAILED)


def rename(slug):
    """Rename a company, as moderators do."""
    with db.database.connection_context():
        entry = catalogue.published(Kind.COMPANY, slug)
        move(slug, company(entry.document | {"slug": NEW}), Why("It changed its name."), seen=entry.revision, onto=0)


@pytest.mark.parametrize("address", ABOUT_ENTRIES)
def test_what_was_sent_about_it_is_edited_and_sent_again(app, anonymous, address):
    private = send(anonymous, address, WAYS[address][0]).location
    rename(WAYS[address][2])
    page = anonymous.get(f"{private}/edit")
    assert page.status_code == 200, text(page)
    again = anonymous.post(f"{private}/edit", data=forms(page)[-1].fields | EDITS[address])
    assert again.status_code == 303, text(again)
    assert len(rows(SubmittedVersion)) == 2


def test_a_reply_to_it_is_proved_by_its_domain(app, anonymous):
    private = send(anonymous, "/companies/berget-ai/reply", WAYS["/companies/berget-ai/reply"][0]).location
    (before,) = rows(Control)
    rename("berget-ai")
    send(anonymous, f"{private}/edit", {"text": "We stopped using this model in May 2026."})
    (control,) = rows(Control)
    assert (control.domain, control.version) == (before.domain, 2)


@pytest.mark.parametrize("slug", ["novo-ai", NEW])
def test_a_notice_on_either_address_is_about_it(app, anonymous, slug):
    rename("novo-ai")
    assert send(anonymous, "/report", NOTICE | {"address": f"/companies/{slug}"}).status_code == 303
    (submission,) = rows(Submission)
    assert (submission.slug, submission.name) == (NEW, "Novo AI")
    assert submission.base > 0
