"""The charts in a real browser: with the keyboard, on a narrow screen, in forced colours."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keys
from tests.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("charts") / "data") as site:
        yield site


@pytest.fixture
def page(browser, running):
    context = browser.new_context(base_url=running.address, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_the_map_is_walked_with_the_keyboard_from_the_country_with_most_companies(page):
    page.goto("/")
    keys = Keys(page)
    first = page.locator(".map a").first
    keys.to(first)
    name = first.get_attribute("aria-label")
    assert re.fullmatch(r"Germany: \d+ companies", name)
    assert page.get_by_role("link", name=name, exact=True).count() == 1
    stroke = first.locator("path").evaluate(
        "each => [getComputedStyle(each).strokeWidth, getComputedStyle(each).stroke]"
    )
    keys.press("Tab")
    second = page.locator(".map a").nth(1)
    assert second.evaluate("each => each === document.activeElement")
    plain = first.locator("path").evaluate(
        "each => [getComputedStyle(each).strokeWidth, getComputedStyle(each).stroke]"
    )
    assert stroke != plain, "the focus is seen"
    keys.press("Enter")
    page.wait_for_url("**/companies?country=FR")


def test_every_listed_country_has_a_target_large_enough_beside_the_map(page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/insights")
    listed = page.locator(".atlas .bars a")
    assert listed.count() == page.locator(".map a").count()
    heights = listed.evaluate_all("all => all.map(each => each.closest('li').getBoundingClientRect().height)")
    assert min(heights) >= 24


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("path", ["/", "/insights", "/de/insights", "/pl/"])
def test_no_page_scrolls_sideways(page, path, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_numbers_on_the_map_stay_readable_in_forced_colours(browser, running):
    context = browser.new_context(base_url=running.address, forced_colors="active")
    page = context.new_page()
    page.goto("/")
    fills = page.evaluate(
        """() => ["path", "text"].map(
            name => getComputedStyle(document.querySelector(`.map a ${name}`)).fill
        )"""
    )
    assert fills[0] != fills[1]
    context.close()


def test_a_table_opens_without_leaving_the_page(page):
    page.goto("/insights")
    Keys(page).to(page.locator("#countries ~ figure summary"))
    page.keyboard.press("Enter")
    expect(page.locator("#countries ~ figure .behind table")).to_be_visible()
