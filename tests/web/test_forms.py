"""A post counts where it comes from our own page, form and session, and not too late."""

import re
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.web.forms import FIELD, Expired, Forged, form_token, posted
from tests.conftest import settings_in, site


def post(app, token, *, who="", purpose="submit", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with app.test_request_context("/", method="POST", data={FIELD: token}, headers=named):
        return posted(purpose, who)


def token(app, purpose="submit", who=""):
    with app.test_request_context():
        return form_token(purpose, who)


def later(seconds):
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def test_our_own_form_is_taken_and_says_how_long_it_was_open(empty_app):
    with later(0):
        made = token(empty_app)
    with later(42):
        told = post(empty_app, made)
    assert 41 <= told.seconds <= 43
    assert re.fullmatch(r"[\w-]{22}", told.key)


def test_the_same_form_has_the_same_key_and_another_form_another(empty_app):
    made = token(empty_app)
    assert post(empty_app, made).key == post(empty_app, made).key != post(empty_app, token(empty_app)).key


def test_a_form_is_taken_for_four_hours_and_not_longer(empty_app):
    made = token(empty_app)
    with later(4 * 3600 - 5):
        assert post(empty_app, made)
    with later(4 * 3600 + 5), pytest.raises(Expired, match="four hours"):
        post(empty_app, made)


def test_a_form_of_another_purpose_is_forged(empty_app):
    with pytest.raises(Forged, match="another page"):
        post(empty_app, token(empty_app, "sign-out"), purpose="approval")


@pytest.mark.parametrize(("made_for", "sent_by"), [("one", "two"), ("", "two"), ("one", "")])
def test_a_form_of_another_session_is_forged(empty_app, made_for, sent_by):
    with pytest.raises(Forged):
        post(empty_app, token(empty_app, who=made_for), who=sent_by)


def test_a_form_of_another_site_with_another_secret_is_forged(empty_app, tmp_path):
    with site(settings_in(tmp_path / "other", secret_key="another secret, 0123456789 0123456789")) as other:
        foreign = token(other)
    with pytest.raises(Forged, match="not made here"):
        post(empty_app, foreign)


@given(st.text(max_size=60) | st.text("abcdefgAZ09-_.", max_size=60))
def test_no_text_passes_for_a_token(empty_app, text):
    with pytest.raises(Forged):
        post(empty_app, text)


def test_a_token_with_one_letter_changed_is_forged(empty_app):
    made = token(empty_app)
    for place in range(0, len(made), 7):
        other = "A" if made[place] != "A" else "B"
        with pytest.raises(Forged):
            post(empty_app, made[:place] + other + made[place + 1 :])


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "odd"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:9"},
        {"Origin": "http://user@localhost@evil.example"},
        {"Origin": "http://[::1"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_what_comes_from_another_site_is_forged(empty_app, headers):
    with pytest.raises(Forged, match="another site"):
        post(empty_app, token(empty_app), **headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "http://localhost"},
    ],
)
def test_our_own_pages_and_old_browsers_are_taken(empty_app, headers):
    assert post(empty_app, token(empty_app), **headers)


def test_a_token_in_the_address_does_not_count(empty_app):
    made = token(empty_app)
    with empty_app.test_request_context(f"/?{FIELD}={made}", method="POST"), pytest.raises(Forged):
        posted("submit")
