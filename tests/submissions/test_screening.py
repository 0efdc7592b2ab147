"""Spam without third parties: posts are counted and marked, and nothing is refused or thrown away for it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.submissions import queries, waiting
from directory.submissions.models import Sending, Submission
from directory.submissions.screening import has_links, running_text, shouts
from directory.web.forms import form_token
from directory.web.limits import LARGEST_BODY
from tests.conftest import settings_in, site
from tests.moderation.deciding import CHECKED
from tests.people import forms, later, send
from tests.submissions.proving import company, marks, solved, wave


def test_the_first_five_of_a_network_are_plain_and_all_others_are_kept_and_marked(app, anonymous):
    wave(anonymous, range(8))
    assert marks(app) == [[]] * 5 + [["many"]] * 3


def test_an_hour_later_a_network_may_send_again_until_twenty_of_a_day(app, anonymous):
    with time_machine.travel("2026-11-24T01:00:00Z", tick=True) as clocks:
        for hour in range(5):
            wave(anonymous, range(5 * hour, 5 * hour + 5))
            clocks.shift(3601)
    assert [bool(each) for each in marks(app)] == [False] * 20 + [True] * 5


def test_another_day_a_network_has_another_key(app, anonymous):
    wave(anonymous, [1])
    with later(days=1):
        wave(anonymous, [2])
    with db.database.connection_context():
        first, second = [row.sender for row in Submission.select().order_by(Submission.id)]
    assert first != second
    assert re.fullmatch("[0-9a-f]{64}", first)


def test_neighbours_count_as_one_network_and_others_do_not(app):
    def sent_from(address, number):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        wave(client, [number])

    for number in range(6):
        sent_from(f"203.0.113.{number}", number)
        sent_from(f"2001:db8:1234:56{number:02x}::1", 20 + number)
    sent_from("203.0.114.1", 40)
    sent_from("2001:db8:1234:5700::1", 41)
    assert marks(app) == [[]] * 10 + [["many"]] * 2 + [[]] * 2


def test_no_address_is_kept(app):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    wave(client, [1])
    db.checkpoint()
    assert b"203.0.113" not in db.file_in_use().read_bytes()


def test_many_networks_at_once_are_many_in_all(app, empty_settings):
    with site(empty_settings(posts_in_all="3")) as small:
        for number in range(5):
            client = small.test_client()
            client.environ_base["REMOTE_ADDR"] = f"203.0.{number}.1"
            wave(client, [number])
        assert marks(small) == [[]] * 3 + [["many"]] * 2


@pytest.fixture
def empty_settings(app, settings):
    """Give the settings of the test's own site with others among them."""
    return lambda **given: settings_in(settings.folder, **given)


def test_a_forged_address_makes_no_other_network(app, anonymous):
    for number in range(6):
        anonymous.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.{number}.1"
        wave(anonymous, [number])
    assert marks(app)[-1] == ["many"]


def test_behind_a_proxy_the_address_that_it_adds_counts_whatever_the_client_wrote_before(app, empty_settings):
    with site(empty_settings(trusted_proxies="1")) as proxied:
        client = proxied.test_client()
        for number in range(6):
            client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.{number}.1, 203.0.113.{number}"
            wave(client, [number])
        assert marks(proxied)[-1] == ["many"]


def test_posts_at_the_same_moment_do_not_slip_past_the_count(app, anonymous):
    posts = [forms(anonymous.get("/submit"))[-1].fields | company(number) for number in range(12)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda data: app.test_client().post("/submit", data=data).status_code, posts))
    assert answers == [303] * 12
    assert sorted(marks(app)) == [[]] * 5 + [["many"]] * 7


def test_the_same_post_again_counts_once_and_a_refused_one_not_at_all(app, anonymous):
    data = forms(anonymous.get("/submit"))[-1].fields | company(1)
    for _again in range(7):
        assert anonymous.post("/submit", data=data).status_code == 303
        assert anonymous.post("/submit", data=data | {"country": ""}).status_code == 422
    with db.database.connection_context():
        assert Sending.select().count() == 1


def test_a_moderators_own_edit_is_not_counted(app, anonymous, moderator):
    wave(anonymous, [1])
    edited = {"reason": "Checked.", "city": "Hamburg", "checked": CHECKED}
    answer = send(moderator, "/moderation/submissions/1/edit", edited, action="edit")
    assert answer.status_code == 303, answer.text
    with db.database.connection_context():
        assert Sending.select().count() == 1


