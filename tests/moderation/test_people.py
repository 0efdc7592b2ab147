"""Accounts of others: the operator's commands and the admins' page, what each notes, and that one admin stays."""

import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.moderation.models import LogEntry, Person
from directory.web.forms import sent_by
from tests.people import FACTOR, PASSWORD, code, forms, invited, later, send, sign_in, signed_in

PEOPLE = "/moderation/people"
MONA, ADA = "Mona Moderator", "Ada Admin"


def command(app, *words):
    return app.test_cli_runner().invoke(args=["moderator", *words])


def page_of(name):
    with db.database.connection_context():
        return f"{PEOPLE}/{Person.get(Person.name == name).id}"


def act(admin, name, what, **typed):
    page = page_of(name)
    form = next(form for form in forms(admin.get(page)) if "why" in form.fields)
    return admin.post(page, data=form.fields | {"act": what, "why": "A test says so."} | typed)


def noted():
    with db.database.connection_context():
        return [(row.who, row.what, row.subject, row.why) for row in LogEntry.select().order_by(LogEntry.id)]


def link_in(text):
    return re.search(r"/moderation/invitation/[\w-]+", text)[0]


def test_disabling_by_command_ends_every_session_at_once_and_keeps_the_account(app, moderator):
    assert command(app, "disable", MONA).exit_code == 0
    assert moderator.get("/moderation/").status_code == 303
    assert sign_in(app.test_client(), MONA, code=code(MONA)).status_code == 403
    assert f"{MONA}\tmoderator\tdisabled" in command(app, "list").output
    assert command(app, "enable", MONA).exit_code == 0
    assert moderator.get("/moderation/").status_code == 303, "a session that ended does not come back"
    assert sign_in(app.test_client(), MONA, code=code(MONA)).status_code == 303
    assert [what for _, what, _, _ in noted()] == ["invited", "disabled", "enabled"]


def test_a_reset_by_command_takes_password_and_factor_away(app, moderator):
    shown = code(MONA)
    told = command(app, "reset", MONA)
    assert told.exit_code == 0
    assert moderator.get("/moderation/").status_code == 303
    assert sign_in(app.test_client(), MONA, code=shown).status_code == 403
    client = app.test_client()
    new = "a third long sentence"
    assert send(client, link_in(told.output), {"password": new, "again": new}).status_code == 303
    assert sign_in(client, MONA, new).status_code == 303
    assert client.get("/moderation/").location == FACTOR


@pytest.mark.parametrize("what", ["disable", "enable", "reset"])
def test_a_command_on_nobody_says_so(app, what):
    told = command(app, what, "Nobody")
    assert told.exit_code == 1
    assert "There is no account of this name." in told.output


def test_a_disabled_account_gets_no_link(app, moderator):
    command(app, "disable", MONA)
    assert command(app, "add", MONA).exit_code == 1
    assert command(app, "reset", MONA).exit_code == 1


