"""The frame of every page in a real browser without scripts: menu, languages, skip link, small and large screens."""

import pytest
from playwright.sync_api import expect

from tests.serving import served

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 768, 1280, 1920)
# At least this much of a phone's first screen is the page's own.
HIGHEST = 120
TARGET = 24


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("frame") / "data") as site:
        yield site


@pytest.fixture
def page(browser, running):
    context = browser.new_context(
        base_url=running.address, viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_phone_unfolds_the_sections_without_a_script(page):
    page.goto("/companies/novo-ai")
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    expect(sections.get_by_role("link")).to_have_count(9)
    sections.get_by_role("link", name="Submit a company").click()
    assert page.url.endswith("/submit")


def test_the_menu_of_languages_leads_to_the_same_page_in_another(page):
    page.goto("/models?x=1")
    menu = page.locator(".tongues")
    menu.locator("summary").click()
    expect(menu.get_by_role("link")).to_have_text(
        ["English", "Français", "Deutsch", "Español", "Italiano", "Polski", "Nederlands"]
    )
    expect(menu.locator("[aria-current]")).to_have_text("English")
    menu.get_by_role("link", name="Deutsch").click()
    assert page.url.endswith("/de/models?x=1")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page):
    page.goto("/about")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_width_scrolls_sideways_and_the_frame_stays_small(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/about/design", "/companies/novo-ai", "/regulation", "/de/about/design", "/de/nichts"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.locator(".masthead").bounding_box()["height"] <= HIGHEST, address


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_pressed_in_the_frame_is_large_enough(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/companies/novo-ai")
    pressed = page.locator("header.masthead, footer").locator("a:visible, summary:visible, button:visible")
    boxes = [(each.inner_text(), each.bounding_box()) for each in pressed.all()]
    assert [name for name, box in boxes if box["height"] < TARGET or box["width"] < TARGET] == []


def test_a_page_prints_as_a_document_with_its_address_day_and_change(page):
    page.goto("/companies/novo-ai")
    page.emulate_media(media="print")
    expect(page.locator(".printed")).to_contain_text("/companies/novo-ai, as it stood on 24 Nov 2026.")
    expect(page.locator(".printed")).to_contain_text("of the ledger")
    for hidden in (".sections", ".search", ".groups", ".languages", ".actions"):
        expect(page.locator(hidden).first).to_be_hidden()
