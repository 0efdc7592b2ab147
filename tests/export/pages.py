"""A public page as search engines and programs read it: its head, and what it says as linked data."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser

SITE = "http://127.0.0.1:8000"
# One page of each public kind.
KINDS = [
    "/",
    "/companies",
    "/companies?route=self-hosted",
    "/companies/novo-ai",
    "/companies/berget-ai",
    "/companies/novo-ai/history",
    "/models",
    "/models/qwen",
    "/models/qwen3",
    "/developers",
    "/developers/deepseek",
    "/countries",
    "/countries/DE",
    "/sectors",
    "/sectors/software-ai",
    "/regulation",
    "/changes",
    "/corrections",
    "/decisions",
    "/about",
    "/methodology",
    "/accessibility",
    "/privacy",
    "/imprint",
]


@dataclass
class Head(HTMLParser):
    """Hold what the head of a page tells, by name."""

    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    links: list[dict[str, str]] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    text: str = ""
    _inside: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        # A drawing in the page has a title too.
        named = tag == "title" and self.title
        self._inside = "linked" if told.get("type") == "application/ld+json" else "text" if named else tag
        if tag == "meta" and (name := told.get("name") or told.get("property")):
            self.meta.setdefault(name, told["content"])
        if tag == "link":
            self.links.append(told)

    def handle_endtag(self, _):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "title":
            self.title += data
        elif self._inside == "linked":
            self.linked.append(data)
        else:
            self.text += data

    def rel(self, relation, **given):
        """Give the addresses of the links of a relation."""
        named = (link for link in self.links if link.get("rel") == relation)
        return [link["href"] for link in named if given.items() <= link.items()]

    @property
    def alternates(self):
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def nodes(self, kind):
        """Give the things of a type that the page tells of as linked data."""
        (text,) = self.linked
        told = json.loads(text)
        assert told["@context"] == "https://schema.org"
        return [node for node in told["@graph"] if node["@type"] == kind]


def head_of(client, path):
    """Open a page and read its head."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    read = Head()
    read.feed(answer.text)
    return read
