"""The page of regulatory actions: filters in the address, what holds where, and what each does not cover."""

import re

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from tests.catalogue.test_pages import page, words
from tests.factories import action, put


def shown(html):
    return re.findall(r'<article class="deed" id="([^"]+)"', html)


@pytest.mark.parametrize("country", ["", "IT", "EU", "XX"])
@pytest.mark.parametrize("target", ["", "app", "model", "<b>"])
@pytest.mark.parametrize("developer", ["", "bytedance", "nobody"])
def test_the_filters_show_what_fits_and_nothing_else(client, country, target, developer):
    answer = client.get("/regulation", query_string={"country": country, "object": target, "developer": developer})
    told = {each.slug: each.document for each in queries.actions()}
    union = {country, "EU"} if country == "IT" else {country}
    expected = {
        slug
        for slug, act in told.items()
        if (not country or act["jurisdiction"] in union)
        and (not target or target in act["objects"])
        and (not developer or developer in act["developers"])
    }
    assert answer.status_code == 200
    assert set(shown(answer.text)) == expected
    assert "<b>" not in answer.text
    assert expected or "No listed action fits." in answer.text


def test_the_matrix_counts_what_the_list_holds_and_leads_to_it(client):
    html = page(client, "/regulation")
    cells = re.findall(r'href="/regulation\?country=(\w+)&amp;object=(\w+)"[^>]*>(\d+)<', html)
    assert cells
    for country, target, number in cells:
        own = [
            a for a in queries.actions() if a.document["jurisdiction"] == country and target in a.document["objects"]
        ]
        assert len(own) == int(number)
        assert {each.slug for each in own} <= set(shown(page(client, f"/regulation?country={country}&object={target}")))


def test_each_action_says_what_it_does_not_cover_and_how_many_it_reaches(client):
    html = page(client, "/regulation")
    assert html.count("<dt>Does not cover</dt>") == len(shown(html)) == len(queries.actions())
    assert html.count("<dt>Listed adoptions</dt>") == len(shown(html))


def test_an_action_that_was_lifted_says_so_and_holds_nowhere(app):
    put(Kind.ACTION, action(developers=["deepseek"], jurisdiction="MT", until="2026-03"))
    html = page(app.test_client(), "/regulation?country=MT")
    assert "no longer in force" in words(html)
    assert "country=MT&amp;object" not in html


def test_a_model_and_a_country_lead_to_their_actions(client):
    assert "/regulation?developer=deepseek" in page(client, "/models/deepseek")
    assert "/regulation?country=IT" in page(client, "/countries/IT")
