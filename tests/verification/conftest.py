"""A site whose link check is on, and which asks a small web on this machine."""

import pytest

from tests.conftest import settings_in
from tests.factories import lay_ground
from tests.verification.servers import served_web


@pytest.fixture
def web():
    with served_web() as web:
        yield web


@pytest.fixture
def settings(request, tmp_path):
    given = {"link_check": "on", "web_archive": "https://archive.example/save/"} | getattr(request, "param", {})
    return settings_in(tmp_path / "data", **given)


@pytest.fixture
def checked(empty_app, web):
    """Give a site with the made-up model, whose commands open pages of the test's web."""
    lay_ground()
    empty_app.extensions["visitor"] = lambda _settings: web.visitor()
    return empty_app
