"""Several people at one thing: an appeal, two decisions at one moment, two entries of one company; keyboard only."""

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import decide, send, take, told, until_found

pytestmark = pytest.mark.browser


def correct(keys, entry, field, text):
    """Send a correction of one field; give its private address."""
    keys.page.goto(f"{entry.address}/suggest")
    keys.write(field, text)
    return send(keys)


def test_an_appeal_is_decided_by_another_moderator(keys, mona, otto, entry):
    private = correct(keys, entry, "City", "Bremen")
    take(mona, entry.name)
    mona.choose("Reason at hand", "not sourced")
    mona.button("Reject")
    told(keys.page, private, "It was not accepted.")
    expect(keys.page.get_by_text("No source that can be opened and quoted carries the claim.").first).to_be_visible()
    keys.write("Appeal, once: somebody else than before decides", "Its imprint carries it.")
    keys.button("Appeal")
    expect(keys.page.get_by_role("main")).to_contain_text("somebody else than before decides")

    take(mona, entry.name)
    expect(mona.page.get_by_text("another moderator decides on it")).to_be_visible()
    expect(mona.page.get_by_role("button", name="Approve")).to_have_count(0)
    take(otto, entry.name)
    expect(otto.page.get_by_text("Its imprint carries it.")).to_be_visible()
    decide(otto, "Approve", "It does.")
    told(keys.page, private, "It was approved and published.")
    keys.link("See the entry")
    expect(keys.page.locator(".facts", has_text="Bremen")).to_be_visible()


def test_of_two_who_decide_on_one_entry_at_once_the_second_sees_the_new_difference(keys, mona, otto, entry):
    first = correct(keys, entry, "City", "Bremen")
    second = correct(keys, entry, "City", "Hamburg")
    take(mona, entry.name, which=0)
    take(otto, entry.name, which=1)
    expect(otto.page.locator("del")).to_have_text("Berlin")
    decide(mona, "Approve", "Its imprint says Bremen.")
    decide(otto, "Approve", "It moved to Hamburg.")
    expect(otto.page.get_by_role("alert")).to_contain_text("was changed meanwhile")
    expect(otto.page.locator("del")).to_have_text("Bremen")
    expect(otto.page.locator("ins")).to_have_text("Hamburg")
    expect(otto.page.get_by_role("textbox", name="Reason")).to_have_value("It moved to Hamburg.")
    told(keys.page, second, "It waits for a decision.")
    decide(otto, "Approve", "It moved to Hamburg since.")
    for private in (first, second):
        told(keys.page, private, "It was approved and published.")
    keys.link("See the entry")
    expect(keys.page.locator(".facts", has_text="Hamburg")).to_be_visible()


def test_of_two_who_decide_on_one_submission_the_second_learns_that_it_is_done(keys, mona, otto, entry):
    private = correct(keys, entry, "City", "Bremen")
    take(mona, entry.name)
    take(otto, entry.name)
    decide(mona, "Request changes", "Where does it say so?")
    decide(otto, "Approve", "Its imprint says Bremen.")
    expect(otto.page.get_by_role("alert")).to_contain_text("Mona decided on this at")
    told(keys.page, private, "A moderator asks for changes.")
    keys.page.goto(entry.address)
    expect(keys.page.locator(".facts", has_text="Berlin").first).to_be_visible()


def test_a_merged_address_leads_to_the_entry_that_stays(keys, mona, otto, listed):
    gone, stays = listed(), listed()
    until_found(keys, gone.name, found=True)
    mona.page.goto(f"/moderation/companies/{gone.slug}")
    mona.link("Merge into another entry")
    mona.write("Address of the entry that stays", stays.slug)
    mona.button("Preview the merged entry")
    mona.write("Reason", "They are one company, in a made-up register.")
    mona.button("Propose this merge")
    take(otto, stays.name)
    expect(otto.page.get_by_text("Mona agreed on")).to_be_visible()
    decide(otto, "Approve", "The register says so.")

    answer = keys.page.goto(gone.address)
    assert answer.request.redirected_from.response().status == 301
    assert keys.page.url.endswith(stays.address)
    until_found(keys, stays.name, found=True)
    addresses = keys.page.locator(".result h2 a").evaluate_all("all => all.map((each) => each.pathname)")
    assert stays.address in addresses
    assert gone.address not in addresses
