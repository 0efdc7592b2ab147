"""The confidence rule: which rule fires, on which sources, and what would raise it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.catalogue.confidence import basis, due, evidence, judge
from directory.catalogue.publishers import Party, publisher_of
from directory.vocabulary import Confidence, Medium, Speaker, Status
from tests.factories import own_source, source

COMPANY, DEVELOPER = "company-1.example", "lantern-lab.example"
TODAY = date(2026, 11, 24)

press = source()
other = source(url="https://other.press.example-news.example/x", publisher="Other Press (made up)", quote="It runs it.")
said = own_source()
code = own_source(url="https://github.com/company-1/bot", kind="code", quote="model: lantern")
maker = source(url="https://lantern-lab.example/news", kind="developer", by="developer", quote="They use our model.")
copied = other | {"quote": "  WE run the Lantern model in production: the company told us!  "}
nameless = {"title": "A talk", "kind": "press", "by": "third-party", "accessed": "2026-11-23", "locator": "minute 12"}
at_company = source(url="https://blog.company-1.example/news", quote="A guest writes that it runs.")
at_maker = source(url="https://www.lantern-lab.example/customers", quote="A customer list.")
interview = own_source(url="https://talks.example/1", kind="press", publisher="Talks (made up)", quote="We run it.")


def read(*sources):
    return evidence(sources, company=Party(COMPANY), developer=Party(DEVELOPER))


def found(*sources, status="active"):
    finding = basis(read(*sources), status)
    return finding.rule, finding.because


@pytest.mark.parametrize(
    ("sources", "rule", "because"),
    [
        ([press], "reported", (0,)),
        ([said], "company-stated", (0,)),
        ([code], "company-stated", (0,)),
        ([interview], "company-stated", (0,)),
        ([maker], "developer-stated", (0,)),
        ([nameless], "reported", (0,)),
        ([press, other], "confirmed", (0, 1)),
        ([said, press], "confirmed", (0, 1)),
        ([press, said], "confirmed", (1, 0)),
        ([code, other], "confirmed", (0, 1)),
        ([said, code], "company-stated", (0, 1)),
        ([said, maker], "company-stated", (0,)),
        ([maker, press], "reported", (1,)),
        ([maker, maker], "developer-stated", (0, 1)),
        # What the company says in somebody else's pages is its word, but no statement or code of its own.
        ([interview, press], "company-stated", (0,)),
        ([interview, press, other], "confirmed", (1, 2)),
        # A copy of the same text is no second source, whatever its punctuation.
        ([press, copied], "reported", (0,)),
        ([said, press, copied], "confirmed", (0, 1)),
        # Two pages of one publisher are one source.
        ([press, press | {"url": "https://www.press.example/2", "quote": "Another line."}], "reported", (0,)),
        # One publisher's first page was copied by another; its second was not.
        ([press, press | {"quote": "Another line."}, copied], "confirmed", (1, 2)),
        ([press | {"quote": "Another line."}, copied, press], "confirmed", (0, 1)),
        # A guest on the company's or the developer's own site is not independent.
        ([at_company], "company-stated", (0,)),
        ([at_company, press], "company-stated", (0,)),
        ([at_maker], "developer-stated", (0,)),
        ([at_maker, press], "reported", (1,)),
        # The company's word stays its own on the developer's site, and the other way round.
        ([own_source(url="https://lantern-lab.example/talk")], "company-stated", (0,)),
        ([maker | {"url": "https://www.company-1.example/talk"}], "developer-stated", (0,)),
        # Nobody knows who published it: it may be the same publisher.
        ([press, nameless], "reported", (0,)),
        ([said, nameless], "company-stated", (0,)),
        ([nameless, nameless | {"locator": "minute 30"}], "reported", (0,)),
    ],
)
def test_the_rule_that_fires(sources, rule, because):
    assert found(*sources) == (rule, because)


@pytest.mark.parametrize("sources", [[press], [said, press], [maker], [press, other, said]])
def test_a_dispute_comes_before_everything(sources):
    assert found(*sources, status="disputed") == ("disputed", tuple(range(len(sources))))
    told = judge(read(*sources), "disputed", "2001-01-01", TODAY)
    assert told.rule == "disputed"


@pytest.mark.parametrize("status", [word for word in Status if word is not Status.DISPUTED])
def test_the_status_changes_nothing_else(status):
    assert found(said, press, status=status)[0] == "confirmed"


def test_staleness_comes_before_what_the_sources_say():
    told = judge(read(said, press), "active", "2025-11-23", TODAY)
    assert (told.rule, told.because) == ("stale", (0, 1))
    assert told.missing == ("Somebody has to re-read the sources.",)


@pytest.mark.parametrize(
    ("last_read", "last_good_day"),
    [
        ("2025-11-24", "2026-11-24"),
        ("2024-02-29", "2025-02-28"),
        ("2023-02-28", "2024-02-28"),
        ("2024-12-31", "2025-12-31"),
    ],
)
def test_a_claim_is_stale_on_the_day_after_twelve_months(last_read, last_good_day):
    last = date.fromisoformat(last_good_day)
    assert due(last_read) == last
    assert judge(read(press), "active", last_read, last).rule == "reported"
    assert judge(read(press), "active", last_read, date.fromordinal(last.toordinal() + 1)).rule == "stale"


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9998, 12, 31)))
def test_every_day_has_a_day_twelve_months_later(day):
    assert 365 - 1 <= (due(day.isoformat()) - day).days <= 366


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("https://www.press.example/1", "https://m.press.example/2", True),
        ("https://github.com/one/a", "https://github.com/two/a", False),
        ("https://github.com/one/a", "https://GitHub.com/One/b", True),
        ("https://github.com/one/a", "https://github.com/./one/b", True),
        ("https://github.com/one/a", "https://github.com/%6Fne/b", True),
        ("https://github.com/one/a", "https://raw.githubusercontent.com/one/a/main/b", True),
        ("https://github.com/two/../one/a", "https://github.com/one/b", True),
        ("https://huggingface.co/one/model", "https://huggingface.co/two/model", False),
        ("https://huggingface.co/one/model", "https://huggingface.co/one/other", True),
        ("https://one.github.io/a", "https://two.github.io/a", False),
        ("https://bbc.co.uk/1", "https://guardian.co.uk/1", False),
    ],
)
def test_who_publishes_is_told_by_domain_or_by_owner_on_a_shared_site(one, two, same):
    assert (publisher_of({"url": one}) == publisher_of({"url": two})) is same


def test_without_an_address_the_publisher_s_name_tells():
    assert publisher_of({"publisher": "Le  Monde"}) == publisher_of({"publisher": "le monde"}) != ""
    assert publisher_of({"locator": "page 12"}) == ""


def test_what_is_missing_is_said_where_something_would_raise_it():
    assert basis(read(press, other), "active").missing == ()
    assert basis(read(said), "active").missing == ("One independent source is missing.",)
    (told,) = basis(read(interview, press), "active").missing
    assert told == "The company's own statement or code, or a second independent publisher, is missing."
    assert len(basis(read(press), "active").missing) == 1
    assert len(basis(read(nameless), "active").missing) == 2
    assert "independent source" in basis(read(maker), "active").missing[0]


@pytest.mark.parametrize("sources", [[said], [press], [maker], [interview], [nameless], [at_company]])
def test_what_is_said_to_be_missing_does_raise_the_rule(sources):
    """Follow the page's advice as far as it goes: a source of its own kind and an independent one confirm."""
    raised = [*sources, said, source(url="https://third.example/1", publisher="Third (made up)", quote="Yes, it does.")]
    assert found(*raised)[0] == "confirmed"


