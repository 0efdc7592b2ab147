"""What ended, was denied or was not found: kept, found by who asks for it, and no adoption in any figure."""

import csv
import io
import re
from html import unescape

import pytest

from directory.catalogue import claims, spread
from directory.catalogue.kinds import Kind
from directory.search import snapshot
from directory.vocabulary import NEGATIVE
from tests.conftest import rebuild_index
from tests.factories import adoption, company, developer, family, lay_ground, put, source
from tests.search.conftest import look
from tests.search.test_snapshot import TODAY

BRIGHT = "https://bright-lab.example"
STATUSES = sorted(NEGATIVE)
# Company by company: country, and its adoptions by model and status. The text never names who makes a model.
ALL = [
    ("DE", [("lantern", "active")]),
    ("DE", [("lantern", "announced"), ("bright", "ended")]),
    ("FR", [("bright", "active"), ("lantern", "not-found")]),
    ("FR", [("lantern", "ended")]),
    ("MT", [("bright", "disputed"), ("lantern", "not-found")]),
    ("MT", [("bright", "not-found")]),
]


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        put(Kind.DEVELOPER, developer(slug="bright-lab", name="Sunrise Works", website=BRIGHT))
        put(Kind.MODEL, family(slug="bright", name="Bright", aliases=[], developer="bright-lab", versions=[]))
        for number, (country, told) in enumerate(ALL, 1):
            put(Kind.COMPANY, company(number, country=country, adoptions=[adopted(*each) for each in told]))
    rebuild_index(empty_app)
    return empty_app.test_client()


def adopted(model, status):
    said = source(quote="It said so.", title="News")
    return adoption(model=model, status=status, statement="A made-up help desk.", sources=[said])


def counting(model=None, country=None, statuses=("active", "announced")):
    """Count companies and adoptions from what was written above."""
    found = [
        number
        for number, (where, told) in enumerate(ALL, 1)
        for each, status in told
        if status in statuses and model in (None, each) and country in (None, where)
    ]
    return len(set(found)), len(found)


def told(count):
    return count.companies, count.adoptions


def kept(page):
    """Read the line that says what is kept besides: number and address by status."""
    line = re.search(r"Also kept[^<]*(.*?)</p>", page.html, re.DOTALL)
    links = re.findall(r'<a href="([^"]+)">([a-z ]+) \((\d+)\)</a>', line[1]) if line else []
    return {status: (int(number), unescape(address)) for address, status, number in links}


def test_every_figure_agrees_with_the_documents(site):
    with site.application.app_context():
        assert told(claims.summed(claims.by_country())) == counting()
        for model in ("lantern", "bright"):
            assert told(claims.by_model()[model]) == told(spread.of_model(model).total) == counting(model)
            maker = claims.by_developer()["lantern-lab" if model == "lantern" else "bright-lab"]
            assert told(maker) == counting(model)
        for country in ("DE", "FR", "MT"):
            counted = told(claims.by_country().get(country, claims.ZERO))
            assert counted == told(spread.in_country(country).total) == counting(country=country)
        assert {each.company for each in claims.last_read(99)} == {each.company for each in claims.newest(99)}
        assert len(claims.newest(99)) == counting()[1]
        assert snapshot.of(TODAY).grid.shown.bit_count() == counting()[0]
    for figure, column in (("countries", "companies"), ("routes", "adoptions"), ("time", "adoptions")):
        rows = list(csv.DictReader(io.StringIO(site.get(f"/insights/{figure}.csv").data.decode("utf-8-sig"))))
        numbers = [int(row[column]) for row in rows if (row[column] or "").isdigit()]
        assert sum(numbers) == counting()[column == "adoptions"], figure


@pytest.mark.parametrize("question", ["", "?country=FR", "?model=bright", "?country=MT", "?developer=lantern-lab"])
def test_the_directory_says_what_it_keeps_besides_and_leads_there(site, question):
    facet, _, value = question[1:].partition("=")
    value = value.removesuffix("-lab")
    asked = {{"developer": "model"}.get(facet, facet): value} if facet else {}
    page = look(site, f"/companies{question}")
    assert page.total == len(page.slugs) == counting(**asked)[0]
    for status in STATUSES:
        number, _ = counting(**asked, statuses=[status])
        shown = {"not-found": "not found"}.get(status, status)
        assert page.counts("status").get(status, 0) == number
        assert (shown in kept(page)) == bool(number)
        if number:
            count, address = kept(page)[shown]
            assert count == number == look(site, address).total
            assert len(site.get(address.replace("?", ".json?", 1)).json["companies"]) == number
            assert kept(look(site, address)) == {}


def test_a_text_that_names_the_maker_finds_what_is_kept_and_counts_it_right(site):
    page = look(site, "/companies?q=sunrise")
    assert page.slugs == ["example-company-3"]
    assert {status: count for status, (count, _) in kept(page).items()} == {"ended": 1, "disputed": 1, "not found": 3}
    for count, address in kept(page).values():
        assert look(site, address).total == count
    (ended,) = look(site, kept(page)["ended"][1]).reasons
    assert "Sunrise" in ended


def test_a_company_of_which_nothing_else_is_known_is_found_by_its_name_and_not_respelt(site):
    page = look(site, "/companies?q=example+company+00006")
    assert page.total == 0
    assert not page.notes
    assert kept(page) == {"not found": (1, "/companies?q=example+company+00006&status=not-found")}


@pytest.mark.parametrize(
    "address", ["/models/lantern", "/countries/FR", "/sectors/software-ai", "/developers/lantern-lab"]
)
def test_lists_keep_apart_what_is_no_adoption(site, address):
    above, heading, below = site.get(address).get_data(as_text=True).partition("Ended, denied or not found")
    assert heading
    assert not re.search('class="status (ended|disputed|not-found)"', above)
    assert re.search('class="status (ended|disputed|not-found)"', below)


def test_words_find_how_claims_stand(site):
    assert kept(look(site, "/companies?q=denied"))["disputed"][0] == 1
    assert kept(look(site, '/companies?q="not+found"'))["not found"][0] == 3
    assert look(site, "/companies?q=status:ended").slugs == ["example-company-2", "example-company-4"]
