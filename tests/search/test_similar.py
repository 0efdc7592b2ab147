"""Similar companies: every reason is true of both, the most telling comes first, nobody who is gone is named."""

import re
from itertools import islice
from math import isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.search import queries, similar
from directory.search.grid import Listed, build
from directory.search.similar import Reason, Trait
from tests import factories
from tests.factories import adoption, company, family

ADDRESSES = {("lantern", "Lantern-1"): "lantern-1", ("lantern", "Lantern-2"): "lantern-2"}


def grid_of(*documents):
    """Make the masks of documents, as the tables would."""
    return build(
        Listed(
            each["slug"],
            each["slug"],
            "",
            "",
            {"country": [each["country"]], "sector": each["sectors"]},
            [
                {"model": models(one), "use": [one["use"]], "route": [one["route"]], "status": [one["status"]]}
                for one in each["adoptions"]
            ],
        )
        for each in documents
    )


def models(one, addresses=ADDRESSES):
    versions = [addresses.get((one["model"], name)) for name in one.get("versions", ())]
    return {one["model"], *filter(None, versions)}


def pick(asked, *others):
    return dict(islice(similar.ranked(grid_of(asked, *others), asked, ADDRESSES), similar.MOST))


def crowd(count=12, start=100):
    """Give companies that share nothing with anybody, so that what two others share is rare."""
    lonely = [adoption(model=f"lonely-{n}", route="unknown", use="research") for n in range(count)]
    return [company(start + n, country="IT", sectors=["energy"], adoptions=[lonely[n]]) for n in range(count)]


def has(document, reason, addresses=ADDRESSES):
    """Tell from its document alone whether a reason is true of a company."""
    trait = reason.trait
    placed = reason.country in ("", document["country"]) and reason.sector in ("", *document["sectors"])
    return placed and any(
        one["status"] == "active"
        and trait.model in models(one, addresses)
        and (trait.facet == "model" or one[trait.facet] == trait.value)
        for one in document["adoptions"]
    )


def test_every_reason_is_true_of_both_companies(client):
    with client.application.app_context(), db.database.connection_context():
        published = {document["slug"]: document for document in queries.documents(queries.every_slug())}
        names = {one["model"] for each in published.values() for one in each["adoptions"]}
        addresses = catalogue.version_addresses(names)
        told = {slug: similar.companies(document, addresses) for slug, document in published.items()}
    for slug, alike in told.items():
        assert len(alike) == len({each.slug for each in alike}) <= similar.MOST
        for each in alike:
            assert each.slug != slug
            assert has(published[slug], each.reason, addresses), (slug, each)
            assert has(published[each.slug], each.reason, addresses), (slug, each)
            assert each.sentence == similar.SENTENCES[each.reason.trait.facet, each.reason.trait.value]
            assert each.name == published[each.slug]["name"]
    assert sum(map(bool, told.values())) > len(told) * 0.9, "most companies have somebody alike"


def test_a_shared_version_tells_more_than_a_shared_country_and_that_more_than_a_sector():
    asked = company(1, country="FR", adoptions=[adoption(versions=["Lantern-1"])])
    version = company(2, country="DE", sectors=["legal"], adoptions=[adoption(versions=["Lantern-1"])])
    place = company(3, country="FR", sectors=["legal"], adoptions=[adoption(versions=["Lantern-2"])])
    sector = company(4, country="DE", adoptions=[adoption()])
    # Others make the version rarer than the country, and that rarer than the sector.
    others = [
        *crowd(),
        *(company(20 + n, country="FR", adoptions=[adoption(model="a", use="pilot")]) for n in range(8)),
        *(company(30 + n, country="DE", adoptions=[adoption(model="b", use="pilot")]) for n in range(5)),
        *(company(40 + n, country="ES", sectors=["energy"], adoptions=[adoption()]) for n in range(8)),
    ]
    found = pick(asked, sector, place, version, *others)
    assert list(found)[:3] == ["example-company-2", "example-company-3", "example-company-4"]
    assert found["example-company-2"] == Reason(Trait("lantern-1", "route", "self-hosted"))
    assert found["example-company-3"] == Reason(Trait("lantern", "route", "self-hosted"), country="FR")
    assert found["example-company-4"].sector == "software-ai"


def test_what_two_share_must_meet_in_one_and_the_same_adoption():
    asked = company(1, country="FR", adoptions=[adoption(use="pilot")])
    other = company(
        2,
        country="FR",
        adoptions=[adoption(route="unknown", use="research"), adoption(model="else", use="pilot")],
    )
    assert pick(asked, other, *crowd())["example-company-2"].trait == Trait("lantern", "model")


@pytest.mark.parametrize("status", ["ended", "announced", "disputed", "not-found"])
def test_only_what_is_active_is_shared(status):
    running, other = company(1, adoptions=[adoption()]), company(2, adoptions=[adoption(status=status)])
    assert pick(running, other, *crowd()) == {}
    assert pick(other, running, *crowd()) == {}


def test_an_unknown_route_and_another_sector_are_nothing_in_common():
    both = {"country": "FR", "sectors": ["other"], "adoptions": [adoption(route="unknown")]}
    found = pick(company(1, **both), company(2, **both), *crowd())
    assert found["example-company-2"] == Reason(Trait("lantern", "use", "production"), country="FR")


def test_what_everybody_shares_tells_nothing():
    assert pick(*(company(n) for n in range(20))) == {}


