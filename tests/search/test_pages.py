import re
import string
from html import unescape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from tests.search.conftest import NASTY, look


@pytest.mark.parametrize("q", NASTY)
def test_every_text_has_an_answer_that_says_something(client, q):
    page = look(client, f"/companies?q={quote(q, errors='surrogatepass')}")
    assert page.status == 200
    assert page.slugs or "No company in the directory matches this." in page.html
    assert page.slugs or "/submit" in page.html
    assert "<script>" not in page.html


@pytest.mark.parametrize("raw", ["%ED%A0%80", "%FF%FE", "%", "%u0041", "a%00b"])
def test_bytes_that_are_no_text_have_an_answer_too(client, raw):
    assert look(client, f"/companies?q={raw}").status == 200


@given(
    st.text(max_size=250), st.sampled_from(["country", "model", "year", "sort", "page", "status"]), st.text(max_size=20)
)
def test_any_question_has_an_answer(client, q, name, value):
    page = look(
        client, "/companies", query_string={"q": q.encode("utf-8", "replace"), name: value.encode("utf-8", "replace")}
    )
    assert page.status == 200
    assert page.slugs or "No company" in page.html


def test_novo_is_first_for_novo(client):
    page = look(client, "/companies?q=novo")
    assert page.slugs[0] == "novo-ai"
    assert "<mark>Novo</mark> AI" in page.html


@pytest.mark.parametrize("q", ["Novo AI", "novo ai", "NOVO", "nov", "novo a", '"novo ai"', "ai novo"])
def test_a_name_is_found_however_it_is_typed(client, q):
    assert look(client, f"/companies?q={quote(q)}").slugs[0] == "novo-ai"


@pytest.mark.parametrize("country", ["Germany", "Allemagne", "Deutschland", "germ", "ALLEMAGNE"])
def test_a_country_is_found_in_three_languages(client, country):
    page = look(client, f"/companies?q={country}")
    germans = look(client, "/companies?country=DE").total
    assert page.total >= germans > 5
    assert "novo-ai" in look(client, f"/companies?q={country}+novo").slugs


@pytest.mark.parametrize(
    ("q", "model"),
    [("千问", "qwen"), ("通义千问", "qwen"), ("Tongyi Qianwen", "qwen"), ("深度求索", "deepseek"), ("智谱", "glm")],
)
def test_a_chinese_name_leads_to_who_adopted_the_model(client, q, model):
    page = look(client, f"/companies?q={quote(q)}")
    assert page.total >= look(client, f"/companies?model={model}").total > 0
    assert page.counts("model")[model] > 0


def test_accents_may_be_left_out_and_added(client):
    accented, plain = (set(look(client, f"/companies?q={quote(q)}").slugs) for q in ("génération", "generation"))
    assert accented
    assert accented <= plain, "other forms of the word are of its language"
    assert look(client, f"/companies?q={quote('Nóvo ÄI')}").slugs == ["novo-ai"]


def test_a_phrase_is_narrower_than_its_words(client):
    words, phrase = look(client, "/companies?q=open+source"), look(client, "/companies?q=%22open+source%22")
    assert 0 < phrase.total <= words.total


def test_what_does_not_match_as_a_whole_is_relaxed_and_said(client):
    page = look(client, "/companies?q=novo+xqzzwv")
    assert page.slugs[0] == "novo-ai"
    assert any("match a part of it" in note for note in page.notes)


def test_the_beginning_of_a_word_is_not_a_part_that_matches(client):
    assert look(client, "/companies?q=xqzzwv+germ").total == 0


def test_the_reason_is_shown_where_the_name_is_not_it(client):
    page = look(client, f"/companies?q={quote('通义千问')}")
    assert page.reasons[0] == "Model: <mark>通义千问</mark>"


def test_a_word_of_a_developer_s_other_name_neither_finds_nor_explains(client):
    """Qwen's developer is called Alibaba Cloud, too."""
    page = look(client, "/companies?q=sovereign+cloud&country=FR&country=DE&model=qwen")
    every = look(client, "/companies?country=FR&country=DE&model=qwen")
    assert 0 < page.total < every.total / 2
    assert page.reasons
    assert not any("Developer" in reason for reason in page.reasons)


@pytest.mark.parametrize(
    ("q", "developer"), [("alibaba", "alibaba"), ("alibaba cloud", "alibaba"), ("moonshot", "moonshot-ai")]
)
def test_a_developer_leads_to_who_adopted_its_models(client, q, developer):
    page = look(client, f"/companies?q={quote(q)}&developer={developer}")
    assert page.total == look(client, f"/companies?developer={developer}").total > 0


def test_facets_narrow_and_their_counts_come_true(client):
    start = look(client, "/companies?country=FR&country=DE")
    for facet in ("country", "model", "use", "route", "sector", "confidence", "year"):
        for value, count in list(start.counts(facet).items())[:4]:
            kept = "" if facet == "country" else "country=FR&country=DE&"
            assert look(client, f"/companies?{kept}{facet}={value}").total == count, (facet, value)


def test_a_chosen_value_stays_visible_at_nothing(client):
    page = look(client, "/companies?country=VA&model=qwen")
    assert page.total == 0
    assert page.counts("country")["VA"] == 0
    assert 'value="VA" checked' in page.html
    assert 'href="/companies?model=qwen"' in page.html, "the way out drops the country"


