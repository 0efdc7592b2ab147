"""The moderators' keys, in a real browser: from the queue to the decision; they can be switched off."""

import re
import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from directory import db
from directory.moderation.models import Session
from directory.submissions.models import Decision
from tests.moderation.claims import claim, lay
from tests.moderation.waiting import put, put_many, row, rows
from tests.people import PASSWORD, code

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app):
    """Serve the test's own site over HTTP."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(params=[1280, 390])
def page(request, browser, address, moderator):
    cookie = moderator.get_cookie("passerelle")
    context = browser.new_context(base_url=address, viewport={"width": request.param, "height": 900})
    context.add_cookies([{"name": "passerelle", "value": cookie.value, "url": address}])
    told: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    context.close()
    assert [each for each in told if "status of 422" not in each] == []


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_keys_lead_from_the_queue_to_the_decision_and_to_the_next(page):
    for number in range(1, 4):
        put(number, hours=10 - number)
    page.goto("/moderation/")
    press(page, "j", "j", "ArrowDown", "j", "k", "ArrowUp")
    assert focused(page) == "Example Company 00001 (made up)"
    press(page, "Enter")
    expect(page).to_have_url(f"{page.url.partition('/moderation')[0]}/moderation/submissions/1")
    for key, name in (("a", "Approve"), ("c", "Request changes"), ("r", "Reject")):
        press(page, key)
        assert focused(page) == name
    page.locator("#reason").focus()
    page.keyboard.type("No, a source; such text holds every key: jkxacrn?")
    assert page.locator("#reason").input_value().endswith("jkxacrn?")
    page.keyboard.press("Tab")
    press(page, "r", "Enter")
    expect(page.get_by_text("not accepted").first).to_be_visible()
    assert row(1).state == "rejected"
    page.goto("/moderation/submissions/2")
    press(page, "n")
    expect(page).to_have_url(f"{page.url.partition('/moderation')[0]}/moderation/submissions/3")


def test_x_ticks_for_a_bulk_rejection_and_n_turns_the_page(page):
    put_many(60)
    page.goto("/moderation/")
    press(page, "j", "x", "j", "j", "x", "x", "j", "x")
    assert page.locator("[name=pick]:checked").count() == 2
    press(page, "n")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()


def test_single_keys_can_be_switched_off_and_stay_so(page):
    put()
    page.goto("/moderation/")
    press(page, "?")
    expect(page.get_by_text("next and previous line of the queue")).to_be_visible()
    page.get_by_label("Single keys work on these pages").uncheck()
    page.reload()
    press(page, "j")
    assert focused(page) != "Example Company 00001 (made up)"
    page.locator("#keys summary").focus()
    press(page, "Enter", "Tab")
    expect(page.get_by_label("Single keys work on these pages")).to_be_focused()
    press(page, "Space")
    page.reload()
    press(page, "j")
    assert focused(page) == "Example Company 00001 (made up)"


def test_what_was_typed_outlives_the_end_of_the_session_and_is_gone_once_accepted(page):
    put_many(2)
    page.goto("/moderation/submissions/1")
    page.get_by_label("Reason (needed)").first.fill("Nearly there, but a source is missing.")
    with db.write():
        Session.update(ended="2026-11-24T12:00:00Z").execute()
    page.get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    page.get_by_label("Name").fill("Mona Moderator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code").fill(code("Mona Moderator"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Reason (needed)").first).to_have_value("Nearly there, but a source is missing.")
    assert page.url.endswith("/moderation/submissions/1")
    page.get_by_role("button", name="Request changes").click()
    expect(page.get_by_text("changes requested").first).to_be_visible()
    assert row(1).state == "changes-requested"
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_what_is_to_be_put_right_is_in_focus(page):
    put()
    page.goto("/moderation/submissions/1")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Give a reason").click()
    expect(page.locator("#reason")).to_be_focused()


def read_again(page, *answers):
    """Choose an answer for each source and go on, by keys alone: so many steps down from the first."""
    for number, steps in enumerate(answers, start=1):
        press(page, str(number), "Space", *["ArrowDown"] * steps)
    press(page, "a", "Enter")


def test_claims_are_re_read_by_keys_alone_one_after_the_other(page):
    with db.database.connection_context():
        for number in (10, 11):
            lay(number, claim(number, model="qwen", status="disputed"), country="SK")
    page.goto("/moderation/rereading?country=SK&reason=disputed")
    press(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Re-read: Example Company")
    first = page.url
    assert page.locator("input[type=radio]:checked").count() == 0
    press(page, "a", "Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.locator("#saw-0")).to_be_focused()
    read_again(page, 0, 1)
    expect(page.get_by_text("2026-11-24: source 1 still says so; source 2 no longer says so.")).to_be_visible()
    assert page.url.partition("?")[0] != first.partition("?")[0]
    assert "country=SK" in page.url
    press(page, "f")
    page.keyboard.type("1a2n: typed, not pressed")
    press(page, "Tab")
    read_again(page, 0, 0)
    expect(page.get_by_role("heading", level=1)).to_have_text("To re-read")
    expect(page.get_by_text("sources 1 and 2 still say so. 1a2n: typed, not pressed")).to_be_visible()
    assert [decision.act for decision in rows(Decision)] == ["rereading"] * 2


def test_n_leads_to_the_next_claim_without_an_answer(page):
    with db.database.connection_context():
        for number in (10, 11):
            lay(number, claim(number, model="qwen", status="disputed"), country="SK")
    page.goto("/moderation/rereading/example-company-10/1?reason=disputed")
    press(page, "n")
    expect(page).to_have_url(re.compile(r"/moderation/rereading/example-company-11/1\?reason=disputed$"))
    assert rows(Decision) == []


def test_chords_of_the_browser_are_left_alone(page):
    put()
    page.goto("/moderation/")
    press(page, "Control+j", "Alt+x", "Control+r")
    assert focused(page) != "Example Company 00001 (made up)"


def test_every_line_of_the_queue_is_reached_by_the_tabulator(page):
    put()
    page.goto("/moderation/")
    page.get_by_label("claimed by me").focus()
    press(page, "Tab", "Tab", "Tab")
    expect(page.get_by_role("checkbox", name="Tick 1, Example Company 00001 (made up)")).to_be_focused()
    press(page, "Tab")
    assert focused(page) == "Example Company 00001 (made up)"


def test_the_queue_fits_a_phone(page):
    put(1, kind="notice")
    put(2, signals="fast honeypot")
    listed = ("/moderation/", "/moderation/log", "/moderation/submissions/2", "/moderation/rereading")
    for address in (*listed, "/moderation/rereading/berget-ai/1"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
