"""A wave of spam that came in by the public form, and a moderator who clears it with the keyboard only."""

import pytest
from playwright.sync_api import expect

from directory import db
from directory.catalogue.kinds import company
from directory.submissions.models import Submission
from directory.submissions.proposals import Proposal, submit
from directory.vocabulary import SubmissionKind
from tests import factories
from tests.conftest import settings_in, site
from tests.journeys.ways import told
from tests.serving import Visitor

pytestmark = pytest.mark.browser
WAVE, HONEST = 300, 2
WORDS = "Cheap made-up lanterns for everybody, at https://lanterns.example/ and nowhere else."


@pytest.fixture(scope="module")
def wave(running):
    """Send the wave, after what two honest people sent; give the private address of one of the wave."""
    with site(settings_in(running.folder)), db.database.connection_context():
        for number in range(1, HONEST + 1):
            document = company(factories.company(number, adoptions=[factories.adoption(model="qwen")]))
            submit(Proposal(document, f"key {number}", SubmissionKind.COMPANY), f"token {number}", slug="", base=0)
    visitor = Visitor(running.address)
    for number in range(WAVE):
        name, website = f"Example Lantern {number:03} (made up)", f"https://lantern-{number}.example"
        typed = factories.typed(name=name, website=website, summary=WORDS, homepage="lanterns.example")
        sent = visitor.post("/submit", visitor.form("/submit").fields | typed)
        assert sent.status_code == 303, sent.text
    return sent.location


def states(running):
    """Count what waits and what was refused."""
    with site(settings_in(running.folder)), db.database.connection_context():
        found = [row.state for row in Submission.select()]
    return found.count("pending"), found.count("rejected")


def test_a_wave_of_300_posts_is_cleared_and_taken_back(page, mona, running, wave):
    queue = mona.page
    assert states(running) == (HONEST + WAVE, 0)
    queue.goto("/moderation/")
    first = queue.locator("table.queue th a")
    expect(first.nth(0)).to_have_text("Example Company 00001 (made up)")
    expect(first.nth(1)).to_have_text("Example Company 00002 (made up)")
    mona.tick("may be automatic")
    mona.button("Filter")
    mona.button(f"Reject all {WAVE} that match …")
    expect(queue.get_by_role("heading", name=f"Reject {WAVE} submissions?")).to_be_visible()
    mona.button(f"Reject these {WAVE} submissions")
    expect(queue.get_by_role("heading", name=f"{WAVE} submissions were refused")).to_be_visible()
    assert states(running) == (HONEST, WAVE)
    told(page, wave, "It was not accepted.")
    mona.button("Undo this bulk rejection")
    expect(queue.get_by_text("None of them is left for you to take back")).to_be_visible()
    assert states(running) == (HONEST + WAVE, 0)
    told(page, wave, "It waits for a decision.")


def test_some_of_a_wave_are_ticked_and_cleared(mona, running, wave):
    queue = mona.page
    queue.goto("/moderation/?suspect=1")
    boxes = queue.locator("input[name=pick]")
    mona.tick(boxes.nth(0))
    mona.tick(boxes.nth(2))
    mona.button("Reject the ticked ones as spam …")
    mona.button("Reject these 2 submissions")
    assert states(running) == (HONEST + WAVE - 2, 2)
    mona.button("Undo this bulk rejection")
    assert states(running) == (HONEST + WAVE, 0)
