"""How the tests of languages read a text: as somebody who knows the English words that nothing else has."""

import re
from html.parser import HTMLParser

from directory.web import catalogues

TELLTALE = re.compile(r"(?<!/)\b(the|which|whose|with|from|nobody|anybody|somebody|companies|says|who|when)\b")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect"})
# Code, and what others say.
UNSPOKEN = frozenset({"script", "style", "code", "template", "blockquote", "cite"})


class Spoken(HTMLParser):
    """Hear a page as its readers do: what is in another language, and code, is left out."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.silent: list[str] = []
        self.heard: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = given.get("lang", self.language) != self.language
        if not self.silent and not foreign:
            self.heard += [given[name] or "" for name in ("aria-label", "placeholder", "alt") if name in given]
        if tag not in VOID and (self.silent or tag in UNSPOKEN or foreign):
            self.silent.append(tag)

    def handle_endtag(self, tag):
        if self.silent and tag == self.silent[-1]:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent:
            self.heard.append(data)


def heard(html: str, language: str) -> str:
    """Give the words of a page in its own language."""
    spoken = Spoken(language)
    spoken.feed(html)
    return " ".join(" ".join(spoken.heard).split())


def english(text: str) -> list[str]:
    """List the English that is left in a text, with what stands around it."""
    return [text[max(0, found.start() - 40) : found.end() + 40] for found in TELLTALE.finditer(text)]


def translated(language: str) -> bool:
    """Tell whether somebody has translated a language already."""
    return catalogues.of(language).gettext("Search the directory") != "Search the directory"
