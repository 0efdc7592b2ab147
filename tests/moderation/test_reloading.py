"""Loading the launch data again takes nothing back that moderators decided meanwhile."""

import json

import pytest

from directory import db
from directory.ledger import imports
from tests.conftest import SEEDS
from tests.moderation.deciding import at
from tests.moderation.test_rereading import QUEUE, answer, today
from tests.people import send


@pytest.mark.parametrize("saw", ["stands", "lost"])
def test_a_file_that_is_loaded_again_does_not_take_a_re_reading_back(app, moderator, saw):
    here = f"{QUEUE}/novo-ai/1"
    answers = [saw] * len(today(here)["sources"])
    note = "One of them has no address: read on paper."
    assert answer(moderator, here, *answers, reason=note).status_code == 303
    read = today(here)
    with db.database.connection_context():
        imports.bring_in(imports.launch_data(SEEDS), imports.Report())
    assert today(here) == read


def test_a_file_that_is_loaded_again_does_not_show_what_is_hidden(app, moderator):
    with db.database.connection_context():
        hidden = json.loads(at("berget-ai").document)["adoptions"]
    assert len(hidden) > 1
    key = " ".join(hidden[0][each] for each in ("model", "use", "route"))
    typed = {"claims": [key], "act": "hide", "reason": "A complaint."}
    assert send(moderator, "/moderation/companies/berget-ai/claims", typed, action="claims").status_code == 303
    with db.database.connection_context():
        imports.bring_in(imports.launch_data(SEEDS), imports.Report())
    assert len(json.loads(at("berget-ai").document)["adoptions"]) == len(hidden) - 1
