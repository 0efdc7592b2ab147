"""What a moderator's page reads: each thing once."""

import logging
from collections import Counter

import pytest

from tests.moderation.waiting import put


@pytest.mark.parametrize("kind", ["company", "notice", "removal"])
def test_the_page_of_a_submission_asks_the_same_of_the_database_once(moderator, caplog, kind):
    put(kind=kind, details='{"address": "/companies/novo-ai"}' if kind == "notice" else "{}")
    address = "/moderation/submissions/1"
    assert moderator.get(address).status_code == 200
    with caplog.at_level(logging.DEBUG, logger="peewee"):
        moderator.get(address)
    asked = Counter(str(record.msg) for record in caplog.records if record.name == "peewee")
    private = ('FROM "submitted_version"', 'FROM "decision"', 'FROM "appeal"')
    again = [said for said, times in asked.items() if times > 1 and any(table in said for table in private)]
    assert again == []