def test_equals_come_in_the_order_of_their_addresses_and_are_few():
    alike = [company(n, country="FR") for n in range(1, 9)]
    found = pick(alike[4], *alike[:4], *alike[5:], *crowd(30))
    assert list(found) == [f"example-company-{n}" for n in (1, 2, 3, 4)]


def test_who_is_not_published_resembles_nobody():
    grid = grid_of(company(1), *crowd())
    assert list(similar.ranked(grid, company(7, adoptions=[adoption(model="elsewhere")]), ADDRESSES)) == []
    assert list(similar.ranked(build([]), company(7), ADDRESSES)) == []


documents = st.lists(
    st.builds(
        lambda country, sectors, model, versions, use, route, status: {
            "country": country,
            "sectors": sectors,
            "adoptions": [{"model": model, "versions": versions, "use": use, "route": route, "status": status}],
        },
        st.sampled_from(["DE", "FR", "IT"]),
        st.lists(st.sampled_from(["legal", "energy", "other"]), min_size=1, max_size=2, unique=True),
        st.sampled_from(["lantern", "torch"]),
        st.lists(st.sampled_from(["Lantern-1", "Lantern-2"]), max_size=2, unique=True),
        st.sampled_from(["production", "pilot"]),
        st.sampled_from(["self-hosted", "app", "unknown"]),
        st.sampled_from(["active", "active", "ended"]),
    ),
    min_size=2,
    max_size=14,
)


def every_reason(document):
    sectors = ["", *(sector for sector in document["sectors"] if sector != "other")]
    for one in document["adoptions"]:
        ways = [("route", one["route"]), ("use", one["use"]), ("model", "")]
        traits = [Trait(model, *way) for model in models(one) for way in ways if way in similar.SENTENCES]
        yield from (Reason(t, country, s) for t in traits for country in ("", document["country"]) for s in sectors)


@given(documents)
def test_the_reason_told_is_the_weightiest_that_counting_one_by_one_finds(made):
    for number, document in enumerate(made):
        document["slug"] = f"c{number:02}"
    asked = made[0]

    def weight(reason):
        counted = [sum(has(each, Reason(reason.trait)) for each in made)]
        counted += [sum(each["country"] == reason.country for each in made)] if reason.country else []
        counted += [sum(reason.sector in each["sectors"] for each in made)] if reason.sector else []
        return sum(log(len(made) / count) for count in counted)

    def best(other):
        shared = [weight(reason) for reason in every_reason(asked) if has(asked, reason) and has(other, reason)]
        return max((each for each in shared if each >= similar.TELLING), default=0)

    ranked = sorted((best(other) for other in made[1:]), reverse=True)
    found = pick(asked, *made[1:])
    assert len(found) == min(sum(map(bool, ranked)), similar.MOST)
    by_slug = {each["slug"]: each for each in made}
    for (slug, reason), expected in zip(found.items(), ranked, strict=False):
        assert has(asked, reason)
        assert has(by_slug[slug], reason)
        assert isclose(weight(reason), expected)
        assert isclose(best(by_slug[slug]), expected)


HOSTILE = '<script>alert("x")</script> & Example (made up)'


@pytest.fixture
def lit(empty_app):
    """Publish two companies alike among others, with names that a page must escape."""
    with db.database.connection_context():
        factories.put(Kind.DEVELOPER, factories.developer())
        factories.put(Kind.MODEL, family(name="Lantern <i>"))
        factories.put(Kind.MODEL, family(slug="torch", name="Torch", aliases=[], versions=[]))
        factories.put(Kind.COMPANY, company(1, country="FR"))
        factories.put(Kind.COMPANY, company(2, country="FR", name=HOSTILE))
        for number in range(3, 12):
            torch = adoption(model="torch", route="unknown")
            factories.put(Kind.COMPANY, company(number, country="IT", sectors=["energy"], adoptions=[torch]))
    return empty_app.test_client()


def section(client, slug):
    found = re.search(r'<section[^>]*class="similar">.*?</section>', client.get(f"/companies/{slug}").text, re.DOTALL)
    return found[0] if found else ""


def test_the_page_says_who_is_alike_and_why_with_everything_escaped(lit):
    told = section(lit, "example-company-1")
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; Example (made up)</a>" in told
    assert "Also self-hosts Lantern &lt;i&gt;. Same country: France. Same sector: Software and AI." in told
    assert "<script" not in told
    assert told.count('href="/companies/') == 1
    assert 'href="/companies/example-company-2"' in told


def test_a_page_without_anybody_alike_says_nothing_of_it(lit):
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "example-company-2", Why("A test says so."))
    assert section(lit, "example-company-1") == ""


def test_a_withdrawn_company_is_named_nowhere_and_names_nobody(lit):
    known = lit.get("/companies/example-company-1").headers["ETag"]
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "example-company-2", Why("A test says so."))
    again = lit.get("/companies/example-company-1", headers={"If-None-Match": known})
    assert again.status_code == 200, "who resembles a company changes with the directory, so its validator does"
    assert "example-company-2" not in again.text
    gone = lit.get("/companies/example-company-2")
    assert gone.status_code == 410
    assert "example-company-1" not in gone.text


def test_a_company_that_has_ended_is_not_named(lit):
    with db.database.connection_context():
        factories.put(Kind.COMPANY, company(2, country="FR", status="ended"))
    assert section(lit, "example-company-1") == ""
    assert "example-company-1" in section(lit, "example-company-2")