def test_a_wave_of_three_hundred_is_kept_whole_behind_what_an_honest_person_sends(app, anonymous):
    page = forms(anonymous.get("/submit"))[-1].fields
    with app.test_request_context():
        tokens = [form_token("submit") for _number in range(300)]
    for number, token in enumerate(tokens):
        assert anonymous.post("/submit", data=page | company(number) | {"form_token": token}).status_code == 303
    honest = app.test_client()
    honest.environ_base["REMOTE_ADDR"] = "203.0.113.1"
    data = solved(honest.get("/submit")) | company(999)
    with later(seconds=4):
        assert honest.post("/submit", data=data).status_code == 303
    assert marks(app) == [[]] * 5 + [["many"]] * 295 + [[]]
    with db.database.connection_context():
        ahead = waiting.ahead_of(queries.by_id(301))
    assert ahead == 0, "those that nothing speaks against come first"


@pytest.mark.parametrize(
    ("field", "value", "mark"),
    [
        ("homepage", "x", "honeypot"),
        ("summary", "Buy pills at https://pills.example now", "links"),
        ("summary", "Buy pills at www.pills.example now", "links"),
        ("adoptions-0-statement", "We sell at pills.shop/now, come and see.", "links"),
        ("note", "http://a.example http://b.example http://c.example", "links"),
        ("note", "See https://www.company.example/press for more.", None),
        ("summary", "WE SELL THE BEST PILLS OF THE WHOLE WORLD", "shouting"),
        ("summary", "BMW AG uses SAP and QWEN in its plants.", None),
        ("summary", "Node.js and ASP.NET tools, e.g. for and/or questions.", None),
    ],
)
def test_a_mark_says_what_looks_automatic(app, anonymous, field, value, mark):
    wave(anonymous, [1], **{field: value})
    assert marks(app) == [[mark] if mark else []]


def test_a_form_that_was_open_as_long_as_a_person_needs_is_not_fast(app, anonymous):
    for seconds in (1, 4):
        data = forms(anonymous.get("/submit"))[-1].fields | company(seconds)
        with later(seconds=seconds):
            anonymous.post("/submit", data=data)
    with db.database.connection_context():
        assert [row.marks for row in Submission.select()] == [["fast"], []]


def test_the_third_submission_with_the_same_words_is_marked(app, anonymous):
    words = 'Our "pills" from Łódź are the best, at half the price.'
    for number, field in enumerate(["summary", "adoptions-0-statement", "note", "summary"]):
        wave(anonymous, [number], **{field: words})
    assert marks(app) == [[], [], ["repeated"], ["repeated"]]


def test_corrections_of_one_entry_share_its_words(app, anonymous):
    for number in range(4):
        assert send(anonymous, "/companies/novo-ai/suggest", {"registry_id": f"made up {number}"}).status_code == 303
    assert marks(app) == [[]] * 4


def test_sending_again_repeats_nobody_but_oneself(app, anonymous):
    wave(anonymous, [1], note="The very same note in both of my submissions.")
    sent = send(anonymous, "/submit", company(2, note="The very same note in both of my submissions."))
    assert send(anonymous, f"{sent.location}/edit", {"city": "Hamburg"}).status_code == 303
    assert marks(app) == [[], []]


def test_words_of_last_week_are_no_repetition(app, anonymous):
    wave(anonymous, [1, 2], note="The very same note in all three of my submissions.")
    with later(days=4):
        wave(anonymous, [3], note="The very same note in all three of my submissions.")
    assert marks(app) == [[], [], []]


@given(st.dictionaries(st.sampled_from(["summary", "adoptions-9-statement", "note", "name"]), st.text(max_size=300)))
def test_no_text_breaks_the_marks(texts):
    running = dict(running_text(texts))
    assert "name" not in running
    assert has_links(running) in (True, False)
    assert {shouts(text) for text in running.values()} <= {True, False}


def test_fields_that_no_form_has_are_no_text():
    machine = {f"x{number}-summary": "https://spam.example" for number in range(5)} | {"adoptions-0-note": "www.spam"}
    assert dict(running_text(machine)) == {}


@pytest.mark.parametrize("part", ["a-", "a.", "www", "a", "http", ":/", "é-"])
def test_a_quarter_of_a_megabyte_is_looked_through_at_once(part):
    text = part * (LARGEST_BODY // len(part))
    assert has_links({"note": text}) in (True, False)
    assert shouts(text) is False
