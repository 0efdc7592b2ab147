"""What was hidden is told by no form and no private page, whatever revision somebody says that they saw."""

import pytest

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.submissions.models import SubmittedVersion
from tests.factories import typed
from tests.moderation.deciding import ENTRY, SLUG, count, decide, one, published, submitted
from tests.people import forms, send

SAID, QUOTED = "It runs DeepSeek for a made-up secret.", "We run DeepSeek in a made-up secret office."
HIDDEN = "deepseek production self-hosted"
OTHER = {"name": "Zweite Beispielgesellschaft (made up)", "website": "https://zweite.example"}


def two():
    """Type a company with two claims, of which one will be hidden."""
    told = typed()
    second = {name.replace("adoptions-0", "adoptions-1"): told[name] for name in told if name.startswith("adoptions")}
    page = "https://www.company-1.example/blog/deepseek"
    words = {"statement": SAID, "model": "deepseek", "sources-0-quote": QUOTED, "sources-0-url": page}
    return told | second | {f"adoptions-1-{name}": value for name, value in words.items()}


@pytest.fixture
def old(app, anonymous, moderator):
    """Give the revision at which a claim stood that is hidden now."""
    number = published(anonymous, moderator, **two())
    told = {"claims": [HIDDEN], "act": "hide", "reason": "A complaint came in."}
    assert send(moderator, f"/moderation/companies/{SLUG}/claims", told, action="claims").status_code == 303
    return number


def tells(page):
    return SAID in page.text or QUOTED in page.text


def base():
    with db.database.connection_context():
        return catalogue.published(Kind.COMPANY, SLUG).revision


def test_a_correction_of_what_stood_before_does_not_show_what_was_hidden(anonymous, old):
    sent = send(anonymous, f"{ENTRY}/suggest", {"seen": str(old), "city": "Bremen"})
    page = anonymous.get(sent.location)
    assert "Bremen" in page.text
    assert not tells(page)
    assert not tells(anonymous.get(f"{sent.location}/edit"))


def test_another_entry_opens_no_revision_of_this_one(anonymous, moderator, old):
    other = submitted(anonymous, **OTHER)
    assert decide(moderator, count(SubmittedVersion), "approval").status_code == 303
    entry = "/companies/" + anonymous.get(other).text.partition('href="/companies/')[2].partition('"')[0]
    sent = send(anonymous, f"{entry}/suggest", {"seen": str(old), "city": "Bremen"})
    assert sent.status_code == 303
    assert not tells(anonymous.get(sent.location))


def test_a_new_version_does_not_show_what_an_older_one_took_from_the_entry(anonymous, old):
    fresh = {name: value for name, value in typed().items() if name.startswith("adoptions")}
    sent = send(anonymous, f"{ENTRY}/adoption", fresh | {"seen": str(old), "adoptions-0-use": "pilot"})
    assert sent.status_code == 303, "who opened the form before it was hidden adds a claim all the same"
    assert send(anonymous, f"{sent.location}/edit", {"note": "Once more."}).status_code == 303
    assert not tells(anonymous.get(sent.location))
    with db.database.connection_context():
        assert not [each for each in SubmittedVersion.select() if each.number > 1 and SAID in each.document]


def test_the_page_of_who_sent_a_claim_before_it_was_hidden_tells_it_no_more(anonymous, moderator):
    published(anonymous, moderator)
    second = {name.replace("adoptions-0", "adoptions-1"): value for name, value in two().items() if "ons-1" in name}
    sent = send(anonymous, f"{ENTRY}/suggest", second)
    again = send(anonymous, f"{sent.location}/edit", {"adoptions-1-statement": SAID + " So it says."})
    assert again.status_code == 303
    assert tells(anonymous.get(sent.location))
    assert decide(moderator, 2, "approval").status_code == 303
    told = {"claims": [HIDDEN], "act": "hide", "reason": "A complaint came in."}
    assert send(moderator, f"/moderation/companies/{SLUG}/claims", told, action="claims").status_code == 303
    assert not tells(anonymous.get(sent.location))


@pytest.mark.parametrize("form", ["removal", "reply"])
def test_forms_offer_nothing_that_was_hidden(anonymous, old, form):
    (told,) = forms(anonymous.get(f"{ENTRY}/{form}"))
    refused = anonymous.post(f"{ENTRY}/{form}", data=told.fields | {"seen": str(old)})
    assert refused.status_code == 422
    assert "DeepSeek" not in refused.text


@pytest.mark.parametrize("seen", ["0", "", "999999", "-1", "1"])
def test_a_revision_that_is_none_of_the_entrys_counts_as_todays(anonymous, old, seen):
    send(anonymous, f"{ENTRY}/suggest", {"seen": seen, "city": "Bremen"})
    assert one(SubmittedVersion, SubmittedVersion.id == 2).submission_id == 2
    with db.database.connection_context():
        assert SubmittedVersion.get_by_id(2).submission.base == base()