ORDER = ["developer-stated", "reported", "company-stated", "confirmed"]
SOURCES = st.lists(
    st.builds(
        lambda site, kind, by, text: {"url": f"https://{site}.example/x", "kind": kind, "by": by, "quote": text},
        st.sampled_from(["one", "two", "three", "company-1", "lantern-lab"]),
        st.sampled_from(list(Medium)),
        st.sampled_from(list(Speaker)),
        st.sampled_from(["It runs it.", "They run it.", "Yes."]),
    ),
    min_size=1,
    max_size=5,
)


@given(SOURCES)
def test_an_independent_source_more_never_lowers_the_rule(sources):
    more = {"url": "https://fresh.example/1", "kind": "press", "by": "third-party", "quote": "Fresh words of its own."}
    lower, higher = found(*sources)[0], found(*sources, more)[0]
    assert ORDER.index(higher) >= ORDER.index(lower)


@given(SOURCES)
def test_a_finding_names_sources_that_exist_each_once(sources):
    rule, because = found(*sources)
    assert because
    assert len(set(because)) == len(because)
    assert set(because) <= set(range(len(sources)))
    assert rule in ORDER


@given(SOURCES)
def test_confirmed_always_stands_on_an_independent_source(sources):
    rule, because = found(*sources)
    read_ones = read(*sources)
    independent = {read_ones[n].publisher for n in because if read_ones[n].by == Speaker.THIRD_PARTY}
    if rule is Confidence.CONFIRMED:
        assert independent
        assert len(because) > 1
        assert not independent & {COMPANY, DEVELOPER}


@settings(max_examples=300)
@given(SOURCES, st.randoms())
def test_the_rule_does_not_depend_on_the_order_of_sources(sources, random):
    shuffled = list(sources)
    random.shuffle(shuffled)
    assert found(*shuffled)[0] == found(*sources)[0]
