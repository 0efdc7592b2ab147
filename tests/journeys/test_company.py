"""A new company: from a search without a hit to an entry, its history and its end, with the keyboard only."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import code_now
from tests.journeys.keyboard import Keys
from tests.journeys.ways import decide, fill_adoption, search, send, take, told, until_found
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def name(screen):
    """Name another company on each screen, not like the other."""
    return "Example Footbridge Builders (made up)" if screen[1] else "Made-up Example of Lighthouse Keepers"


def fill(keys: Keys) -> None:
    """Fill the company form in as a person would; its name is there."""
    keys.write("Website", f"https://made-up-{time.time_ns()}.example")
    keys.choose("Country", "France")
    keys.write("Summary", "A made-up company that only tests know.")
    keys.tick("Software and AI")
    fill_adoption(keys, "DeepSeek", "It runs DeepSeek to plan its made-up works.")


def test_from_a_search_without_a_hit_to_an_entry_its_history_and_its_end(keys, mona, name):
    page = keys.page
    search(keys, name)
    keys.enter(page.get_by_role("main").get_by_role("link", name=re.compile("ubmit")).first)
    expect(page.get_by_role("textbox", name="Name (needed)", exact=True)).to_have_value(name)
    keys.button("Send")
    expect(page.get_by_role("alert")).to_contain_text("to be put right")
    fill(keys)
    private = send(keys)

    take(mona, name)
    mona.type(mona.page.get_by_label("Remark on Claim 1 › Source 1 › Title"), "Is this its whole title?")
    decide(mona, "Request changes", "One question on the source.")
    told(page, private, "One question on the source.")
    keys.link("Edit and send again")
    expect(page.get_by_role("group", name="Source 1").get_by_text("Is this its whole title?")).to_be_visible()
    keys.write("Title", "Made-up news, part one")
    send(keys, "Send again")
    keys.unfold("What version 2 changed in version 1")
    expect(page.get_by_role("table", name="From version 1 to version 2").locator("ins")).to_have_text(
        "Made-up news, part one"
    )

    take(mona, name)
    mona.unfold("version 2")
    expect(mona.page.locator("details[open] table.diff ins")).to_be_visible()
    why = f"The article says so of {name}."
    decide(mona, "Approve", why)
    told(page, private, "It was approved and published.")

    until_found(keys, name, found=True)
    keys.enter(page.locator(".result h2").get_by_role("link", name=name))
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_text("They run it, as we were told.").first).to_be_visible()
    entry = page.url
    keys.link("History")
    expect(page.get_by_text(why)).to_be_visible()

    mona.page.goto("/moderation/log")
    mona.enter(mona.page.locator("tr", has_text=why).get_by_role("link", name="undo").first)
    decide(mona, "Undo this change", "It was made up.")
    until_found(keys, name, found=False)
    assert page.goto(entry).status == 410
    expect(page.get_by_text("It was made up.")).to_be_visible()


def test_a_new_moderator_comes_in_with_the_keyboard_only(keys, running):
    page, who = keys.page, f"Nora {time.time_ns()}"
    page.goto(running.flask("moderator", "add", who).stdout.split()[-1])
    for label in ("New password", "The same again"):
        keys.type(page.get_by_label(label), PASSWORD)
    keys.button("Set the password")
    keys.write("Name", who)
    keys.type(page.get_by_label("Password"), PASSWORD)
    keys.button("Sign in")
    keys.write("Code that the app shows", code_now(page.content()))
    keys.button("Set it up")
    keys.link("They are safe: go on")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
