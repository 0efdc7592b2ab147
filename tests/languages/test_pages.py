"""Pages and letters in each language: nothing of ours is left in English, dates and lists are written as readers do."""

import re
from html.parser import HTMLParser

import pytest

from directory.web import catalogues

# Words that only English has, and that no name on these pages has.
TELLTALE = re.compile(r"(?<!/)\b(the|which|whose|with|from|nobody|anybody|somebody|companies|says|who|when)\b")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Code, and what others say.
UNSPOKEN = frozenset({"script", "style", "code", "template", "blockquote", "cite"})
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


class Spoken(HTMLParser):
    """Hear a page as its readers do: what is in another language, and code, is left out."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.silent: list[str] = []
        self.heard: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in VOID and (self.silent or tag in UNSPOKEN or given.get("lang", self.language) != self.language):
            self.silent.append(tag)
        if not self.silent:
            self.heard += [given[name] or "" for name in ("aria-label", "placeholder", "alt") if name in given]

    def handle_endtag(self, tag):
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.heard.append(data)


def heard(html: str, language: str) -> str:
    spoken = Spoken(language)
    spoken.feed(html)
    return " ".join(" ".join(spoken.heard).split())


@pytest.fixture(params=catalogues.OTHERS)
def language(request):
    """Take each language that is translated."""
    if catalogues.of(request.param).gettext("Search the directory") == "Search the directory":
        pytest.skip("nobody has translated this language yet")
    return request.param


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_a_page_holds_no_english_of_ours(client, language, path, status):
    answer = client.get(f"/{language}{path}")
    assert answer.status_code == status
    told = heard(answer.text, language)
    assert [told[max(0, m.start() - 40) : m.end() + 40] for m in TELLTALE.finditer(told)] == []


def test_english_that_is_left_would_be_heard():
    html = '<p>Voir <b lang="en">the entry</b> <img alt="the map"> <a href="/x">all companies</a> <code>the</code></p>'
    assert TELLTALE.findall(heard(html, "fr")) == ["the", "companies"]
