"""The rules of the house hold, and each of them is able to fail."""

import re
import shutil
from pathlib import Path

import pytest

from directory import config
from tests import house, house_files

ROOT = Path(__file__).parents[1]
# One breach for each rule, added at the end of a file of a copy.
BREACHES = [
    ("arrows", "directory/catalogue/queries.py", "from directory.ledger import publish"),
    ("arrows", "directory/text.py", "from directory.catalogue import kinds"),
    ("arrows", "directory/text.py", "import directory.web.pages"),
    ("arrows", "directory/web/pages.py", "from directory.catalogue.kinds import Kind"),
    ("arrows", "directory/ledger/history.py", "from directory.submissions.models import Submission"),
    ("arrows", "directory/moderation/decisions.py", "from directory.search import query"),
    ("arrows", "directory/submissions/models.py", "from directory.submissions import views"),
    ("arrows", "directory/submissions/models.py", "from directory.catalogue import queries"),
    ("arrows", "directory/ledger/publish.py", "from directory.ledger import commands"),
    ("arrows", "directory/ledger/views.py", "from directory import create_app"),
    ("arrows", "directory/ledger/views.py", "import directory"),
    ("arrows", "directory/schema/0001_first.py", "from directory.catalogue.models import Entry"),
    ("no_relative_or_starred_import", "directory/ledger/publish.py", "from .models import Change"),
    ("no_relative_or_starred_import", "directory/ledger/publish.py", "from directory.errors import *"),
    ("libraries_stay_where_they_belong", "directory/search/query.py", "from whoosh.qparser import QueryParser"),
    ("libraries_stay_where_they_belong", "directory/search/views.py", "import whoosh.index"),
    ("libraries_stay_where_they_belong", "directory/ledger/publish.py", "from flask import current_app"),
    ("libraries_stay_where_they_belong", "directory/catalogue/queries.py", "from flask_babel import gettext"),
    ("libraries_stay_where_they_belong", "directory/submissions/views.py", "import wtforms"),
    ("the_request_is_read_at_the_edge", "directory/ledger/commands.py", "from flask import request"),
    ("views_ask_named_questions", "directory/ledger/views.py", "Change.select().where(Change.number == 1)"),
    (
        "only_the_door_writes_what_is_published",
        "directory/moderation/decisions.py",
        "from directory.catalogue.models import Entry\nEntry.update(state='withdrawn').execute()",
    ),
    (
        "only_the_door_writes_what_is_published",
        "directory/ledger/history.py",
        "Change.delete().where(Change.number == 1).execute()",
    ),
    (
        "only_the_door_writes_what_is_published",
        "directory/submissions/queries.py",
        "from directory.ledger import models as rows\nrows.Change.create(number=1)",
    ),
    (
        "only_the_door_writes_what_is_published",
        "directory/submissions/queries.py",
        "from directory.catalogue.models import Entry\nentry = Entry.get()\nentry.save()",
    ),
    ("a_state_changes_in_a_verb", "directory/moderation/views.py", "submission.state = 'approved'"),
    ("a_state_changes_in_a_verb", "directory/submissions/views.py", "Submission.update(state='approved').execute()"),
    ("the_log_is_only_added_to", "directory/moderation/log.py", "LogEntry.delete().execute()"),
    ("the_log_is_only_added_to", "directory/moderation/decisions.py", "decision = Decision.get()\ndecision.save()"),
    ("nothing_is_caught_blindly", "directory/mail.py", "try:\n    pass\nexcept Exception:\n    pass"),
    ("nothing_is_caught_blindly", "directory/mail.py", "try:\n    pass\nexcept:\n    pass"),
    ("nothing_is_caught_blindly", "directory/mail.py", "try:\n    pass\nexcept (OSError, BaseException):\n    pass"),
    ("sql_is_never_put_together", "directory/db.py", "database.execute_sql(f'PRAGMA {name}')"),
    ("sql_is_never_put_together", "directory/db.py", "database.execute_sql('PRAGMA {}'.format(name))"),
    ("one_clock", "directory/catalogue/queries.py", "from datetime import date\ndate.today()"),
    ("markup_is_never_made_from_text", "directory/web/i18n.py", "Markup(text)"),
    ("templates_are_escaped_and_hold_no_script", "templates/base.html", "{{ summary|safe }}"),
    ("templates_are_escaped_and_hold_no_script", "templates/base.html", "<script>alert(1)</script>"),
    ("templates_are_escaped_and_hold_no_script", "templates/base.html", "<p style='color: red'>"),
    ("templates_are_escaped_and_hold_no_script", "templates/base.html", '<a onclick="go()">'),
    ("names_say_what_a_file_is_for", "directory/catalogue/utils.py", "x = 1"),
    ("files_are_short", "directory/ledger/publish.py", "x = 1\n" * 300),
    ("functions_are_short", "directory/mail.py", "def long():\n" + "    print()\n" * 45),
    ("functions_are_short", "directory/mail.py", ("def one():\n" + "    print()\n" * 26) * 400),
    ("functions_are_short", "directory/mail.py", ("def one():\n" + "    print()\n" * 9) * 2000),
    ("tests_neither_sleep_nor_mock", "tests/test_x.py", "import time\ntime.sleep(1)"),
    ("tests_neither_sleep_nor_mock", "tests/test_x.py", "from unittest.mock import patch"),
]
assert house_files, "its rules are in the list"
RULES = {check.__name__: check for check in house.RULES}


@pytest.mark.parametrize("check", RULES.values(), ids=RULES)
def test_the_house_keeps_its_rule(check):
    assert list(check(ROOT)) == []


@pytest.fixture(scope="module")
def before():
    return {name: set(_without_lines(check(ROOT))) for name, check in RULES.items()}


@pytest.mark.parametrize(("name", "file", "breach"), BREACHES)
def test_a_breach_of_the_rule_is_found(name, file, breach, before, tmp_path):
    for kept in {"directory", file.split("/")[0]}:
        shutil.copytree(ROOT / kept, tmp_path / kept, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path)
    target = tmp_path / file
    target.write_text((target.read_text() if target.exists() else "") + f"\n{breach}\n")
    assert set(_without_lines(RULES[name](tmp_path))) - before[name]


def _without_lines(told):
    return (f"{sentence.split(':')[0]}: {sentence.split(':')[-1]}" for sentence in told)


def test_every_rule_has_a_breach_that_it_finds():
    assert {name for name, *_ in BREACHES} == set(RULES)


def test_every_setting_is_in_the_table_of_the_readme():
    readme = (ROOT / "README.md").read_text()
    rows = [line for line in readme.splitlines() if line.startswith("|")]
    assert [name for name in config.names() if not any(f"`{name}`" in row for row in rows)] == []


def test_every_test_that_security_md_names_exists():
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "SECURITY.md").read_text()))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
