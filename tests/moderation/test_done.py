"""Whoever did something is told so, on the page that follows; whoever forgot something, at its place."""

import re

import pytest

from tests.moderation.deciding import ENTRY, SLUG, decide, published, sent, text
from tests.people import send

HERE = f"/moderation/companies/{SLUG}"
QWEN = "qwen production self-hosted"


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


def status(page):
    """Give the line that says what was done."""
    return [line.strip() for line in re.findall(r'role="status">([^<]*)<', page.text) if line.strip()]


@pytest.mark.parametrize(
    ("page", "action", "typed", "said"),
    [
        (f"{HERE}/claims", "claims", {"claims": [QWEN], "act": "hide"}, "Hidden."),
        (f"{HERE}/claims", "claims", {"claims": [QWEN], "act": "dispute"}, "Proposed."),
        (f"{HERE}/address", "address", {"address": "example-moved-made-up"}, "Moved."),
        (HERE, "withdrawal", {}, "Proposed."),
    ],
)
def test_what_was_done_to_an_entry_is_told_on_the_next_page(moderator, entry, page, action, typed, said):
    done = send(moderator, page, typed | {"reason": "A made-up reason."}, action=action)
    assert done.status_code == 303, text(done)
    assert [line.partition(" ")[0] for line in status(moderator.get(done.location))] == [said]


def test_an_undoing_leads_to_the_entry_and_says_so(anonymous, moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    decide(moderator, number, "approval")
    undone = send(moderator, f"/moderation/changes/{entry + 1}/reversal", {"reason": "A slip."}, action="reversal")
    assert undone.location.endswith(f"{HERE}?done=undone")
    assert status(moderator.get(undone.location)) == ["Undone by a new change."]
    assert "Bremen" not in anonymous.get(ENTRY).text


def test_a_claim_leads_back_to_where_it_is_decided(moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    page = f"/moderation/submissions/{number}"
    for act, said in (("claim", "Claimed for 20 minutes."), ("release", "Released.")):
        done = send(moderator, page, {}, action=act)
        assert done.location.endswith("#decide")
        assert status(moderator.get(done.location.partition("#")[0])) == [said]


def test_an_address_cannot_make_a_page_say_anything_else(anonymous, moderator):
    assert status(moderator.get("/moderation/?done=You+won")) == []
    assert status(anonymous.get("/moderation/sign-in?done=undone")) == []


def test_an_unticked_point_is_told_at_the_checklist(moderator, entry):
    number = sent("correction", document={"city": "Bremen"})
    page = decide(moderator, number, "approval", checked=[])
    checklist = page.text.split('id="checked"')[1].split("</fieldset>")[0]
    assert "checked-error-1" in checklist
    assert "Tick the four points" in checklist
