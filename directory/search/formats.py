"""A search as data: all that it finds, in the order of its page, as JSON or as CSV.

Text is given in pieces, one for each batch of companies, so that a hundred thousand take no more memory than some
hundred. What is withdrawn while an answer is being sent is left out of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory import db
from directory.catalogue import confidence
from directory.search import queries
from directory.search.queries import Row
from directory.vocabulary import Existence
from directory.web import sheets

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
MOST_SOURCES = 3
SOURCES = tuple(f"source_{number}" for number in range(1, MOST_SOURCES + 1))
OF_COMPANY = {
    "name": "name",
    "legal_name": "legal_name",
    "aliases": "aliases",
    "website": "website",
    "country": "country",
    "city": "city",
    "founded": "founded",
    "size": "size",
    "sectors": "sectors",
    "registry_id": "registry_id",
    "company_status": "status",
    "summary": "summary",
}
OF_ADOPTION = ("versions", "use", "route", "operator", "region", "status", "since", "until", "statement")
COLUMNS = (
    *("address", *OF_COMPANY),
    *("claim", "developer", "model", *OF_ADOPTION),
    *("confidence", "last_read", "sources", *SOURCES, "quote"),
)


@dataclass(frozen=True)
class Saved:
    """Say what a search is called, where it is, of which revision its answer is, and how many companies it finds."""

    language: str
    title: str
    site: str
    question: str
    revision: int
    changed: str
    total: int
    notes: Sequence[str] = ()

    @property
    def page(self) -> str:
        """Give the address of the page that shows the same."""
        return f"{self.site}/companies{self.question}"

    def entry(self, slug: str) -> str:
        """Give the address of a company."""
        return f"{self.site}/companies/{slug}"


def batches(slugs: Sequence[str], today: date) -> Iterator[list[Row]]:
    """Read companies a batch at a time, in the order given.

    What is read within a request is read on its connection. An answer that outlives its request opens one for each
    batch: a slow reader must not hold the database.
    """
    for start in range(0, len(slugs), queries.BATCH):
        chosen = slugs[start : start + queries.BATCH]
        with db.database.connection_context() if db.database.is_closed() else nullcontext():
            rows = queries.rows(chosen, today)
        yield [rows[slug] for slug in chosen if slug in rows]


def body(text: Iterable[str], total: int) -> bytes | Iterator[bytes]:
    """Encode what is sent: one batch whole, so that a fault is an error page; more in pieces, as they are read."""
    pieces = (piece.encode() for piece in text)
    return pieces if total > queries.BATCH else b"".join(pieces)


def as_json(saved: Saved, read: Iterator[list[Row]]) -> Iterator[str]:
    """Write one object; a company's document is the one that `/companies/<slug>.json` gives, one a line."""
    head = {
        "title": saved.title,
        "address": saved.page,
        "revision": saved.revision,
        "licence": LICENCE,
        "total": saved.total,
        "notes": saved.notes,
    }
    yield _written(head).removesuffix("}") + ', "companies": ['
    before = "\n"
    for rows in read:
        yield before + ",\n".join(_written(_described(saved, row)) for row in rows) if rows else ""
        before = ",\n" if rows else before
    yield "\n]}\n"


def _described(saved: Saved, row: Row) -> dict[str, Any]:
    return {"address": saved.entry(row.slug), "confidence": row.rules, "document": row.document}


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def as_csv(saved: Saved, read: Iterator[list[Row]], makers: Mapping[str, str]) -> Iterator[str]:
    """Write a line for each adoption, its company's columns repeated; `makers` names each model's developer.

    Headings and values are codes and do not change with the reader's language. Only the first sources have a column
    each; the quote is the first source's. Everything else is in the JSON.
    """
    yield sheets.BYTE_ORDER_MARK + sheets.lines([COLUMNS])
    for rows in read:
        yield sheets.lines(cells for row in rows for cells in _adoptions(saved, row, makers))


def _adoptions(saved: Saved, row: Row, makers: Mapping[str, str]) -> Iterator[list[str]]:
    # A document leaves out what is usual.
    told = {"status": Existence.ACTIVE} | row.document
    company = [saved.entry(row.slug), *(told.get(name) for name in OF_COMPANY.values())]
    for number, (adoption, rule) in enumerate(zip(row.document["adoptions"], row.rules, strict=True), 1):
        model = adoption["model"]
        claim = [number, makers.get(model), model, *(adoption.get(name) for name in OF_ADOPTION)]
        yield [sheets.cell(value) for value in (*company, *claim, rule, *_evidence(adoption))]


def _evidence(adoption: Mapping[str, Any]) -> list[object]:
    sources = adoption["sources"]
    places = [source.get("url") or source.get("locator") for source in sources[:MOST_SOURCES]]
    missing = [None] * (MOST_SOURCES - len(places))
    return [confidence.last_read(adoption), len(sources), *places, *missing, sources[0].get("quote")]
