"""Figures are what plain counting over the documents gives; what ended, was denied or was not found never is."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import clock
from directory.catalogue import claims, derived, queries
from directory.catalogue.claims import Count
from directory.catalogue.kinds import Kind
from directory.insights import figures, timeline
from directory.insights import queries as questions
from directory.ledger import hiding
from directory.vocabulary import NEGATIVE, Confidence
from tests import factories

DAY = date(2026, 11, 24)
SINCE = st.one_of(
    st.just(""),
    st.integers(1990, 2030).map(str),
    st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(lambda day: day.isoformat()[:7]),
)
BEGUN = st.lists(
    st.tuples(st.sampled_from("abc"), SINCE, st.integers(1, 50)), max_size=40, unique_by=lambda row: row[:2]
)


def sheet(client, name):
    """Read the file of a figure: its rows as dictionaries, and the line that is no row."""
    answer = client.get(f"/insights/{name}.csv")
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    *rows, told = list(csv.reader(io.StringIO(text)))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]], told


@pytest.fixture
def counted(client):
    """Give every adoption that counts, with its company, read from the documents."""
    with client.application.app_context():
        documents = [each.document for each in queries.every(Kind.COMPANY)]
    return [
        (each, adoption) for each in documents for adoption in each["adoptions"] if adoption["status"] not in NEGATIVE
    ]


def test_beginnings_are_the_documents_own(client, counted):
    rows, _told = sheet(client, "time")
    found = Counter((figures.period(a.get("since", "")), a["model"]) for _company, a in counted)
    assert {(row["period"], row["model"]): int(row["adoptions"]) for row in rows} == found
    assert sum(found.values()) == len(counted)


@pytest.mark.parametrize(("name", "field"), [("routes", "route"), ("uses", "use")])
def test_routes_and_uses_are_the_documents_own(client, counted, name, field):
    rows, _told = sheet(client, name)
    assert {row[field]: int(row["adoptions"]) for row in rows} == Counter(a[field] for _company, a in counted)
    companies = Counter(value for _slug, value in {(company["slug"], a[field]) for company, a in counted})
    assert {row[field]: int(row["companies"]) for row in rows} == companies
    assert [int(row["adoptions"]) for row in rows] == sorted((int(row["adoptions"]) for row in rows), reverse=True)


def test_countries_and_sectors_are_the_documents_own(client, counted):
    rows, _told = sheet(client, "countries")
    where = {(company["slug"], company["country"]) for company, _a in counted}
    assert {row["country"]: int(row["companies"]) for row in rows} == Counter(code for _slug, code in where)
    rows, _told = sheet(client, "sectors")
    cells = {(company["slug"], sector, a["model"]) for company, a in counted for sector in company["sectors"]}
    found = Counter((sector, model) for _slug, sector, model in cells)
    assert {(row["sector"], row["model"]): int(row["companies"]) for row in rows} == found


def test_confidence_and_freshness_add_up_and_grow_stale_with_the_calendar(client, counted):
    with client.application.app_context():
        evidence = questions.evidence()
    today = figures.confidence(evidence, clock.today())
    assert today.total == figures.freshness(evidence, DAY).total == len(counted)
    later = date(2028, 1, 1)
    assert {row[0] for row in figures.confidence(evidence, later).rows} == {Confidence.STALE}
    assert figures.freshness(evidence, later).rows[-1] == ("12", len(counted))


def test_a_claim_to_re_check_is_in_the_figure_and_the_file(empty_app):
    with empty_app.app_context():
        factories.lay_ground()
        marked = factories.adoption(sources=[factories.source(recheck="quote-lost")])
        disputed = factories.adoption(status="disputed", use="pilot")
        factories.put(Kind.COMPANY, factories.company(1, adoptions=[marked, disputed]))
    client = empty_app.test_client()
    assert [(row["confidence"], row["adoptions"]) for row in sheet(client, "confidence")[0]] == [("to-recheck", "1")]
    assert "to re-check" in client.get("/insights").text.partition('id="confidence"')[2].partition("</section>")[0]


def test_lineage_names_every_company_that_made_a_derivative(client, counted):
    rows, _told = sheet(client, "lineage")
    assert {row["slug"] for row in rows} == {company["slug"] for company, a in counted if a["use"] == "derivative"}
    with client.application.app_context():
        drawn = figures.branches(derived.derivatives(600), {})
    leaves = [made.slug for _family, versions in drawn for version in versions for made in version.made]
    assert sorted(leaves) == sorted(row["slug"] for row in rows)


def test_what_was_not_found_is_in_no_figure(empty_app):
    client = empty_app.test_client()
    with empty_app.app_context():
        factories.lay_ground()
        seen = factories.adoption(status="not-found", use="derivative")
        factories.put(Kind.COMPANY, factories.company(1, adoptions=[seen]))
    for name in ("time", "routes", "uses", "countries", "sectors", "confidence", "lineage"):
        assert sheet(client, name)[0] == []
    assert {row["adoptions"] for row in sheet(client, "freshness")[0]} == {"0"}
    assert client.get("/insights").status_code == client.get("/").status_code == 200


def test_a_hidden_claim_is_in_no_figure_until_it_comes_back(app):
    client = app.test_client()
    with app.app_context():
        factories.put(Kind.COMPANY, factories.company(1, country="MT", adoptions=[factories.adoption(model="qwen")]))
        before = sheet(client, "routes")[0]
        hiding.hide("example-company-1", {("qwen", "production", "self-hosted")}, factories.BECAUSE)
    after = sheet(client, "routes")[0]
    assert sum(int(row["adoptions"]) for row in before) == sum(int(row["adoptions"]) for row in after) + 1
    assert "MT" not in {row["country"] for row in sheet(client, "countries")[0]}


def test_the_sum_over_countries_is_the_whole_directory(client, counted):
    with client.application.app_context():
        assert claims.summed(claims.by_country()) == Count(len({c["slug"] for c, _a in counted}), len(counted))


def test_a_file_names_its_licence_and_revision_and_runs_nothing(app):
    hostile = factories.company(
        1, name="=HYPERLINK(1) Ltd", adoptions=[factories.adoption(model="qwen", use="derivative")]
    )
    with app.app_context():
        stand = factories.put(Kind.COMPANY, hostile).number
    rows, told = sheet(app.test_client(), "lineage")
    assert "'=HYPERLINK(1) Ltd" in {row["company"] for row in rows}
    assert f"revision {stand}" in told[0]
    assert "CC BY 4.0" in told[0]
    assert app.test_client().get("/insights/nothing.csv").status_code == 404


@pytest.mark.parametrize(
    ("since", "period"),
    [("", ""), ("2025", "2025"), ("2025-01", "2025-Q1"), ("2025-06-30", "2025-Q2"), ("2025-12", "2025-Q4")],
)
def test_a_date_falls_into_its_quarter(since, period):
    assert figures.period(since) == period


@given(BEGUN)
def test_the_drawing_holds_every_adoption_in_the_box_or_says_that_it_does_not(begun):
    drawn = timeline.draw(figures.beginnings(begun))
    total = sum(number for _model, _since, number in begun)
    assert sum(line.adoptions for line in drawn.lines) == drawn.every.adoptions == total
    assert sum(each.mark.value for each in drawn.every.columns) + drawn.earlier + drawn.undated == total
    assert sum(year.adoptions for year in drawn.years) == total - drawn.earlier - drawn.undated
    assert len(drawn.years) <= timeline.MOST_YEARS
    for line in (drawn.every, *drawn.lines):
        for each in line.columns:
            assert 0 <= each.mark.x <= each.mark.x + each.mark.width <= 100.001
            assert 0 <= each.mark.y <= each.mark.y + each.mark.height <= 100.001


@given(st.lists(st.tuples(st.text("ab", max_size=2), st.integers(0, 9)), max_size=6))
def test_a_row_leads_only_where_no_other_has_as_many(rows):
    leading = figures.Figure(("route", "adoptions"), rows).leading
    most = max((number for _value, number in rows), default=0)
    assert (leading is not None) == (most > 0 and sum(number == most for _value, number in rows) == 1)
