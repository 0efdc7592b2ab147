"""Addresses are for ever, reading changes nothing, and what is behind the moderators' door is private."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.routing import MapAdapter

from directory import db
from directory.catalogue import kinds
from directory.submissions.proposals import Proposal, submit
from tests import factories

KEPT = [
    line
    for line in (Path(__file__).parent / "addresses.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
# Private pages have no address that could be kept: their tests open them by their token.
PRIVATE = {"submissions.status", "submissions.edit", "submissions.proof"}
# What is there only after a link check: its tests, and the judges, make one.
LATER = {"ledger.link_check"}
FILLED = {
    "number": 1,
    "token": "no-such-token-0123456789abcdef",
    "slug": "novo-ai",
    "code": "DE",
    "filename": "icon.svg",
    "key": "no-such-batch",
    "name": "countries",
}
# What was never made: an invitation, a batch, a proof, words to take out.
NOT_THERE = {
    "/moderation/batches/no-such-batch",
    "/moderation/invitation/no-such-token-0123456789abcdef",
    "/moderation/submissions/1/redaction",
    "/nothing/here",
    "/proofs/DE",
}


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def address(app, rule):
    """Fill a rule's blanks with something that may be there."""
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: FILLED[name] for name in rule.arguments})


@pytest.mark.parametrize("kept", KEPT)
def test_a_published_address_still_answers(client, kept):
    with client.get(kept) as answer:
        assert answer.status_code == 200


def test_every_public_page_has_a_kept_address(client):
    app = client.application
    public = {
        rule.endpoint
        for rule in rules(app, "GET")
        if not rule.endpoint.startswith("moderation.") and rule.endpoint not in PRIVATE
    }
    adapter = app.url_map.bind("localhost")
    assert public - {_endpoint(adapter, kept) for kept in KEPT} == LATER


def _endpoint(adapter: MapAdapter, kept: str) -> str:
    try:
        return adapter.match(urlsplit(kept).path)[0]
    except NotFound:
        return ""


def everything():
    """Give the rows of every table."""
    tables = db.database.get_tables()
    return {table: db.database.execute_sql(f'select * from "{table}"').fetchall() for table in tables}


def test_reading_changes_nothing(app, admin):
    data = factories.company(adoptions=[factories.adoption(model="qwen")])
    submit(Proposal(kinds.company(data), key="a key"), FILLED["token"], slug="", base=0)
    private = [
        address(app, rule)
        for rule in rules(app, "GET")
        if rule.endpoint.startswith("moderation.") or rule.endpoint in PRIVATE
    ]
    before = everything()
    answered = {read: _status(admin, read) for read in [*KEPT, *private, "/nothing/here"]}
    assert everything() == before
    assert {read for read, status in answered.items() if status == HTTPStatus.NOT_FOUND} == NOT_THERE
    assert max(answered.values()) < HTTPStatus.INTERNAL_SERVER_ERROR


def _status(visitor, read):
    with visitor.get(read) as answer, visitor.head(read) as head:
        assert head.status_code == answer.status_code, read
        return answer.status_code


def test_every_address_behind_the_door_is_private(app, admin):
    for rule in rules(app, "GET"):
        if rule.rule.startswith("/moderation"):
            answer = admin.get(address(app, rule))
            assert "no-store" in answer.headers["Cache-Control"], rule.rule
            assert "noindex" in answer.headers["X-Robots-Tag"], rule.rule


def test_factories_make_valid_documents(empty_app):
    factories.lay_ground()
    assert factories.put(factories.Kind.COMPANY, factories.company()).number == 3
    assert factories.put(factories.Kind.ACTION, factories.action()).number == 4
