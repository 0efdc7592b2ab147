"""Each kind of submission about an entry, from the entry to what becomes of it, with the keyboard only."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import decide, fill_adoption, send, take, told

pytestmark = pytest.mark.browser
QWEN = "Qwen: in production, self-hosted"


def test_a_new_adoption_stands_beside_the_others(keys, mona, entry):
    keys.page.goto(entry.address)
    keys.link("Add an adoption")
    fill_adoption(keys, "Kimi", "It runs Kimi to sort its made-up letters.")
    private = send(keys)
    take(mona, entry.name)
    decide(mona, "Approve", "The article says so.")
    told(keys.page, private, "It was approved and published.")
    keys.link("See the entry")
    expect(keys.page.locator(".statement")).to_have_count(3)
    expect(keys.page.get_by_text("It runs Kimi to sort its made-up letters.")).to_be_visible()


def test_a_correction_changes_what_it_names_and_stands_in_the_history(keys, mona, entry):
    keys.page.goto(entry.address)
    keys.link("Correct this entry")
    keys.write("City", "Bremen")
    private = send(keys)
    expect(keys.page.locator("ins", has_text="Bremen")).to_be_visible()
    take(mona, entry.name)
    expect(mona.page.locator("table.diff tbody tr")).to_have_count(1)
    decide(mona, "Approve", "Its imprint says Bremen.")
    told(keys.page, private, "It was approved and published.")
    keys.link("See the entry")
    expect(keys.page.locator(".facts", has_text="Bremen")).to_be_visible()
    keys.link("History")
    expect(keys.page.get_by_text("Its imprint says Bremen.")).to_be_visible()


def test_a_removal_takes_two_people_and_tells_why_the_entry_is_gone(keys, mona, otto, entry):
    keys.page.goto(entry.address)
    keys.link("Ask for removal")
    keys.pick("The whole entry")
    keys.write("Why", "We never ran either of them.")
    private = send(keys)
    take(mona, entry.name, entry.slug)
    decide(mona, "Approve", "Both articles were taken back.")
    told(keys.page, private, "One moderator agreed; a second one has to agree too.")
    assert keys.page.goto(entry.address).status == 200
    take(otto, entry.name, entry.slug)
    expect(otto.page.get_by_text("Mona agreed on")).to_be_visible()
    decide(otto, "Approve", "They were; I looked, too.")
    told(keys.page, private, "It was approved, and is taken out.")
    assert keys.page.goto(entry.address).status == 410
    expect(keys.page.get_by_text("Both articles were taken back.")).to_be_visible()


def test_a_reply_is_proved_by_mail_and_stands_beside_the_claim(keys, mona, entry, running, post):
    keys.page.goto(entry.address)
    keys.link("Reply as the company")
    keys.choose("About the model", "Qwen")
    keys.write("Reply", "We only tried it for a week, in a made-up test.")
    keys.choose("Mailbox", "press")
    private = send(keys)
    expect(keys.page.get_by_text(f"press@{entry.domain}")).to_be_visible()
    take(mona, entry.name, entry.slug)
    expect(mona.page.get_by_text("has not proved yet")).to_be_visible()
    expect(mona.page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    sent = running.flask("mail", "send")
    assert sent.returncode == 0, sent.stderr
    letter = next(each for each in post.taken if each["To"] == f"press@{entry.domain}")
    keys.page.goto(re.search(r"http://\S+/proofs/\S+", letter.get_content())[0])
    keys.button(f"Yes, this is the reply of {entry.domain}")
    told(keys.page, private, f"Control of {entry.domain} was proved")

    mona.page.reload()
    decide(mona, "Approve", "The company says so itself.")
    told(keys.page, private, "It was approved and published.")
    keys.link("See the entry")
    beside = keys.page.locator(".claim", has_text="It runs Qwen")
    expect(beside.get_by_text("We only tried it for a week, in a made-up test.")).to_be_visible()
    expect(keys.page.get_by_text("We only tried it for a week")).to_have_count(1)


def test_a_notice_is_acted_on_at_once(keys, mona, entry):
    keys.page.goto(entry.address)
    keys.link("Report illegal content")
    keys.tick(QWEN)
    keys.write("Why", "A court forbade to repeat it, in a made-up case.")
    keys.write("Law or right", "defamation")
    keys.tick(re.compile("I believe in good faith"))
    private = send(keys)
    take(mona, entry.name, entry.slug)
    expect(mona.page.get_by_text("A court forbade to repeat it")).to_be_visible()
    mona.choose("What is done about it", "hide the claims now")
    decide(mona, "Do this", "We hide it while we look into it.")
    told(keys.page, private, "Your notice was accepted.")
    assert keys.page.goto(entry.address).status == 200
    expect(keys.page.locator(".statement")).to_have_count(1)
    expect(keys.page.get_by_text("It runs Qwen")).to_have_count(0)
    keys.link("History")
    expect(keys.page.get_by_text("We hide it while we look into it.")).to_be_visible()
    expect(keys.page.get_by_text("It runs Qwen")).to_have_count(0)
