"""What may be listed already: shown while somebody types, asked about before a new company is taken."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.submissions.models import Submission, SubmittedVersion
from tests.factories import typed
from tests.people import forms, send

SAME_NAME = {"name": "Novo AI", "website": "https://another-novo.example"}


def rows(table):
    with db.database.connection_context():
        return list(table.select())


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


@pytest.mark.parametrize(
    ("asked", "slug", "why"),
    [
        ({"website": "https://shop.berget.ai/x"}, "berget-ai", "has the same domain"),
        ({"name": "NOVO  ai"}, "novo-ai", "has the same name"),
    ],
)
def test_what_may_be_the_same_is_told_with_its_reason_and_the_ways_on(client, asked, slug, why):
    page = client.get("/submit/duplicates", query_string=asked)
    assert page.status_code == 200
    assert f'href="/companies/{slug}"' in page.text
    assert f'href="/companies/{slug}/suggest"' in page.text
    assert why in text(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_nothing_alike_is_an_empty_answer(client):
    assert client.get("/submit/duplicates").text.strip() == ""
    assert client.get("/submit/duplicates?name=Nobody+at+all+(made+up)").text.strip() == ""


def test_an_entry_is_no_duplicate_of_itself(client):
    assert client.get("/submit/duplicates?name=Novo+AI&slug=novo-ai").text.strip() == ""


def test_a_new_company_with_a_listed_name_needs_a_word_first(app, anonymous):
    page = send(anonymous, "/submit", typed(**SAME_NAME))
    assert page.status_code == 422
    assert "Look at these entries" in text(page)
    assert 'href="#not_it"' in page.text
    assert 'id="not_it"' in page.text
    assert 'name="not_it" value="novo-ai"' in page.text
    assert "We run Qwen in our made-up product." in page.text
    assert rows(Submission) == []
    sent = anonymous.post("/submit", data=forms(page)[-1].fields | {"not_it": "novo-ai"})
    assert sent.status_code == 303
    (version,) = rows(SubmittedVersion)
    assert json.loads(version.details)["not_it"] == ["novo-ai"]


def test_what_was_said_to_be_another_company_is_not_asked_again(app, anonymous):
    private = send(anonymous, "/submit", typed(**SAME_NAME, not_it="novo-ai")).location
    assert send(anonymous, f"{private}/edit", {"city": "Kiel"}).status_code == 303
    assert [json.loads(version.details)["not_it"] for version in rows(SubmittedVersion)] == [["novo-ai"]] * 2


def test_the_same_domain_cannot_be_said_away(app, anonymous):
    page = send(anonymous, "/submit", typed(website="https://berget.ai", not_it="berget-ai"))
    assert page.status_code == 422
    assert "is listed with the same domain already" in text(page)
    assert 'value="berget-ai"' not in page.text
    assert rows(Submission) == []


def test_only_what_was_shown_is_remembered(app, anonymous):
    odd = ["novo-ai", "sap", "no such address", "x" * 999, "\x00"]
    assert send(anonymous, "/submit", typed(not_it=odd)).status_code == 303
    assert "not_it" not in rows(SubmittedVersion)[0].details


def test_a_correction_is_not_asked_about_others(app, anonymous):
    assert send(anonymous, "/companies/berget-ai/suggest", {"name": "Novo AI"}).status_code == 303


@given(name=st.text(max_size=200), website=st.text(max_size=200), source=st.lists(st.text(max_size=50), max_size=8))
def test_any_question_is_answered(client, name, website, source):
    asked = {"name": name, "website": website, "source": source, "slug": name}
    told = {key: str(value).encode("utf-8", "replace") for key, value in asked.items()}
    assert client.get("/submit/duplicates", query_string=told).status_code == 200


def test_endless_questions_are_cut(client):
    asked = {"name": "e" + "\u0301" * 20_000, "website": "https://" + "a." * 9000, "source": ["x" * 9000] * 3}
    assert client.get("/submit/duplicates", query_string=asked).status_code == 200