def test_each_chip_removes_one_filter(client):
    page = look(client, "/companies?q=cloud&country=FR&country=DE&model=qwen&page=1")
    hrefs = {unescape(href) for href in re.findall(r'<li><a href="(/companies[^"]*)">', page.html)}
    assert hrefs >= {
        "/companies?country=DE&country=FR&model=qwen",
        "/companies?q=cloud&country=DE&model=qwen",
        "/companies?q=cloud&country=FR&model=qwen",
        "/companies?q=cloud&country=DE&country=FR",
        "/companies",
    }


def test_unknown_values_are_said_and_ignored(client):
    page = look(client, "/companies?country=XX&model=gpt&sort=best&page=zero&utm_source=x")
    assert page.total == look(client).total
    assert len(page.notes) == 4
    assert "“XX” is no known value" in page.notes[0]


def test_a_version_may_be_asked_for_and_stays_with_its_family(client):
    page = look(client, "/companies?model=deepseek-r1")
    assert 0 < page.total <= look(client, "/companies?model=deepseek").total
    assert 'value="deepseek-r1" checked' in page.html


def test_families_are_listed_before_versions_each_from_the_commonest(client):
    page = look(client)
    families, versions = page.box("Model").split(">Versions</p>")
    listed = [re.findall(r'value="([^"]+)".*?class="count">(\d+)<', part) for part in (families, versions)]
    assert {"qwen", "deepseek", "bge"} <= {code for code, _ in listed[0]}
    assert {"deepseek-r1", "qwen3"} <= {code for code, _ in listed[1]}
    for values in listed:
        counts = [int(count) for _, count in values]
        assert counts == sorted(counts, reverse=True)


def test_a_long_facet_shows_the_first_and_what_is_chosen_and_folds_the_rest_away(client):
    at_once, _, folded = look(client).box("Country").partition('<details class="more"')
    assert at_once.count("<input") == 12
    rest = re.findall('value="([A-Z]{2})"', folded)
    assert f"{len(rest)} more" in folded
    at_once, _, folded = look(client, f"/companies?country={rest[-1]}").box("Country").partition('class="more"')
    assert f'value="{rest[-1]}" checked' in at_once
    assert f'value="{rest[-1]}"' not in folded
    assert "more" not in look(client).box("Route")


def test_pages_hold_every_company_once_and_end(client):
    total, seen, number = look(client).total, [], 1
    while len(seen) < total:
        page = look(client, f"/companies?sort=name&page={number}")
        assert page.slugs
        seen += page.slugs
        number += 1
    assert len(seen) == len(set(seen)) == total
    last = look(client, "/companies?sort=name&page=4444")
    assert last.slugs == page.slugs
    assert any("There is no page 4444" in note for note in last.notes)


def test_orders_are_what_they_say(client):
    names = re.findall(r"<h2><a[^>]*>(.*?)</a>", look(client, "/companies?sort=name").html)
    assert [n.lower() for n in names] == sorted(n.lower() for n in names)
    assert set(look(client, "/companies?q=qwen&sort=name").slugs) <= {
        slug for page in range(1, 6) for slug in look(client, f"/companies?q=qwen&page={page}").slugs
    }


def test_the_form_keeps_what_is_in_force(client):
    page = look(client, "/companies?q=qwen&sort=name&country=DE")
    assert '<input type="hidden" name="sort" value="name">' in page.html
    assert 'name="q" type="search" maxlength="200" autocomplete="off" value="qwen"' in page.html
    assert 'value="DE" checked' in page.html
    assert 'method="get"' in page.html


def test_the_number_of_results_is_announced(client):
    page = look(client, "/companies?q=novo")
    assert '<div role="status"><h2 id="total" class="total">1 company</h2></div>' in page.html


def test_an_empty_page_offers_to_submit_what_was_looked_for(client):
    page = look(client, "/companies?q=Xqzzwv+%26+Zqqx")
    assert page.total == 0
    assert 'href="/submit?name=Xqzzwv%20%26%20Zqqx"' in page.html.replace("+", "%20")


def test_the_same_question_gives_the_same_page_whatever_its_order(client):
    one = look(client, "/companies?q=cloud&country=FR&country=DE&model=qwen")
    other = look(client, "/companies?model=qwen&country=DE&country=FR&country=DE&q=+cloud+")
    assert one.html == other.html
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', one.html)[1]
    assert canonical.endswith("/companies?q=cloud&amp;country=DE&amp;country=FR&amp;model=qwen")


def test_a_page_is_public_sets_no_cookie_and_is_revalidated(client):
    page = look(client, "/companies?q=qwen")
    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers
    assert look(client, "/companies?q=qwen", headers={"If-None-Match": page.headers["ETag"]}).status == 304


def test_a_page_says_no_word_that_is_not_public(client):
    assert "#state" not in look(client, "/companies?q=state").html


def test_only_get_and_its_kin_are_answered(client):
    assert client.post("/companies").status_code == 405
    assert client.head("/companies?q=novo").status_code == 200


def test_a_withdrawn_company_is_gone_at_once_although_the_index_knows_it(app):
    visitor = app.test_client()
    known = look(visitor, "/companies?q=novo")
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("A test says so."))
    page = look(visitor, "/companies?q=novo", headers={"If-None-Match": known.headers["ETag"]})
    assert page.status == 200
    assert "novo-ai" not in page.slugs


def test_letters_alone_do_not_find_everything(client):
    total = look(client).total
    assert all(look(client, f"/companies?q={letter}").total < total for letter in string.ascii_lowercase)
