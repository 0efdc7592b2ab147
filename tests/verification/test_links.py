"""`flask verify links` on a real small web: what pages say decides what a claim rests on."""

import re

import pytest
import time_machine

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Sighting
from directory.ledger.models import Change
from directory.verification.models import SeenPage
from tests.factories import QUOTE, adoption, company, put, source
from tests.verification.running import PAGE, basis, check, cited, marks, reasons, story, whole
from tests.verification.servers import bomb
from tests.verification.test_reading import pdf

OTHER = "https://press.example/lantern"


def updated(client):
    return re.search(r"<updated>([^<]+)", client.get("/companies.atom").text)[1]


def seen(url=PAGE):
    return Sighting.get(Sighting.url == url)


def test_a_page_that_loses_the_quote_takes_the_claims_standing(checked, web):
    client = checked.test_client()
    cited()
    web.page(PAGE, story())
    assert "Quotes: 1 found, 0 not found." in check(checked)
    assert (marks(), basis()) == ([None], "reported")
    before, page = updated(client), client.get("/companies/example-company-1").text
    web.page(PAGE, story("We talk of other things now."))
    said = check(checked, day="2026-11-25")
    assert "1 source(s) do not count until a human re-reads them:\n  example-company-1, source 1 of claim 1" in said
    assert (marks(), basis()) == (["quote-lost"], "to-recheck")
    reason = "Link check of 2026-11-25: the quote of source 1 of claim 1 is no longer on the page."
    assert reasons()[0] == reason
    assert reason in client.get("/companies/example-company-1/history").text
    assert updated(client) > before
    assert reason in client.get("/feed.atom").text
    shown = client.get("/companies/example-company-1").text
    assert "to re-check" not in page
    assert "to re-check" in shown
    assert (seen().found, seen().looked, seen().outcome) == ("2026-11-24", "2026-11-25", "missing")
    assert whole()


def test_the_mark_is_not_taken_away_when_the_quote_comes_back(checked, web):
    cited()
    for day, words in (("2026-11-24", QUOTE), ("2026-11-25", "No."), ("2026-11-26", QUOTE)):
        web.page(PAGE, story(words))
        check(checked, day=day)
    assert marks() == ["quote-lost"]
    assert (seen().found, seen().outcome) == ("2026-11-26", "found")


def test_a_page_that_a_program_never_could_read_takes_nothing(checked, web):
    cited()
    web.page(PAGE, "<div id=root></div><script src=a.js></script><p>Please switch on JavaScript.")
    for day in ("2026-11-24", "2026-12-24"):
        assert "Quotes: 0 found, 1 not found." in check(checked, day=day)
    assert (marks(), seen().outcome) == ([None], "missing")


def test_what_a_human_confirmed_after_it_was_lost_stays(checked, web):
    cited()
    web.page(PAGE, story())
    check(checked)
    web.page(PAGE, story("Not any more."))
    check(checked, day="2026-11-25")
    with time_machine.travel("2026-11-25T15:00:00Z"):
        cited({"accessed": "2026-11-25"})
    check(checked, day="2026-11-26")
    assert marks() == [None]
    # Only where it was found again can it be lost again.
    for day, words, mark in (("2026-11-27", QUOTE, None), ("2026-11-28", "No.", "quote-lost")):
        web.page(PAGE, story(words))
        check(checked, day=day)
        assert marks() == [mark]


def test_an_address_that_leads_to_somebody_else_counts_no_longer(checked, web):
    cited()
    web.page(PAGE, story())
    check(checked)
    web.redirect(PAGE, OTHER, status=301)
    web.page(OTHER, story())
    said = check(checked, day="2026-11-25")
    assert "owner moved" in said
    assert (marks(), seen().owner) == (["owner-moved"], "press.example")
    assert "leads to somebody else" in reasons()[0]
    assert whole()


def test_an_address_that_always_led_to_its_publisher_is_no_move(checked, web):
    cited()
    web.redirect(PAGE, OTHER)
    web.page(OTHER, story())
    check(checked)
    web.does(OTHER, lambda _line, _web: None)
    check(checked, day="2026-11-25")
    web.page(OTHER, story())
    check(checked, day="2026-11-26")
    assert (marks(), seen().owner, seen().found) == ([None], "press.example", "2026-11-26")


def test_a_page_is_gone_when_two_checks_a_week_apart_say_so(checked, web):
    cited({}, {"url": OTHER, "archive_url": "https://archive.example/2026/lantern"})
    for url in (PAGE, OTHER):
        web.page(url, "no", status=410)
    for day, mark in (("2026-11-24", None), ("2026-11-30", None), ("2026-12-01", "page-gone")):
        check(checked, day=day)
        # The other has an archived copy.
        assert marks() == [mark, None], day
    assert reasons()[0] == "Link check of 2026-12-01: the page of source 1 of claim 1 is gone."


