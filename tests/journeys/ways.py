"""The stretches that journeys share: a form to its end, from the queue to a decision, a search."""

import re
import time

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keys
from tests.serving import PATIENCE


def search(keys: Keys, words: str) -> None:
    keys.page.goto("/")
    keys.type(keys.page.locator("main input[name=q]"), words)
    with keys.page.expect_navigation():
        keys.press("Enter")


def until_found(keys: Keys, name: str, *, found: bool) -> None:
    """Search until the index, which follows within a second, says what it should."""
    until = time.monotonic() + PATIENCE
    hit = keys.page.locator(".result h2").get_by_role("link", name=name, exact=True)
    while True:
        search(keys, name)
        if (hit.count() > 0) is found or time.monotonic() > until:
            break
    expect(hit).to_have_count(1 if found else 0)


def send(keys: Keys, button: str = "Send") -> str:
    """Send a form that is filled in; give the private address."""
    keys.button(button)
    expect(keys.page.get_by_text("It waits for a decision.")).to_be_visible()
    return keys.page.url


def told(page: Page, private: str, words: str) -> None:
    """See on the private page what became of a submission."""
    page.goto(private)
    expect(page.get_by_role("main")).to_contain_text(words)


def take(keys: Keys, *names: str, which: int = 0) -> None:
    """Open a submission from the queue, by what it is about; the oldest, unless told otherwise."""
    keys.page.goto("/moderation/")
    keys.enter(keys.page.locator("table.queue th a", has_text=re.compile("|".join(map(re.escape, names)))).nth(which))


def decide(keys: Keys, button: str, reason: str) -> None:
    for box in keys.page.locator("input[name=checked]").all():
        if not box.is_checked():
            keys.tick(box)
    keys.write("Reason", reason)
    keys.button(button)


def fill_adoption(keys: Keys, model: str, statement: str) -> None:
    """Fill in what a company adopts, and the source of it."""
    keys.choose("Model", model)
    keys.choose("Use", "in production")
    keys.choose("Route", "self-hosted")
    keys.page.keyboard.press("Tab")
    keys.choose("Status", "active")
    keys.write("Statement", statement)
    keys.write("Address", f"https://press.example/{time.time_ns()}")
    keys.write("Title", "Made-up news")
    keys.choose("Kind of source", "press")
    keys.choose("Who speaks", "a third party")
    keys.write("Quote", "They run it, as we were told.")
