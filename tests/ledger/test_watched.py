"""What readers see of link checks: their pages, and the feed and history of a source that lost standing."""

from xml.etree import ElementTree as ET

import pytest

from directory import db
from directory.catalogue import queries
from directory.catalogue.checks import MOST_LOOKS
from directory.catalogue.kinds import Kind
from directory.catalogue.source import Recheck
from directory.errors import Refused
from directory.ledger import checks, hiding, history, reversal
from directory.ledger.publish import Why, amend
from tests.factories import adoption, check, company, lay_ground, look, own_source, put, source

SLUG = "example-company-1"
REASON = "Link check of 24 November 2026: the quote is not on the page any more."
ATOM = "{http://www.w3.org/2005/Atom}"


def watched(**given):
    """Publish a company whose claim is confirmed by its own page and an article; give its document and revision."""
    lay_ground()
    told = company(adoptions=[adoption(sources=[own_source(), source()], **given)])
    return told, put(Kind.COMPANY, told).number


def lose(told, seen, mark=Recheck.QUOTE_LOST, outcome="missing"):
    """Let a link check find the article without its quote, and say so of the claim, in one transaction."""
    told["adoptions"][0]["sources"][1]["recheck"] = mark
    with db.write():
        number = put(Kind.CHECK, check(look(outcome=outcome), look(of=own_source()))).number
        amend(SLUG, told, Why(REASON), seen=seen)
    return number


@pytest.fixture
def visitor(empty_app):
    return empty_app.test_client()


