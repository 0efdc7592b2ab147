"""What the company form gives back is what was put in: nothing moves, nothing is lost, nothing is invented."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.submissions.models import Submission, SubmittedVersion
from directory.vocabulary import Medium
from tests.factories import typed
from tests.people import forms, send


def rows(table):
    with db.database.connection_context():
        return list(table.select())


def test_every_entry_s_form_sent_untouched_changes_nothing(app, anonymous):
    with db.database.connection_context():
        slugs = [record.slug for record in queries.every(Kind.COMPANY)]
    accepted = [slug for slug in slugs if send(anonymous, f"/companies/{slug}/suggest", {}).status_code != 422]
    assert len(slugs) > 80
    assert accepted == []
    assert rows(Submission) == []


def test_the_same_name_with_the_same_domain_is_told_at_once(anonymous):
    page = send(anonymous, "/submit", typed(name="Aalto University", website="https://www.aalto.fi"))
    assert page.status_code == 422
    assert "is listed with the same domain already" in page.text


def test_going_back_to_correct_only_the_mail_address_counts(app, anonymous):
    form = forms(anonymous.get("/submit"))[-1].fields
    for contact in ("wrnog@example.org", "right@example.org"):
        assert anonymous.post("/submit", data=form | typed(contact=contact)).status_code == 303
    (kept,) = rows(Submission)
    assert (kept.contact, kept.version) == ("right@example.org", 1)


def test_what_was_sent_last_is_what_stands(app, anonymous):
    form = forms(anonymous.get("/submit"))[-1].fields
    for city in ("Aachen", "Berlin", "Aachen", "Aachen"):
        assert anonymous.post("/submit", data=form | typed(city=city)).status_code == 303
    cities = [version.document.partition('"city":"')[2].partition('"')[0] for version in rows(SubmittedVersion)]
    assert cities == ["Aachen", "Berlin", "Aachen"]


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u115f\u1160", "\u034f", "Novo\u3164AI", "\u200d"])
def test_a_name_that_nobody_sees_is_refused(anonymous, name):
    assert send(anonymous, "/submit", typed(name=name)).status_code == 422


def test_each_field_has_help_and_what_is_written_an_example(client):
    page = client.get("/submit").text
    fields = set(re.findall(r'<label for="([\w-]+)">', page)) - {"site-q", "homepage", "listed"}
    fields -= {each for each in fields if re.match(r"sectors-\d", each)}
    helped = dict(re.findall(r'<p class="hint" id="([\w-]+)-hint">(.*?)</p>', page, re.DOTALL))
    assert fields <= set(helped) | {"site-q"}
    chosen = set(re.findall(r'<select[^>]* name="([\w-]+)"', page))
    assert {each for each in fields - chosen if "For example:" not in helped[each]} == set()


def test_help_and_examples_are_those_of_the_published_schema(client):
    schema = client.get("/schema/company.json").get_json()
    quote = schema["$defs"]["Source"]["properties"]["quote"]
    page = client.get("/submit").text
    assert quote["description"] in page
    assert quote["examples"][0] in page


def test_kinds_of_sources_are_explained_at_the_choice(client):
    page = client.get("/submit").text
    for word in Medium:
        assert word.meaning in html.unescape(page)


QUOTE = "adoptions-0-sources-0-quote"
LANGUAGE = "adoptions-0-sources-0-language"
GERMAN = "Wir setzen das Modell seit dem Frühjahr in unserem Kundendienst ein."


@pytest.mark.parametrize(
    ("quote", "said", "language"),
    [(GERMAN, "", "de"), (GERMAN, "gsw", "gsw"), ("Qwen 2.5", "", None), ("x" * 40, "", None)],
)
def test_a_quote_s_language_is_guessed_where_it_is_clear_and_never_put_over_what_was_typed(
    app, anonymous, quote, said, language
):
    assert send(anonymous, "/submit", typed(**{QUOTE: quote, LANGUAGE: said})).status_code == 303
    (version,) = rows(SubmittedVersion)
    assert json.loads(version.document)["adoptions"][0]["sources"][0].get("language") == language


def test_a_guessed_language_is_shown_to_be_corrected(anonymous):
    page = send(anonymous, "/submit", typed(**{QUOTE: GERMAN}, city="x" * 101))
    assert page.status_code == 422
    assert forms(page)[-1].fields[LANGUAGE] == ["de"]


def test_copies_of_a_source_are_looked_for_by_the_person_only(anonymous):
    url = "adoptions-0-sources-0-url"
    page = send(anonymous, "/submit", typed(**{url: 'https://press.example/?a="b"&c', "step": "x"})).text
    link = re.search(r'<a href="(https://web.archive.org/[^"]+)" rel="([^"]+)"', page)
    assert html.unescape(link[1]) == 'https://web.archive.org/web/*/https://press.example/?a="b"&c'
    assert link[2] == "noreferrer noopener nofollow"
    shown = send(anonymous, "/submit", typed(**{url: "javascript:alert(1)", "step": "x"})).text
    assert re.search(r'<p class="hint archive"[^>]* hidden>', shown)
    assert '<a href="javascript' not in shown


TEXTS = st.text(max_size=40) | st.sampled_from(["\x00", "\r\n", "{{7*7}}", "<b>&amp;", "%(x)s %d", "²", "\u202e", "٣"])
TYPED = {
    "name",
    "website",
    "summary",
    "explanation",
    "text",
    "address",
    "law",
    "adoptions-0-statement",
    QUOTE,
}
ADDRESSES = {
    "/submit": ["name", "website", "founded", "aliases", "adoptions-0-model", "adoptions-0-since", QUOTE, "not_it"],
    "/companies/novo-ai/suggest": ["name", "summary", "country", "sectors", "status", "adoptions-0-versions"],
    "/companies/novo-ai/adoption": ["adoptions-0-statement", "adoptions-0-use", LANGUAGE, QUOTE, "adoptions-0-until"],
    "/companies/novo-ai/removal": ["what", "claims", "explanation", "contact", "seen"],
    "/companies/berget-ai/reply": ["model", "text", "language", "proof", "note", "seen"],
    "/report": ["address", "claims", "explanation", "law", "sender_name", "good_faith", "contact"],
}


@pytest.mark.parametrize("address", ADDRESSES)
@given(data=st.data())
def test_any_text_in_any_field_is_refused_in_words_or_taken_and_shown_again_as_typed(client, address, data):
    told = data.draw(st.dictionaries(st.sampled_from(ADDRESSES[address]), TEXTS, max_size=6))
    # The note alone is too long: nothing is ever taken, so the shared site stays as it is.
    told |= {"note": "x" * 2001}
    told = {name: text.encode("utf-8", "replace").decode() for name, text in told.items()}
    page = send(client, address, told)
    assert page.status_code == 422
    again = forms(page)[-1].fields
    for name in set(told) & TYPED:
        assert " ".join(again[name][0].split()) == " ".join(told[name].split())
