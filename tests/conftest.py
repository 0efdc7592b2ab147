"""What every test may ask for: a launched site to read, a copy of it to change, an empty one.

The tables are bound to one file at a time, so a test asks for `client` (the shared site, read only) or for
`app` or `empty_app` (its own folder, free to change), never for two of them. All tests happen on one day.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from directory import create_app, db
from directory.config import Settings
from directory.ledger import imports
from tests.people import admin, anonymous, moderator  # noqa: F401  (fixtures for every test)
from tests.serving import chromium

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
# The day after the launch data was read: no claim is stale, whatever the calendar says where the tests run.
DAY = "2026-11-24T12:00:00Z"

# Shared machines are slow at times: a deadline would fail tests that are right.
hypothesis_settings.register_profile(
    "house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("house")


# A site that sends mail, so that control can be proved by one; nothing listens there.
MAILED = {"mail_host": "127.0.0.1", "mail_from": "post@passerelle.example"}


def settings_in(folder: Path, **given: str) -> Settings:
    """Give the settings of a test's site: its own folder, a fixed secret, no indexer thread."""
    folder.mkdir(mode=0o700, exist_ok=True)
    fixed = {"secret_key": "a secret that only tests know, 0123456789", "indexer": "off", "workers": "1"}
    fixed["imprint_email"] = "imprint@passerelle.example"
    return Settings(**fixed | {"data_dir": str(folder)} | given)


@contextmanager
def site(settings: Settings) -> Iterator[Flask]:
    """Put the site of these settings together; give connection, file and listeners back afterwards."""
    listeners, before = list(db._listeners), db.database.obj
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        yield app
    finally:
        app.extensions["search"].close()
        db._listeners[:] = listeners
        # The next test must name its own file.
        if not db.database.is_closed():
            db.database.close()
        db.database.initialize(before)


def rebuild_index(app: Flask) -> None:
    """Build the search index the way an operator does."""
    told = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert told.exit_code == 0, told.output


@pytest.fixture(scope="session", autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=True):
        yield


@pytest.fixture(scope="session")
def launched(tmp_path_factory, _day) -> Settings:
    """Make a site with the launch data and its index, once; tests read it, nobody writes it."""
    settings = settings_in(tmp_path_factory.mktemp("launched") / "data")
    with site(settings) as app:
        db.upgrade(settings.database)
        imports.bring_in(imports.launch_data(SEEDS), imports.Report())
        rebuild_index(app)
    return settings


@pytest.fixture(scope="session")
def empty(tmp_path_factory, _day) -> Path:
    """Make a migrated folder without an entry, once, to be copied."""
    settings = settings_in(tmp_path_factory.mktemp("empty") / "data")
    with site(settings) as app:
        db.upgrade(settings.database)
        rebuild_index(app)
    return settings.folder


@pytest.fixture
def client(launched) -> Iterator[FlaskClient]:
    """Visit the launched site; for tests that only read."""
    with site(launched) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a real browser for the tests that are marked so."""
    with chromium() as started:
        yield started


@pytest.fixture
def settings(request, tmp_path) -> Settings:
    """Give the settings of the test's own site."""
    return settings_in(tmp_path / "data", **getattr(request, "param", {}))


@pytest.fixture
def app(launched, settings) -> Iterator[Flask]:
    """Give the test its own copy of the launched site, with its own settings and its index."""
    shutil.copytree(launched.folder, settings.folder, symlinks=True, dirs_exist_ok=True)
    with site(settings) as app:
        yield app


@pytest.fixture
def empty_app(empty, settings) -> Iterator[Flask]:
    """Give the test its own site without an entry."""
    shutil.copytree(empty, settings.folder, symlinks=True, dirs_exist_ok=True)
    with site(settings) as app:
        yield app
