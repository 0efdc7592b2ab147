"""The confidence rule: which rule fires, on which sources, and what would raise it."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.catalogue.confidence import STRENGTH, basis, due, evidence, judge, strength
from directory.catalogue.publishers import Party
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
        # Nobody can check it: it fires no rule by itself.
        ([nameless], "to-recheck", (0,)),
        ([press | {"recheck": "quote-lost"}, nameless], "to-recheck", (0,)),
        ([maker, nameless], "developer-stated", (0,)),
        ([nameless | {"kind": "company", "by": "company"}, press], "reported", (1,)),
        ([nameless | {"publisher": "A talk"}], "reported", (0,)),
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
        # A name that two domains declare is one owner's.
        ([press, other | {"publisher": "EXAMPLE press (Made up)"}], "reported", (0,)),
        ([said, press, other | {"publisher": press["publisher"]}], "confirmed", (0, 1)),
        # Who prints the words of the company or of the developer is not independent.
        ([said, press | {"quote": "“We run Lantern”"}], "company-stated", (0,)),
        ([press | {"quote": "“We run Lantern”"}, said, other], "confirmed", (1, 2)),
        ([maker, press | {"quote": maker["quote"]}], "developer-stated", (0, 1)),
        # Two places in pages are no text: nothing tells that they are one.
        ([press | {"quote": "", "locator": "page 3"}, other | {"quote": "", "locator": "page 3"}], "confirmed", (0, 1)),
        # Nobody knows who published it: it may be the same publisher.
        ([press, nameless], "reported", (0,)),
        ([said, nameless], "company-stated", (0,)),
        ([nameless, nameless | {"locator": "minute 30"}], "to-recheck", (0, 1)),
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


lost = {"recheck": "quote-lost"}


# For each rule evidence for which every later rule would fire too: the first that applies is taken.
IN_ORDER = {
    "disputed": ([said | lost, press | lost, maker | lost], "disputed", "2001-01-01"),
    "stale": ([said | lost, press | lost, maker | lost], "active", "2001-01-01"),
    "to-recheck": ([said | lost, press | lost, maker | lost], "active", "2026-11-23"),
    "confirmed": ([said, press, maker], "active", "2026-11-23"),
    "company-stated": ([interview, press, maker], "active", "2026-11-23"),
    "reported": ([press, maker], "active", "2026-11-23"),
    "developer-stated": ([maker], "active", "2026-11-23"),
}


@pytest.mark.parametrize("rule", IN_ORDER)
def test_the_first_rule_that_applies_fires(rule):
    sources, status, last_read = IN_ORDER[rule]
    assert judge(read(*sources), status, last_read, TODAY).rule == rule


def test_the_rules_are_printed_in_the_order_in_which_they_fire(client):
    section = client.get("/methodology").text.partition('id="confidence"')[2].partition("</table>")[0]
    assert re.findall(r'class="badge ([a-z-]+)"', section) == list(IN_ORDER) == list(Confidence)
    assert all(rule.meaning.partition("'")[0] in section.lower() for rule in Confidence)


LONG = "We have used the Lantern model in production since March"
SOURCES = st.lists(
    st.builds(
        lambda site, kind, by, text, name, mark: {
            "url": f"https://{site}.example/x",
            "kind": kind,
            "by": by,
            "quote": text,
            "publisher": name,
            "recheck": mark,
        },
        st.sampled_from(["one", "two", "three", "company-1", "lantern-lab"]),
        st.sampled_from(list(Medium)),
        st.sampled_from(list(Speaker)),
        st.sampled_from(["It runs it.", "They run it.", "Yes.", LONG, f"{LONG}, they say", f"Then {LONG}, they say"]),
        st.sampled_from(["", "", "Press (made up)", "Talks (made up)"]),
        st.sampled_from(["", "", "quote-lost"]),
    ),
    min_size=1,
    max_size=5,
)


@given(SOURCES)
def test_an_independent_source_more_never_lowers_the_rule(sources):
    more = {"url": "https://fresh.example/1", "kind": "press", "by": "third-party", "quote": "Fresh words of its own."}
    lower, higher = found(*sources)[0], found(*sources, more)[0]
    assert strength(higher) >= strength(lower)


@given(SOURCES)
def test_a_finding_names_sources_that_exist_each_once(sources):
    rule, because = found(*sources)
    assert because
    assert len(set(because)) == len(because)
    assert set(because) <= set(range(len(sources)))
    assert rule in STRENGTH


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
