"""Each source that does not count says why."""

from datetime import date

import pytest

from directory.catalogue import confidence, explain
from directory.catalogue.publishers import Party
from directory.catalogue.queries import Made
from tests import factories

MADE = Made("lantern", "Lantern", "lantern-lab", "Lantern Lab (made up)", Party("lantern.example"))
UNCHECKABLE = "It names neither publisher nor address: nobody can check it, so no rule fires on it."
SECOND = factories.source(url="https://second.example/1", publisher="Second (made up)", quote="They run it.")
TODAY = date(2026, 11, 24)


def told(*sources, today=TODAY, **given):
    document = factories.company(adoptions=[factories.adoption(sources=list(sources), **given)])
    (claim,) = explain.claims(document, {"lantern": MADE}, today)
    return claim


def sentences(claim):
    return [remark.sentence % {"number": remark.number} if remark else "" for remark in claim.remarks]


def test_a_source_that_counts_has_no_remark():
    claim = told(factories.source(), factories.own_source())
    assert claim.finding.rule == "confirmed"
    assert sentences(claim) == ["", ""]


@pytest.mark.parametrize(
    ("sources", "meaning"),
    [
        ([factories.source(), factories.own_source()], explain.BOTH),
        ([factories.source(), SECOND], explain.TWO),
        ([factories.source(), SECOND, factories.own_source()], explain.BOTH),
        ([factories.source()], "one independent source says so"),
    ],
)
def test_what_is_confirmed_says_which_way(sources, meaning):
    assert told(*sources).meaning == meaning


def test_a_source_without_a_publisher_does_not_count_as_a_second_one():
    nameless = factories.source(url=None, publisher=None, locator="page 3", quote="They use it.")
    claim = told(factories.source(), nameless)
    assert claim.finding.rule == "reported"
    assert sentences(claim) == ["", UNCHECKABLE]
    lost = told(factories.source(recheck="quote-lost"), nameless)
    assert (lost.finding.rule, lost.finding.because) == ("to-recheck", (0,))
    assert lost.finding.missing == ("Somebody has to re-read the sources.",)
    assert sentences(lost) == [explain.LOST["quote-lost"], UNCHECKABLE]


def test_a_page_of_a_shared_site_that_does_not_tell_its_owner_may_fire_a_rule_but_is_no_second_one():
    ownerless = factories.source(url="https://medium.com/p/lantern", publisher=None, quote="They use it.")
    assert told(ownerless).finding.rule == "reported"
    assert sentences(told(factories.source(), ownerless))[1].startswith("It names no publisher")


def test_a_second_page_of_one_publisher_says_which():
    again = factories.source(url="https://news.press.example/second", quote="Other words.")
    assert sentences(told(factories.source(), again)) == ["", "It comes from the same publisher as source 1."]


def test_a_copy_of_a_text_says_of_which():
    copy = factories.source(url="https://another.example/lantern", publisher="Another (made up)")
    assert sentences(told(factories.source(), copy)) == ["", "It repeats the text of source 1."]


def test_the_developer_is_not_independent_even_where_its_page_is_called_a_third_party():
    maker = factories.source(url="https://blog.lantern.example/users", quote="They use it.")
    claim = told(factories.source(), maker)
    assert sentences(claim)[1] == "A third party speaks here, but on a page of the model's developer."


def test_the_company_in_a_catalogue_does_not_count_beside_its_own_statement():
    listed = factories.source(kind="catalogue", by="company", quote="Listed.")
    claim = told(factories.own_source(), listed)
    assert claim.finding.rule == "company-stated"
    assert sentences(claim)[1].startswith("The company speaks here, but")


def test_an_independent_source_beside_words_of_the_company_elsewhere_says_what_is_missing():
    listed = factories.source(kind="catalogue", by="company", url="https://list.example/lantern")
    claim = told(listed, factories.source(quote="They use it."))
    assert claim.finding.rule == "company-stated"
    assert sentences(claim)[1].startswith("It is independent, but")


def test_reading_again_moves_the_day_by_which_it_is_due():
    first = told(factories.source(accessed="2025-10-01", published=None))
    assert (first.last_read, first.reread_by, first.finding.rule) == ("2025-10-01", "2026-10-01", "stale")
    again = told(factories.source(accessed="2025-10-01", published=None), reread="2026-11-01")
    assert (again.last_read, again.reread_by, again.finding.rule) == ("2026-11-01", "2027-11-01", "reported")


@pytest.mark.parametrize("status", ["active", "disputed"])
def test_every_source_is_told_of(status):
    sources = [factories.source(), factories.own_source()]
    claim = told(*sources, status=status)
    assert len(claim.remarks) == len(sources) == len(confidence.evidence(sources))
