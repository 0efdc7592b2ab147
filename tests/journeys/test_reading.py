"""What readers come for, in a real browser: to find, to see what a claim rests on, to share an address."""

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import search

pytestmark = pytest.mark.browser


def test_novo_ai_is_found_first_and_shows_what_it_rests_on(page, keys):
    search(keys, "novo")
    first = page.locator(".result").first
    expect(first).to_contain_text("Novo AI")
    keys.enter(first.get_by_role("link", name="Novo AI").first)
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
