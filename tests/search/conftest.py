"""What tests of search share: an index in a folder of its own, and the page as a reader sees it."""

import re
from contextlib import closing
from html import unescape

import numpy as np
import pytest
from werkzeug.datastructures import MultiDict

from directory.search import concepts, content, hits, index, meaning
from directory.search.concepts import Reference
from directory.search.generations import State
from directory.search.hits import Ground
from directory.search.index import FORM, Reader
from directory.search.query import ADOPTION_FACETS, FACETS, read
from tests.factories import adoption, company, source

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
    versions={("lantern", name): ("Lantern-1", "L1") for name in ("Lantern-1", "L1")},
)


class Shelf:
    """An index that a test fills: made-up documents in, companies that answer a text out.

    Who has a value of a facet is read from the documents, as slowly and plainly as can be.
    """

    def __init__(self, folder, reference=LANTERN):
        self.folder = folder
        self.reference = reference
        self.concepts = concepts.build(reference)
        self.documents = {}
        self.revision = 1
        self.readers = []

    def create(self, *documents):
        index.create(self.folder, map(content.indexed, documents), self.state(0))
        self._replace((), documents)
        return self.read()

    def update(self, touched, *documents):
        before = self.read().state.companies
        self.revision += 1
        index.update(self.folder, touched, map(content.indexed, documents), self.state(before))
        self._replace(touched, documents)
        return self.read()

    def _replace(self, touched, documents):
        kept = {slug: document for slug, document in self.documents.items() if slug not in touched}
        self.documents = kept | {document["slug"]: document for document in documents}
        self.slugs = sorted(self.documents)
        self.bits = {slug: bit for bit, slug in enumerate(self.slugs)}

    def read(self, before=None):
        self.readers.append(Reader(self.folder, before))
        return self.readers[-1]

    def close(self):
        while self.readers:
            self.readers.pop().close()

    def state(self, companies):
        return State(self.revision, "digest", "boot", FORM, companies)

    def ask(self, q, reader=None, *, among=None, **given):
        """Match a text as the page does; `among` are the companies that its filters leave."""
        used = reader or self.read()
        return hits.of(asked(q, **given), used.on(self.bits), self.ground(among))

    def ground(self, among=None):
        left = self._flags(lambda slug: among is None or slug in among)
        everyone = np.ones(len(self.slugs), np.bool_)
        return Ground(
            self.concepts, self._having, self._together, everyone, lambda scores: int(((scores > 0) & left).sum())
        )

    def _flags(self, is_so):
        return np.array([is_so(slug) for slug in self.slugs], np.bool_)

    def _values(self, slug):
        return concepts.values_of(self.documents[slug], self.reference)

    def _having(self, facet, values):
        wanted = {(facet, value) for value in values}
        return self._flags(lambda slug: not wanted.isdisjoint(self._values(slug)))

    def _together(self, named):
        wanted = [{(facet, value) for facet, values in each.items() for value in values} for each in named]
        assert all(facet in ADOPTION_FACETS for each in wanted for facet, _ in each)
        return self._flags(
            lambda slug: any(
                all(
                    not values.isdisjoint(
                        concepts.values_of(self.documents[slug] | {"adoptions": [one]}, self.reference)
                    )
                    for values in wanted
                )
                for one in self.documents[slug]["adoptions"]
            )
        )

    def scores(self, found):
        return {slug: float(score) for slug, score in zip(self.slugs, found.scores, strict=True) if score > 0}

    def found(self, q, reader=None, **given):
        """List who answers a text, the best first."""
        scores = self.scores(self.ask(q, reader, **given))
        return sorted(scores, key=lambda slug: (-scores[slug], slug))


@pytest.fixture
def shelf(tmp_path):
    with closing(Shelf(tmp_path / "gen")) as made:
        yield made


def named(name, **given):
    """Give a company called so; its address is made from its name."""
    slug = re.sub("[^a-z0-9]+", "-", name.lower().encode("ascii", "ignore").decode()).strip("-") or "unnamed"
    return company(**{"slug": slug, "name": name, "website": f"https://{slug}.example"} | given)


def asked(q, **given):
    """Read a text as the page does."""
    return read(MultiDict({"q": q} | given), {facet: {} for facet in FACETS})


def meanings(q, known=LANTERN):
    """Say what a text means to the page."""
    return meaning.read(asked(q).clauses, q, concepts.build(known))


def saying(statement, quote="A made-up quote.", language="en", **given):
    """Give what a company has that says this of another model than the Lantern."""
    said = source(quote=quote, language=language)
    return {"adoptions": [adoption(model="other", statement=statement, sources=[said])]} | given


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
