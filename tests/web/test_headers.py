"""Every kind of answer carries the headers; public pages are validated by revision and set no cookie."""

import re
from dataclasses import replace

import pytest
import time_machine

from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.web.headers import HEADERS
from tests.conftest import settings_in, site
from tests.factories import put

PUBLIC = [
    "/",
    "/companies/novo-ai",
    "/companies/novo-ai.json",
    "/companies/novo-ai/history",
    "/models/qwen",
    "/changes",
    "/suggest?q=novo",
]
# Kinds of answers: what is asked, and what it is answered with.
ANSWERS = {
    "a public page": ("GET", "/", {}, 200),
    "a form": ("GET", "/submit", {}, 200),
    "data": ("GET", "/companies/novo-ai.json", {}, 200),
    "a static file": ("GET", "/static/icon.svg", {}, 200),
    "the way to the sign-in": ("GET", "/moderation/", {}, 303),
    "nothing here": ("GET", "/nowhere", {}, 404),
    "no such entry": ("GET", "/companies/nobody", {}, 404),
    "no such file": ("GET", "/static/nothing.css", {}, 404),
    "the wrong method": ("POST", "/", {}, 405),
    "too large a body": ("POST", "/submit", {"data": {"name": "n" * 300_000}}, 413),
    "a forged form": ("POST", "/submit", {"data": {"name": "n"}}, 403),
    "a foreign host": ("GET", "/", {"base_url": "http://evil.example/"}, 400),
    "a fault of ours": ("GET", "/broken", {}, 500),
    "a deep fault": ("GET", "/deep", {}, 400),
}


def deeper():
    return deeper()


@pytest.fixture
def anybody(app):
    app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    app.add_url_rule("/deep", "deep", deeper)
    return app.test_client()


@pytest.mark.parametrize(("method", "address", "given", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_guarded(anybody, method, address, given, status):
    with anybody.open(address, method=method, **given) as answer:
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in HEADERS if name != "Referrer-Policy"} == {
            name: value for name, value in HEADERS.items() if name != "Referrer-Policy"
        }
        assert answer.headers["Cache-Control"]
        assert "Server" not in answer.headers


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert {value for name, value in policy.items() if name.endswith("-src") and name != "default-src"} == {"'self'"}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_may_be_kept_by_anybody_and_sets_no_cookie(client, address):
    answer = client.get(address, headers={"Cookie": "passerelle=whatever; other=1"})
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.data == client.get(address).data


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_that_did_not_change_is_not_sent_again(client, address):
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def test_a_page_is_new_after_a_change_and_on_another_day(app):
    visitor = app.test_client()
    tag = visitor.get("/").headers["ETag"]
    with time_machine.travel("2026-11-25T00:00:01Z"):
        tomorrow = visitor.get("/", headers={"If-None-Match": tag})
        assert tomorrow.status_code == 200
    withdraw(Kind.COMPANY, "novo-ai", Why("A test says so."))
    changed = visitor.get("/", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert len({tag, tomorrow.headers["ETag"], changed.headers["ETag"]}) == 3


def test_a_page_is_new_where_it_shows_a_setting_that_was_changed(launched):
    with site(launched) as app:
        tag = app.test_client().get("/imprint").headers["ETag"]
    for changed in ({"imprint_name": "Example Operator (made up)"}, {"public_url": "https://a.example"}):
        with site(replace(launched, trusted_hosts="localhost", **changed)) as app:
            assert app.test_client().get("/imprint", headers={"If-None-Match": tag}).status_code == 200
    with site(replace(launched, workers="7")) as app:
        assert app.test_client().get("/imprint", headers={"If-None-Match": tag}).status_code == 304


def test_a_page_that_was_known_and_then_withdrawn_is_gone(app):
    visitor = app.test_client()
    tag = visitor.get("/companies/novo-ai").headers["ETag"]
    withdraw(Kind.COMPANY, "novo-ai", Why("The company asked for it."))
    gone = visitor.get("/companies/novo-ai", headers={"If-None-Match": tag})
    assert gone.status_code == 410
    assert "The company asked for it." in gone.text
    assert "no-store" in gone.headers["Cache-Control"]


def test_an_error_is_never_kept(client):
    for address in ("/nowhere", "/companies/nobody"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
        # A validator that would match the page of an entry says nothing of an address without one.
        tag = client.get("/companies/novo-ai").headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 404


def test_the_address_of_a_private_page_does_not_travel(client):
    # Not `no-referrer`: browsers would send `Origin: null` with the page's own form.
    assert client.get("/submissions/some-token").headers["Referrer-Policy"] == "same-origin"
    assert client.get("/moderation/").headers["Referrer-Policy"] == "same-origin"
    assert client.get("/").headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_what_carries_its_hash_is_kept_for_ever_and_the_rest_for_an_hour(client):
    address = re.search(r"/static/icon\.svg\?v=\w+", client.get("/").text).group()
    with client.get(address) as hashed, client.get("/static/icon.svg") as plain, client.get(f"{address}0") as forged:
        assert "immutable" in hashed.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == forged.headers["Cache-Control"] == "public, max-age=3600"
    assert "immutable" not in client.get("/static/nothing.css?v=0").headers["Cache-Control"]


def test_only_production_promises_https(launched, tmp_path):
    for environment, promised in (("production", True), ("development", False)):
        settings = settings_in(tmp_path / environment, environment=environment, public_url="https://a.example")
        with site(settings) as app:
            answer = app.test_client().get("/static/nothing", base_url="https://a.example")
            assert ("Strict-Transport-Security" in answer.headers) is promised


def test_publishing_moves_the_validator_of_every_page(app):
    visitor = app.test_client()
    before = {address: visitor.get(address).headers["ETag"] for address in PUBLIC}
    put(Kind.COMPANY, visitor.get("/companies/novo-ai.json").json | {"city": "Testville"})
    assert all(visitor.get(address).headers["ETag"] != tag for address, tag in before.items())
