"""Sessions: for how long, what a copied cookie is worth, and what their owner sees and ends."""

from dataclasses import replace

import pytest

from directory import create_app, db
from directory.moderation import access, sessions
from directory.moderation.models import Session
from tests.people import FACTOR, PASSWORD, SIGN_IN, code, forms, invited, later, send, sign_in

ACCOUNT = "/moderation/account"


def cookie(client):
    return client.get_cookie("passerelle").value


def test_signing_in_again_ends_the_session_before(app, moderator):
    before = cookie(moderator)
    assert sign_in(moderator, "Mona Moderator", code=code("Mona Moderator")).status_code == 303
    copied = app.test_client()
    copied.set_cookie("passerelle", before)
    assert copied.get("/moderation/").status_code == 303
    assert moderator.get("/moderation/").status_code == 200


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


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/moderation/log?who=Mona&what=a%20b", "/moderation/log?who=Mona&what=a%20b"),
        ("/moderation/submissions/7/approval", "/moderation/submissions/7/approval"),
        ("/moderation/batches", "/moderation/"),
        ("/moderation/", "/moderation/"),
    ],
)
def test_a_session_that_ended_is_told_and_leads_back_after_the_sign_in(moderator, address, back):
    with later(minutes=31):
        shut = moderator.post(address) if "approval" in address or "batches" in address else moderator.get(address)
        assert shut.status_code == 303
        assert "Your session has ended." in moderator.get(shut.location).text
        typed = {"name": "Mona Moderator", "password": PASSWORD, "code": code("Mona Moderator")}
        assert send(moderator, shut.location, typed).location == back


@pytest.mark.parametrize(
    "odd", ["https://evil.example/", "//evil.example", "/", "/companies", "/moderation/nothing", "/moderation/../x"]
)
def test_the_sign_in_leads_to_our_own_pages_only(app, moderator, odd):
    stranger = app.test_client()
    typed = {"name": "Mona Moderator", "password": PASSWORD, "code": code("Mona Moderator")}
    fields = forms(stranger.get(SIGN_IN))[0].fields
    assert "Your session has ended." not in stranger.get(SIGN_IN).text
    told = stranger.post(SIGN_IN, query_string={"next": odd}, data=fields | typed)
    assert told.location == "/moderation/"


def test_no_way_back_breaks_the_answer(app):
    with app.test_request_context("/moderation/sign-in"):
        for odd in (
            "/moderation/companies/a\r\nX: y",
            "/moderation/log?who=\r\nX: y",
            "\x00",
            "/moderation/companies/é",
        ):
            assert access.way_back(odd).isascii()
            assert access.way_back(odd).isprintable()


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
    public = create_app(replace(settings, environment="production", public_url="https://passerelle.example"))
    with public.test_request_context("/"):
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


def test_a_form_may_be_sent_late_in_a_session(moderator):
    with later(minutes=20):
        leave = next(f for f in forms(moderator.get("/moderation/")) if f.action.endswith("sign-out"))
        assert moderator.post(leave.action, data=leave.fields).status_code == 303


def another(app, name="Mona Moderator"):
    """Sign the same person in with another browser."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert sign_in(client, name, code=code(name)).status_code == 303
    return client


def test_somebody_sees_their_own_sessions_and_ends_one(app, moderator, admin):
    other = another(app)
    page = moderator.get(ACCOUNT)
    assert "Firefox, Linux" in page.text
    assert page.text.count("this one") == 1
    endings = [form for form in forms(page) if form.action.endswith("session-end")]
    assert len(endings) == 1, "nobody else's are shown"
    assert moderator.post(endings[0].action, data=endings[0].fields).status_code == 303
    assert other.get("/moderation/").status_code == 303
    assert moderator.get("/moderation/").status_code == 200
    assert admin.get("/moderation/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(app, moderator, admin):
    another(app)
    form = next(form for form in forms(moderator.get(ACCOUNT)) if form.action.endswith("session-end"))
    with db.database.connection_context():
        theirs = [row.digest for row in Session.select() if row.person.name == "Ada Admin" and not row.ended]
    for digest in theirs:
        moderator.post(form.action, data=form.fields | {"session": digest})
    assert len(theirs) == 1
    assert admin.get("/moderation/").status_code == 200


def test_signing_out_everywhere_ends_every_session_of_one_person(app, moderator, admin):
    other = another(app)
    assert send(moderator, ACCOUNT, {}, action="sign-out-everywhere").location == SIGN_IN
    assert moderator.get("/moderation/").status_code == 303
    assert other.get("/moderation/").status_code == 303
    assert admin.get("/moderation/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iOS"),
        ("Werkzeug/3.1", ""),
        ("<script>alert(1)</script>\r\n" * 1000, ""),
    ],
)
def test_a_browser_is_told_in_two_words(agent, told):
    assert sessions.browser(agent) == told


def test_a_session_without_second_factor_leads_nowhere(app):
    newcomer = invited(app, "Nina Newcomer")
    assert newcomer.get("/moderation/").location == FACTOR
    assert "Queue" not in newcomer.get(FACTOR).text
    leave = next(form for form in forms(newcomer.get(FACTOR)) if form.action.endswith("sign-out"))
    assert newcomer.post(leave.action, data=leave.fields).location == SIGN_IN
