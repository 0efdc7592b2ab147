"""What tests of search share: an index in a folder of its own, and the page as a reader sees it."""

import re
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict

from directory.search import content, index
from directory.search.content import Reference
from directory.search.index import FORM, Reader, State
from directory.search.query import FACETS, read
from tests.factories import company

# What a parser of questions may choke on, or answer what it must not.
NASTY = [
    # Signs of other query languages: nesting, stars, ranges, boosts, operators.
    "(" * 3_000,
    '((country:de OR "(country:fr"))) AND (-(model:qwen',
    "w*",
    "[a TO z] since:[2024 TO 2026] since:>2024 since:2024..2026",
    "NOT AND OR",
    "novo~2 novo^99999999999 +novo !novo",
    "country:*",
    # Fields, broken and forbidden.
    "secret:x token:y contact:z state:pending reviewer:admin",
    "country:",
    "country:,,,,country:,de",
    'country:"',
    'country:"de"model:"qwen',
    "country:country:country:de",
    "-country:de country:de -country:de,fr,de",
    "since:" + "9" * 190,
    "http://10.0.0.1:8080/?q=country:de 12:30 std::vector C:\\novo",
    # Exclusions.
    "-",
    "-- --- -" + "-" * 150 + "novo",
    '-"',
    '-"novo ai" -"" -"-" -',
    # Quotes.
    '"' * 199,
    '"novo" "novo\u201d \u201enovo\u201c «novo» "novo',
    # Too much.
    "word " * 5_000,
    "-x:y" * 25_000,
    "千" * 200,
    "ﷺ" * 100,
    "e" + "\u0301" * 199,
    # Characters that are not what they seem, or nothing at all.
    "\0novo\n\r\t\x0b\x1b[31m",
    "no\ud800vo \udfff",
    "\u202egnp.exe\u202c שלום:עולם",
    "n\u200bo\u200dv\ufeffo\u2060 \u3164\u115f",
    "ＣＯＵＮＴＲＹ：ＤＥ －ｍｏｄｅｌ：ｑｗｅｎ ＂ＮＯＶＯ\u3000ＡＩ＂ ıİ",
    "👩🏽‍🚀:👨‍👩‍👧‍👦 -😀 🇪🇺",
    # Other languages than ours.
    "'; DROP TABLE entry; -- \" OR 1=1 % _ \\",
    "<script>alert(1)</script> {{ 7*7 }} ${7*7} %(value)s {0.__class__}",
    "../../etc/passwd\\..\\ #state =novo ^novo",
]
LANTERN = Reference(
    titles={"model": {"lantern": "Lantern"}, "developer": {"lantern-lab": "Lantern Lab"}},
    models={"lantern": ("Lantern", "灯笼大模型")},
    developers={"lantern-lab": ("Lantern Lab",)},
    makers={"lantern": "lantern-lab"},
    versions={("lantern", "L1"): ("Lantern-1", "L1")},
)


class Shelf:
    """An index that a test fills: made-up documents in, a reader out."""

    def __init__(self, folder):
        self.folder = folder
        self.revision = 1

    def create(self, *documents):
        index.create(self.folder, map(self.indexed, documents), self.state(0))
        return self.read()

    def update(self, touched, *documents):
        before = self.read().state.companies
        self.revision += 1
        index.update(self.folder, touched, map(self.indexed, documents), self.state(before))
        return self.read()

    def read(self):
        return Reader(self.folder)

    def state(self, companies):
        return State(self.revision, "digest", "boot", FORM, companies)

    @staticmethod
    def indexed(document):
        return content.indexed(document, LANTERN)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "gen")


def named(name, **given):
    """Give a company called so; its address is made from its name."""
    slug = re.sub("[^a-z0-9]+", "-", name.lower().encode("ascii", "ignore").decode()).strip("-") or "unnamed"
    return company(**{"slug": slug, "name": name, "website": f"https://{slug}.example"} | given)


def clauses(q):
    """Read a text as the page does."""
    return read(MultiDict({"q": q}), {facet: {} for facet in FACETS}).clauses


class Page:
    """The directory page: what is listed, counted and said."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.get_data(as_text=True)

    @property
    def slugs(self):
        return re.findall(r'<h2><a href="/companies/([a-z0-9-]+)"', self.html)

    @property
    def total(self):
        return int(re.search(r'class="total">([\d,]+)', self.html)[1].replace(",", ""))

    @property
    def notes(self):
        return [unescape(note) for note in re.findall(r'<p class="note">(.*?)</p>', self.html, re.DOTALL)]

    @property
    def reasons(self):
        return re.findall(r'<p class="why">(.*?)</p>', self.html, re.DOTALL)

    def box(self, facet):
        """Give the list of a facet, by its name on the page."""
        pattern = rf'<details class="facet"[^>]*>\s*<summary>{facet}<.*?(?=<details class="facet"|</aside>)'
        return re.search(pattern, self.html, re.DOTALL)[0]

    def counts(self, facet):
        pattern = rf'name="{facet}" value="([^"]*)"[^>]*>.*?class="count">([\d,]+)<'
        return {value: int(count.replace(",", "")) for value, count in re.findall(pattern, self.html, re.DOTALL)}


def look(client, address="/companies", **given):
    return Page(client.get(address, **given))
