"""What the page says would raise a rule does raise it, and re-reading what it names does."""

import pytest
from hypothesis import given

from directory.catalogue.confidence import basis, strength
from directory.vocabulary import Confidence
from tests.catalogue.test_confidence import (
    SOURCES,
    at_company,
    at_maker,
    code,
    copied,
    found,
    interview,
    lost,
    maker,
    nameless,
    other,
    press,
    read,
    said,
)
from tests.factories import source

ONE = "One independent source is missing."
TWO = "Two independent publishers, or one and the company's own statement or code, are missing."
NAMED = "The company's own statement or code, or two independent publishers who are named, are missing."
NAMELESS = "A source that names no publisher does not count as a second one."
OWN_OR_SECOND = "The company's own statement or code, or a second independent publisher, is missing."
SECOND_OR_OWN = "A second independent publisher, or the company's own statement or code, is missing."
EITHER = "The company's own statement or an independent source is missing."
ownerless = source(url="https://medium.com/p/lantern", publisher=None, quote="They use it.")
third = source(url="https://third.example/1", publisher="Third (made up)", quote="Yes, it does.")
fourth = source(url="https://fourth.example/1", publisher="Fourth (made up)", quote="So they say.")


@pytest.mark.parametrize(
    ("sources", "missing", "raising"),
    [
        ([press, other], (), []),
        ([said], (ONE,), [[third]]),
        ([code, maker], (ONE,), [[third]]),
        ([said, nameless], (ONE, NAMELESS), [[third]]),
        ([interview], (TWO,), [[third, fourth], [third, said]]),
        ([at_company], (TWO,), [[third, fourth], [third, said]]),
        ([interview, press], (OWN_OR_SECOND,), [[said], [third]]),
        ([press], (SECOND_OR_OWN,), [[third], [said]]),
        ([press, copied], (SECOND_OR_OWN,), [[third], [said]]),
        ([press, nameless], (SECOND_OR_OWN, NAMELESS), [[third], [said]]),
        ([nameless], (EITHER,), [[said], [third]]),
        ([nameless | lost], (EITHER,), [[said], [third]]),
        ([maker, nameless], (EITHER,), [[said], [third]]),
        ([ownerless], (NAMED, NAMELESS), [[said], [third, fourth]]),
        ([maker], (EITHER,), [[said], [third]]),
        ([at_maker], (EITHER,), [[said], [third]]),
    ],
)
def test_what_is_said_to_be_missing_raises_the_rule(sources, missing, raising):
    now = basis(read(*sources), "active")
    assert now.missing == missing
    assert bool(raising) is bool(missing)
    for more in raising:
        assert strength(basis(read(*sources, *more), "active").rule) > strength(now.rule)


@pytest.mark.parametrize(
    ("sources", "rule", "because", "reread"),
    [
        ([press | lost], "to-recheck", (0,), ()),
        ([said | lost, press | lost], "to-recheck", (0, 1), ()),
        ([press | {"recheck": "page-gone"}, other], "reported", (1,), (0,)),
        ([said, press | {"recheck": "owner-moved"}], "company-stated", (0,), (1,)),
        ([said | lost, press], "reported", (1,), (0,)),
        ([maker, press | lost], "developer-stated", (0,), (1,)),
        # It would not raise the rule: one is enough, the copy adds nothing, or it is at the top.
        ([said, code | lost], "company-stated", (0,), ()),
        ([press, copied | lost], "reported", (0,), ()),
        ([said, press, other | lost], "confirmed", (0, 1), ()),
        # The fewest that do.
        ([maker, press | lost, other | lost, said], "company-stated", (3,), (2,)),
        ([interview, press | lost, other | lost], "company-stated", (0,), (1, 2)),
    ],
)
def test_a_source_to_re_check_does_not_count(sources, rule, because, reread):
    finding = basis(read(*sources), "active")
    assert (finding.rule, finding.because, finding.reread) == (rule, because, reread)


@given(SOURCES)
def test_re_reading_what_the_page_names_raises_the_rule(sources):
    finding = basis(read(*sources), "active")
    again = [s | {"recheck": ""} if n in finding.reread else s for n, s in enumerate(sources)]
    assert all(sources[n]["recheck"] for n in finding.reread)
    if finding.reread:
        assert strength(basis(read(*again), "active").rule) > strength(finding.rule)
    if finding.rule is Confidence.TO_RECHECK:
        rule, _because = found(*(s | {"recheck": ""} for s in sources))
        assert strength(rule) > strength(finding.rule)


WAYS = {
    ONE: [[third]],
    TWO: [[third, fourth], [third, said]],
    NAMED: [[said], [third, fourth]],
    OWN_OR_SECOND: [[said], [third]],
    SECOND_OR_OWN: [[third], [said]],
    EITHER: [[said], [third]],
}


@given(SOURCES)
def test_what_the_page_asks_for_always_raises_the_rule(sources):
    finding = basis(read(*sources), "active")
    for more in WAYS.get(next(iter(finding.missing), ""), ()):
        assert strength(basis(read(*sources, *more), "active").rule) > strength(finding.rule)
