"""The moderators' door: who gets in, and how often somebody may guess."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import db
from directory.moderation.models import FailedSignIn, Person
from tests.people import PASSWORD, SIGN_IN, code, forms, later, send, sign_in

MONA = "Mona Moderator"


def invite(app, name="Ines Invited", *more):
    told = app.test_cli_runner().invoke(args=["moderator", "add", name, *more])
    assert told.exit_code == 0, told.output
    return told.output.split()[-1].partition("/moderation")[2]


def test_no_account_exists_by_default(app):
    with db.database.connection_context():
        assert Person.select().count() == 0


def test_the_link_works_once_and_sets_the_password(app, anonymous):
    link = "/moderation" + invite(app)
    assert "Ines Invited" in anonymous.get(link).text
    short = send(anonymous, link, {"password": "short", "again": "short"})
    assert short.status_code == 422
    differ = send(anonymous, link, {"password": PASSWORD, "again": PASSWORD + "x"})
    assert differ.status_code == 422
    assert send(anonymous, link, {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert anonymous.get(link).status_code == 404
    assert sign_in(anonymous, "Ines Invited", PASSWORD).status_code == 303
    with db.database.connection_context():
        assert Person.get().password.startswith("$argon2id$")


def test_the_link_grows_old(app, anonymous):
    link = "/moderation" + invite(app)
    with later(days=3):
        assert anonymous.get(link).status_code == 404


def test_a_new_link_ends_the_old_sessions_once_it_is_used(app, moderator):
    link = "/moderation" + invite(app, MONA)
    assert moderator.get("/moderation/").status_code == 200
    send(app.test_client(), link, {"password": "another long sentence", "again": "another long sentence"})
    assert moderator.get("/moderation/").status_code == 303


@pytest.mark.parametrize(("name", "password"), [(MONA, "wrong"), ("Nobody", PASSWORD), ("", ""), ("\x00", "\x00")])
def test_a_failed_sign_in_does_not_say_what_was_wrong(app, moderator, name, password):
    page = sign_in(app.test_client(), name, password)
    assert page.status_code == 403
    assert "Name, password and code do not go together." in page.text
    assert "Set-Cookie" not in page.headers


def test_ten_failures_close_the_door_for_five_minutes(app, moderator):
    stranger = app.test_client()
    for _ in range(10):
        assert sign_in(stranger, MONA, "wrong").status_code == 403
    assert sign_in(stranger, MONA, code=code(MONA)).status_code == 429
    with later(minutes=6):
        assert sign_in(stranger, MONA, code=code(MONA)).status_code == 303
    with db.database.connection_context():
        assert not [row for row in FailedSignIn.select() if "Mona" in row.key or "127.0.0" in row.key]


def test_failures_from_elsewhere_do_not_shut_a_moderator_out(app, moderator):
    for _ in range(11):
        sign_in(app.test_client(), MONA, "wrong")
    at_home = app.test_client()
    at_home.environ_base = at_home.environ_base | {"REMOTE_ADDR": "192.0.2.7"}
    assert sign_in(at_home, MONA, code=code(MONA)).status_code == 303


def test_sixty_guesses_at_once_are_not_more_than_ten(app, moderator):
    form = next(f for f in forms(app.test_client().get(SIGN_IN)) if f.action.endswith("sign-in") or not f.action)
    data = form.fields | {"name": MONA, "password": "wrong"}

    def guess(_number):
        return app.test_client().post(SIGN_IN, data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(guess, range(60)))
    assert told.count(403) == 10
    assert told.count(429) == 50


def test_a_success_is_no_failure(app, moderator):
    for number in range(12):
        with later(seconds=30 * number):
            assert sign_in(app.test_client(), MONA, code=code(MONA)).status_code == 303
    with db.database.connection_context():
        assert FailedSignIn.select().count() == 0


def test_a_new_link_keeps_the_role(app):
    invite(app, "Ada Admin", "--role", "admin")
    invite(app, "Ada Admin")
    with db.database.connection_context():
        assert Person.get(Person.name == "Ada Admin").role == "admin"


def test_a_disabled_account_is_out_at_once(app, moderator):
    with db.write():
        Person.update(disabled=1).execute()
    assert moderator.get("/moderation/").status_code == 303


def test_a_bad_name_is_refused_by_the_command(app):
    for name in ("", "x" * 81, "a\x00b"):
        told = app.test_cli_runner().invoke(args=["moderator", "add", name])
        assert told.exit_code == 1
        assert "A name has 1 to 80 plain characters." in told.output
