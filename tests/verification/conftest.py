"""What every test of the link check may ask for: a small web on this machine, and a site that asks it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from directory.config import Settings
from tests.conftest import settings_in
from tests.factories import lay_ground
from tests.verification.servers import Web, served_web


@pytest.fixture
def web() -> Iterator[Web]:
    with served_web() as web:
        yield web


@pytest.fixture
def settings(request, tmp_path) -> Settings:
    """Give the settings of a site that checks links and names an archive, unless told otherwise."""
    given = {"link_check": "on", "web_archive": "https://archive.example/save/"} | getattr(request, "param", {})
    return settings_in(tmp_path / "data", **given)


@pytest.fixture
def checked(empty_app, web) -> Flask:
    """Give a site with the made-up model, whose commands open pages of the test's web."""
    lay_ground()
    empty_app.extensions["visitor"] = lambda _settings: web.visitor()
    return empty_app
