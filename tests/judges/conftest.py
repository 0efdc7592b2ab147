"""The prepared site of each file of judges."""

import shutil
from collections.abc import Iterator

import pytest

from tests.conftest import MAILED, settings_in, site
from tests.judges.stage import Stage, on_line, prepare

# One network sends everything here: what asks for the browser's proof has tests of its own.
UNHURRIED = {"posts_per_hour": "1000", "posts_per_day": "1000", "posts_in_all": "1000"}
IMPRINT = {"imprint_name": "Example Ltd (made up)", "imprint_email": "post@passerelle.example"}


@pytest.fixture(scope="module")
def stage(launched, tmp_path_factory) -> Iterator[Stage]:
    """Prepare the site and serve it."""
    settings = settings_in(tmp_path_factory.mktemp("stage") / "data", **MAILED, **UNHURRIED, **IMPRINT)
    shutil.copytree(launched.folder, settings.folder, symlinks=True, dirs_exist_ok=True)
    with site(settings) as app, on_line(prepare(app)) as ready:
        yield ready
