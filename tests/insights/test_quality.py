"""The report on quality counts what the documents say, tells what is not known, and draws its history as it was."""

import csv
import io
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue import queries
from directory.catalogue.gaps import Gap
from directory.catalogue.kinds import Kind
from directory.catalogue.measures import Measure
from directory.insights import course, quality
from directory.insights.queries import Standing
from directory.vocabulary import Confidence
from tests.catalogue.test_pages import asked, page, words
from tests.factories import adoption, check, company, lay_ground, look, own_source, put, source
from tests.insights.test_pages import drawings

REPORT = "/methodology/quality"
TODAY = date(2026, 11, 24)
NEVER = "The link check has never run here."


def sheet(client, path):
    """Read a file: its rows by code, and the line that is no row."""
    answer = client.get(path)
    assert answer.status_code == 200
    *rows, (told,) = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    return rows[1:], told


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["quality", *arguments])


def test_the_numbers_are_the_documents_own(client):
    with client.application.app_context():
        documents = [each.document for each in queries.every(Kind.COMPANY)]
    claims = [claim for each in documents for claim in each["adoptions"] if claim["status"] in ("active", "announced")]
    sources = [source for each in documents for claim in each["adoptions"] for source in claim["sources"]]
    rows, told = sheet(client, REPORT + ".csv")
    numbers = {code: number for code, number, _whole in rows}
    assert numbers["claims"] == numbers["read-12-months"] == str(len(claims))
    assert numbers["sources"] == numbers["links-unchecked"] == str(len(sources))
    assert numbers["sources-quoted"] == str(sum("quote" in each for each in sources))
    assert numbers["reread-12-months"] == numbers["links-dead"] == "0"
    assert "CC BY 4.0" in told
    assert "revision" in told


def test_a_site_without_link_checks_says_so_and_claims_nothing(client):
    html = page(client, REPORT)
    assert NEVER in words(html)
    assert "Sources whose link is dead" not in words(html)
    assert "It is one day long so far: there is no course to read yet." in words(html)
    assert all(each is not None for each in drawings(html))


def test_an_empty_directory_has_no_history(empty_app):
    told = words(page(empty_app.test_client(), REPORT))
    assert "Nothing was published here yet, so there is no history." in told
    assert "not known" in told


@pytest.fixture
def three_days(empty_app):
    """Publish one claim a day, look at a page on the second, and let one grow stale."""
    with empty_app.app_context():
        lay_ground()
        for number, accessed in enumerate(("2026-11-22", "2025-06-01", "2026-11-22")):
            with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=number), tick=False):
                read = source(accessed=accessed, published="2025-05")
                put(Kind.COMPANY, company(number + 1, adoptions=[adoption(sources=[read])]))
                if number == 1:
                    put(Kind.CHECK, check(look(outcome="gone"), on="2026-11-23"))
    return empty_app


def test_the_history_is_drawn_day_by_day_and_staleness_belongs_to_today(three_days):
    client = three_days.test_client()
    html = page(client, REPORT)
    assert "The history begins on 22 Nov 2026" in words(html)
    assert "A column is a day, from 22 Nov 2026 to 24 Nov 2026" in words(html)
    assert NEVER not in words(html)
    assert "A link that answers is not a verification" in words(html)
    assert "22 Nov 2026: 1; 24 Nov 2026: 3" in html
    assert re.search(r'id="course-links-dead-desc">22 Nov 2026: 0; 24 Nov 2026: 3<', html)
    assert "course-reread" not in html
    today = {code: number for code, number, _whole in sheet(client, REPORT + ".csv")[0]}
    assert (today["reported"], today["stale"], today["read-12-months"]) == ("2", "1", "2")
    assert (today["links-dead"], today["links-unchecked"]) == ("3", "0")
    rows, _told = sheet(client, "/insights/quality.csv")
    assert [row for row in rows if row[1] == "reported"] == [
        [f"2026-11-{day}", "reported", str(n)] for n, day in enumerate((22, 23, 24), start=1)
    ]


def test_the_page_asks_a_known_number_of_questions(client):
    with asked() as seen:
        page(client, REPORT)
    assert len(seen) <= 9


