"""What robots.txt lets us read, after RFC 9309, and how long a site is left in peace between two visits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import outside
from directory.verification import visits
from directory.verification.robots import LARGEST, MOST_DELAY, Rules, rules_for
from directory.verification.visits import BETWEEN
from tests.verification.servers import drip, huge, silence

STORY = "https://news.example/story"
PATIENT = "User-agent: *\nCrawl-delay: {}\n"
# Rules, a path, whether it may be read.
PATTERNS = """
Disallow:/                    /                   no
Disallow:                     /                   yes
Disallow:/story               /story.html         no
Disallow:/story               /Story              yes
Disallow:/story/              /story              yes
Disallow:/;Allow:/story       /story              yes
Allow:/story;Disallow:/       /story              yes
Allow:/;Disallow:/story       /story              no
Allow:/page;Disallow:/page    /page               yes
Allow:/p;Disallow:/*.htm      /page.htm           no
Allow:/$;Disallow:/           /                   yes
Allow:/$;Disallow:/           /page.htm           no
Disallow:/*.pdf$              /a/b.pdf            no
Disallow:/*.pdf$              /a/b.pdf?page=2     yes
Disallow:/*.pdf$              /a.pdf/b.pdf        no
Disallow:/a*b*c               /a1b2c3             no
Disallow:/a*b*c               /acb                yes
Disallow:/a*a$                /a                  yes
Disallow:/a**a$               /aa                 no
Disallow:*story               /a/story            no
Disallow:/*?                  /a                  yes
Disallow:/*?                  /a?b                no
Disallow:/a?b=1               /a?b=12             no
Disallow:/%7Ea                /~a/                no
Disallow:/~a                  /%7ea/              no
Disallow:/ü                   /%C3%BC             no
Disallow:/%c3%bc              /%C3%BC             no
Disallow:/a%2Fb               /a/b                yes
Disallow:/story#part          /story              no
""".strip().splitlines()
GROUPS = [
    ("User-agent: Passerelle\nDisallow: /\nUser-agent: *\nAllow: /", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: passerelle\nAllow: /", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: PASSERELLE/1.0\nDisallow:", True),
    ("User-agent: other\nDisallow: /", True),
    ("User-agent: passerelle-other\nDisallow: /", True),
    ("User-agent: other\nUser-agent: passerelle\nDisallow: /", False),
    ("User-agent: passerelle\nUser-agent: other\n\n\nDisallow: /", False),
    ("User-agent: passerelle\nAllow: /x\nUser-agent: other\nDisallow: /", True),
    ("User-agent: passerelle\nAllow: /x\nUser-agent: *\nDisallow: /", True),
    ("User-agent: passerelle\nAllow: /x\nUser-agent: other\nAllow: /\nUser-agent: passerelle\nDisallow: /", False),
    ("User-agent: *\nSitemap: https://news.example/map\nDisallow: /", False),
    ("Disallow: /", True),
    ("\ufeffuser-AGENT :*\rDISALLOW :/ # all", False),
    ("User-agent: *\r\nDisallow: /", False),
    ("User-agent: *\nDisallow /", True),
    ("<html><p>User-agent: *</p></html>", True),
    ("\x00\ufffd:\n::\n", True),
]


@pytest.mark.parametrize("row", PATTERNS)
def test_the_longest_rule_wins_and_a_tie_allows(row):
    rules, path, allowed = row.split()
    text = "User-agent: *\n" + rules.replace(";", "\n").replace(":", ": ")
    assert rules_for("Passerelle", text.encode()).allow(path) == (allowed == "yes")


@pytest.mark.parametrize(("text", "allowed"), GROUPS)
def test_the_groups_that_name_us_count_else_those_for_all(text, allowed):
    assert rules_for("Passerelle", text.encode()).allow("/story") == allowed


def test_half_a_megabyte_of_anything_is_read_at_once():
    names = "".join(f"User-agent: {number}\n" for number in range(13_000))
    assert rules_for("Passerelle", f"{names}{'Disallow: /a' * 9}\n".encode()) == Rules()
    many = "User-agent: *\n" * 15_000 + "".join(f"Disallow: /{'*a' * 9}{number}\n" for number in range(9_000))
    assert rules_for("Passerelle", many.encode()).allow("/" + "a" * 2000)
    stars = f"User-agent: *\nDisallow: /{'*a' * 200_000}b"
    assert rules_for("Passerelle", stars.encode()).allow("/" + "a" * 2000)
    late = "User-agent: *\n" + "#" * LARGEST + "\nDisallow: /"
    assert rules_for("Passerelle", late.encode()).allow("/")


@given(
    st.binary(max_size=200) | st.text(alphabet="User-agent:*\nDisallow/$%# ", max_size=200).map(str.encode), st.text()
)
def test_no_text_makes_it_raise(text, path):
    assert rules_for("Passerelle", b"User-agent: *\nDisallow: " + text).allow(path) in (True, False)


def test_a_page_that_robots_txt_shuts_is_not_asked_for(web):
    web.page(STORY, "x")
    web.robots("news.example", "User-agent: *\nDisallow: /s")
    found = web.visitor().open(STORY)
    assert (found.status, found.note, found.closed) == (0, visits.ROBOTS, True)
    assert web.asked == ["https://news.example/robots.txt"]


def test_robots_txt_itself_may_always_be_read(web):
    web.robots("news.example", "User-agent: *\nDisallow: /")
    assert web.visitor().open("https://news.example/robots.txt").status == 200


def test_the_robots_txt_of_where_a_redirect_leads_counts(web):
    web.redirect(STORY, "https://press.example/")
    web.page("https://press.example/", "x")
    web.robots("press.example", "User-agent: Passerelle\nDisallow: /")
    found = web.visitor().open(STORY)
    assert (found.url, found.note, found.closed) == ("https://press.example/", visits.ROBOTS, True)


def test_robots_txt_is_asked_for_once_whether_or_not_it_is_there(web):
    here = web.visitor()
    for number in range(3):
        web.page(f"https://news.example/{number}", "x")
        assert here.open(f"https://news.example/{number}").status == 200
    assert web.asked.count("https://news.example/robots.txt") == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_allows(web, status):
    web.page(STORY, "x")
    web.robots("news.example", "User-agent: *\nDisallow: /", status=status)
    assert web.visitor().open(STORY).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_txt_that_fails_shuts_for_this_run(web, status):
    web.page(STORY, "x")
    web.robots("news.example", "", status=status)
    here = web.visitor()
    for _again in range(2):
        found = here.open(STORY)
        assert (found.status, found.note, found.closed) == (0, visits.NO_ROBOTS, True)
    assert web.asked == ["https://news.example/robots.txt"]


@pytest.mark.parametrize("act", [silence, drip])
def test_a_robots_txt_that_does_not_come_is_a_fault_of_the_server(web, act):
    web.does("https://news.example/robots.txt", act)
    found = web.visitor(patience=0.3).open(STORY)
    assert (found.status, found.note, found.closed) == (0, outside.LATE, False)


def test_a_robots_txt_without_end_is_read_as_far_as_it_must_be(web):
    web.page(STORY, "x")
    web.does("https://news.example/robots.txt", huge)
    assert web.visitor().open(STORY).status == 200


@pytest.mark.parametrize(("turns", "allowed"), [(1, False), (5, False), (6, True)])
def test_a_robots_txt_may_be_elsewhere(web, turns, allowed):
    web.page(STORY, "x")
    web.redirect("https://news.example/robots.txt", "https://press.example/1")
    for turn in range(1, turns):
        web.redirect(f"https://press.example/{turn}", f"/{turn + 1}")
    web.page(f"https://press.example/{turns}", "User-agent: *\nDisallow: /", media="text/plain")
    assert (web.visitor().open(STORY).status == 200) == allowed


@pytest.mark.parametrize(
    ("asked", "kept"), [("1", BETWEEN), ("7.5", 7.5), ("99999", MOST_DELAY), ("1e9", BETWEEN), ("-5", BETWEEN)]
)
def test_a_host_is_left_in_peace_between_two_visits(web, asked, kept):
    web.page(STORY, "x")
    web.page("https://press.example/", "x")
    web.robots("news.example", PATIENT.format(asked))
    here = web.visitor()
    here.open(STORY)
    assert web.clock.waits == [kept]
    here.open("https://press.example/")
    assert web.clock.waits == [kept, BETWEEN], "another host need not wait, only its page for its robots.txt"
    web.clock.now += 1
    here.open(STORY)
    assert web.clock.waits[2:] == ([kept - BETWEEN - 1] if kept > BETWEEN + 1 else [])


def test_both_schemes_of_a_host_are_one_host(web):
    web.redirect("http://news.example/story", STORY)
    web.page(STORY, "x")
    web.visitor().open("http://news.example/story")
    assert web.clock.waits == [BETWEEN] * 3
