"""Pages in each language: nothing of ours is left in English."""

import pytest

from directory.web import catalogues
from tests.languages.reading import english, heard

PAGES = {
    "/": 200,
    "/companies": 200,
    "/companies?q=qwen&country=DE": 200,
    "/companies?q=zzxxqq&sector=health": 200,
    "/companies/novo-ai": 200,
    "/submit": 200,
    "/report": 200,
    "/countries": 200,
    "/sectors/health": 200,
    "/models/kimi": 200,
    "/developers/moonshot-ai": 200,
    "/about": 200,
    "/methodology": 200,
    "/privacy": 200,
    "/decisions": 200,
    "/nothing-is-here": 404,
    "/companies/nobody-has-this": 404,
    "/moderation/sign-in": 200,
}


@pytest.fixture(params=catalogues.OTHERS)
def language(request):
    """Take each language beside English."""
    return request.param


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_a_page_holds_no_english_of_ours(client, language, path, status):
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == status
    assert english(heard(answer.text, language)) == []


def test_english_that_is_left_would_be_heard():
    html = '<p>Voir <b lang="en">the entry</b> <img alt="the map"> <a href="/x">all companies</a> <code>the</code></p>'
    assert heard(html, "fr") == "Voir the map all companies"
    assert len(english(heard(html, "fr"))) == 2
