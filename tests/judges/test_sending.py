"""What submitters see, and errors: axe-core and our own questions, in light and dark, at 320 and 1280 pixels."""

import pytest

from tests.judges.looking import everywhere

pytestmark = pytest.mark.browser


def test_no_judge_finds_a_fault(browser, stage):
    assert everywhere(browser, stage, "forms", "states", "errors") == {}
