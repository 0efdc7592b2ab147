"""What every test of the link check may ask for."""

from collections.abc import Iterator

import pytest

from tests.verification.servers import Web, served_web


@pytest.fixture
def web() -> Iterator[Web]:
    with served_web() as web:
        yield web
