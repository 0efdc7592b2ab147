"""A company's page and the ledger in a real browser: copying, large letters, without a script."""

import pytest
from playwright.sync_api import expect

from tests.serving import served

pytestmark = pytest.mark.browser
PAGES = ["/companies/compar-ia", "/companies/compar-ia/history", "/changes", "/corrections", "/de/companies/nebius"]


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("copy") / "data") as site:
        yield site


@pytest.fixture
def context(request, browser, running):
    made = browser.new_context(base_url=running.address, **getattr(request, "param", {}))
    yield made
    made.close()


def test_the_citation_is_copied_and_that_is_said(context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/companies/novo-ai")
    page.get_by_role("button", name="Copy the citation").press("Enter")
    expect(page.locator(".citing [role=status]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").text_content()


def test_where_the_browser_refuses_the_text_is_selected(context):
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto("/companies/novo-ai")
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.locator(".citing [role=status]")).to_contain_text("The text is selected")
    assert page.evaluate("String(getSelection())").strip() == page.locator("#citation").text_content()


@pytest.mark.parametrize("context", [{"java_script_enabled": False}], indirect=True)
def test_without_a_script_there_is_no_dead_button(context):
    page = context.new_page()
    page.goto("/companies/novo-ai")
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.locator("#citation")).to_be_visible()


@pytest.mark.parametrize("context", [{"bypass_csp": True}], indirect=True)
@pytest.mark.parametrize("width", [768, 1280])
def test_nothing_in_the_page_is_wider_than_it_with_letters_twice_as_large(context, width):
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(address)
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert page.locator("main").evaluate("e => e.scrollWidth - e.clientWidth") <= 0, address
