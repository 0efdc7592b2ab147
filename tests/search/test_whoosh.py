"""Which Whoosh the tests run on: the one that is asked for, and no other that lies about."""

import os
from pathlib import Path

import whoosh

from directory.search import index

# Set by `make test-reloaded`: the folder of the other line of Whoosh.
OTHER = os.environ.get("PASSERELLE_TEST_WHOOSH", "")


def test_the_whoosh_that_is_meant_is_the_one_that_is_used():
    folder, version = Path(whoosh.__file__).parents[1], whoosh.versionstring()
    if OTHER:
        assert (folder, version) == (Path(OTHER).resolve(), "2.7.5")
    else:
        assert version.startswith("3.")
    assert index.FORM.endswith(f"/{version}"), "an index of one line is rebuilt by the other"
