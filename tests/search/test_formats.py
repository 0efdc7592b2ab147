"""A search as data: the same set in the same order as its page, safe to open, for anybody."""

import csv
import io
import json
import shutil
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.search import feed, formats, queries
from directory.search.formats import Saved
from directory.search.queries import Row
from directory.vocabulary import Confidence
from directory.web import sheets
from tests import factories
from tests.search.conftest import look

ATOM = "{http://www.w3.org/2005/Atom}"
COMPLETE = "{http://purl.org/syndication/history/1.0}complete"
FORMATS = ("json", "csv", "atom")
QUESTIONS = [
    "",
    "sort=name",
    "sort=reread",
    "sort=name&page=3",
    "page=0",
    "q=novo",
    "q=qwen",
    "q=qwen&sort=newest",
    "q=qwen&derived=no",
    "q=deepsek",
    "q=deepsek&exact=yes",
    "q=%E9%80%9A%E4%B9%89%E5%8D%83%E9%97%AE",
    "q=sovereign+cloud&country=FR&country=DE&model=qwen",
    "q=novo+xqzzwv",
    "q=%22open+source%22",
    "q=germ",
    "q=xqzzwv",
    "q=cloud+-france",
    "q=model:qwen+route:self-hosted",
    "country=DE&country=FR&sort=name",
    "model=qwen&route=self-hosted",
    "model=qwen&derived=no",
    "model=deepseek-r1&year=2025",
    "status=not-found",
    "confidence=confirmed&sector=software-ai&use=offered",
    "developer=alibaba&size=startup",
    "country=XX&model=gpt&sort=best",
]
SAVED = Saved("en", "Companies", "https://site.example", "?q=x", 7, "2026-11-24T12:00:00Z", 1)


def pages(client, question):
    """Read what all pages of a question list."""
    first = look(client, f"/companies?{question}")
    parts = [part for part in question.split("&") if part and not part.startswith("page=")]
    numbers = range(1, -(-first.total // 20) + 1)
    return [slug for n in numbers for slug in look(client, "/companies?" + "&".join([*parts, f"page={n}"])).slugs]


def in_json(client, question):
    return [each["document"]["slug"] for each in client.get(f"/companies.json?{question}").json["companies"]]


def in_csv(client, question):
    rows = csv.DictReader(io.StringIO(client.get(f"/companies.csv?{question}").data.decode("utf-8-sig"), newline=""))
    return list(dict.fromkeys(row["address"].rpartition("/")[2] for row in rows))


def in_atom(client, address):
    """Read a feed and the pages that it leads to."""
    read = ET.fromstring(client.get(address).data)
    own = [entry.find(f"{ATOM}id").text.rpartition("/")[2] for entry in read.iter(f"{ATOM}entry")]
    following = read.find(f"{ATOM}link[@rel='next']")
    return own + (in_atom(client, following.get("href")) if following is not None else [])


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_format_gives_the_set_and_the_order_of_the_pages(client, question):
    shown = pages(client, question)
    assert in_json(client, question) == shown
    assert in_csv(client, question) == shown
    assert in_atom(client, f"/companies.atom?{question}") == shown
    assert client.get(f"/companies.json?{question}").json["total"] == len(shown)


def test_the_questions_are_worth_asking(client):
    totals = [look(client, f"/companies?{question}").total for question in QUESTIONS]
    assert max(totals) > 40
    assert min(totals) == 0
    assert len(set(totals)) > 10


def test_json_says_what_it_is_and_gives_each_document_as_it_is_published(client):
    given = client.get("/companies.json?q=novo+xqzzwv&country=DE&country=XX&page=9").json
    assert given["title"] == "Companies: “novo xqzzwv” · Country: Germany"
    assert urlsplit(given["address"])[1:] == ("127.0.0.1:8000", "/companies", "q=novo+xqzzwv&country=DE", "")
    assert given["revision"] == int(client.get("/healthz").text.split()[2])
    assert given["licence"]["name"] == "CC BY 4.0"
    assert any("a part of it" in note for note in given["notes"])
    assert any("“XX”" in note for note in given["notes"])
    assert not any("page" in note for note in given["notes"])
    for each in given["companies"]:
        path = urlsplit(each["address"]).path
        assert client.get(f"{path}.json").json == each["document"]
        assert len(each["confidence"]) == len(each["document"]["adoptions"])
    shown = client.get("/companies/novo-ai").text
    assert given["companies"][0]["confidence"] == ["reported"]
    assert "reported" in shown


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("", "Companies"),
        ("q=cloud+-country:de", "Companies: “cloud -country:de”"),
        ("q=-country:de", "Companies: “-country:de”"),
        ("q=model:qwen+cloud&derived=no", "Companies: “cloud” · Model: Qwen · without adopters of derived models"),
    ],
)
def test_different_questions_are_called_differently(client, question, title):
    assert client.get(f"/companies.json?{question}").json["title"] == title


def test_data_says_how_the_text_was_read(client):
    assert client.get("/companies.json?q=deepsek").json["notes"] == ["Showing results for “deepseek”."]
    assert client.get("/companies.json?q=deepseek").json["notes"] == []
    assert "Showing results for “deepseek”." in client.get("/companies.atom?q=deepsek").text


