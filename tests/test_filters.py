"""The directory narrowed without a reload, in a real browser; and the sheet of filters on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.serving import served

pytestmark = pytest.mark.browser
GERMANY = "**/companies?country=DE"


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("filters") / "data") as site:
        yield site


@pytest.fixture
def page(browser, running):
    context = browser.new_context(base_url=running.address, reduced_motion="reduce", viewport=SIZE["column"])
    opened = context.new_page()
    told: list[str] = []
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.goto("/companies")
    mark(opened)
    yield opened
    assert told == []
    context.close()


SIZE = {"column": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 760}}


def mark(page):
    """Leave a sign that a reload would take away."""
    page.evaluate("document.documentElement.dataset.here = ''")


def is_the_same(page):
    expect(page.locator("html[data-here]")).to_have_count(1)


def was_opened_anew(page):
    expect(page.locator("html:not([data-here]) [data-live]")).to_have_count(1)


def tick(page, name):
    return page.get_by_role("checkbox", name=re.compile(f"^{name} "))


def total(page):
    return page.locator(".total")


def number(page):
    return int(re.match(r"\d+", total(page).inner_text())[0])


def addresses(page):
    return page.locator(".result h2 a").evaluate_all("all => all.map(each => each.pathname)")


def test_a_tick_narrows_counts_and_keeps_the_focus(page):
    everyone = number(page)
    tick(page, "Germany").check()
    page.wait_for_url(GERMANY)
    expect(total(page)).not_to_have_text(f"{everyone} companies")
    expect(tick(page, "Germany")).to_be_checked()
    expect(tick(page, "Germany")).to_be_focused()
    expect(page).to_have_title(re.compile("^21 companies: Germany"))
    expect(page.locator("link[rel=canonical]")).to_have_attribute("href", re.compile(r"/companies\?country=DE$"))
    expect(page.locator(".languages a").nth(2)).to_have_attribute("href", re.compile(r"/de/companies\?country=DE$"))
    page.keyboard.press("Tab")
    expect(tick(page, "France")).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_url("**/companies?country=DE&country=FR")
    is_the_same(page)


def test_what_is_shown_is_what_the_address_shows_without_the_script(page):
    for name, address in [("Qwen", "?model=qwen"), ("Germany", "?country=DE&model=qwen")]:
        tick(page, name).check()
        page.wait_for_url(f"**{address}")
    told = "main => main.querySelector('.found').innerText + main.querySelector('.facets').innerText"
    page.locator(".chips li").nth(2).wait_for()
    shown = page.locator("main").evaluate(told)
    page.goto("/companies?country=DE&model=qwen")
    assert page.locator("main").evaluate(told) == shown


def test_the_count_is_announced_by_a_region_that_stays(page):
    page.evaluate("window.region = document.querySelector('.found > [role=status]')")
    tick(page, "Germany").check()
    expect(total(page)).to_have_text("21 companies")
    assert page.evaluate("region.isConnected && region.innerText") == "21 companies"


def test_back_and_forward_restore_what_was_shown(page):
    first = addresses(page)
    tick(page, "Germany").check()
    page.wait_for_url(GERMANY)
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**/companies?country=DE&page=2")
    expect(page.locator(".pager")).to_contain_text("Page 2 of 2")
    page.go_back()
    expect(page.locator(".pager")).to_contain_text("Page 1 of 2")
    page.go_back()
    expect(total(page)).to_have_text("86 companies")
    expect(tick(page, "Germany")).not_to_be_checked()
    assert addresses(page) == first
    page.go_forward()
    expect(total(page)).to_have_text("21 companies")
    expect(tick(page, "Germany")).to_be_checked()
    is_the_same(page)


def test_a_new_page_of_results_begins_at_its_top(page):
    page.get_by_role("link", name="Next page").click()
    page.wait_for_url("**/companies?page=2")
    expect(page.locator("#found")).to_be_focused()
    expect(page.locator("#found")).to_have_accessible_name("86 companies")
    expect(total(page)).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".pager")).to_contain_text("Page 1 of 5")
    expect(page.get_by_role("link", name="Next page")).to_be_in_viewport()
    is_the_same(page)


def test_text_order_and_chips_work_as_well(page):
    page.locator("#q").fill("cloud")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/companies?q=cloud")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("link", name="name", exact=True).click()
    page.wait_for_url("**/companies?q=cloud&sort=name")
    tick(page, "France").check()
    page.wait_for_url("**sort=name*country=FR")
    page.locator(".chips a", has_text="cloud").click()
    page.wait_for_url("**/companies?country=FR&sort=name")
    expect(page.locator("#q")).to_have_value("")
    expect(page.get_by_role("link", name="Remove: Country: France")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies?sort=name")
    expect(total(page)).to_have_text("86 companies")
    expect(page.locator("#found")).to_be_focused()
    is_the_same(page)


def test_a_filter_typed_into_the_box_is_ticked(page):
    page.locator("#q").fill("country:de cloud")
    page.locator("#q").press("Enter")
    expect(tick(page, "Germany")).to_be_checked()
    expect(page.locator("#q")).to_have_value("cloud")
    is_the_same(page)


def test_nothing_found_and_back_to_something(page):
    page.locator("#q").fill("xqzzwv")
    page.locator("#q").press("Enter")
    expect(total(page)).to_have_text("0 companies")
    expect(page.locator(".facets")).to_be_hidden()
    page.get_by_role("link", name="Look through all companies").click()
    expect(total(page)).to_have_text("86 companies")
    expect(tick(page, "Germany")).to_be_visible()
    is_the_same(page)


def test_a_slow_answer_to_an_older_question_is_dropped(page):
    late = []
    page.route(GERMANY, lambda route: late.append(route))  # noqa: PLW0108  (it gets an attribute)
    with page.expect_request(GERMANY):
        tick(page, "Germany").check()
    tick(page, "Qwen").check()
    page.wait_for_url("**/companies?country=DE&model=qwen")
    expect(page.locator(".chips li")).to_have_count(3)
    shown = total(page).inner_text()
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("fetch('/companies?q=novo').then(answer => answer.text())")
    expect(total(page)).to_have_text(shown)
    assert page.evaluate("location.search") == "?country=DE&model=qwen"
    is_the_same(page)


@pytest.mark.parametrize("fail", [lambda r: r.abort(), lambda r: r.fulfill(status=503), lambda r: r.fulfill(body="?")])
def test_what_fails_is_opened_as_a_page(page, fail):
    page.route(GERMANY, lambda r: fail(r) if r.request.resource_type == "fetch" else r.continue_())
    tick(page, "Germany").check()
    was_opened_anew(page)
    assert page.evaluate("location.search") == "?country=DE"
    expect(total(page)).to_have_text("21 companies")


def test_what_is_open_stays_open_and_nothing_jumps(page):
    page.locator("#more-country > summary").click()
    page.locator("#facet-model > summary").click()
    box = page.locator("#more-country input").first
    before = box.bounding_box()["y"]
    # Once it is ticked, another box is the first of the rest: to look at it again would tick that one too.
    box.click()
    page.wait_for_url(re.compile(r"country="))
    expect(page.locator(".chips")).to_be_visible()
    again = page.locator("#facet-country :checked")
    expect(again).to_be_focused()
    assert abs(again.bounding_box()["y"] - before) < 2
    expect(page.locator("#facet-model")).not_to_have_attribute("open", "")


def test_other_links_and_other_keys_are_left_alone(page):
    with page.context.expect_page() as opened:
        page.locator(".sorts a", has_text="name").first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**sort=name")
    page.locator(".result h2 a").first.click()
    page.wait_for_url("**/companies/*")


def test_without_javascript_everything_is_a_form(browser, running):
    context = browser.new_context(base_url=running.address, java_script_enabled=False, viewport=SIZE["phone"])
    page = context.new_page()
    page.goto("/companies")
    handle = page.locator(".sheet > summary")
    handle.click()
    tick(page, "Germany").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/companies?q=&country=DE")
    expect(handle).to_have_text("Filters (1)")
    expect(page.locator(".sheet")).not_to_have_attribute("open", "")
    expect(total(page)).to_have_text("21 companies")
    context.close()


@pytest.fixture
def sheet(page):
    page.set_viewport_size(SIZE["phone"])
    page.locator(".sheet > summary").focus()
    page.keyboard.press("Enter")
    return page.locator(".sheet")


def test_the_sheet_covers_the_page_and_shows_what_it_would_show(page, sheet):
    assert sheet.bounding_box() == {"x": 0, "y": 0} | SIZE["phone"]
    tick(page, "Germany").check()
    button = page.get_by_role("button", name="Show 21 companies")
    expect(button).to_be_in_viewport(ratio=1)
    expect(page.locator(".sheet > summary")).to_have_text("Filters (1)")
    expect(tick(page, "Germany")).to_be_focused()
    button.click()
    expect(sheet).not_to_have_attribute("open", "")
    expect(page.locator("#found")).to_be_focused()
    expect(total(page)).to_be_in_viewport()
    is_the_same(page)


def test_escape_closes_the_sheet_and_gives_the_focus_back(page, sheet):
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(sheet).not_to_have_attribute("open", "")
    expect(page.locator(".sheet > summary")).to_be_focused()


@pytest.mark.parametrize("key", ["Shift+Tab", "Tab"])
def test_who_leaves_the_sheet_closes_it(page, sheet, key):
    if key == "Tab":
        page.get_by_role("button", name="Show 86 companies").focus()
    page.keyboard.press(key)
    expect(sheet).not_to_have_attribute("open", "")
    assert page.evaluate("document.activeElement !== document.body")


def test_in_a_column_escape_closes_nothing(page):
    tick(page, "Germany").focus()
    page.keyboard.press("Escape")
    expect(tick(page, "Germany")).to_be_visible()
