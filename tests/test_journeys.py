"""Journeys in a real browser: what people come for, from the first page to the last, with JavaScript and without."""

import re
import time
from contextlib import contextmanager

import pyotp
import pytest
from playwright.sync_api import Page, expect
from time_machine import escape_hatch

from tests.people import PASSWORD, shown_secret
from tests.serving import PATIENCE, served

pytestmark = pytest.mark.browser
NAME = "Example Footbridge Builders (made up)"


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("journey") / "data") as site:
        yield site


@pytest.fixture(params=[(1280, True), (390, False)], ids=["desktop", "phone without JavaScript"])
def screen(request):
    return request.param


@pytest.fixture
def page(screen, browser, running):
    with visiting(browser, running, screen) as opened:
        yield opened


@pytest.fixture
def desk(screen, browser, running):
    """Open a moderator's own browser: what is sent from it is theirs, and they do not decide on it."""
    with visiting(browser, running, screen) as opened:
        yield opened


@contextmanager
def visiting(browser, running, screen):
    width, scripts = screen
    context = browser.new_context(
        base_url=running.address, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    told: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.on("request", lambda sent: told.append(sent.url) if running.address not in sent.url else None)
    yield opened
    context.close()
    # The browser itself logs answers that are errors; these pages are asked for on purpose.
    assert [line for line in told if not re.search(r"status of (404|409|410|422)", line)] == []


def sign_in(page: Page, running, name: str) -> None:
    link = running.flask("moderator", "add", name).stdout.split()[-1]
    page.goto("/moderation" + link.partition("/moderation")[2])
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    # The served site keeps the machine's time, not the tests'.
    secret = shown_secret(page.content())
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).at(escape_hatch.time.time()))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="They are safe").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()


def search(page: Page, words: str) -> None:
    page.goto("/")
    box = page.locator("main input[name=q]")
    box.fill(words)
    box.press("Enter")


def until_found(page: Page, name: str, *, found: bool) -> None:
    """Search until the index, which follows within a second, says what it should."""
    until = time.monotonic() + PATIENCE
    hit = page.locator(".result h2").get_by_role("link", name=name)
    while True:
        search(page, name)
        if (hit.count() > 0) is found or time.monotonic() > until:
            break
    expect(hit).to_have_count(1 if found else 0)


def fill(page: Page, name: str) -> None:
    """Fill the company form in as a person would."""
    page.get_by_label("Website").fill(f"https://{name.split()[1].lower()}-{time.time_ns()}.example")
    page.get_by_label("Country").select_option("FR")
    page.get_by_label("Summary").fill("A made-up company that builds footbridges.")
    page.get_by_label("Software and AI").check()
    page.locator("#adoptions-0-model").select_option("deepseek")
    page.locator("#adoptions-0-use").select_option("production")
    page.locator("#adoptions-0-route").select_option("self-hosted")
    page.locator("#adoptions-0-status").select_option("active")
    page.get_by_label("Statement").fill("It runs DeepSeek to plan made-up footbridges.")
    page.locator("#adoptions-0-sources-0-url").fill("https://press.example/footbridges")
    page.locator("#adoptions-0-sources-0-title").fill("Footbridges by DeepSeek")
    page.locator("#adoptions-0-sources-0-kind").select_option("press")
    page.locator("#adoptions-0-sources-0-by").select_option("third-party")
    page.locator("#adoptions-0-sources-0-quote").fill("They plan footbridges with DeepSeek.")


def decide(page: Page, button: str, reason: str) -> None:
    for box in page.locator("input[name=checked]").all():
        box.check()
    page.locator("#reason").fill(reason)
    page.get_by_role("button", name=button, exact=True).click()


def test_from_a_search_without_a_hit_to_an_entry_its_history_and_its_end(page, desk, running):
    name = f"{NAME} {time.time_ns() % 10_000}"
    search(page, name)
    page.get_by_role("main").get_by_role("link", name=re.compile("ubmit")).first.click()
    expect(page.get_by_label("Name", exact=False).first).to_have_value(name)

    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("to be put right")
    fill(page, name)
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_text("It waits for a decision.")).to_be_visible()
    private = page.url

    sign_in(desk, running, f"Mona {time.time_ns()}")
    desk.get_by_role("link", name=name).click()
    desk.get_by_label("Remark on Adoption 1 › Source 1 › Title").fill("Is this its whole title?")
    decide(desk, "Request changes", "One question on the source.")

    page.goto(private)
    expect(page.get_by_text("One question on the source.")).to_be_visible()
    page.get_by_role("link", name="Edit and send again").click()
    expect(page.locator("#adoptions-0-sources-0").get_by_text("Is this its whole title?")).to_be_visible()
    page.locator("#adoptions-0-sources-0-title").fill("Footbridges by DeepSeek, part one")
    page.get_by_role("button", name="Send again").last.click()
    expect(page.get_by_text("It waits for a decision.")).to_be_visible()

    desk.goto("/moderation/")
    desk.get_by_role("link", name=name).click()
    decide(desk, "Approve", "The article says so.")
    page.goto(private)
    expect(page.get_by_text("It was approved and published.")).to_be_visible()

    until_found(page, name, found=True)
    page.locator(".result h2").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_text("They plan footbridges with DeepSeek.").first).to_be_visible()
    page.get_by_role("link", name=re.compile("istory")).first.click()
    expect(page.get_by_text("The article says so.")).to_be_visible()
    entry = page.url.removesuffix("/history")

    desk.goto("/moderation/log")
    desk.get_by_role("row", name=re.compile("The article says so")).get_by_role("link", name="undo").first.click()
    decide(desk, "Undo this change", "It was made up.")
    until_found(page, name, found=False)
    answer = page.goto(entry)
    assert answer.status == 410
    expect(page.get_by_text("It was made up.")).to_be_visible()


def test_novo_ai_is_found_first_and_shows_what_it_rests_on(page, running):
    search(page, "novo")
    first = page.locator(".result").first
    expect(first).to_contain_text("Novo AI")
    first.get_by_role("link", name="Novo AI").first.click()
    expect(page.get_by_text("companies like the German startup Novo AI to transition").first).to_be_visible()
    expect(page.locator("blockquote[lang=fr]").first).to_contain_text("Hemanth Mandapati, patron de")
    expect(page.get_by_text("reported", exact=True).first).to_be_visible()
    expect(page.get_by_text("Garante per la protezione dei dati personali").first).to_be_attached()


def test_the_same_address_gives_the_same_page_reloaded_and_shared(page, browser, running):
    address = "/companies?q=sovereign+cloud&country=FR&country=DE&model=qwen"
    page.goto(address)
    shown = page.get_by_role("main").text_content()
    page.reload()
    assert page.get_by_role("main").text_content() == shown
    context = browser.new_context(base_url=running.address, java_script_enabled=False)
    other = context.new_page()
    other.goto(address)
    assert other.get_by_role("main").text_content() == shown
    context.close()


def test_no_page_scrolls_sideways_on_a_narrow_phone(page):
    page.set_viewport_size({"width": 320, "height": 800})
    for address in ("/", "/companies?q=qwen", "/companies/ionos", "/models/qwen", "/regulation", "/submit", "/changes"):
        page.goto(address)
        wide = page.locator("html").evaluate("e => e.scrollWidth") if page.context.browser else 0
        assert wide <= 320, address
