"""What is news at a page, and what is not: a human's word, a clock that was ahead, an old address, our own network."""

import pytest
import time_machine

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, written
from directory.catalogue.models import Entry, Sighting
from directory.db import write
from directory.ledger import history
from directory.ledger.publish import Why, _show, undo
from directory.verification import looking
from directory.verification.models import SeenPage
from tests.factories import put, source
from tests.verification.running import PAGE, basis, check, cited, document, marks, story, whole
from tests.verification.servers import HEAD, told

OTHER = "https://press.example/lantern"
HALF = b"<!doctype html><title>Who runs Lantern</title><p>Half a pa"


def reread(day):
    with time_machine.travel(f"{day}T13:00:00Z"):
        entry = document()
        entry["adoptions"][0]["reread"] = day
        entry["adoptions"][0]["sources"][0].pop("recheck", None)
        put(Kind.COMPANY, entry)


def found(web):
    cited({"accessed": "2026-11-01"})
    web.page(PAGE, story())


@pytest.mark.parametrize("between", [(), (503,), (403, 503)])
def test_what_is_lost_after_a_human_read_it_anew_is_told(checked, web, between):
    found(web)
    check(checked, day="2026-11-17")
    reread("2026-11-19")
    for day, status in zip(("2026-11-20", "2026-11-21"), between, strict=False):
        web.page(PAGE, "no", status=status)
        check(checked, day=day)
    web.page(PAGE, story("Nothing."))
    check(checked, day="2026-11-24")
    assert (marks(), basis()) == (["quote-lost"], "to-recheck")
    for again in ("2026-11-24", "2026-11-26"):
        reread(again)
        for day in ("2026-12-01", "2026-12-08"):
            check(checked, day=day)
            assert marks() == [None]
    assert whole()


def test_a_page_that_goes_after_a_human_read_it_anew_is_told(checked, web):
    found(web)
    check(checked, day="2026-11-17")
    reread("2026-11-19")
    web.page(PAGE, "no", status=410)
    for day, mark in (("2026-11-24", None), ("2026-12-01", "page-gone")):
        check(checked, day=day)
        assert marks() == [mark]
    reread("2026-12-02")
    for day in ("2026-12-08", "2026-12-15"):
        check(checked, day=day)
        assert marks() == [None]


def test_a_mark_that_is_undone_is_set_again(checked, web):
    found(web)
    check(checked, day="2026-11-17")
    web.page(PAGE, story("Nothing."))
    check(checked, day="2026-11-24")
    with time_machine.travel("2026-11-25T12:00:00Z"):
        undo(history.of_entry(Kind.COMPANY, ["example-company-1"])[0].number, Why("Undo."))
    assert marks() == [None]
    check(checked, day="2026-12-01")
    assert marks() == ["quote-lost"]


@pytest.mark.parametrize("status", [201, 202, 204, 206])
def test_another_status_than_that_of_a_page_takes_nothing(checked, web, status):
    found(web)
    check(checked)
    web.page(PAGE, story("Checking your browser."), status=status)
    check(checked, day="2026-11-25")
    assert (marks(), Sighting.get().outcome) == ([None], "answered")


@pytest.mark.parametrize(
    ("body", "mark"),
    [
        (HALF, None),
        (HALF + b"ge.</p></HTML>\n<!-- cached -->", "quote-lost"),
    ],
)
@pytest.mark.parametrize("page", [PAGE, PAGE.replace("https", "http")])
def test_a_page_without_a_length_is_whole_only_where_its_text_ends(checked, web, page, body, mark):
    cited({"url": page})
    web.page(page, story())
    check(checked)

    def say(line, _web):
        line.sendall(HEAD + b"\r\n" + body)
        if hasattr(line, "unwrap"):
            line.unwrap()

    web.does(page, say)
    check(checked, day="2026-11-25")
    assert (marks(), Sighting.get().outcome) == ([mark], "missing" if mark else "answered")


def test_an_encrypted_answer_whose_end_nobody_told_is_cut_off(checked, web):
    found(web)
    check(checked)
    web.does(PAGE, told(HEAD + b"\r\n" + HALF + b"ge.</html>"))
    check(checked, day="2026-11-25")
    assert (marks(), Sighting.get().outcome) == ([None], "silent")
    assert SeenPage.get().note == "The answer broke off."


def test_somebody_elses_page_is_no_move_at_first_sight(checked, web):
    cited()
    web.redirect(PAGE, OTHER)
    web.page(OTHER, "<div id=app></div><p>Please switch on JavaScript.")
    for day in ("2026-11-24", "2026-12-01"):
        check(checked, day=day)
    assert (marks(), Sighting.get().owner) == ([None], "press.example")


def test_a_look_of_a_clock_that_was_ahead_is_told_as_of_today(checked, web):
    cited()
    web.page(PAGE, story())
    with time_machine.travel("2027-11-24T12:00:00Z"):
        looking.keep(looking.look(web.visitor(), PAGE))
    check(checked)
    assert Sighting.get().looked == "2026-11-24"
    assert whole()


def test_a_page_that_was_looked_at_on_a_day_to_come_is_due(checked, web):
    cited()
    web.page(PAGE, story())
    check(checked, day="2030-11-24")
    assert "1 found" in check(checked, "--days", "7", day="2026-11-25")
    assert Sighting.get().looked == "2026-11-25"


def test_an_address_that_no_entry_may_hold_today_is_left_out(checked, web):
    cited()
    web.page(PAGE, story())
    old = document()
    old["adoptions"][0]["sources"].append(source(url="https://intranet/x"))
    with write():
        _show(queries.entry_at(Kind.COMPANY, "example-company-1"), Kind.COMPANY, written(old), Why("Old."))
    for day in ("2026-11-24", "2026-11-25"):
        said = check(checked, day=day)
        assert "correct these sources:\n  https://intranet/x\n" in said
        assert (Sighting.get().url, Sighting.get().looked) == (PAGE, day)
    web.page(PAGE, story("Nothing."))
    check(checked, day="2026-11-26")
    assert marks() == ["quote-lost", None]


def unreached(checked, web, *hosts):
    """Let twenty pages stand on some hosts where nobody answers."""
    urls = [f"https://{hosts[number % len(hosts)]}/{number}" for number in range(20)]
    cited(*({"url": url} for url in urls))
    for url in urls:
        web.page(url, story())
    checked.extensions["visitor"] = lambda _settings: web.visitor(ports={80: 1, 443: 1})


def checks():
    return Entry.select().where(Entry.kind == "check").count()


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_run_that_reaches_nobody_publishes_nothing(checked, web, dry):
    unreached(checked, web, "news.example", "press.example")
    said = check(checked, *dry, succeeds=False)
    assert "None of the first 20 pages could be reached" in said
    assert (checks(), SeenPage.select().count()) == (0, 0)
    checked.extensions["visitor"] = lambda _settings: web.visitor()
    assert "Asked 20 page(s): 20 answered" in check(checked)


def test_one_site_that_is_down_stops_no_run(checked, web):
    unreached(checked, web, "news.example")
    assert "20 silent" in check(checked)
    assert checks() == 1