def test_without_an_index_data_is_what_the_page_is_and_says_so(app):
    shutil.rmtree(app.config["SETTINGS"].index)
    client = app.test_client()
    answer = client.get("/companies.json?q=novo")
    assert [each["document"]["slug"] for each in answer.json["companies"]] == pages(client, "q=novo") == ["novo-ai"]
    assert any("simple search" in note for note in answer.json["notes"])
    assert "simple" in answer.headers["ETag"]


def test_csv_has_a_line_for_each_adoption_with_its_first_sources(client):
    answer = client.get("/companies.csv?sort=name")
    assert answer.data.startswith(b"\xef\xbb\xbfaddress,name,")
    text = answer.data.decode("utf-8-sig")
    assert text.count("\r\n") >= text.count("\n") > 100
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    companies = client.get("/companies.json?sort=name").json["companies"]
    expected = [(each, n) for each in companies for n in range(len(each["document"]["adoptions"]))]
    assert len(rows) == len(expected)
    for row, (each, n) in zip(rows, expected, strict=True):
        adoption = each["document"]["adoptions"][n]
        places = [source.get("url") or source["locator"] for source in adoption["sources"]][:3]
        assert (row["address"], row["claim"]) == (each["address"], str(n + 1))
        assert (row["model"], row["route"], row["confidence"]) == (
            adoption["model"],
            adoption["route"],
            each["confidence"][n],
        )
        assert [row[f"source_{i}"] for i in (1, 2, 3)] == [*places, "", "", ""][:3]
        assert row["sources"] == str(len(adoption["sources"]))
        assert row["developer"]
        assert row["company_status"] == "active"


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", ";=", "|", "−", "﹦", "₌", "\u200d="]
)
def test_no_cell_is_a_formula(start):
    hostile = f'{start}HYPERLINK("https://evil.example";"x")'
    document = factories.company(name=hostile, aliases=[hostile, "b"], city=hostile)
    row = Row("example-company-1", hostile, "", "", "", 0, document, (Confidence.REPORTED,))
    text = "".join(formats.as_csv(SAVED, iter([[row]]), {"lantern": start})).removeprefix("\ufeff")
    heading, line = csv.reader(io.StringIO(text, newline=""))
    cells = dict(zip(heading, line, strict=True))
    assert cells["name"] == cells["city"] == f"'{hostile}"
    assert cells["aliases"] == f"'{hostile} | b"
    assert cells["developer"] == f"'{start}"
    assert not any(cell.startswith(start) for cell in line)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_whatever_a_text_holds_a_cell_comes_back_whole(texts):
    lines = sheets.lines([[sheets.cell(text) for text in texts]])
    (back,) = csv.reader(io.StringIO(lines, newline=""))
    assert [cell.removeprefix("'") for cell in back] == [text.removeprefix("'") for text in texts]


def test_more_than_one_batch_is_streamed_whole_and_the_feed_says_where_it_goes_on(empty_app):
    count = queries.BATCH + 3
    with db.database.connection_context(), db.write():
        factories.lay_ground()
        for number in range(count):
            factories.put(Kind.COMPANY, factories.company(number))
    client = empty_app.test_client()
    everybody = [f"example-company-{number}" for number in range(count)]
    answer = client.get("/companies.json?sort=name")
    assert answer.is_streamed
    assert "Content-Length" not in answer.headers
    assert [each["document"]["slug"] for each in json.loads(answer.data)["companies"]] == everybody
    assert in_csv(client, "sort=name") == everybody
    assert in_atom(client, "/companies.atom?sort=name") == everybody
    first = ET.fromstring(client.get("/companies.atom?sort=name").data)
    assert first.find(COMPLETE) is None
    assert first.find(f"{ATOM}subtitle").text.startswith(f"Companies 1 to {feed.LONGEST} of {count}")


def test_nothing_is_read_before_it_is_sent_and_no_connection_stays_open(app):
    with app.app_context(), db.database.connection_context():
        slugs = queries.every_slug() * 20
    read = formats.batches(slugs, date(2026, 11, 24))
    assert db.database.is_closed()
    assert [row.slug for row in next(read)] == slugs[: queries.BATCH]
    assert db.database.is_closed()


@pytest.mark.parametrize("ending", FORMATS)
def test_data_is_public_for_every_site_and_revalidated(client, ending):
    answer = client.get(f"/companies.{ending}?q=qwen")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert f".{ending}" in answer.headers["Content-Disposition"]
    again = client.get(f"/companies.{ending}?q=qwen", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(f"/companies.{ending}?q=qwen").status_code == 200
    assert client.post(f"/companies.{ending}").status_code == 405


@pytest.mark.parametrize("ending", FORMATS)
def test_a_withdrawn_company_is_gone_at_once(app, ending):
    client = app.test_client()
    known = client.get(f"/companies.{ending}?q=novo").headers["ETag"]
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("A test says so."))
    answer = client.get(f"/companies.{ending}?q=novo", headers={"If-None-Match": known})
    assert answer.status_code == 200
    assert b"novo-ai" not in answer.data


def test_the_page_leads_to_the_data_of_the_whole_search(client):
    page = look(client, "/companies?q=qwen&country=DE&country=FR&sort=name&page=2")
    for ending in FORMATS:
        address = f"/companies.{ending}?q=qwen&amp;country=DE&amp;country=FR&amp;sort=name"
        assert page.html.count(f'href="{address}"') == 2, "in the head and beside the results"
    assert 'rel="canonical" href="http://127.0.0.1:8000/companies?q=qwen&amp;country=DE&amp;country=FR"' in page.html
