"""A site that sends its letters to a mail server of the test."""

from collections.abc import Iterator

import pytest

from directory.config import Settings
from tests.conftest import settings_in
from tests.mail.post import Post, running


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def settings(tmp_path, post) -> Settings:
    return settings_in(
        tmp_path / "data",
        mail_host="127.0.0.1",
        mail_port=str(post.port),
        mail_security="none",
        mail_from="post@passerelle.example",
    )


@pytest.fixture
def office(post) -> Iterator[Post]:
    """Open the mail server."""
    with running(post):
        yield post
