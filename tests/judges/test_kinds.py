"""A route without a page that is judged fails here; and every kind is what it says."""

import re

from tests.judges import kinds
from tests.judges.kinds import DATA, LEADING, PARTS

OURS = {"/abort/<code>", "/broken"}


def place(rule):
    return re.sub(r"<[^>]*?(\w+)>", r"<\1>", rule.rule)


def test_every_route_that_shows_a_page_is_judged(stage):
    adapter = stage.app.url_map.bind("localhost")
    judged = set()
    for kind in kinds.every(stage):
        path = kind.address.partition("?")[0]
        method = "GET" if kind.typed is None else "POST"
        if kind.name != "404" and kind.status != 405:
            judged.add((method, place(adapter.match(path, method, return_rule=True)[0])))
    shown = {
        (method, place(rule))
        for rule in stage.app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if place(rule).rpartition(".")[2] not in DATA and rule.rule not in PARTS
    }
    leading = {(method, address) for method in ("POST",) for address in LEADING}
    # A page that only leads to another one.
    leading |= {("GET", address) for address in kinds.MOVED}
    assert shown - judged - leading == set()
    assert leading - shown == set(), "no such route any more"


def test_every_kind_is_a_page_and_answers_as_it_says(stage):
    for kind in kinds.every(stage):
        answer = stage.open(kind)
        assert (answer.status_code, answer.mimetype) == (kind.status, "text/html"), kind
        assert "</html>" in answer.text, kind
    assert len({kind.name for kind in kinds.every(stage)}) == len(kinds.every(stage))