@pytest.mark.parametrize("status", [500, 503, 403, 429, 400])
def test_a_server_in_trouble_or_closed_to_programs_takes_nothing(checked, web, status):
    cited()
    web.page(PAGE, story())
    check(checked)
    web.page(PAGE, "no", status=status)
    for day in ("2026-11-25", "2026-12-05"):
        check(checked, day=day)
    assert (marks(), seen().found) == ([None], "2026-11-24")
    assert seen().outcome == ("silent" if status >= 500 else "refused")


def test_robots_and_a_bomb_take_nothing(checked, web):
    cited({}, {"url": OTHER})
    for url in (PAGE, OTHER):
        web.page(url, story())
    check(checked)
    web.robots("news.example", "User-agent: *\nDisallow: /")
    web.does(OTHER, bomb)
    check(checked, day="2026-11-25")
    assert marks() == [None, None]
    assert seen().outcome == "refused"
    assert seen(OTHER).outcome == "answered"


def test_a_pdf_is_looked_into(checked, web):
    cited({"quote": "We run Lantern in production"})
    web.page(PAGE, pdf("We run Lantern in pro-", "duction."), media="application/pdf")
    assert "1 found" in check(checked)
    web.page(PAGE, pdf("Nothing."), media="application/pdf")
    check(checked, day="2026-11-25")
    assert marks() == ["quote-lost"]


def test_a_page_that_many_quote_is_asked_for_once(checked, web):
    cited({}, {"quote": "Another sentence of it."})
    put(Kind.COMPANY, company(2, adoptions=[adoption(sources=[source(url=PAGE)])]))
    web.page(PAGE, story())
    assert "Asked 1 page(s): 1 answered" in check(checked)
    assert web.asked.count(PAGE) == 1
    assert Sighting.select().count() == 2
    web.page(PAGE, story("No."))
    check(checked, day="2026-11-25")
    assert (marks(), marks("example-company-2")) == (["quote-lost", None], ["quote-lost"])


def test_pages_are_looked_at_again_after_a_week_the_oldest_look_first(checked, web):
    cited()
    put(Kind.COMPANY, company(2, adoptions=[adoption(sources=[source(url=OTHER)])]))
    for url in (PAGE, OTHER):
        web.page(url, story())
    check(checked, "--company", "example-company-2", day="2026-11-20")
    assert (web.asked.count(OTHER), web.asked.count(PAGE)) == (1, 0)
    check(checked, "--days", "7", day="2026-11-26")
    assert (web.asked.count(OTHER), web.asked.count(PAGE)) == (1, 1)
    assert "Nothing was due" in check(checked, "--days", "7", day="2026-11-26")
    assert "1 more page(s) are due" in check(checked, "--limit", "1", day="2026-12-04")
    assert (seen(OTHER).looked, seen().looked) == ("2026-12-04", "2026-11-26")


def test_a_page_that_nobody_quotes_any_more_is_told_and_kept_no_longer(checked, web):
    cited()
    web.page(PAGE, story())
    check(checked)
    put(Kind.COMPANY, company(adoptions=[adoption(sources=[source(url=OTHER)])]))
    check(checked, day="2026-11-25")
    assert [page.url for page in SeenPage.select()] == [OTHER]
    assert seen().looked == "2026-11-24"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(checked, web):
    cited()
    web.page(PAGE, story())
    check(checked)
    before = queries.revision()
    web.page(PAGE, story("No."))
    assert "1 source(s) would not count" in check(checked, "--dry-run", day="2026-11-25")
    assert (queries.revision(), seen().looked, SeenPage.get().at[:10]) == (before, "2026-11-24", "2026-11-24")


@pytest.mark.parametrize("settings", [{"link_check": "off"}], indirect=True)
def test_nothing_goes_out_while_it_is_off(checked, web):
    cited()
    web.page(PAGE, story())
    before = Change.select().count()
    assert "PASSERELLE_LINK_CHECK=on" in check(checked, succeeds=False)
    assert (web.asked, web.names.asked, Change.select().count()) == ([], [], before)


def test_an_unknown_company_is_refused_in_words(checked, web):
    assert "Error: " in check(checked, "--company", "nobody", succeeds=False)
    assert web.asked == []


def test_what_strangers_say_cannot_steer_the_terminal_and_stays_private(checked, web):
    cited()
    web.page(PAGE, "<title>\x1b[2J\u202eevil</title>" + story())
    assert "\x1b" not in check(checked)
    page = SeenPage.get()
    assert (page.status, page.host, page.title) == (200, "news.example", "[2Jevil")
    assert len(page.digest) == 64
    assert page.untold == ""
