"""The moderators' door: who gets in, for how long, and what a copied cookie is worth."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from directory import create_app, db
from directory.moderation.models import FailedSignIn, Person, Session
from tests.people import PASSWORD, forms, later, send

SIGN_IN = "/moderation/sign-in"


def invite(app, name="Ines Invited", *more):
    told = app.test_cli_runner().invoke(args=["moderator", "add", name, *more])
    assert told.exit_code == 0, told.output
    return told.output.split()[-1].partition("/moderation")[2]


def sign_in(client, name, password):
    return send(client, SIGN_IN, {"name": name, "password": password}, action="sign-in")


def cookie(client):
    return client.get_cookie("passerelle").value


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
    link = "/moderation" + invite(app, "Mona Moderator")
    assert moderator.get("/moderation/").status_code == 200
    send(app.test_client(), link, {"password": "another long sentence", "again": "another long sentence"})
    assert moderator.get("/moderation/").status_code == 303


@pytest.mark.parametrize(
    ("name", "password"), [("Mona Moderator", "wrong"), ("Nobody", PASSWORD), ("", ""), ("\x00", "\x00")]
)
def test_a_failed_sign_in_does_not_say_what_was_wrong(app, moderator, name, password):
    page = sign_in(app.test_client(), name, password)
    assert page.status_code == 403
    assert "This name and password do not go together." in page.text
    assert "Set-Cookie" not in page.headers


def test_ten_failures_close_the_door_for_five_minutes(app, moderator):
    stranger = app.test_client()
    for _ in range(10):
        assert sign_in(stranger, "Mona Moderator", "wrong").status_code == 403
    assert sign_in(stranger, "Mona Moderator", PASSWORD).status_code == 429
    with later(minutes=6):
        assert sign_in(stranger, "Mona Moderator", PASSWORD).status_code == 303
    with db.database.connection_context():
        assert not [row for row in FailedSignIn.select() if "Mona" in row.key or "127.0.0" in row.key]


def test_failures_from_elsewhere_do_not_shut_a_moderator_out(app, moderator):
    for _ in range(11):
        sign_in(app.test_client(), "Mona Moderator", "wrong")
    at_home = app.test_client()
    at_home.environ_base = at_home.environ_base | {"REMOTE_ADDR": "192.0.2.7"}
    assert sign_in(at_home, "Mona Moderator", PASSWORD).status_code == 303


def test_signing_in_again_ends_the_session_before(app, moderator):
    before = cookie(moderator)
    assert sign_in(moderator, "Mona Moderator", PASSWORD).status_code == 303
    copied = app.test_client()
    copied.set_cookie("passerelle", before)
    assert copied.get("/moderation/").status_code == 303
    assert moderator.get("/moderation/").status_code == 200


def test_sixty_guesses_at_once_are_not_more_than_ten(app, moderator):
    form = next(f for f in forms(app.test_client().get(SIGN_IN)) if f.action.endswith("sign-in") or not f.action)
    data = form.fields | {"name": "Mona Moderator", "password": "wrong"}

    def guess(_number):
        return app.test_client().post(SIGN_IN, data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(guess, range(60)))
    assert told.count(403) == 10
    assert told.count(429) == 50


def test_a_success_is_no_failure(app, moderator):
    for _ in range(12):
        assert sign_in(app.test_client(), "Mona Moderator", PASSWORD).status_code == 303
    with db.database.connection_context():
        assert FailedSignIn.select().count() == 0


def test_a_new_link_keeps_the_role(app):
    invite(app, "Ada Admin", "--role", "admin")
    invite(app, "Ada Admin")
    with db.database.connection_context():
        assert Person.get(Person.name == "Ada Admin").role == "admin"


def test_signing_out_makes_a_copied_cookie_worthless(app, moderator):
    copied = cookie(moderator)
    leave = next(f for f in forms(moderator.get("/moderation/")) if f.action.endswith("sign-out"))
    assert moderator.post(leave.action, data=leave.fields).status_code == 303
    thief = app.test_client()
    thief.set_cookie("passerelle", copied)
    assert thief.get("/moderation/").status_code == 303
    with db.database.connection_context():
        assert all(session.digest not in copied for session in Session.select())


def test_a_session_idles_out_and_ends_after_twelve_hours(moderator):
    with later(minutes=31):
        assert moderator.get("/moderation/").status_code == 303


def test_a_session_that_is_used_lives_for_twelve_hours_and_no_longer(app, moderator):
    for minutes in range(25, 12 * 60, 25):
        with later(minutes=minutes):
            assert moderator.get("/moderation/").status_code == 200
    with later(hours=12, minutes=1):
        assert moderator.get("/moderation/").status_code == 303


@pytest.mark.parametrize("forged", ["x", "a.b.c", "", "\x00", "a" * 4000])
def test_a_forged_cookie_opens_nothing(app, forged):
    stranger = app.test_client()
    stranger.set_cookie("passerelle", forged)
    assert stranger.get("/moderation/").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app, settings, moderator):
    told = moderator.get("/moderation/").headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=Strict" in told
    from dataclasses import replace

    public = create_app(replace(settings, environment="production", public_url="https://passerelle.example"))
    with public.test_request_context("/"):
        from directory.moderation import access

        answer = access.set_cookie(public.response_class(), "token")
    assert answer.headers["Set-Cookie"].startswith("__Host-passerelle=")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_moderators_pages_are_never_cached_or_indexed(moderator):
    for address in ("/moderation/", "/moderation/log", SIGN_IN):
        page = moderator.get(address)
        assert page.headers["Cache-Control"] == "no-store"
        assert "Cookie" in page.headers["Vary"]
        assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_form_of_another_session_is_refused(app, anonymous, moderator, admin):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    stolen = forms(admin.get("/moderation/submissions/1"))[-1].fields
    page = moderator.post("/moderation/submissions/1/approval", data=stolen | {"reason": "Fine."})
    assert page.status_code == 403
    assert "city" not in anonymous.get("/companies/novo-ai.json").get_json()


def test_a_post_from_another_site_is_refused(anonymous, moderator):
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    fields = forms(moderator.get("/moderation/submissions/1"))[-1].fields | {"reason": "Fine."}
    for told in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert moderator.post("/moderation/submissions/1/approval", data=fields, headers=told).status_code == 403
    assert "city" not in anonymous.get("/companies/novo-ai.json").get_json()


def test_a_disabled_account_is_out_at_once(app, moderator):
    with db.write():
        Person.update(disabled=1).execute()
    assert moderator.get("/moderation/").status_code == 303


def test_a_bad_name_is_refused_by_the_command(app):
    for name in ("", "x" * 81, "a\x00b"):
        told = app.test_cli_runner().invoke(args=["moderator", "add", name])
        assert told.exit_code == 1
        assert "A name has 1 to 80 plain characters." in told.output
