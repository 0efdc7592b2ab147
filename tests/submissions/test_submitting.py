"""Submitting: what a person without an account sees, keeps and gets back."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.submissions.models import Submission, SubmittedVersion
from tests.factories import typed
from tests.people import forms, later, send


def rows(app, table):
    with db.database.connection_context():
        return list(table.select())


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_a_new_company_ends_on_a_private_page_that_says_what_happens_next(app, anonymous):
    sent = send(anonymous, "/submit", typed())
    assert sent.status_code == 303
    page = anonymous.get(sent.location)
    assert page.status_code == 200
    assert "It waits for a decision" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page.headers
    (kept,) = rows(app, Submission)
    assert sent.location.rsplit("/", 1)[1] not in (kept.token, kept.key), "who reads the database opens no page"


def test_nothing_is_published_by_submitting(app, anonymous):
    before = anonymous.get("/companies/novo-ai.json").text
    send(anonymous, "/companies/novo-ai/suggest", {"city": "Berlin"})
    assert anonymous.get("/companies/novo-ai.json").text == before


def test_an_empty_form_names_every_wrong_field_and_links_to_it(anonymous):
    page = send(anonymous, "/submit", {})
    assert page.status_code == 422
    linked = set(re.findall(r'<li><a href="#([\w-]+)">', page.text))
    assert {"name", "country", "sectors", "summary", "adoptions-0-model", "adoptions-0-sources-0-quote"} <= linked
    for anchor in linked:
        assert f'id="{anchor}"' in page.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("website", "javascript:alert(1)", "Write a full web address"),
        ("website", "https://user@one.example/", "Write a full web address"),
        ("founded", "soon", "Write a whole number."),
        ("founded", "3000", "A company cannot be founded in the future."),
        ("country", "US", "Choose a country of Europe"),
        ("country", "<b>", "Choose a country of Europe"),
        ("summary", "short", "Write at least 10 characters."),
        ("summary", "x" * 401, "Write at most 400 characters."),
        ("sectors", "nonsense", "Choose one of"),
        ("name", "evil\u202ename", "invisible character"),
        ("aliases", "One\nOne", "given twice"),
        ("contact", "not a mail", "Write a mail address like"),
        ("note", "x" * 2001, "Write at most 2000 characters."),
        ("adoptions-0-model", "no-such-model", "is not in the catalogue"),
        ("adoptions-0-use", "", "This is needed."),
        ("adoptions-0-since", "May 2026", "Write a date as"),
        ("adoptions-0-since", "2026-02-30", "There is no such date."),
        ("adoptions-0-since", "2999", "This date lies in the future."),
        ("adoptions-0-until", "2026", "Only an ended adoption has an end."),
        ("adoptions-0-sources-0-quote", "q" * 301, "Write at most 300 characters."),
        ("adoptions-0-sources-0-accessed", "2026", "Write the whole day"),
        ("adoptions-0-sources-0-published", "2026-11-24", "cannot be published after it was read"),
        ("adoptions-0-sources-0-url", "https://127.0.0.1/", "Write a full web address"),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence_and_all_that_was_typed(app, anonymous, field, value, sentence):
    page = send(anonymous, "/submit", typed(**{"adoptions-0-sources-0-accessed": "2026-11-23"}) | {field: value})
    assert page.status_code == 422
    assert sentence in text(page)
    assert "Example Company 00001" in page.text or field == "name"
    assert "We run Qwen in our made-up product." in page.text
    assert rows(app, Submission) == []


def test_every_reason_for_refusal_is_told_in_one_go(anonymous):
    page = send(anonymous, "/submit", typed(country="", summary="short", contact="nobody"))
    for sentence in ("Write a mail address like", "Write at least 10 characters.", "This is needed."):
        assert sentence in page.text


def test_the_same_post_fifty_times_at_once_is_one_submission(app, anonymous):
    form = forms(anonymous.get("/submit"))[0]
    data = form.fields | typed()

    def post(_number):
        answer = app.test_client().post("/submit", data=data)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(post, range(50)))
    assert len(answers) == 1
    assert {status for status, _ in answers} == {303}
    assert len(rows(app, Submission)) == len(rows(app, SubmittedVersion)) == 1


def test_going_back_and_sending_something_else_is_the_next_version(app, anonymous):
    form = forms(anonymous.get("/submit"))[0].fields
    first = anonymous.post("/submit", data=form | typed())
    again = anonymous.post("/submit", data=form | typed(city="Hamburg"))
    assert first.location == again.location
    assert [version.number for version in rows(app, SubmittedVersion)] == [1, 2]
    assert "Hamburg" in rows(app, SubmittedVersion)[1].document
    assert anonymous.post("/submit", data=form | typed(city="Hamburg")).location == first.location
    assert len(rows(app, SubmittedVersion)) == 2


def test_a_suggestion_that_changes_nothing_is_refused(app, anonymous):
    page = send(anonymous, "/companies/novo-ai/suggest", {})
    assert page.status_code == 422
    assert "Nothing was changed" in page.text
    assert rows(app, Submission) == []


@pytest.mark.parametrize("slug", ["novo-ai", "berget-ai", "ionos", "bbva", "canton-of-basel-stadt", "sap"])
def test_every_entry_survives_its_own_form(app, anonymous, slug):
    before = anonymous.get(f"/companies/{slug}.json").get_json()
    sent = send(anonymous, f"/companies/{slug}/suggest", {"registry_id": "made up 1"})
    assert sent.status_code == 303, text(sent)
    (version,) = rows(app, SubmittedVersion)
    from directory.submissions import queries

    with db.database.connection_context():
        proposed = queries.proposed(version.submission)
    assert proposed == before | {"registry_id": "made up 1"}


def test_a_listed_domain_leads_to_the_entry(anonymous):
    page = send(anonymous, "/submit", typed(website="https://shop.berget.ai/"))
    assert page.status_code == 422
    assert "is listed with the same domain already" in page.text
    assert 'href="/companies/berget-ai/suggest"' in page.text


def test_the_form_is_prefilled_from_a_search_without_a_hit(anonymous):
    assert 'value="Nobody &amp; Sons"' in anonymous.get("/submit?name=Nobody+%26+Sons").text
    assert anonymous.get("/submit?name=" + "%00" * 500).status_code == 200


def test_parts_are_added_and_removed_without_javascript(app, anonymous):
    form = forms(anonymous.get("/submit"))[0]
    page = anonymous.post("/submit", data=form.fields | typed() | {"step": "add adoptions"})
    assert page.status_code == 200
    page = anonymous.post("/submit", data=forms(page)[0].fields | {"step": "add adoptions-1-sources"})
    assert 'id="adoptions-1-sources-1-quote"' in page.text
    page = anonymous.post("/submit", data=forms(page)[0].fields | {"step": "remove adoptions-0"})
    assert 'id="adoptions-1-model"' not in page.text
    assert "Example Company 00001" in page.text
    nonsense = ["add", "remove name", "remove adoptions-0", "remove adoptions-99", "remove adoptions-²", "add \x00"]
    for pressed in (*nonsense, "add adoptions-9999-sources", "x" * 999):
        assert anonymous.post("/submit", data=forms(page)[0].fields | {"step": pressed}).status_code == 200
    assert rows(app, Submission) == []


def test_parts_that_were_added_and_left_empty_are_not_asked_for(app, anonymous):
    page = anonymous.post(
        "/submit", data=forms(anonymous.get("/submit"))[-1].fields | typed() | {"step": "add adoptions"}
    )
    page = anonymous.post("/submit", data=forms(page)[-1].fields | {"step": "add adoptions-0-sources"})
    assert anonymous.post("/submit", data=forms(page)[-1].fields).status_code == 303
    assert rows(app, SubmittedVersion)[0].document.count('"url"') == 1


def test_a_form_that_was_open_too_long_keeps_what_was_typed(app, anonymous):
    data = forms(anonymous.get("/submit"))[0].fields | typed()
    with later(hours=5):
        page = anonymous.post("/submit", data=data)
        assert page.status_code == 422
        assert "more than four hours" in page.text
        sent = anonymous.post("/submit", data=forms(page)[0].fields)
        assert sent.status_code == 303
    assert len(rows(app, Submission)) == 1


def test_what_a_machine_fills_in_is_kept_but_marked(app, anonymous):
    send(anonymous, "/submit", typed(homepage="http://spam.example"))
    (kept,) = rows(app, Submission)
    assert "honeypot" in kept.marks


def test_a_client_cannot_set_what_only_moderators_set(app, anonymous):
    trusted = {"adoptions-0-reread": "2026-11-24", "slug": "novo-ai", "state": "approved", "confidence": "confirmed"}
    send(anonymous, "/submit", typed() | trusted)
    (version,) = rows(app, SubmittedVersion)
    assert '"reread"' not in version.document
    assert '"slug":"example-company-00001-made-up"' in version.document
    assert version.submission.state == "pending"


def test_a_form_of_a_thousand_parts_is_refused_before_it_is_built(anonymous):
    form = forms(anonymous.get("/submit"))[-1].fields
    bomb = {f"adoptions-{a}-sources-{s}-url": "x" for a in range(60) for s in range(20)}
    page = anonymous.post("/submit", data=form | bomb)
    assert page.status_code == 422
    assert "too many parts" in page.text
    assert len(page.data) < 20_000
    few = {f"adoptions-{a}-statement": "x" for a in range(1, 59)}
    assert "too many parts" not in anonymous.post("/submit", data=form | few).text
    assert "at most 60" in anonymous.post("/submit", data=form | few | {"adoptions-99-statement": "x"}).text


def test_endless_accents_are_refused_at_once(client):
    form = forms(client.get("/submit"))[-1].fields
    for field in ("name", "website", "city", "summary", "adoptions-0-statement", "note", "aliases"):
        page = client.post("/submit", data=form | typed(**{field: "e" + "\u0301\u0316" * 15000}))
        assert page.status_code == 422


@pytest.mark.parametrize("step", [{}, {"step": "add adoptions"}])
def test_a_post_without_our_token_gets_no_form(anonymous, step):
    page = anonymous.post("/submit", data=typed() | step)
    assert page.status_code == 403
    assert "adoptions-0-model" not in page.text


def test_the_token_of_one_form_is_none_for_another(anonymous):
    token = forms(anonymous.get("/submit"))[-1].fields["form_token"]
    other = forms(anonymous.get("/companies/novo-ai/suggest"))[-1].fields
    assert anonymous.post("/companies/novo-ai/suggest", data=other | {"form_token": token}).status_code == 403


def test_a_quote_pasted_over_two_lines_is_one_line(app, anonymous):
    quote = "Nous utilisons\r\n« Qwen\u00a0» en production."
    assert send(anonymous, "/submit", typed(**{"adoptions-0-sources-0-quote": quote})).status_code == 303
    assert "Nous utilisons « Qwen\u00a0» en production." in rows(app, SubmittedVersion)[0].document


def test_a_mail_address_can_be_taken_out_again(app, anonymous):
    private = send(anonymous, "/submit", typed(contact="me@example.org")).location
    assert send(anonymous, f"{private}/edit", {"contact": "", "city": "Hamburg"}).status_code == 303
    assert rows(app, Submission)[0].contact == ""


def test_an_unknown_private_address_is_404(anonymous):
    for token in ("x", "0" * 40, "%00", "novo-ai"):
        assert anonymous.get(f"/submissions/{token}").status_code == 404
        assert anonymous.get(f"/submissions/{token}/edit").status_code == 404


def test_a_full_disk_keeps_the_text_and_says_not_saved_then_works_again(app, anonymous):
    form = forms(anonymous.get("/submit"))[0]
    pages = db.database.obj
    pages.execute_sql("VACUUM")
    pages.close()
    pages.pragma("max_page_count", 1, permanent=True)
    # More than a page of the database holds: it needs one that is not there.
    aliases = "\n".join(f"Other name {number:03} {'x' * 100}" for number in range(20))
    page = anonymous.post("/submit", data=form.fields | typed(note="x" * 2000, aliases=aliases))
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "was not saved" in page.text
    assert "Example Company 00001" in page.text
    pages.pragma("max_page_count", 1_000_000, permanent=True)
    assert anonymous.post("/submit", data=form.fields | typed()).status_code == 303
    assert len(rows(app, Submission)) == 1


odd = st.text(max_size=40) | st.sampled_from(["\x00", "\ud800", "😀", "%s", "{{7*7}}", "' OR 1=1 --", "²", "\u202e"])
names = st.sampled_from(
    [
        *("name", "founded", "sectors", "step", "seen", "form_token", "adoptions-0-model", "adoptions-²-model"),
        *("adoptions-99999999999-use", "adoptions-3-sources-7-url", "adoptions--1-use", "adoptions-0-sources-0-by"),
    ]
)


@given(st.dictionaries(names, odd, max_size=8))
def test_no_post_breaks_the_form(client, posted):
    told = {name: value.encode("utf-8", "surrogatepass") for name, value in posted.items()}
    page = client.post("/submit", data=told)
    assert page.status_code in (200, 403, 422)
