"""Acts on the one door, good ones and bad ones, in any order; the tests that use them say what holds after each."""

import json
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from hypothesis import strategies as st

from directory import db
from directory.catalogue import queries
from directory.catalogue.checks import Outcome
from directory.catalogue.kinds import Kind
from directory.catalogue.kinds import company as company_of
from directory.catalogue.queries import revision
from directory.catalogue.source import Recheck
from directory.errors import Refused
from directory.ledger import history, imports
from directory.ledger.hiding import hide
from directory.ledger.publish import amend, move, undo, withdraw
from tests.factories import (
    BECAUSE,
    action,
    adoption,
    check,
    company,
    developer,
    family,
    lay_ground,
    look,
    own_source,
    put,
    source,
)

COPY = "https://archive.example/lantern"
LISTED = [
    source(),
    own_source(),
    source(url="https://other.example/lantern", quote="Lantern runs there."),
    source(url=None, quote=None, locator="Annual report 2025, page 41"),
]
# What the door refuses: it says nothing that a reader could look for.
MUTE = source(quote=None)
SOURCES = st.sampled_from([*LISTED, *LISTED, MUTE])


COMPANIES = st.builds(
    lambda number, site, country, sectors, adoptions: (
        Kind.COMPANY,
        company(
            number,
            website=site and f"https://{site}.example",
            country=country,
            sectors=sectors,
            adoptions=adoptions,
        ),
    ),
    st.integers(1, 3),
    st.sampled_from(["one", "two", None]),
    st.sampled_from(["DE", "FR"]),
    st.lists(st.sampled_from(["legal", "energy", "media-marketing"]), min_size=1, unique=True),
    st.lists(
        st.builds(
            lambda model, versions, status, sources: adoption(
                model=model, versions=versions, status=status, sources=sources
            ),
            st.sampled_from(["lantern", "torch"]),
            st.lists(st.sampled_from(["Lantern-1", "L1", "Lantern-2", "unheard of"]), unique=True),
            st.sampled_from(["active", "disputed", "ended"]),
            st.lists(SOURCES, min_size=1, max_size=3),
        ),
        min_size=1,
        max_size=2,
    ),
)
REFERENCES = st.sampled_from(
    [
        (Kind.DEVELOPER, developer()),
        (Kind.DEVELOPER, developer(website="https://press.example")),
        (Kind.DEVELOPER, developer(slug="other-lab", name="Other Lab (made up)", website="https://press.example")),
        (Kind.MODEL, family()),
        (Kind.MODEL, family(versions=[])),
        (Kind.MODEL, family(summary="Nothing that companies take from it.")),
        (Kind.MODEL, family(developer="other-lab")),
        (Kind.MODEL, family(versions=[{"name": "Lantern-2", "aliases": ["L1", "Lantern-1"]}])),
        (Kind.MODEL, family(slug="torch", name="Torch", aliases=[], versions=[{"name": "Torch-1"}])),
        (Kind.ACTION, action()),
        (Kind.ACTION, action(scope="public-administration")),
    ]
)
WITHDRAWALS = st.sampled_from(
    [(Kind.COMPANY, f"example-company-{n}") for n in (1, 2, 3)]
    + [(Kind.MODEL, "torch"), (Kind.MODEL, "lantern"), (Kind.ACTION, "example-authority-order")]
)


MOVES = st.tuples(st.just("move"), st.tuples(st.integers(1, 3), st.integers(1, 4)))
UNDOINGS = st.tuples(st.just("undo"), st.integers(0, 4))
LOOKS = st.builds(
    lambda of, outcome: look(of=of, outcome=outcome), st.sampled_from(LISTED[:3]), st.sampled_from(Outcome)
)
CHECKS = st.tuples(st.just("check"), st.tuples(st.lists(LOOKS, min_size=1, max_size=3), st.integers(20, 24)))
HIDINGS = st.tuples(st.just("hide"), st.integers(1, 3))
MARKS = st.one_of(
    st.builds(lambda mark: ("recheck", mark), st.sampled_from([*Recheck, None])),
    st.sampled_from([("archive_url", COPY), ("archive_url", None)]),
    st.sampled_from([("reread", "2026-11-24"), ("reread", None)]),
)
AMENDMENTS = st.tuples(st.just("amend"), st.tuples(st.integers(1, 3), MARKS))
# More than marks.
OVERREACHES = st.tuples(
    st.just("amend"), st.tuples(st.integers(1, 2), st.sampled_from([("quote", None), ("sources", [])]))
)
IMPORTS = st.tuples(st.just("import"), st.lists(COMPANIES.map(lambda each: each[1]), max_size=2))
ACTS = COMPANIES | REFERENCES | WITHDRAWALS | MOVES | UNDOINGS | CHECKS | HIDINGS | AMENDMENTS | OVERREACHES | IMPORTS


class Undo(Exception):
    """Take everything back at the end of an example."""


@contextmanager
def example():
    """Lay the ground for one example, with a company on it, and take everything back at its end."""
    with suppress(Undo), db.write():
        lay_ground()
        put(Kind.COMPANY, company(1, adoptions=[adoption(sources=LISTED[:2])]))
        yield
        raise Undo


def do(step):
    """Do what a step says; what the door refuses is not done."""
    kind, what = step
    try:
        VERBS.get(kind, lambda what: withdraw(kind, what, BECAUSE) if isinstance(what, str) else put(kind, what))(what)
    except Refused:
        return


def _move(numbers):
    slug, target = (f"example-company-{number}" for number in numbers)
    entry, there = (queries.entry_at(Kind.COMPANY, each) for each in (slug, target))
    if entry:
        document = company_of(json.loads((there or entry).document) | {"slug": target})
        move(slug, document, BECAUSE, seen=entry.revision, onto=there.revision if there else 0)


def _hide(number):
    if entry := queries.entry_at(Kind.COMPANY, f"example-company-{number}"):
        hide(entry.slug, {history.key_of(json.loads(entry.document)["adoptions"][0])}, BECAUSE)


def _amend(what):
    number, (name, value) = what
    if entry := queries.entry_at(Kind.COMPANY, f"example-company-{number}"):
        document = json.loads(entry.document)
        first = document["adoptions"][0]
        changed = first if name in ("reread", "sources") else first["sources"][0]
        changed[name] = value
        if value is None:
            del changed[name]
        amend(entry.slug, document, BECAUSE, seen=entry.revision)


def _check(what):
    looks, day = what
    # A check is told once: the next one has another address.
    put(Kind.CHECK, check(*looks, slug=f"check-{revision() + 1:03}", on=f"2026-11-{day}"))


def _import(companies):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "companies.jsonl"
        file.write_text("".join(json.dumps(each) + "\n" for each in companies))
        imports.bring_in_lines(imports.lines(file), imports.Report(), BECAUSE)


VERBS = {
    "move": _move,
    "undo": lambda back: undo(revision() - back, BECAUSE),
    "hide": _hide,
    "amend": _amend,
    "check": _check,
    "import": _import,
}
