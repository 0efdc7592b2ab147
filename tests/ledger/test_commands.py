"""The operator's commands on the ledger."""

import pytest

from directory.catalogue.models import Company
from directory.ledger.models import Change


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=list(arguments))


def test_the_ledger_s_commands_say_that_it_is_whole(app):
    told = run(app, "ledger", "verify")
    assert (told.exit_code, told.output.startswith("The ledger is whole: 132 change(s)")) == (0, True)
    told = run(app, "ledger", "replay")
    assert told.exit_code == 0
    assert "exactly today's tables" in told.output
    told = run(app, "ledger", "replay", "--at", "14")
    assert told.exit_code == 0
    assert "After change 14: 14 entry" in told.output
    assert "exactly" not in told.output


def test_a_tampered_ledger_fails_its_commands(app):
    Change.update(reason="Another.").where(Change.number == 5).execute()
    told = run(app, "ledger", "verify")
    assert told.exit_code == 1
    assert "Change 5 was altered after it was written." in told.output
    Company.update(country="FR").execute()
    told = run(app, "ledger", "replay")
    assert told.exit_code == 1
    assert "company" in told.output


@pytest.mark.parametrize("at", ["-1", "many", "1.5"])
def test_a_change_that_cannot_be_is_refused(app, at):
    assert run(app, "ledger", "replay", "--at", at).exit_code == 2


def test_a_change_beyond_the_newest_is_said_to_be(app):
    told = run(app, "ledger", "replay", "--at", "999")
    assert told.exit_code == 1
    assert "The newest change is 132." in told.output


def test_an_empty_ledger_is_whole(empty_app):
    assert run(empty_app, "ledger", "verify").exit_code == 0
    assert run(empty_app, "ledger", "replay").exit_code == 0
