"""The comfort of the forms in a real browser: parts in place, twins while typing, letters left, the local copy."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import typed
from tests.serving import served

pytestmark = pytest.mark.browser
KEPT = "() => Object.keys(localStorage).filter((name) => name.startsWith('passerelle ')).length"
COPY = "() => localStorage.getItem('passerelle /submit')?.includes('Lübeck')"
# The page's policy forbids what `wait_for_function` does.
UNTIL = """new Promise((done, fail) => {
  const look = () => (%s)() === %s ? done() : setTimeout(look, 20);
  setTimeout(fail, 10000);
  look();
})"""


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("comfort") / "data") as site:
        yield site


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(request, browser, running):
    context = browser.new_context(base_url=running.address, viewport={"width": request.param, "height": 900})
    told: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda sent: told.append(sent.url) if running.address not in sent.url else None)
    yield opened
    context.close()
    # The browser itself logs answers that are errors, and requests that a test lets fail.
    assert [line for line in told if not re.search(r"status of 422|ERR_FAILED", line)] == []


def fill(page, **more):
    """Fill the company form in as a person would."""
    for name, value in (typed() | more).items():
        field = page.locator(f"[name='{name}']")
        if name == "sectors":
            page.get_by_label("Software and AI").check()
        elif field.evaluate("each => each.matches('select')"):
            field.select_option(value)
        else:
            field.fill(value)


def test_parts_come_and_go_in_place_by_keyboard(page):
    page.goto("/submit")
    page.locator("#name").fill("Example Company (made up)")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Add another source").press("Enter")
    expect(page.locator("#adoptions-0-sources-1-url")).to_be_focused()
    page.keyboard.type("https://press.example/second")
    page.get_by_role("button", name="Add another adoption").press("Enter")
    expect(page.locator("#adoptions-1")).to_be_visible()
    expect(page.locator("#adoptions-1 :focus")).to_have_count(1)
    page.get_by_role("button", name="Remove adoption 2").press("Enter")
    expect(page.locator("#adoptions-1")).to_have_count(0)
    expect(page.locator("button:focus")).to_have_count(1)
    page.get_by_role("button", name="Remove source 1").press("Enter")
    expect(page.locator("#adoptions-0-sources-0-url")).to_have_value("https://press.example/second")
    expect(page.locator("#name")).to_have_value("Example Company (made up)")
    assert page.evaluate("window.stayed"), "the page was not loaded again"


def test_a_part_that_cannot_be_added_is_told_and_nothing_is_lost(page):
    page.goto("/submit")
    page.locator("#name").fill("Example Company (made up)")
    page.route("**/submit", lambda route: route.abort("failed"))
    page.get_by_role("button", name="Add another source").click()
    expect(page.get_by_text("The answer did not come. Try again.")).to_be_attached()
    expect(page.locator("#name")).to_have_value("Example Company (made up)")


def test_entries_that_may_be_the_same_are_shown_while_typing_and_said_away(page):
    page.goto("/submit")
    box = page.get_by_role("group", name="Is it one of these?")
    page.locator("#name").press_sequentially("Novo AI")
    expect(box.get_by_role("link", name="Novo AI")).to_be_visible()
    expect(box).to_contain_text("has the same name")
    expect(page.get_by_role("status").filter(has_text="Is it one of these?")).to_be_attached()
    box.get_by_label("This is another company").press("Space")
    expect(box).to_be_hidden()
    expect(page.locator("#country")).to_be_focused()
    page.locator("#website").fill("https://another-novo.example")
    fill(page, name="Novo AI", website="https://another-novo.example")
    expect(page.locator("input[name=not_it]:checked")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_text("It waits for a decision.")).to_be_visible()


def test_the_letters_that_are_left_are_counted(page):
    page.goto("/submit")
    quote = page.locator("#adoptions-0-sources-0-quote")
    count = page.locator("#adoptions-0-sources-0-quote + .count")
    expect(count).to_have_text("Characters left: 300")
    quote.fill("ä😀" * 10)
    expect(count).to_have_text("Characters left: 280")
    quote.fill("x" * 290)
    expect(page.get_by_role("status").filter(has_text="Characters left: 10")).to_be_attached()
    quote.fill("x" * 301)
    expect(count).to_have_text("Characters too many: 1")


def test_the_way_to_archived_copies_follows_the_address(page):
    page.goto("/submit")
    page.get_by_text("Dates, language, archive (optional)").click()
    link = page.get_by_role("link", name="Look for an archived copy")
    expect(link).to_have_count(0)
    page.locator("#adoptions-0-sources-0-url").fill("https://press.example/a?b=c")
    expect(link).to_have_attribute("href", "https://web.archive.org/web/*/https://press.example/a?b=c")
    page.locator("#adoptions-0-sources-0-url").fill("javascript:alert(1)")
    expect(link).to_have_count(0)


def until_kept(page, number):
    page.evaluate(UNTIL % (KEPT, number))


def test_what_was_typed_is_offered_again_with_all_its_parts(page):
    page.goto("/submit")
    expect(page.get_by_role("button", name=re.compile("Restore what you typed on"))).to_have_count(0)
    page.get_by_role("button", name="Add another source").click()
    page.locator("#adoptions-0-sources-1-quote").fill("The second quote.")
    page.locator("#city").fill("Lübeck")
    page.evaluate(UNTIL % (COPY, "true"))
    assert "form_token" not in page.evaluate("localStorage.getItem('passerelle /submit')")
    page.goto("/submit")
    expect(page.locator("#city")).to_have_value("")
    moment = r"Restore what you typed on \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d UTC$"
    page.get_by_role("button", name=re.compile(moment)).press("Enter")
    expect(page.locator("#city")).to_have_value("Lübeck")
    expect(page.locator("#adoptions-0-sources-1-quote")).to_have_value("The second quote.")
    page.goto("/submit")
    page.get_by_role("button", name="Forget it").click()
    until_kept(page, 0)
    page.reload()
    expect(page.get_by_role("button", name="Forget it")).to_have_count(0)


def test_the_local_copy_stays_while_a_form_is_refused_and_ends_with_what_was_accepted(page):
    page.goto("/submit")
    number = page.viewport_size["width"]
    fill(page, name=f"Example Quay {number} (made up)", website=f"https://quay-{number}.example", country="")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("to be put right")
    expect(page.get_by_role("alert")).to_be_focused()
    until_kept(page, 1)
    page.locator("#country").select_option("DE")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_text("It waits for a decision.")).to_be_visible()
    until_kept(page, 0)


def test_a_draft_is_saved_and_continued(page):
    page.goto("/companies/novo-ai/suggest")
    page.locator("#city").fill("half a ci")
    page.get_by_role("button", name="Save as a draft").press("Enter")
    expect(page.get_by_text("It is a draft, not sent yet.")).to_be_visible()
    until_kept(page, 0)
    page.get_by_role("link", name="Continue").click()
    expect(page.locator("#city")).to_have_value("half a ci")


def test_the_list_of_sections_follows_what_is_typed_and_leads_to_it(page):
    page.goto("/submit")
    sections = page.get_by_role("navigation", name="Parts of this form")
    expect(sections.get_by_role("listitem")).to_contain_text(["to do", "to do", "optional", "Check and send"])
    fill(page)
    expect(sections.get_by_role("listitem")).to_contain_text(["complete", "complete", "optional", "Check and send"])
    page.locator("#adoptions-0-sources-0-quote").fill("")
    expect(sections.get_by_role("listitem").nth(1)).to_contain_text("to do")
    page.get_by_text("Dates, language, archive (optional)").click()
    page.locator("#adoptions-0-sources-0-locator").fill("page 41")
    expect(sections.get_by_role("listitem").nth(1)).to_contain_text("complete")
    sections.get_by_role("link", name="For the moderators only").press("Enter")
    expect(page.get_by_role("group", name="For the moderators only")).to_be_in_viewport()


def test_a_refusal_is_in_the_title_and_opens_what_was_folded_away(page):
    page.goto("/submit")
    fill(page, country="")
    page.get_by_text("Dates, language, archive (optional)").click()
    page.locator("#adoptions-0-sources-0-published").fill("last year")
    page.get_by_role("button", name="Send", exact=True).last.press("Enter")
    expect(page).to_have_title(re.compile("^Error: Submit a company"))
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.locator("#adoptions-0-sources-0-published")).to_be_visible()
    sections = page.get_by_role("navigation", name="Parts of this form").get_by_role("listitem")
    expect(sections).to_contain_text(["to put right", "to put right", "optional", "Check and send"])


def test_a_copy_older_than_a_week_is_not_offered(page):
    page.goto("/submit")
    old = "{at: Date.now() - 8 * 86400000, fields: [['city', 'Kiel']]}"
    page.evaluate(f"localStorage.setItem('passerelle /submit', JSON.stringify({old}))")
    page.reload()
    expect(page.locator(".count").first).to_be_visible()
    expect(page.get_by_role("button", name="Forget it")).to_have_count(0)


def test_no_form_scrolls_sideways_on_a_narrow_phone(page):
    page.set_viewport_size({"width": 320, "height": 800})
    for address in ("suggest", "adoption", "removal"):
        page.goto(f"/companies/berget-ai/{address}")
        assert page.locator("html").evaluate("each => each.scrollWidth") <= 320, address
    for address in ("/submit", "/companies/berget-ai/reply", "/report?about=/companies/berget-ai"):
        page.goto(address)
        assert page.locator("html").evaluate("each => each.scrollWidth") <= 320, address
