"""Why a claim stands in the re-read queue: what each reason finds and what it leaves, amid claims without one."""

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.ledger.publish import amend
from directory.moderation import reading, rereading
from directory.moderation.decisions import Verdict
from directory.moderation.doubts import Doubt
from directory.moderation.rereading import Filters, Place
from tests.factories import BECAUSE, lay_ground
from tests.moderation.claims import altered, claim, lay, seen, sources
from tests.people import later


@pytest.fixture(autouse=True)
def noise(empty_app):
    """Have claims of other companies that nobody has to read again, before and behind those of the test."""
    lay_ground()
    for number in (1, 2, 3):
        lay(number, claim(number), claim(number, use="pilot"), country="FR")
    yield
    for number in (4, 5):
        lay(number)
    assert rereading.reasons("example-company-5", 1) == []
    assert rereading.reasons("example-company-2", 2) == []


def found(reason="", **asked):
    """List what the queue shows, as addresses and numbers."""
    lines = rereading.page(Filters(reason=reason, **asked), 1)
    counted, total = rereading.counts(Filters(reason=reason, **asked))
    assert len(lines) == total
    assert counted[Doubt(reason)] == total if reason else True
    assert all(line.doubts == rereading.reasons(*line.at) for line in lines)
    return [line.at for line in lines]


def test_without_a_doubt_nothing_waits():
    assert found() == []
    assert rereading.following(Filters(), "example-company-1", 1) is None


def test_a_source_to_recheck():
    slug = lay(
        10, claim(10, use="pilot"), claim(10, sources=[sources(10)[0] | {"recheck": "quote-lost"}, sources(10)[1]])
    )
    assert found(Doubt.TO_RECHECK) == found() == [Place(slug, 2)]


def test_a_dead_link_until_a_human_dealt_with_it():
    gone, silent = lay(10), lay(11)
    for number, outcome in ((10, "gone"), (11, "silent"), (1, "refused"), (2, "answered"), (3, "found")):
        seen(number, outcome)
    assert sorted(found(Doubt.DEAD_LINK)) == sorted(found()) == [Place(gone, 1), Place(silent, 1)]


def test_a_link_that_was_dead_when_its_claim_was_re_read_is_no_news_and_one_that_died_since_is():
    lay(10, claim(10, reread="2026-11-22"))
    slug = lay(11, claim(11, reread="2026-11-22"))
    seen(10, "gone", on="2026-11-20")
    seen(11, "found", on="2026-11-22")
    for number in (10, 11):
        seen(number, "gone", on="2026-11-23")
    assert found(Doubt.DEAD_LINK) == [Place(slug, 1)]


@pytest.mark.parametrize("outcome", ["gone", "silent"])
def test_a_link_that_died_after_the_re_reading_is_news_whenever_it_answered_last(outcome):
    slug = lay(10, claim(10, reread="2026-11-20"))
    lay(11, claim(11, reread="2026-11-23"))
    for number in (10, 11):
        seen(number, "found", on="2026-11-18")
        seen(number, outcome, on="2026-11-22")
    assert found(Doubt.DEAD_LINK) == found() == [Place(slug, 1)]
    seen(10, "found", on="2026-11-23")
    assert found() == []


def marked(slug, place, mark="page-gone"):
    """Let a link check mark a source of the first claim."""
    entry = queries.published(Kind.COMPANY, slug)
    entry.document["adoptions"][0]["sources"][place]["recheck"] = mark
    amend(slug, entry.document, BECAUSE, seen=entry.revision)


def read_again(slug, *saw):
    """Let a moderator say what each source of the first claim says."""
    seen_at = queries.published(Kind.COMPANY, slug).revision
    reading.reread(slug, 1, saw, Verdict("Mona Moderator", "", seen=seen_at))


def test_what_a_re_reading_itself_marked_rests_and_what_is_marked_later_is_news():
    slug = lay(10, claim(10, sources=sources(10, 3)))
    fallen = lay(11, claim(11, sources=sources(11, 1), reread="2026-11-20"))
    single = lay(12, claim(12, sources=sources(12, 1)))
    read_again(slug, "shut", "stands", "stands")
    read_again(fallen, "lost")
    order = [Place(each, 1) for each in (fallen, single, slug)]
    with later(days=2):
        seen(10, "silent", on="2026-11-26")
        assert found() == order, "what the moderator saw is no news, nor that the link is dead still"
    assert rereading.following(Filters(), single, 1) == order[0]
    marked(slug, 1)
    assert found()[-1] == order[1], "a mark of its own is news"
    with later(days=1):
        read_again(slug, "shut", "shut", "stands")
        assert found() == order, "that was dealt with too"


def test_a_mark_of_a_check_is_news_on_the_day_of_the_re_reading_too():
    slug, single = lay(10), lay(11, claim(11, sources=sources(11, 1)))
    read_again(slug, "lost", "stands")
    read_again(slug, "stands", "stands")
    assert found() == [Place(single, 1)]
    marked(slug, 0)
    assert found() == [Place(slug, 1), Place(single, 1)]