def test_an_admin_invites_somebody_with_a_link_that_is_shown_once(app, admin):
    told = send(admin, PEOPLE, {"name": "Ines Invited", "role": "moderator"}, action="people")
    assert told.status_code == 200
    link = link_in(told.text)
    assert link not in admin.get(PEOPLE).text
    assert send(app.test_client(), link, {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert noted()[-1] == (ADA, "invited", "account Ines Invited", "moderator")


@pytest.mark.parametrize(
    "typed", [{"name": ""}, {"name": "x" * 81}, {"name": MONA}, {"name": " "}, {"name": "New", "role": "owner"}]
)
def test_a_bad_invitation_is_refused_and_what_was_typed_stays(admin, moderator, typed):
    page = send(admin, PEOPLE, {"role": "moderator"} | typed, action="people")
    assert page.status_code == 422
    assert f'value="{typed["name"]}"' in page.text
    assert "/invitation/" not in page.text


@given(st.text(max_size=100))
def test_any_name_is_taken_whole_or_refused(admin, name):
    told = send(admin, PEOPLE, {"name": name, "role": "moderator"}, action="people")
    assert told.status_code in (200, 422)
    with db.database.connection_context():
        kept = Person.get_or_none(Person.name == name.strip())
    assert (told.status_code == 200) <= (kept is not None)


def test_an_admin_changes_disables_enables_and_resets_others(app, admin, moderator):
    assert act(admin, MONA, "admin").status_code == 303
    assert moderator.get(PEOPLE).status_code == 200
    assert act(admin, MONA, "moderator").status_code == 303
    assert moderator.get(PEOPLE).status_code == 403
    assert act(admin, MONA, "disable").status_code == 303
    assert moderator.get("/moderation/").status_code == 303
    assert act(admin, MONA, "enable").status_code == 303
    link = link_in(act(admin, MONA, "reset").text)
    assert app.test_client().get(link).status_code == 200
    acts = ["made admin", "made moderator", "disabled", "enabled", "reset"]
    assert noted()[-5:] == [(ADA, what, f"account {MONA}", "A test says so.") for what in acts]


@pytest.mark.parametrize("what", ["", "delete", "moderator", "disable", "reset", "enable"])
def test_an_admin_does_nothing_to_their_own_account(admin, what):
    page = page_of(ADA)
    other = forms(admin.get(PEOPLE))[-1].fields
    with db.database.connection_context():
        before = Person.get(Person.name == ADA).__data__
    assert not [form for form in forms(admin.get(page)) if "why" in form.fields]
    assert admin.post(page, data=other | {"act": what}).status_code == 403
    with db.database.connection_context():
        assert Person.get(Person.name == ADA).__data__ == before


def test_of_two_admins_who_disable_each_other_one_stays(app, admin):
    other = signed_in(app, "Bea Admin", "admin")
    form = next(form for form in forms(other.get(page_of(ADA))) if "why" in form.fields)
    assert act(admin, "Bea Admin", "disable").status_code == 303
    assert other.post(page_of(ADA), data=form.fields | {"act": "disable"}).status_code == 303
    with db.database.connection_context():
        assert [row.name for row in Person.select().where(Person.disabled == 0)] == [ADA]


def test_every_act_on_an_account_asks_for_a_code_after_a_quarter_of_an_hour(admin, moderator):
    with later(minutes=16):
        for what in ("admin", "disable", "reset"):
            assert act(admin, MONA, what).status_code == 403
        assert send(admin, PEOPLE, {"name": "Ines", "role": "admin"}, action="people").status_code == 403
        assert moderator.get("/moderation/").status_code == 200
        assert act(admin, MONA, "disable", confirm_code=code(ADA)).status_code == 303
    assert [what for *_, what, _, _ in noted()] == ["invited", "invited", "disabled"]


def test_a_moderator_does_not_see_the_people(moderator):
    page = moderator.get(PEOPLE)
    assert page.status_code == 403
    assert "Only admins do this." in page.text
    assert PEOPLE not in moderator.get("/moderation/account").text


def test_the_servers_log_tells_events_without_names(app, caplog):
    caplog.set_level(logging.INFO, logger="passerelle")
    moderator = signed_in(app, MONA)
    sign_in(app.test_client(), "Mona\r\nModerator", "wrong")
    sign_in(app.test_client(), MONA, code=code(MONA))
    moderator.get(PEOPLE)
    command(app, "disable", MONA)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("passerelle.security")]
    assert told == [
        "user_created:1",
        "authn_password_change:1",
        "authn_login_success:1",
        "authn_token_created:1",
        "authn_login_fail:0",
        "authn_login_success:1",
        "authz_fail:1",
        "user_archived:1",
    ]


def test_what_a_moderator_sends_as_anybody_is_known_as_theirs(app, anonymous):
    known = []
    app.after_request(lambda answer: (known.append(sent_by()), answer)[1])
    moderator, newcomer = signed_in(app, MONA), invited(app, "Nina Newcomer")
    known.clear()
    for visitor in (anonymous, moderator, newcomer):
        answer = visitor.post("/submit", data={"name": "x"})
        assert "Set-Cookie" not in answer.headers
    moderator.get("/submit")
    with later(minutes=31):
        moderator.post("/submit", data={"name": "x"})
    assert known == ["", MONA, "Nina Newcomer", "", ""]


@pytest.mark.parametrize(
    "name", ["operator", "Operator", "ＯＰＥＲＡＴＯＲ", "Mona\u00a0Moderator", "mona  moderator", "Móna Moderator"]
)
def test_no_account_has_a_name_that_the_log_would_take_for_another(app, admin, moderator, name):
    page = send(admin, PEOPLE, {"name": name, "role": "moderator"}, action="people")
    assert page.status_code == 422
    with db.database.connection_context():
        assert {person.name for person in Person.select()} == {MONA, ADA}


@pytest.mark.parametrize("why", ["a\u202eb", "a\x00b", "one line\nanother line of the log"])
def test_the_reason_in_the_log_is_one_line_that_reads_as_it_is(app, admin, moderator, why):
    before = noted()
    assert act(admin, MONA, "disable", why=why).status_code == 422
    assert noted() == before
    with db.database.connection_context():
        assert not Person.get(Person.name == MONA).disabled
