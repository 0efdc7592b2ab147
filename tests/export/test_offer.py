"""The offer of another language in a real browser: who gets it, in which words, where it leads, and for how long."""

import re

import pytest
from playwright.sync_api import expect

from directory.web.languages import OFFERS
from tests.serving import served

pytestmark = pytest.mark.browser
SHUT_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
)
SHIFTS = """new Promise(done => new PerformanceObserver(list => done(list.getEntries().map(each => each.value)))
    .observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => done([]), 500))"""


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("offer") / "data") as site:
        yield site


@pytest.fixture
def reader(browser, running):
    """Open a browser of somebody who reads a language."""
    opened = []

    def opens(locale, **given):
        context = browser.new_context(
            base_url=running.address, locale=locale, viewport={"width": 390, "height": 800}, **given
        )
        opened.append(context)
        return context.new_page()

    yield opens
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("locale", "path", "offered"),
    [
        ("fr-FR", "/companies/novo-ai", "fr"),
        ("de", "/about", "de"),
        ("pl-PL", "/fr/", "pl"),
        ("en-GB", "/nl/companies", "en"),
        ("en-US", "/", None),
        ("fr-CA", "/fr/about", None),
        ("pt-PT", "/", None),
        ("de", "/nowhere", None),
        ("de", "/submit", None),
    ],
)
def test_who_prefers_another_language_is_offered_it_in_its_words(reader, locale, path, offered):
    page = reader(locale)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    line = page.get_by_role("complementary").and_(page.locator(".offer"))
    if not offered:
        expect(line).to_have_count(0)
        return
    expect(line.get_by_role("link")).to_have_text(OFFERS[offered][0])
    expect(line).to_have_attribute("lang", offered)
    assert page.evaluate(SHIFTS) == []
    assert page.url.endswith(path), "nobody is led anywhere"


def test_the_offer_leads_to_this_very_place_and_is_not_made_there(reader, running):
    page = reader("fr-FR")
    page.goto("/companies?q=qwen&country=FR#found")
    page.get_by_role("link", name=OFFERS["fr"][0]).click()
    page.wait_for_url(f"{running.address}/fr/companies?q=qwen&country=FR#found")
    expect(page.locator(".offer")).to_have_count(0)


def test_who_chooses_a_language_in_the_menu_keeps_the_place_and_is_asked_no_more(reader, running):
    page = reader("fr-FR")
    page.goto("/companies/novo-ai#claim-1")
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_url(f"{running.address}/de/companies/novo-ai#claim-1")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".offer")).to_have_count(0)


def test_who_says_no_is_asked_no_more(reader):
    page = reader("de")
    page.goto("/about")
    page.get_by_role("button", name=OFFERS["de"][1]).click()
    expect(page.locator(".offer")).to_have_count(0)
    expect(page.locator("main")).to_be_focused()
    page.goto("/methodology")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".offer")).to_have_count(0)


def test_where_nothing_can_be_kept_the_offer_works_and_comes_again(reader):
    page = reader("de")
    told = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.add_init_script(SHUT_STORAGE)
    for path in ("/about", "/methodology"):
        page.goto(path)
        page.get_by_role("button", name=OFFERS["de"][1]).click()
        expect(page.locator(".offer")).to_have_count(0)
    page.goto("/")
    page.get_by_role("link", name=OFFERS["de"][0]).click()
    page.wait_for_url(re.compile("/de/$"))
    assert told == []


def test_what_has_the_focus_is_never_under_the_offer(reader):
    page = reader("de")
    page.goto("/countries")
    expect(page.locator(".offer")).to_be_visible()
    covered = """() => { const top = document.querySelector('.offer').getBoundingClientRect().top;
        const it = document.activeElement; return !it.closest('.offer') && it.getBoundingClientRect().top >= top; }"""
    for _ in range(70):
        page.keyboard.press("Tab")
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")


def test_without_script_the_menu_is_there_and_nothing_else(reader):
    page = reader("fr-FR", java_script_enabled=False)
    page.goto("/about")
    expect(page.locator(".offer")).to_have_count(0)
    expect(page.get_by_role("link", name="Français")).to_have_attribute("href", "/fr/about")
