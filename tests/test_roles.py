"""Who may do what: every address with every method, asked by everybody. A new route needs a line here."""

import re
import shutil

import pytest

from directory.moderation import access
from tests.conftest import settings_in, site
from tests.people import invited, later, signed_in
from tests.test_addresses import address

# The least role that may come in, the methods, the address.
TABLE = """
public     GET       /
public     GET       /.well-known/security.txt
public     GET       /about
public     GET       /about/design
public     GET       /accessibility
public     GET       /changes
public     GET       /checks
public     GET       /checks/<slug>
public     GET       /companies
public     GET       /companies.atom
public     GET       /companies.csv
public     GET       /companies.json
public     GET       /companies/<slug>
public     GET       /companies/<slug>.bib
public     GET       /companies/<slug>.csl.json
public     GET       /companies/<slug>.json
public     GET       /companies/<slug>.ris
public     GET       /companies/<slug>.md
public     GET,POST  /companies/<slug>/adoption
public     GET       /companies/<slug>/history
public     GET,POST  /companies/<slug>/removal
public     GET,POST  /companies/<slug>/reply
public     GET,POST  /companies/<slug>/suggest
public     GET       /corrections
public     GET       /countries
public     GET       /countries/<code>
public     GET       /decisions
public     GET       /developers
public     GET       /developers/<slug>
public     GET       /developers/<slug>.md
public     GET       /favicon.ico
public     GET       /feed.atom
public     GET       /healthz
public     GET       /imprint
public     GET       /insights
public     GET       /insights/<name>.csv
public     GET       /llms.txt
public     GET       /methodology
public     GET       /methodology/quality
public     GET       /methodology/quality.csv
public     GET       /models
public     GET       /models/<slug>
public     GET       /models/<slug>.md
public     GET       /opensearch.xml
public     GET       /privacy
public     GET,POST  /proofs/<code>
public     GET       /regulation
public     GET,POST  /report
public     GET       /robots.txt
public     GET       /schema/company.json
public     GET       /sectors
public     GET       /sectors/<slug>
public     GET       /sitemap.xml
public     GET       /sitemaps/<number>.xml
public     GET       /static/<filename>
public     GET       /submissions/<token>
public     POST      /submissions/<token>/appeal
public     GET,POST  /submissions/<token>/edit
public     POST      /submissions/<token>/withdrawal
public     GET,POST  /submit
public     GET       /submit/duplicates
public     GET       /suggest
anybody    GET,POST  /moderation/invitation/<token>
anybody    GET,POST  /moderation/sign-in
newcomer   GET,POST  /moderation/account/factor
newcomer   GET       /moderation/account/factor.svg
newcomer   POST      /moderation/sign-out
moderator  GET       /moderation
moderator  GET       /moderation/
moderator  GET       /moderation/account
moderator  GET,POST  /moderation/account/password
moderator  GET,POST  /moderation/account/recovery-codes
moderator  POST      /moderation/account/session-end
moderator  POST      /moderation/account/sign-out-everywhere
moderator  POST      /moderation/batches
moderator  GET       /moderation/batches/<key>
moderator  POST      /moderation/batches/<key>/reversal
moderator  POST      /moderation/batch-preview
moderator  GET,POST  /moderation/changes/<number>/reversal
moderator  GET       /moderation/companies/<slug>
moderator  GET,POST  /moderation/companies/<slug>/address
moderator  GET,POST  /moderation/companies/<slug>/claims
moderator  GET,POST  /moderation/companies/<slug>/merge
moderator  GET,POST  /moderation/companies/<slug>/withdrawal
moderator  GET       /moderation/log
moderator  GET       /moderation/rereading
moderator  GET,POST  /moderation/rereading/<slug>/<number>
moderator  GET       /moderation/submissions/<number>
moderator  GET,POST  /moderation/submissions/<number>/approval
moderator  GET,POST  /moderation/submissions/<number>/changes-request
moderator  POST      /moderation/submissions/<number>/claim
moderator  GET,POST  /moderation/submissions/<number>/edit
moderator  GET,POST  /moderation/submissions/<number>/rejection
moderator  POST      /moderation/submissions/<number>/release
moderator  GET,POST  /moderation/submissions/<number>/reopening
admin      GET,POST  /moderation/log/<number>/redaction
admin      GET,POST  /moderation/people
admin      GET,POST  /moderation/people/<number>
admin      GET,POST  /moderation/submissions/<number>/redaction
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
HEIGHTS = ["public", "anybody", "newcomer", "moderator", "admin"]
VISITORS = {
    "anonymous": "anybody",
    "idle for half an hour": "anybody",
    "disabled": "anybody",
    "without second factor": "newcomer",
    "moderator": "moderator",
    "admin": "admin",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SIGN_IN, SET_UP, ADMINS_ONLY = "/moderation/sign-in", "/moderation/account/factor", "Only admins do this."


@pytest.fixture(scope="module")
def app(empty, tmp_path_factory):
    settings = settings_in(tmp_path_factory.mktemp("roles") / "data")
    shutil.copytree(empty, settings.folder, symlinks=True, dirs_exist_ok=True)
    with site(settings) as app:
        yield app


@pytest.fixture(scope="module")
def visitors(app):
    with later(minutes=-31):
        idle = signed_in(app, "Ida Idle")
    made = {
        "anonymous": app.test_client(),
        "idle for half an hour": idle,
        "disabled": signed_in(app, "Dan Disabled", "admin"),
        "without second factor": invited(app, "Nina Newcomer", "admin"),
        "moderator": signed_in(app, "Mona Moderator"),
        "admin": signed_in(app, "Ada Admin", "admin"),
    }
    told = app.test_cli_runner().invoke(args=["moderator", "disable", "Dan Disabled"])
    assert told.exit_code == 0, told.output
    return made


def routes(app):
    """Give the rules of an address as the table writes it, without the kinds of its blanks."""
    found: dict[str, list] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(re.sub(r"<[^>]*?(\w+)>", r"<\1>", rule.rule), []).append(rule)
    return found


def test_the_table_has_every_route_with_its_methods(app):
    taken = {
        place: ",".join(sorted({m for rule in rules for m in rule.methods} - {"HEAD", "OPTIONS"}))
        for place, rules in routes(app).items()
    }
    assert {place: methods for _, methods, place in LINES} == taken


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize(("least", "methods", "place"), LINES, ids=[line[2] for line in LINES])
def test_each_role_gets_where_it_may_and_no_further(app, visitors, visitor, least, methods, place):
    where = address(app, routes(app)[place][0])
    for method in METHODS:
        answer = visitors[visitor].open(where, method=method)
        known = method.replace("HEAD", "GET") in methods.split(",")
        if not known:
            assert answer.status_code == 405, method
        elif HEIGHTS.index(VISITORS[visitor]) >= HEIGHTS.index(least):
            _came_in(answer, method)
        else:
            _was_kept_out(answer, VISITORS[visitor], method)
        assert "Set-Cookie" not in answer.headers or VISITORS[visitor] != "anybody"
        answer.close()


def _came_in(answer, method):
    """Only the missing form stops who comes in, or that nothing is there."""
    expected = (200, 303, 404, 429) if method != "POST" else (403, 404)
    assert answer.status_code in expected, method
    assert ADMINS_ONLY.encode() not in answer.data
    assert answer.location not in (SIGN_IN, SET_UP)


def _was_kept_out(answer, role, method):
    if role in ("anybody", "newcomer"):
        led = str(answer.location).partition("?")[0]
        assert (answer.status_code, led) == (303, SIGN_IN if role == "anybody" else SET_UP), method
    else:
        assert answer.status_code == 403
        assert method == "HEAD" or ADMINS_ONLY in answer.text


def test_a_view_that_declares_no_role_is_shut_for_everybody(app, visitors):
    with app.test_request_context():
        behind = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("moderation.")]
        assert [endpoint for endpoint in behind if access.needed(endpoint) == access.NOBODY] == []
        assert access.needed("moderation.a_new_view") == access.NOBODY
    app.view_functions["moderation.log"], kept = (lambda: "open"), app.view_functions["moderation.log"]
    try:
        assert visitors["admin"].get("/moderation/log").status_code == 403
    finally:
        app.view_functions["moderation.log"] = kept
