"""The second factor: how it is set up, that each code works once, and what asks for one again."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from directory import clock, db
from directory.moderation.models import FailedSignIn, Person, RecoveryCode
from tests.people import FACTOR, PASSWORD, SIGN_IN, code, forms, invited, later, send, shown, shown_secret, sign_in

MONA = "Mona Moderator"
CODES = "/moderation/account/recovery-codes"
CHANGE = "/moderation/account/password"
NOT_TOGETHER = "Name, password and code do not go together."


@pytest.fixture
def newcomer(app):
    """Be signed in for the first time, without a second factor."""
    return invited(app, MONA)


def set_up(client):
    """Set the authenticator up that the page shows; give secret and answer."""
    secret = shown_secret(client.get(FACTOR).text)
    return secret, send(client, FACTOR, {"code": shown(secret)}, action="factor")


def listed(page):
    return re.findall(r"<li><code>([a-z2-7-]+)</code></li>", page.text)


def person(name=MONA):
    with db.database.connection_context():
        return Person.get(Person.name == name)


def test_a_newcomer_sets_up_a_factor_and_gets_ten_codes_shown_once(newcomer):
    secret, page = set_up(newcomer)
    codes = listed(page)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", code) for code in codes)
    assert newcomer.get("/moderation/").status_code == 200
    assert listed(newcomer.get(CODES)) == []
    assert person().factor == secret
    with db.database.connection_context():
        kept = [row.digest for row in RecoveryCode.select()]
    assert not any(code in digest or code.replace("-", "") in digest for code in codes for digest in kept)


def test_a_factor_counts_only_once_it_showed_the_right_code(newcomer):
    for wrong in ("", "000000", "abcdef", "１２３４５６", "\x00" * 6, "9" * 5000):
        page = send(newcomer, FACTOR, {"code": wrong}, action="factor")
        assert page.status_code == 422, wrong
    assert person().factor == ""
    assert newcomer.get("/moderation/").status_code == 303


@given(st.text(max_size=50))
def test_no_text_is_a_code_or_breaks_the_page(newcomer, typed):
    assert send(newcomer, FACTOR, {"code": typed}, action="factor").status_code == 422


def test_looking_at_the_page_again_shows_the_same_key_and_another_session_another_one(app, newcomer):
    first = shown_secret(newcomer.get(FACTOR).text)
    assert shown_secret(newcomer.get(FACTOR).text) == first
    assert len(first) == 32
    other = app.test_client()
    sign_in(other, MONA)
    assert shown_secret(other.get(FACTOR).text) != first


def test_the_picture_for_the_app_is_shapes_only(newcomer):
    answer = newcomer.get("/moderation/account/factor.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "no-store" in answer.headers["Cache-Control"]
    names = {each.tag.rpartition("}")[2] for each in ET.fromstring(answer.text).iter()}
    assert names == {"svg", "g", "path"}
    assert "style" not in answer.text


def test_a_code_works_once_also_in_two_requests_at_the_same_moment(app, moderator):
    shown = code(MONA)
    form = next(f for f in forms(app.test_client().get(SIGN_IN)) if not f.action)
    typed = form.fields | {"name": MONA, "password": PASSWORD, "code": shown}
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: app.test_client().post(SIGN_IN, data=typed).status_code, range(4)))
    assert sorted(told) == [303, 403, 403, 403]


def test_an_older_code_does_not_count_after_a_newer_one(app, moderator):
    older, newer = shown(person().factor), code(MONA)
    assert sign_in(app.test_client(), MONA, code=newer).status_code == 303
    assert sign_in(app.test_client(), MONA, code=older).status_code == 403


@pytest.mark.parametrize("steps", [-3, -2, -1, 0, 1, 2, 3])
def test_a_code_holds_for_its_half_minute_and_the_ones_beside_it(app, moderator, steps):
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        told = sign_in(app.test_client(), MONA, code=shown(person().factor, steps)).status_code
    assert told == (303 if abs(steps) < 2 else 403)


def test_a_wrong_code_is_told_in_the_same_words_as_a_wrong_password(app, moderator):
    for password, typed in ((PASSWORD, ""), (PASSWORD, "000000"), ("wrong", code(MONA)), (PASSWORD, "\x00")):
        page = sign_in(app.test_client(), MONA, password, typed)
        assert page.status_code == 403
        assert NOT_TOGETHER in page.text


def test_wrong_codes_are_limited_from_however_many_networks_they_come(app, moderator):
    told = []
    for number in range(12):
        stranger = app.test_client()
        stranger.environ_base["REMOTE_ADDR"] = f"192.0.{number}.7"
        told.append(sign_in(stranger, MONA, code="000000").status_code)
    home = app.test_client()
    assert sign_in(home, MONA, code=code(MONA)).status_code == 403, "even the right one waits, and nobody learns why"
    assert set(told) == {403}
    with later(minutes=6):
        assert sign_in(home, MONA, code=code(MONA)).status_code == 303


def test_a_recovery_code_signs_in_once_however_it_is_typed(app):
    codes = listed(set_up(invited(app, MONA))[1])
    assert sign_in(app.test_client(), MONA, code=codes[0]).status_code == 303
    assert sign_in(app.test_client(), MONA, code=codes[0]).status_code == 403
    assert sign_in(app.test_client(), MONA, code=codes[1].upper().replace("-", " ")).status_code == 303
    with db.database.connection_context():
        assert RecoveryCode.select().where(RecoveryCode.used == "").count() == 8
        assert FailedSignIn.select().count() == 3


def test_somebody_elses_recovery_code_is_worth_nothing(app, moderator):
    theirs = listed(set_up(invited(app, "Ines Invited"))[1])
    assert sign_in(app.test_client(), MONA, code=theirs[0]).status_code == 403


def test_new_recovery_codes_take_the_place_of_the_old_ones(app):
    client = invited(app, MONA)
    old = listed(set_up(client)[1])
    new = listed(send(client, CODES, {}, action="recovery-codes"))
    assert len(set(new) - set(old)) == 10
    assert sign_in(app.test_client(), MONA, code=old[0]).status_code == 403
    assert sign_in(app.test_client(), MONA, code=new[0]).status_code == 303


def test_another_authenticator_takes_the_place_of_the_first_and_ends_other_sessions(app, moderator):
    other = app.test_client()
    sign_in(other, MONA, code=code(MONA))
    first = person().factor
    secret, page = set_up(moderator)
    assert len(listed(page)) == 10
    assert person().factor == secret != first
    assert moderator.get("/moderation/").status_code == 200
    assert other.get("/moderation/").status_code == 303


def test_a_sensitive_act_asks_for_a_code_after_a_quarter_of_an_hour(moderator):
    assert 'name="confirm_code"' not in moderator.get(CODES).text
    with later(minutes=16):
        assert 'name="confirm_code"' in moderator.get(CODES).text
        for wrong in ("", "000000"):
            refused = send(moderator, CODES, {"confirm_code": wrong}, action="recovery-codes")
            assert refused.status_code == 403
            assert listed(refused) == []
        used = code(MONA)
        assert len(listed(send(moderator, CODES, {"confirm_code": used}, action="recovery-codes"))) == 10
        assert 'name="confirm_code"' not in moderator.get(CODES).text, "once in a quarter of an hour"
    with later(minutes=29):
        moderator.get("/moderation/")
    with later(minutes=32):
        again = send(moderator, CODES, {"confirm_code": used}, action="recovery-codes")
        assert again.status_code == 403, "a code that was used does not confirm"


def test_guessing_the_confirmation_is_limited(moderator):
    with later(minutes=16):
        told = [
            send(moderator, CODES, {"confirm_code": "000000"}, action="recovery-codes").status_code for _ in range(12)
        ]
        assert told == [403] * 10 + [429] * 2
        assert send(moderator, CODES, {"confirm_code": code(MONA)}, action="recovery-codes").status_code == 429


def test_a_password_is_changed_by_the_present_one_and_ends_other_sessions(app, moderator):
    other = app.test_client()
    sign_in(other, MONA, code=code(MONA))
    new = {"password": "another long sentence", "again": "another long sentence"}
    assert send(moderator, CHANGE, new | {"present": "wrong"}, action="password").status_code == 403
    assert send(moderator, CHANGE, new | {"present": PASSWORD, "again": "x"}, action="password").status_code == 422
    assert other.get("/moderation/").status_code == 200
    assert send(moderator, CHANGE, new | {"present": PASSWORD}, action="password").status_code == 303
    assert moderator.get("/moderation/").status_code == 200
    assert other.get("/moderation/").status_code == 303
    assert sign_in(app.test_client(), MONA, code=code(MONA)).status_code == 403
    with later(minutes=1):
        assert sign_in(app.test_client(), MONA, "another long sentence", code(MONA)).status_code == 303
