"""What follows from a look: each case of the rule, as a table."""

import pytest

from directory.catalogue.checks import Outcome
from directory.verification.reading import Page, bare
from directory.verification.sightings import spread
from directory.verification.verdicts import Known, Seen, demotion, of_page, see
from directory.verification.visits import Visit

URL = "https://news.example/story"
PRESS = "https://press.example/story"
QUOTE = "We run Qwen."


def visit(status=200, url=URL, **given):
    return Visit(status, url, "news.example", "text/html", "utf-8", b"x", **given)


def saw(outcome, owner=""):
    return Seen(Outcome(outcome), owner)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (visit(200), "answered"),
        (visit(204), "answered"),
        (visit(0, note="Nobody."), "silent"),
        (visit(302, note="In a circle."), "silent"),
        (visit(500), "silent"),
        (visit(503), "silent"),
        (visit(404), "gone"),
        (visit(410), "gone"),
        (visit(400), "refused"),
        (visit(406), "refused"),
        (visit(403, closed=True), "refused"),
        (visit(0, closed=True, note="robots.txt"), "refused"),
        (visit(url="https://consent.portal.example/?continue=x"), "refused"),
        (visit(url="https://accounts.portal.example/"), "refused"),
        (visit(url="https://news.example/authwall?to=x"), "refused"),
        (visit(url="https://news.example/sign-in"), "refused"),
        (visit(url="https://news.example/login-makes-qwen-better"), "answered"),
        (visit(url="https://authors.example/"), "answered"),
    ],
)
def test_how_a_page_answers(told, outcome):
    assert of_page(URL, told) == outcome


def test_a_page_that_is_about_signing_in_is_read():
    assert of_page("https://login.firm.example/login", visit(url="https://login.firm.example/login")) == "answered"


TEXT, EMPTY, CUT = Page(texts=(bare("So: we run Qwen."),)), Page(), Page(texts=("no",), whole=False)


@pytest.mark.parametrize(
    ("quote", "page", "told", "outcome"),
    [
        (QUOTE, TEXT, visit(), "found"),
        ("We do not.", TEXT, visit(), "missing"),
        ("We do not.", TEXT, visit(203), "missing"),
        ("We do not.", TEXT, visit(202), "answered"),
        ("We do not.", TEXT, visit(206), "answered"),
        (QUOTE, TEXT, visit(206), "found"),
        (None, TEXT, visit(), "answered"),
        ("“…”", TEXT, visit(), "answered"),
        (QUOTE, EMPTY, visit(), "answered"),
        (QUOTE, CUT, visit(), "answered"),
        ("We do not.", TEXT, visit(note="The answer is too long."), "answered"),
        (QUOTE, TEXT, visit(404), "gone"),
    ],
)
def test_whether_a_quote_is_there(quote, page, told, outcome):
    source = {"url": URL} | ({"quote": quote} if quote else {})
    assert see(source, Known(), told, page).outcome == outcome


@pytest.mark.parametrize(
    ("url", "led", "before", "owner"),
    [
        (URL, URL, "", ""),
        (URL, "https://www.news.example/other", "", ""),
        (URL, PRESS, "", "press.example"),
        ("https://github.com/acme/x", "https://github.com/acme/y", "", ""),
        ("https://github.com/acme/x", "https://github.com/evil/x", "", "github.com/evil"),
        ("https://github.com/acme/x", "https://github.com/%E2%80%AEevil/x", "", "github.com"),
    ],
)
def test_whose_page_it_is(url, led, before, owner):
    assert see({"url": url}, Known(owner=before), visit(url=led), EMPTY).owner == owner


def test_who_does_not_answer_is_taken_to_belong_to_whom_it_belonged():
    assert see({"url": URL}, Known(owner="press.example"), visit(503), EMPTY) == Seen("silent", "press.example")


LOOKED = {"answered": "2026-11-10"}
FOUND = LOOKED | {"found": "2026-11-10"}


@pytest.mark.parametrize(
    ("known", "seen", "mark"),
    [
        # The quote: lost only where it had been found, after a human had read it.
        ({}, ("missing",), None),
        (LOOKED, ("missing",), None),
        (FOUND, ("missing",), "quote-lost"),
        (FOUND | {"found": "2026-11-01"}, ("missing",), "quote-lost"),
        (FOUND | {"found": "2026-10-31"}, ("missing",), None),
        (FOUND | {"found": "2026-10-31", "outcome": "found"}, ("missing",), "quote-lost"),
        (FOUND | {"found": "2026-10-31", "outcome": "missing"}, ("missing",), None),
        (FOUND | {"found": "2026-11-01", "outcome": "missing"}, ("missing",), None),
        (FOUND | {"found": "2026-11-02", "outcome": "missing"}, ("missing",), "quote-lost"),
        ({"answered": "2026-10-31", "found": "2026-10-31", "outcome": "silent"}, ("missing",), "quote-lost"),
        (FOUND | {"found": "2026-10-31", "outcome": "silent"}, ("missing",), None),
        (FOUND, ("answered",), None),
        (FOUND, ("found",), None),
        # Whose page it is: another one than the address says, and than it was.
        ({}, ("found", "press.example"), None),
        ({}, ("answered", "press.example"), None),
        ({}, ("missing", "press.example"), None),
        (FOUND, ("found", "press.example"), "owner-moved"),
        (FOUND, ("missing", "press.example"), "owner-moved"),
        (FOUND | {"owner": "press.example"}, ("found", "press.example"), None),
        (FOUND | {"owner": "press.example"}, ("missing", "press.example"), "quote-lost"),
        (FOUND | {"owner": "press.example"}, ("found", "evil.example"), "owner-moved"),
        (FOUND | {"owner": "press.example"}, ("found", ""), None),
        (FOUND, ("refused", "press.example"), None),
        # The page: gone on two checks, a week apart.
        ({}, ("gone",), None),
        (FOUND, ("gone",), None),
        ({"gone": "2026-11-18"}, ("gone",), None),
        ({"gone": "2026-11-17"}, ("gone",), "page-gone"),
        ({"gone": "2026-10-31"}, ("gone",), None),
        ({"gone": "2026-11-17"}, ("silent",), None),
        # In trouble, or not open to programs.
        (FOUND, ("silent",), None),
        (FOUND, ("refused",), None),
    ],
)
def test_what_takes_a_source_its_standing(known, seen, mark):
    given = {"read": "2026-11-01", "archived": False, "day": "2026-11-24"}
    assert demotion(Known(**known), saw(*seen), **given) == mark


def test_an_archived_page_may_go():
    told = {"read": "2026-11-01", "day": "2026-11-24"}
    assert demotion(Known(gone="2026-11-02"), saw("gone"), archived=True, **told) is None
    assert demotion(Known(**FOUND), saw("missing"), archived=True, **told) == "quote-lost"


def test_hosts_take_turns():
    urls = [f"https://a.example/{n}" for n in range(4)] + ["https://b.example/", "https://c.example/"]
    order = [url[8] for url in spread(urls)]
    assert sorted(order) == list("aaaabc")
    assert "".join(order) in {"aabcaa", "aacbaa"}
    assert set(spread(urls)) == set(urls)
