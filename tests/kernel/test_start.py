"""Starting: refused with what to type, rather than started wrong."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from directory import db

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(empty_app, settings):
    db.database.close()
    return settings.database


def refusal(file):
    with pytest.raises(db.CannotStart) as told:
        db.check(file)
    return str(told.value)


def change(file, *statements):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def test_a_sound_folder_starts(file):
    db.check(file)


def test_the_tables_of_the_site_as_launched_pass_the_check(app, settings):
    db.check(settings.database)


def test_a_missing_folder(file):
    shutil.rmtree(file.parent)
    assert "is missing or cannot be written. Create it" in refusal(file)
    assert str(file.parent) in refusal(file)


def test_a_file_in_the_folder_s_place(file):
    shutil.rmtree(file.parent)
    file.parent.write_text("")
    assert "is missing or cannot be written" in refusal(file)


def test_a_folder_that_others_can_read(file):
    file.parent.chmod(0o755)
    assert f"Type: chmod 700 {file.parent}" in refusal(file)


def test_no_database(file):
    file.unlink()
    assert "There is no database" in refusal(file)
    assert "db upgrade" in refusal(file)


def test_a_pending_migration(file):
    change(file, "delete from schema_migration")
    assert refusal(file) == "The database is not up to date. Type: flask --app app db upgrade"


def test_a_migration_of_a_newer_version(file):
    change(file, "insert into schema_migration (name, applied) values ('9999_future', '2030-01-01')")
    assert "newer version" in refusal(file)


def test_an_empty_file(file):
    _replace(file, b"")
    assert "not up to date" in refusal(file)


def test_a_file_that_is_no_database(file):
    _replace(file, b"This is no database, it is a letter. " * 100)
    assert "damaged" in refusal(file)
    assert "restore the newest backup" in refusal(file)


def test_a_file_damaged_in_its_middle(app, settings):
    file = settings.database
    db.database.close()
    content = bytearray(file.read_bytes())
    content[4096 * 4 : 4096 * 60] = os.urandom(4096 * 56)
    _replace(file, bytes(content))
    assert "damaged" in refusal(file)


def test_a_row_that_points_nowhere(file):
    change(file, "pragma foreign_keys = 0", "insert into company_sector (entry_id, sector) values (99, 'legal')")
    assert "damaged" in refusal(file)


def test_a_disk_that_is_nearly_full(file, monkeypatch):
    monkeypatch.setattr(db, "LEAST_FREE", shutil.disk_usage(file.parent).total)
    assert "nearly full" in refusal(file)


def _replace(file, content):
    for part in file.parent.glob(f"{file.name}-*"):
        part.unlink()
    file.write_bytes(content)


def test_upgrading_makes_folder_and_database_once(settings, tmp_path):
    file = tmp_path / "new" / "passerelle.db"
    db.use(file)
    assert db.upgrade(file)
    assert db.upgrade(file) == []
    db.check(file)
    assert file.parent.stat().st_mode & 0o777 == 0o700


def run(folder, *arguments, **environment):
    """Run the entry point as an operator does."""
    given = {"PATH": os.environ["PATH"], "PASSERELLE_DATA_DIR": str(folder)} | environment
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_port_that_is_taken_is_told_before_anything_else(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = run(tmp_path / "data", "app.py", "--check-port", PORT=port)
    assert told.returncode == 1
    assert f"port {port}" in told.stderr
    assert "make run PORT=" in told.stderr
    assert "Traceback" not in told.stderr


def test_serving_without_a_database_says_what_to_type(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    told = run(tmp_path / "data", "app.py", PORT=port)
    assert told.returncode == 1
    assert told.stderr.startswith("Passerelle did not start. There is no database")
    assert "Traceback" not in told.stderr


def test_any_server_that_imports_the_application_is_told_that_there_is_no_database(tmp_path):
    told = run(tmp_path / "data", "-c", "import app")
    assert told.returncode == 1
    assert told.stderr.startswith("Passerelle did not start. There is no database")
    assert "Traceback" not in told.stderr


def test_any_server_that_imports_the_application_is_told_of_a_pending_migration(file):
    change(file, "delete from schema_migration")
    told = run(file.parent, "-c", "import app")
    assert told.returncode == 1
    assert told.stderr.strip() == (
        "Passerelle did not start. The database is not up to date. Type: flask --app app db upgrade"
    )


@pytest.mark.parametrize("name", ["an importing server", "a command"])
def test_a_file_that_is_no_database_is_one_sentence(file, name):
    _replace(file, b"This is no database, it is a letter. " * 100)
    told = run(file.parent, *(["-c", "import app"] if "server" in name else ["-m", "flask", "ledger", "verify"]))
    assert told.returncode == 1
    assert "The database is damaged" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_importing_server_starts_on_a_sound_folder(file):
    told = run(file.parent, "-c", "import app; print(app.app.name)", PASSERELLE_INDEXER="off")
    assert (told.returncode, told.stdout.strip()) == (0, "directory"), told.stderr


def test_the_database_is_made_where_there_is_none(tmp_path):
    told = run(tmp_path / "data", "-m", "flask", "--app", "app", "db", "upgrade")
    assert told.returncode == 0, told.stderr
    assert "Applied: " in told.stdout


def test_a_bad_setting_is_one_sentence_for_every_command(tmp_path):
    told = run(tmp_path / "data", "-m", "flask", "--app", "app", "db", "upgrade", PORT="many")
    assert told.returncode == 1
    assert told.stderr.strip() == ("Passerelle did not start. PORT is many: write a whole number from 1 to 65535.")


def test_a_command_on_no_database_says_what_to_type(tmp_path):
    told = run(tmp_path / "data", "-m", "flask", "--app", "app", "ledger", "verify")
    assert told.returncode == 1
    assert "db upgrade" in told.stderr
    assert "Traceback" not in told.stderr


def test_upgrading_what_is_no_database_is_one_sentence(empty_app, settings):
    db.database.close()
    settings.database.write_bytes(b"This is no database, it is a letter. " * 200)
    told = empty_app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert told.exit_code == 1
    assert "Traceback" not in told.output
    assert told.output.startswith("Error: The database is damaged")
