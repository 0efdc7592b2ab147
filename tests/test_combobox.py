"""The search field as a combobox, in a real browser: every key, the pointer, slow and failing answers, no script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.serving import served

pytestmark = pytest.mark.browser
SCRIPT = Path(__file__).parents[1] / "static" / "combobox.js"
PAGES = {"masthead": "/models", "directory": "/companies", "home": "/"}
EVERYWHERE = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@pytest.fixture(scope="module")
def running(launched, tmp_path_factory):
    with served(launched.folder, tmp_path_factory.mktemp("combobox") / "data") as site:
        yield site


@pytest.fixture
def page(browser, running):
    context = browser.new_context(base_url=running.address, viewport={"width": 1280, "height": 900})
    told: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    context.close()
    # The browser itself logs a request that the test lets fail.
    assert [line for line in told if "Failed to load resource" not in line] == []


class Field:
    """The search field of a page with what hangs on it."""

    def __init__(self, page, address="/models"):
        self.page = page
        page.goto(address)
        self.input = page.locator("input[name=q]")
        self.list = page.locator("[role=listbox]")
        self.options = page.locator("[role=option]")
        self.status = page.locator(".suggest [role=status]")

    def type(self, text):
        """Type, and wait for the list."""
        self.input.fill(text)
        self.is_open()
        return self

    def press(self, *keys):
        for key in keys:
            self.input.press(key)
        return self

    def asked(self):
        """List from now on what is asked."""
        self.page.wait_for_load_state("networkidle")
        heard = []
        self.page.on("request", lambda sent: heard.append(sent.url.rpartition("/")[2]))
        return heard

    def held(self, text):
        """Type, and hold the question back."""
        kept = []
        self.page.route(f"**/suggest?q={text}", lambda route: kept.append(route))  # noqa: PLW0108  (it gets an attribute)
        with self.page.expect_request("**/suggest?*"):
            self.input.fill(text)
        return kept

    def is_open(self):
        expect(self.input).to_have_attribute("aria-expanded", "true")
        expect(self.list).to_be_visible()

    def is_closed(self):
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.list).to_be_hidden()
        expect(self.status).to_have_text("")
        self.none_active()

    def active(self, number):
        """Check that this option, and no other, is the active one, for the eye and for others."""
        option = self.options.nth(number)
        identity = option.get_attribute("id")
        expect(self.input).to_have_attribute("aria-activedescendant", identity)
        expect(self.page.locator(f"[id='{identity}']")).to_have_count(1)
        expect(self.page.locator("[aria-selected=true]")).to_have_count(1)
        expect(option).to_have_attribute("aria-selected", "true")
        expect(option).to_be_in_viewport()
        expect(self.input).to_be_focused()

    def none_active(self):
        expect(self.input).not_to_have_attribute("aria-activedescendant", re.compile(""))
        expect(self.page.locator("[aria-selected]")).to_have_count(0)


@pytest.fixture
def field(page):
    return Field(page)


@EVERYWHERE
def test_roles_names_and_references_are_whole(page, address):
    field = Field(page, address)
    assert field.input.get_attribute("role") == "combobox"
    assert field.input.get_attribute("aria-autocomplete") == "list"
    field.is_closed()
    field.type("cloud")
    expect(page.locator(f"#{field.input.get_attribute('aria-controls')}")).to_have_role("listbox")
    expect(field.list).to_have_accessible_name("Suggestions")
    expect(field.options.first).to_have_accessible_name("Cloud Temple Company France")
    expect(field.status).to_have_text(f"{field.options.count()} suggestions")
    identities = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(identities) == len(set(identities))
    inside = field.list.locator("a, button, input, [tabindex]").evaluate_all("all => all.map(each => each.tabIndex)")
    assert set(inside) == {-1}


def test_down_and_up_go_round_and_the_focus_stays_in_the_field(field):
    field.type("cloud").none_active()
    last = field.options.count() - 1
    field.press("ArrowDown").active(0)
    field.press("ArrowDown").active(1)
    field.press("ArrowUp", "ArrowUp").active(last)
    field.press("ArrowDown").active(0)
    field.press("s").none_active()
    expect(field.input).to_have_value("clouds")


def test_enter_on_an_option_goes_there(field):
    field.type("nov").press("ArrowDown", "Enter")
    field.page.wait_for_url("**/companies/novo-ai")


def test_enter_without_an_option_searches_as_always(field):
    field.type("nov").press("Enter")
    field.page.wait_for_url("**/companies?q=nov")


@pytest.mark.parametrize(("key", "caret"), [("Home", 0), ("End", 5), ("ArrowLeft", 4), ("ArrowRight", 5)])
def test_keys_of_the_caret_leave_the_list_and_move_the_caret(field, key, caret):
    field.type("cloud").press("ArrowDown", key)
    field.none_active()
    field.is_open()
    assert field.input.evaluate("each => each.selectionStart") == caret
    field.press("Enter")
    field.page.wait_for_url("**/companies?q=cloud")


def test_escape_closes_and_a_second_one_clears(field):
    field.type("cloud").press("ArrowUp").active(field.options.count() - 1)
    field.press("Escape").is_closed()
    expect(field.input).to_have_value("cloud")
    field.press("Escape").is_closed()
    expect(field.input).to_have_value("")


def test_down_opens_what_escape_closed_and_alt_opens_without_moving(field):
    field.type("cloud").press("Escape", "ArrowDown").active(0)
    field.press("Alt+ArrowUp").is_closed()
    field.press("Alt+ArrowDown").is_open()
    field.none_active()


def test_down_opens_the_list_of_a_text_that_was_there_before(page):
    field = Field(page, "/companies?q=cloud")
    field.is_closed()
    field.press("ArrowDown").is_open()
    field.press("ArrowDown").active(0)


def test_tab_goes_on_and_closes_the_list(field):
    field.type("cloud").press("ArrowDown", "Tab").is_closed()
    expect(field.page.get_by_role("button", name="Search")).to_be_focused()
    assert field.page.url.endswith("/models")


def test_the_pointer_goes_where_it_points(field):
    field.type("cloud")
    field.options.filter(has_text="CloudFerro").click()
    field.page.wait_for_url("**/companies/cloudferro")


def test_a_press_beside_the_list_closes_it(field):
    field.type("cloud").page.get_by_role("heading", level=1).click(position={"x": 5, "y": 5})
    field.is_closed()


def test_no_suggestion_is_said_and_shows_nothing(field):
    field.input.fill("xqzzwv")
    expect(field.status).to_have_text("No suggestions")
    expect(field.list).to_be_hidden()
    expect(field.input).to_have_attribute("aria-expanded", "false")
    field.input.fill("")
    field.is_closed()


def test_a_name_is_shown_as_text_with_marks(field):
    name = "<b>Example (made up)</b> 😀 & Co"
    suggestion = {"kind": "company", "label": "Company", "name": name, "marks": [[3, 10], [25, 26]], "detail": "<i>"}
    answer = {"told": "1 suggestion", "suggestions": [suggestion | {"address": "/companies/example"}]}
    field.page.route("**/suggest?*", lambda route: route.fulfill(json=answer))
    field.type("example")
    expect(field.options.locator("bdi").first).to_have_text(name)
    expect(field.options.locator("mark")).to_have_text(["Example", "😀"])
    expect(field.options.locator("b, i")).to_have_count(0)


def test_a_slow_answer_to_an_older_question_is_dropped(field):
    late = field.held("clou")
    field.press("d").is_open()
    late[0].fulfill(json={"told": "late", "suggestions": []})
    field.press("ArrowDown").active(0)
    expect(field.options.first).to_contain_text("Cloud Temple")


def test_an_answer_that_comes_after_the_field_was_left_is_dropped(field):
    late = field.held("cloud")
    field.press("Tab")
    late[0].continue_()
    field.page.unroute_all()
    field.page.evaluate("fetch('/suggest?q=cloud').then(answer => answer.text())")
    field.is_closed()


@pytest.mark.parametrize("fail", [lambda r: r.abort(), lambda r: r.fulfill(status=503), lambda r: r.fulfill(body="{")])
def test_a_failing_network_leaves_a_search_field(field, fail):
    field.type("clou")
    field.page.route("**/suggest?*", fail)
    field.press("d").is_closed()
    field.press("Enter")
    field.page.wait_for_url("**/companies?q=cloud")


def test_an_answer_is_asked_for_once(field):
    asked = field.asked()
    field.input.fill("cloud")
    field.is_open()
    field.input.fill("xqzzwv")
    expect(field.status).to_have_text("No suggestions")
    field.input.fill("cloud")
    field.is_open()
    assert asked == ["suggest?q=cloud", "suggest?q=xqzzwv"]


def test_nothing_is_asked_while_characters_are_composed(field):
    asked = field.asked()
    field.page.clock.install()
    keyboard = field.page.context.new_cdp_session(field.page)
    field.input.focus()
    keyboard.send("Input.imeSetComposition", {"text": "qian", "selectionStart": 4, "selectionEnd": 4})
    field.page.clock.run_for(1000)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "千问"})
    field.page.clock.run_for(1000)
    field.is_open()
    expect(field.options.first).to_contain_text("Qwen")


@EVERYWHERE
@pytest.mark.parametrize("width", [320, 390, 740, 1280])
def test_the_list_fits_and_moves_nothing(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    field = Field(page, address)
    places = """page => JSON.stringify([...page.querySelectorAll("main *, input, nav")]
        .filter(each => !each.matches("[role=listbox] *, [role=listbox], .suggest [role=status]"))
        .map(each => each.getBoundingClientRect()))"""
    before = page.locator("body").evaluate(places)
    field.type("cloud")
    assert page.locator("body").evaluate(places) == before
    assert page.locator("html").evaluate("each => each.scrollWidth") <= width
    box, inside = field.list.bounding_box(), field.input.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert 0 <= box["y"] - inside["y"] - inside["height"] < 16
    assert min(each.bounding_box()["height"] for each in field.options.all()) >= 44


@EVERYWHERE
def test_without_javascript_it_is_a_search_field(browser, running, address):
    context = browser.new_context(base_url=running.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    box = page.get_by_role("searchbox")
    for attribute in ("role", "aria-expanded", "aria-controls", "aria-autocomplete"):
        assert box.get_attribute(attribute) is None
    assert page.locator("[role=listbox]").count() == 0
    box.fill("novo")
    box.press("Enter")
    page.wait_for_url("**/companies?q=novo")
    context.close()


def test_the_script_is_small_and_says_nothing_itself():
    source = SCRIPT.read_text()
    assert len(source.encode()) <= 4608
    code = re.sub(r"/\*.*?\*/|//.*", "", source, flags=re.DOTALL | re.MULTILINE)
    assert [text for text in re.findall(r'"([^"]*)"', code) if re.search(r"[A-Za-z]+ [A-Za-z]+", text)] == []