def test_a_dispute():
    slug = lay(10, claim(10, status="disputed"))
    lay(11, claim(11, status="ended"))
    assert found(Doubt.DISPUTED) == found() == [Place(slug, 1)]


def test_a_country_out_of_scope():
    slug = altered(10, [claim(10)], country="US")
    lay(11, country="XK")
    assert found(Doubt.OUT_OF_SCOPE) == found() == [Place(slug, 1)]


@pytest.mark.parametrize("status", ["ended", "not-found"])
def test_two_claims_of_one_company_that_contradict_each_other(status):
    slug = lay(10, claim(10, route="app", status=status), claim(10), claim(10, use="pilot"))
    lay(11, claim(11, status=status), claim(11, use="offered"))
    lay(12, claim(12, status=status))
    lay(13, claim(13))
    assert found(Doubt.CONFLICTING) == found() == [Place(slug, 2)]


def test_a_company_that_has_closed_and_still_uses_a_model():
    slug = lay(10, claim(10, status="ended"), claim(10, use="pilot", status="announced"), status="ended")
    lay(11, claim(11, status="ended"), status="ended")
    assert found(Doubt.CONFLICTING) == found() == [Place(slug, 2)]


def test_stale_and_due():
    stale = lay(10, claim(10, sources=sources(10, published="2025", accessed="2025-11-23")))
    last = lay(11, claim(11, sources=sources(11, published="2025", accessed="2025-11-24")))
    assert found(Doubt.STALE) == [Place(stale, 1)]
    assert sorted(found(Doubt.DUE)) == sorted(found()) == [Place(stale, 1), Place(last, 1)]
    lay(12, claim(12, sources=sources(12, published="2025", accessed="2025-11-01"), reread="2026-11-24"))
    assert len(found()) == 2


def test_a_quote_that_no_program_ever_found():
    slug = lay(10)
    lay(11, claim(11, reread="2026-11-23"))
    seen(1, "found", on="2026-11-20")
    for number in (1, 10, 11):
        seen(number, "missing", on="2026-11-22")
    assert found(Doubt.UNFOUND) == found() == [Place(slug, 1)]


def test_a_derivative_of_a_model_that_the_catalogue_does_not_know():
    slug = lay(10, claim(10, use="derivative"))
    other = lay(11, claim(11, use="derivative", versions=["Lantern-9"]))
    lay(12, claim(12, use="derivative", versions=["L1"]))
    assert sorted(found(Doubt.DERIVATIVE_UNKNOWN)) == sorted(found()) == [Place(slug, 1), Place(other, 1)]


def test_a_single_source():
    slug = lay(10, claim(10, sources=sources(10, 1)))
    lay(11, claim(11, sources=sources(11, 3)))
    assert found(Doubt.SINGLE_SOURCE) == found() == [Place(slug, 1)]


def test_the_most_urgent_comes_first_and_what_was_re_read_rests_until_its_turn():
    single = lay(10, claim(10, sources=sources(10, 1)))
    rests = lay(11, claim(11, status="disputed", reread="2026-11-20"))
    disputed = lay(12, claim(12, status="disputed"))
    lost = lay(13, claim(13, reread="2026-11-20", sources=[sources(13)[0] | {"recheck": "page-gone"}]))
    again = lay(
        14,
        claim(14, status="disputed", reread="2025-11-01", sources=sources(14, published="2024", accessed="2024-11-01")),
    )
    order = [Place(slug, 1) for slug in (lost, again, disputed, single, rests)]
    assert found() == order
    assert found(Doubt.DISPUTED) == [Place(slug, 1) for slug in (again, disputed, rests)]
    steps = [rereading.following(Filters(), *place) for place in order]
    assert steps == [order[1], order[2], order[3], order[0], order[0]], "what rests is not led to"
    assert rereading.following(Filters(reason=Doubt.SINGLE_SOURCE), lost, 1) == Place(single, 1)


def test_filters_narrow_and_what_is_none_of_ours_filters_nothing():
    slug = lay(10, claim(10, status="disputed"), country="IT", name="Zürich & Söhne 100% (made up)")
    lay(11, claim(11, status="disputed"))
    for asked in ({"country": "IT"}, {"text": "sohne 100"}, {"text": "ZÜRICH"}, {"text": "söhne", "model": "lantern"}):
        assert found(**asked) == [Place(slug, 1)], asked
    for asked in ({"country": "PT"}, {"text": "%"}, {"text": "_"}, {"model": "qwen"}):
        expected = 2 if asked.get("text") else 0
        assert len(found(**asked)) == expected, asked
    read = Filters.read({"reason": "nonsense", "country": "D3", "model": " qwen ", "text": "x" * 200})
    assert (read.reason, read.country, read.model, len(read.text)) == ("", "", "qwen", 100)
    assert Filters.read({"reason": "due", "country": "de"}).given == {"reason": "due", "country": "DE"}