def test_the_pages_about_method_and_figures_lead_here(client):
    for path in ("/methodology", "/insights", "/"):
        assert f'href="{REPORT}"' in page(client, path)


DAYS = st.dates(date(2024, 1, 1), TODAY).map(lambda day: day.isoformat())
TALLIES = st.lists(
    st.tuples(DAYS, st.sampled_from([*Measure][:3] + [*Confidence][3:5]), st.integers(1, 9)),
    unique_by=lambda row: row[:2],
)


@given(tally=TALLIES)
def test_the_course_ends_where_the_tally_adds_up_to(tally):
    tally.sort()
    drawn = course.draw(tally, TODAY)
    sums = Counter()
    for _day, measure, number in tally:
        sums[measure] += number
    if drawn is None:
        assert not tally
        return
    assert drawn.begun == tally[0][0]
    assert 1 <= len(drawn.periods) <= course.MOST
    assert drawn.periods == sorted(set(drawn.periods))
    assert drawn.periods[-1] in (TODAY.isoformat(), TODAY.isoformat()[:7])
    assert drawn.claims.last == sums["claims"]
    assert {line.measure: line.last for line in drawn.rules} == {r: sums[r] for r in Confidence if sums[r]}
    assert all(0 <= point.mark.height <= 100.001 for line in drawn.rules for point in line.points)


STANDINGS = st.lists(
    st.builds(
        Standing,
        st.sampled_from(["active", "ended", "disputed", "not-found", "announced"]),
        st.sampled_from(["confirmed", "reported"]),
        st.booleans(),
        st.sampled_from(["", "2025-11-23", "2025-11-24", "2026-11-20"]),
        st.sampled_from(["2026-11-23", "2026-11-24", "2027-11-20"]),
        st.integers(1, 5),
    ),
    max_size=12,
)


@given(standing=STANDINGS)
def test_shares_are_parts_and_negative_claims_are_in_none(standing):
    facts = quality.facts(standing, {}, {}, TODAY)
    counted = [each for each in standing if each.status in ("active", "announced")]
    assert facts[Measure.CLAIMS].number == sum(each.number for each in counted)
    assert facts[Measure.READ].number == sum(each.number for each in counted if each.reread_by != "2026-11-23")
    assert facts[Measure.REREAD].number == sum(each.number for each in counted if each.reread > "2025-11-23")
    assert all(0 <= each.number <= each.whole for each in facts.values() if each.whole is not None)
    rules = dict(quality.rules(standing, TODAY).rows)
    assert sum(rules.values()) == sum(e.number for e in standing if e.status not in ("ended", "not-found"))


@given(values=st.lists(st.integers(0, 20), min_size=1))
def test_the_median_is_a_value_with_half_on_each_side(values):
    middle = quality.middle(Counter(values))
    assert middle in values
    assert sum(each < middle for each in values) * 2 <= len(values)
    assert sum(each > middle for each in values) * 2 <= len(values)


def test_the_command_tells_the_figures_and_what_each_entry_lacks(client):
    app = client.application
    told = run(app)
    assert told.exit_code == 0, told.output
    assert "claims with two independent publishers" in told.output
    assert "No link check has run yet" in told.output
    assert "novo-ai: no city" in told.output
    one = run(app, "--company", "novo-ai", "--format", "csv")
    assert "novo-ai,1,2,publisher,1," in one.output
    assert "claims" not in one.output
    assert run(app, "--company", "nobody").exit_code == 1


def test_the_command_can_fail_on_a_gap_of_a_kind(client):
    app = client.application
    assert run(app, "--company", "novo-ai", "--strict", Gap.PUBLISHER.value).exit_code == 1
    assert run(app, "--company", "novo-ai", "--strict", Gap.TWICE.value).exit_code == 0


def test_the_whole_report_is_a_csv_that_programs_read(client):
    rows = list(csv.reader(io.StringIO(run(client.application, "--format", "csv").output)))
    assert {len(row) for row in rows} == {6}
    assert ["", "", "", "claims"] in [row[:4] for row in rows]


def test_confidence_of_the_company_alone_is_told_in_the_report(empty_app):
    lay_ground()
    put(Kind.COMPANY, company(adoptions=[adoption(sources=[own_source()])]))
    assert "company-stated" in run(empty_app).output
