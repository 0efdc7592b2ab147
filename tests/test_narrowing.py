"""Narrowing the directory in a real browser: a suggested filter joins the others, and Apply is always in sight."""

import re

import pytest
from playwright.sync_api import expect

from tests.serving import served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("narrowing") / "data") as site:
        yield site


@pytest.fixture
def page(browser, running):
    context = browser.new_context(base_url=running.address, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def choose(page, text):
    """Choose the first suggestion for a text."""
    field = page.locator("input[name=q]")
    field.fill(text)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("Enter")


def test_a_filter_chosen_in_the_directory_joins_those_in_force_and_those_ticked(page):
    page.goto("/companies?q=cloud&country=FR&sort=name&page=2&exact=yes")
    page.get_by_role("checkbox", name="Germany").check()
    choose(page, "qwe")
    page.wait_for_url("**/companies?sort=name&country=*&country=*&model=qwen")
    expect(page.locator(".chips li")).to_contain_text(["Germany", "France", "Qwen", "Remove all"])
    expect(page.locator("input[name=q]")).to_have_value("")


def test_a_filter_joins_those_that_leave_nothing(page):
    page.goto("/companies?q=xqzzwv&country=FR&derived=no")
    choose(page, "qwe")
    page.wait_for_url(re.compile("derived=no.*country=FR.*model=qwen"))


def test_a_company_chosen_in_the_directory_leads_to_its_entry(page):
    page.goto("/companies?country=DE")
    choose(page, "cloud temp")
    page.wait_for_url("**/companies/cloud-temple")


def test_a_filter_chosen_in_the_masthead_begins_anew(page):
    page.goto("/models?country=FR")
    choose(page, "qwe")
    page.wait_for_url("**/companies?model=qwen")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_apply_is_in_sight_and_covers_nothing_that_has_the_focus(browser, running, width):
    size = {"width": width, "height": 700}
    context = browser.new_context(base_url=running.address, viewport=size, java_script_enabled=width < 900)
    page = context.new_page()
    page.goto("/companies")
    if width < 900:
        page.get_by_text("Filters", exact=True).click()
    bar = page.locator(".facets .actions")
    for box in page.locator(".facet > ul > li > label > input:visible").all():
        box.focus()
        expect(bar).to_be_in_viewport(ratio=1)
        inside = box.bounding_box()
        assert inside["y"] >= 0
        assert inside["y"] + inside["height"] <= bar.bounding_box()["y"]
    context.close()


def test_the_examples_find_something(page):
    page.goto("/companies")
    links = page.locator(".how a").evaluate_all("all => all.map(each => each.href)")
    assert len(links) == 6
    for link in links:
        page.goto(link)
        expect(page.locator(".result").first).to_be_visible()


def test_adopters_of_derived_models_are_hidden_by_a_tick_where_there_are_some(page):
    hide = page.get_by_role("checkbox", name="Hide adopters of derived models only")
    page.goto("/companies?country=DE")
    expect(hide).to_have_count(0)
    page.goto("/companies?model=qwen3")
    expect(hide).to_have_count(1)
    hide.check()
    page.wait_for_url("**derived=no*")
    expect(hide).to_be_checked()
    expect(page.locator(".chips")).to_contain_text("without adopters of derived models")
    expect(page).to_have_title(re.compile(r"^\d+ compan(y|ies): Qwen3"))


@pytest.mark.parametrize(
    ("q", "offered"),
    [
        ("-xqzzw", "Submit a company"),
        ("xqzzw & co", "Submit “xqzzw & co”"),
        ("xqzzw -model:qwen", "Submit “xqzzw”"),
    ],
)
def test_only_words_are_offered_to_be_submitted(page, q, offered):
    page.goto("/companies")
    page.locator("input[name=q]").fill(q)
    page.locator("input[name=q]").press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator(".found a[href^='/submit']")).to_have_text(offered)
