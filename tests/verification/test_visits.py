"""Visiting pages on real servers: what is read, what is told of a server that misbehaves, what it may cost us."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import outside
from directory.config import Settings
from directory.verification import visits
from directory.verification.visits import LARGEST, Visit, visitor
from tests.serving import free_port
from tests.verification.servers import (
    HEAD,
    bomb,
    drip,
    drip_head,
    gigabyte,
    huge,
    served_web,
    silence,
    told,
)

STORY = "https://news.example/story"
TEXT = "<p>They use Qwen.</p>" * 100


def test_a_page_is_read_and_described(web):
    web.page(STORY, "Schön.", media='Text/HTML; Charset="UTF-8"')
    found = web.visitor().open(f"{STORY}#part")
    assert found == Visit(200, STORY, "news.example", "text/html", "utf-8", "Schön.".encode())


@pytest.mark.parametrize(
    ("media", "described"),
    [
        ("", ("", "")),
        ("application/pdf", ("application/pdf", "")),
        ("text/plain;charset=windows-1252;x=y", ("text/plain", "windows-1252")),
        ("text/html; charset='latin1'", ("text/html", "latin1")),
        ("text/html; charset=", ("text/html", "")),
        ("html", ("", "")),
        ("text/html text/plain", ("", "")),
        ("; charset*=utf-8''%E2", ("", "")),
        ("\xff/\xff; charset=\xff", ("", "")),
    ],
)
def test_what_a_server_says_of_its_page_is_told_in_one_way(web, media, described):
    web.page(STORY, "x", media=media)
    found = web.visitor().open(STORY)
    assert (found.media, found.charset, found.note) == (*described, "")


def test_a_visit_says_who_asks_and_carries_nothing_else(web):
    web.page("http://news.example/a?b=%C3%A9", "x")
    web.visitor().open("http://news.example/a?b=é#c")
    assert web.requests[-1].split("\r\n") == [
        "GET /a?b=%C3%A9 HTTP/1.1",
        "Host: news.example",
        "User-Agent: Passerelle link check (+https://passerelle.example/about)",
        "Accept: text/html, application/pdf, text/plain, */*;q=0.5",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
        "",
        "",
    ]


def test_a_page_that_changed_is_read_anew(web):
    here = web.visitor()
    for text in ("before", "after"):
        web.page(STORY, text)
        assert here.open(STORY).body == text.encode()


@pytest.mark.parametrize("status", [200, 204, 404, 410, 500, 503, 401, 403, 429, 451])
def test_a_status_is_told_and_a_site_that_shuts_programs_out_is_called_closed(web, status):
    web.page(STORY, "", status=status)
    found = web.visitor().open(STORY)
    closed = status in (401, 403, 429, 451)
    assert (found.status, found.closed, found.note) == (status, closed, visits.SHUT if closed else "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_other_sites_and_down_to_http(web, status):
    web.redirect("http://news.example/old", "/newer", status=status)
    web.redirect("http://news.example/newer", STORY, status=status)
    web.redirect(STORY, "http://press.example/ü?a=b#c", status=status)
    web.page("http://press.example/%C3%BC?a=b", "Here.")
    found = web.visitor().open("http://news.example/old")
    assert (found.status, found.url, found.host) == (200, "http://press.example/%C3%BC?a=b", "press.example")
    assert found.body == b"Here."


def test_a_redirect_that_names_no_page_is_a_page(web):
    web.page(STORY, "x", status=302)
    assert web.visitor().open(STORY) == Visit(302, STORY, "news.example", "text/html", "utf-8", b"x")
    web.page(STORY, "x", status=300, location="https://press.example/")
    assert web.visitor().open(STORY).status == 300


@pytest.mark.parametrize(("turns", "note"), [(5, ""), (6, visits.TOO_MANY), (60, visits.TOO_MANY)])
def test_five_redirects_are_followed_and_no_more(web, turns, note):
    for turn in range(turns):
        web.redirect(f"https://news.example/{turn}", f"/{turn + 1}")
    web.page(f"https://news.example/{turns}", "Here.")
    found = web.visitor().open("https://news.example/0")
    assert (found.status, found.note) == (302 if note else 200, note)
    assert len(web.asked) == 7


@pytest.mark.parametrize("to", [STORY, "#top", "http://news.example/back"])
def test_a_circle_is_told(web, to):
    web.redirect(STORY, to)
    web.redirect("http://news.example/back", STORY)
    found = web.visitor().open(STORY)
    assert (found.status, found.note) == (302, visits.LOOP)


@pytest.mark.parametrize("act", [silence, drip, drip_head])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_does_not_come_to_an_end_is_left(web, act, scheme):
    web.does(f"{scheme}://news.example/story", act)
    here = web.visitor(patience=0.4)
    found = here.open(f"{scheme}://news.example/story")
    assert (found.status, found.body, found.note, found.closed) == (0, b"", outside.LATE, False)


@pytest.mark.parametrize(
    ("hello", "note"),
    [
        (lambda _line, web: web.closing.wait(), outside.LATE),
        (lambda line, web: drip(line, web, b"\x16\x03\x03\x40\x00"), outside.LATE),
        (lambda line, _web: line.sendall(b"HTTP/1.1 400 Speak TLS\r\n\r\n"), outside.BAD_ENCRYPTION),
        (lambda line, _web: line.recv(9999), outside.BAD_ENCRYPTION),
    ],
)
def test_encryption_that_never_comes_about_is_told(web, hello, note):
    web.resolve("news.example")
    # What is said first on this port is not HTTP.
    web.answer = lambda _scheme, line: hello(line, web)
    patience = 0.4 if note == outside.LATE else 20
    found = web.visitor(patience=patience, ports={443: web.ports[80]}).open(STORY)
    assert (found.status, found.note) == (0, note)


def test_all_requests_of_one_visit_share_its_time(web):
    web.page(STORY, "x")
    assert web.visitor(visit_patience=0.0).open(STORY).note == outside.LATE
    assert web.asked == []


def test_nobody_there_is_told(web):
    web.page(STORY, "x")
    assert web.visitor(ports={443: free_port()}).open(STORY).note == outside.NO_ANSWER
    assert web.visitor().open("https://unknown.example/").note == outside.NO_NAME
    web.names.silent = True
    assert web.visitor().open(STORY).note == outside.NO_NAME_SERVER


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.3"])
def test_the_next_address_is_called_where_the_first_does_not_answer(web):
    web.page(STORY, "x")
    web.resolve("news.example", "127.0.0.3", "127.0.0.1")
    assert web.visitor(open_to=["127.0.0.1", "127.0.0.3"]).open(STORY).status == 200


def test_a_certificate_must_be_good_and_for_this_name(web):
    web.page("https://other.example/", "x")
    assert web.visitor().open("https://other.example/").note == outside.BAD_CERTIFICATE
    web.page(STORY, "x")
    assert web.visitor(trust=outside.Guard("").trust).open(STORY).note == outside.BAD_CERTIFICATE
    assert web.asked == []


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (b"", outside.GARBLED),
        (b"SSH-2.0\r\n", outside.GARBLED),
        (b"HTTP/1.1 9999 No\r\n\r\n", outside.GARBLED),
        (HEAD + b"X: " + b"x" * 70_000 + b"\r\n\r\n", outside.TOO_LONG),
        (HEAD + b"X: y\r\n" * 101 + b"\r\n", outside.GARBLED),
        (HEAD + (b"X: " + b"x" * 1000 + b"\r\n") * 80 + b"\r\n", outside.TOO_LONG),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 9000, outside.TOO_LONG),
        (HEAD + b"Content-Length: 100\r\n\r\nx", outside.BROKEN_OFF),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nx", outside.BROKEN_OFF),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx", outside.BROKEN_OFF),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nx", outside.GARBLED),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2_000_000, outside.TOO_LONG),
        (HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip", outside.GARBLED),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT.encode())[:50], outside.BROKEN_OFF),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"") * 1000, outside.GARBLED),
    ],
)
def test_an_answer_that_is_none_is_told_and_not_half_read(web, answer, note):
    web.does("http://news.example/", told(answer))
    found = web.visitor().open("http://news.example/")
    assert (found.status, found.body, found.note, found.closed) == (0, b"", note, False)


def bare(text):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(text) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "how"),
    [
        (lambda text: text, "identity"),
        (gzip.compress, "gzip"),
        (gzip.compress, "X-GZip"),
        (zlib.compress, "deflate"),
        (bare, "deflate"),
        (lambda text: gzip.compress(text[:9]) + gzip.compress(text[9:]) + bytes(512), "gzip"),
    ],
)
def test_a_packed_page_is_unpacked(web, packed, how):
    web.page(STORY, packed(TEXT.encode()), content_encoding=how)
    found = web.visitor().open(STORY)
    assert (found.status, found.body, found.note) == (200, TEXT.encode(), "")


@pytest.mark.parametrize("how", ["br", "zstd", "gzip, gzip", "\xff"])
def test_a_page_packed_as_nobody_asked_is_answered_but_not_read(web, how):
    web.page(STORY, "x", content_encoding=how)
    found = web.visitor().open(STORY)
    assert (found.status, found.body, found.note, found.closed) == (200, b"", visits.UNASKED, False)


@pytest.mark.parametrize("act", [huge, bomb])
def test_a_page_without_end_costs_no_more_than_a_long_one(web, act):
    gigabyte()
    web.does(STORY, act)
    here = web.visitor()
    tracemalloc.start()
    found = here.open(STORY)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.status, len(found.body), found.note) == (200, LARGEST, outside.TOO_LONG)
    assert most < 10_000_000


def test_an_archive_is_asked_whatever_its_robots_txt_says_and_tells_where_the_copy_is(web):
    web.robots("archive.example", "User-agent: *\nDisallow: /")
    asking = f"https://archive.example/save/{STORY}"
    web.redirect(asking, "/web/2026/1")
    web.page("https://archive.example/web/2026/1", "A copy.", content_location="/web/2026/2")
    found = web.visitor().ask(asking)
    assert (found.status, found.url) == (200, "https://archive.example/web/2026/1")
    assert found.location == "https://archive.example/web/2026/2"
    assert web.asked == [asking, found.url]
    web.does(asking, silence)
    assert web.visitor(archive_patience=0.3).ask(asking).note == outside.LATE


def test_the_operators_name_server_is_asked_where_one_is_set():
    there = visitor(Settings(resolver="127.0.0.1:5353", public_url="https://passerelle.example"))
    assert (there.resolver.nameservers, there.resolver.port) == (["127.0.0.1"], 5353)


SAID = [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 302 \r\n", b"Location: ", b"Content-Length: ", b"Content-Encoding: gzip\r\n"]
SAID += [
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Type: ",
    b"Content-Location: ",
    b"\r\n",
    b"\r\n\r\n",
    b"-1",
    b"\x00",
]


@given(st.lists(st.sampled_from(SAID) | st.binary(max_size=20), max_size=12).map(b"".join))
def test_no_answer_makes_a_visit_raise(answer):
    with served_web() as web:
        for url in ("http://news.example/", "http://news.example/robots.txt"):
            web.does(url, told(answer))
            found = web.visitor(patience=5).open(url)
            assert found.status or found.note