def page(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.text


def entries(visitor):
    """Read the feed: the title of each entry, and what it says, newest first."""
    answer = visitor.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    read = ET.fromstring(answer.data)
    return [(each.find(f"{ATOM}title").text, each.find(f"{ATOM}content").text) for each in read.iter(f"{ATOM}entry")]


def test_a_lost_quote_is_told_in_the_feed_and_in_the_history_with_its_reason(visitor):
    lose(*watched())
    (title, content), (checked, seen), *_older = entries(visitor)
    assert title == "Example Company 00001 (made up): Claim 1 › Source 2 › To re-check: quote lost"
    assert REASON in content
    assert "How sure claim 1 is: confirmed → company-stated" in content
    assert checked == "Link check 2026-11-24: Published"
    assert "2 sources" in seen
    assert "By a program." in content
    assert "Quote not found: 1" in seen
    told = page(visitor, f"/companies/{SLUG}/history")
    assert REASON in told
    assert "<ins>quote lost</ins>" in told
    assert "How sure claim 1 is: confirmed → company-stated" in told


def test_the_entry_says_which_source_does_not_count_and_keeps_each_day_apart(visitor):
    lay_ground()
    told = company(adoptions=[adoption(sources=[own_source(), source(), source(url=None, locator="Page 4")])])
    put(Kind.CHECK, check(look(), on="2026-11-20"))
    seen = put(Kind.COMPANY, told).number
    before = page(visitor, f"/companies/{SLUG}")
    assert "quote still found on" in before
    assert before.count("not checked yet") == 1
    lose(told, seen)
    html = page(visitor, f"/companies/{SLUG}")
    assert "To re-check: quote lost" in html
    assert "This source does not count until a human has read it again." in html
    days = (
        '<time datetime="2026-11-24">24 Nov 2026</time> (last found on <time datetime="2026-11-20">20 Nov 2026</time>)'
    )
    assert f"quote not found on {days}" in html
    assert "not checked yet" not in html
    twin = page(visitor, f"/companies/{SLUG}.md")
    assert "link answered on 2026-11-24; quote not found on 2026-11-24 (last found on 2026-11-20)" in twin
    assert "**To re-check:** quote lost; does not count until a human has read it again" in twin


def test_a_page_that_is_gone_is_told_since_when(visitor):
    told, seen = watched()
    put(Kind.CHECK, check(look(), on="2026-11-19"))
    put(Kind.CHECK, check(look(outcome="gone"), on="2026-11-20"))
    lose(told, seen, Recheck.PAGE_GONE, "gone")
    html = page(visitor, f"/companies/{SLUG}")
    assert 'no such page since <time datetime="2026-11-20">' in html
    assert '(last answered on <time datetime="2026-11-19">' in html
    assert 'To re-check: page gone since <time datetime="2026-11-20">' in html
    assert "page gone since 2026-11-20; does not count" in page(visitor, f"/companies/{SLUG}.md")


def test_a_page_that_was_missed_once_is_not_told_as_gone_since_then(visitor):
    watched()
    put(Kind.CHECK, check(look(), on="2026-11-19"))
    put(Kind.CHECK, check(look(outcome="gone"), on="2026-11-20"))
    html = page(visitor, f"/companies/{SLUG}")
    last = '(last answered on <time datetime="2026-11-19">'
    assert f'no page at the last check, <time datetime="2026-11-20">20 Nov 2026</time> {last}' in html
    assert "no such page" not in html
    put(Kind.CHECK, check(look(outcome="gone"), on="2026-11-21"))
    assert 'no such page since <time datetime="2026-11-20">' in page(visitor, f"/companies/{SLUG}")


def test_a_marked_source_whose_quote_is_back_is_not_told_as_still_found(visitor):
    told, seen = watched()
    lose(told, seen)
    put(Kind.CHECK, check(look(), look(of=own_source()), slug="2026-11-24-2"))
    html = page(visitor, f"/companies/{SLUG}")
    assert "To re-check: quote lost" in html
    assert 'quote last found on <time datetime="2026-11-24">' in html
    assert html.count("quote still found on") == 1
    assert html.count("now 2 of 2") == 1, "both links answer"
    assert html.count("now 1 of 2") == 1, "one quote counts"


def test_only_a_reading_again_is_told_as_one_by_a_human(visitor):
    watched()
    told = page(visitor, f"/companies/{SLUG}") + page(visitor, f"/companies/{SLUG}.md")
    assert "read on <time" in told
    assert "read by a human on" not in told.replace("Re-read by a human on", "").lower()


def test_a_long_list_of_what_was_not_seen_is_folded(visitor):
    lay_ground()
    many = [source(url=f"https://p.example/{n}", quote=f"It is quote {n}.") for n in range(6)]
    for n in range(1, 5):
        put(Kind.COMPANY, company(n, adoptions=[adoption(sources=many)]))
    put(Kind.CHECK, check(*(look(of=each, outcome="refused") for each in many)))
    shown, _, folded = page(visitor, "/checks/2026-11-24-1").partition("<summary>4 more sources</summary>")
    assert shown.count("claim 1, source ") == 20
    assert folded.count("claim 1, source ") == 4
    assert "A source loses standing only where" in shown


def test_where_no_link_check_looked_it_is_said_once(visitor):
    watched()
    html = page(visitor, f"/companies/{SLUG}")
    assert html.count("No link check has looked at the sources of this entry yet") == 1
    assert "not checked yet" not in html
    assert "No link check was made yet." in page(visitor, "/checks")


def test_the_page_of_a_check_tells_outcomes_sources_and_what_it_led_to(visitor):
    told, seen = watched()
    number = lose(told, seen)
    put(Kind.COMPANY, company(2))
    record = queries.published(Kind.CHECK, "2026-11-24-1")
    assert [each.change.number for each in checks.demoted(record)] == [number + 1]
    html = page(visitor, "/checks/2026-11-24-1")
    assert f'href="/companies/{SLUG}#claim-1-source-2"' in html
    assert f'href="/companies/{SLUG}/history#change-{number + 1}"' in html
    assert "company-stated" in html
    assert own_source()["url"] not in html
    assert 'content="noindex, follow"' in html
    assert 'href="/checks/2026-11-24-1"' in page(visitor, "/checks")
    assert 'href="/checks/2026-11-24-1"' in page(visitor, "/changes")
    assert 'href="/checks/2026-11-24-1"' in page(visitor, "/")
    # What was lost is worth telling there; the check itself puts nothing right.
    assert 'href="/checks/' not in page(visitor, "/corrections")
    assert visitor.get("/checks/2026-11-25-1").status_code == 404


def test_each_part_of_a_long_check_tells_what_was_demoted_by_its_own_sources(visitor):
    told, seen = watched()
    many = [look(of=source(url=f"https://p.example/{n}")) for n in range(MOST_LOOKS - 1)]
    told["adoptions"][0]["sources"][1]["recheck"] = Recheck.QUOTE_LOST
    with db.write():
        put(Kind.CHECK, check(look(outcome="missing"), *many, slug="2026-11-24-1"))
        put(Kind.CHECK, check(look(of=own_source()), slug="2026-11-24-2"))
        amend(SLUG, told, Why(REASON), seen=seen)
    put(Kind.CHECK, check(look(outcome="missing"), slug="2026-11-24-3"))
    slugs = [f"2026-11-24-{n}" for n in (1, 2, 3)]
    led = [checks.demoted(queries.published(Kind.CHECK, slug)) for slug in slugs]
    assert [len(each) for each in led] == [1, 0, 0]


def test_checks_are_paged_newest_first(visitor):
    for day in range(1, 23):
        put(Kind.CHECK, check(on=f"2026-10-{day:02}"))
    first = page(visitor, "/checks")
    assert first.index("/checks/2026-10-22-1") < first.index("/checks/2026-10-03-1")
    assert "/checks/2026-10-02-1" not in first
    second = page(visitor, "/checks?before=3")
    assert "/checks/2026-10-02-1" in second
    assert "/checks/2026-10-03-1" not in second
    assert 'href="/checks?before=3" rel="next"' in first


def test_what_is_hidden_is_told_neither_in_the_feed_nor_by_a_check(visitor):
    told, seen = watched()
    told["adoptions"].append(adoption(use="pilot", sources=[own_source(quote="We try Lantern.")]))
    seen = put(Kind.COMPANY, told).number
    lose(told, seen)
    hiding.hide(SLUG, [history.key_of(told["adoptions"][0])], Why("A complaint is looked into."))
    feed = " ".join(text for entry in entries(visitor) for text in entry)
    assert source()["quote"] not in feed
    assert "quote lost" not in feed
    assert "Hidden while a complaint is looked into." in feed
    html = page(visitor, "/checks/2026-11-24-1")
    assert source()["url"] not in html
    assert "quote lost" not in html


def test_the_feed_has_what_readers_need(visitor):
    put(Kind.CHECK, check())
    lay_ground()
    put(Kind.COMPANY, company(name="Example & <Sons> (made up)"))
    answer = visitor.get("/feed.atom")
    read = ET.fromstring(answer.data)
    site = "http://127.0.0.1:8000"
    assert read.find(f"{ATOM}id").text == read.find(f"{ATOM}link[@rel='self']").get("href") == f"{site}/feed.atom"
    listed = list(read.iter(f"{ATOM}entry"))
    assert [each.find(f"{ATOM}id").text for each in listed] == [f"{site}/changes#change-{n}" for n in (4, 3, 2, 1)]
    assert listed[0].find(f"{ATOM}title").text == "Example & <Sons> (made up): Published"
    assert read.find(f"{ATOM}updated").text == listed[0].find(f"{ATOM}updated").text == history.change(4).at
    for each in listed:
        path = each.find(f"{ATOM}link").get("href").removeprefix(site)
        assert visitor.get(path).status_code == 200, path
    again = visitor.get("/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    put(Kind.COMPANY, company(2))
    assert visitor.get("/feed.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_a_feed_of_nothing_and_a_long_one_are_feeds(visitor):
    assert entries(visitor) == []
    for day in range(1, 29):
        for number in (1, 2):
            put(Kind.CHECK, check(on=f"2026-10-{day:02}", slug=f"2026-10-{day:02}-{number}"))
    assert len(entries(visitor)) == 50


def test_a_check_cannot_be_undone(empty_app):
    change = put(Kind.CHECK, check())
    assert not reversal.possible(change)
    with pytest.raises(Refused, match="look again"):
        reversal.of(change)
