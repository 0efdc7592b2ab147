"""The addresses that search engines should know, each in every language, with the day of its newest change.

The alternates of a page are named in its head, not here: seven links for each of seven addresses would make the file
eight times as long and say the same. Companies are read a batch at a time, so that a hundred thousand take no more
memory than some hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from peewee import ModelSelect, fn

from directory import db
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption, Company, CompanySector, Entry, Model

# The protocol allows 50,000; smaller files are read again sooner.
LONGEST = 10_000
BATCH = 500
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
LISTS = ("/", "/companies", "/models", "/developers", "/countries", "/sectors", "/regulation", "/changes", "/checks")
TEXTS = (
    "/about",
    "/methodology",
    "/methodology/quality",
    "/corrections",
    "/decisions",
    "/accessibility",
    "/privacy",
    "/imprint",
)

# A path and when what is there changed last, "" where nothing tells.
Item = tuple[str, str]


def fixed() -> list[Item]:
    """List what is there besides the companies: few pages, however many companies there are."""
    lists = [(path, newest()) for path in LISTS]
    return [*lists, *((path, "") for path in TEXTS), *_reference(), *_grouped()]


def newest() -> str:
    """Give the moment of the newest change, "" where there is none."""
    return str(Entry.select(fn.MAX(Entry.changed)).scalar() or "")


def _reference() -> Iterator[Item]:
    models: Iterable[Any] = Model.select(Model.slug, Entry.changed).join(Entry).order_by(Model.slug).tuples()
    yield from ((f"/models/{slug}", changed) for slug, changed in models)
    rows = Entry.select().where(Entry.kind == Kind.DEVELOPER, Entry.state == "published").order_by(Entry.slug)
    yield from ((f"/developers/{row.slug}", row.changed) for row in rows)


def _grouped() -> Iterator[Item]:
    """List the pages of what companies share, each as new as the newest of them."""
    last = fn.MAX(Entry.changed)
    by_country = Company.select(Company.country, last).join(Entry).group_by(Company.country)
    by_sector = CompanySector.select(CompanySector.sector, last).join(Entry).group_by(CompanySector.sector)
    by_use = Adoption.select(Adoption.use, last).join(Entry).group_by(Adoption.use)
    by_route = Adoption.select(Adoption.route, last).join(Entry).group_by(Adoption.route)
    places: dict[str, ModelSelect[Any]] = {
        "/countries/": by_country,
        "/sectors/": by_sector,
        "/companies?use=": by_use,
        "/companies?route=": by_route,
    }
    for place, rows in places.items():
        listed: Iterable[Any] = rows.tuples()
        yield from ((f"{place}{value}", changed) for value, changed in sorted(listed))


def companies(first: int, count: int) -> Iterator[Item]:
    """Read companies from the first on, counted from 0.

    An answer that outlives its request opens a connection for each batch: a slow reader must not hold the database.
    """
    read = Entry.select(Entry.id, Entry.slug, Entry.changed).where(
        Entry.kind == Kind.COMPANY, Entry.state == "published"
    )
    after: int | None = None
    while count > 0:
        rows = read.order_by(Entry.id).limit(min(BATCH, count))
        with db.database.connection_context() if db.database.is_closed() else nullcontext():
            chosen: Iterable[Any] = (rows.offset(first) if after is None else rows.where(Entry.id > after)).tuples()
            batch = list(chosen)
        yield from ((f"/companies/{slug}", changed) for _, slug, changed in batch)
        if not batch:
            return
        after, count = batch[-1][0], count - len(batch)


def total() -> int:
    """Count the published companies."""
    return int(Entry.select().where(Entry.kind == Kind.COMPANY, Entry.state == "published").count())


def parts(count: int, languages: int) -> int:
    """Tell into how many files so many pages in so many languages go."""
    return max(1, -(-count * languages // LONGEST))


def part(number: int, roots: Sequence[str], others: Sequence[Item], listed: int) -> Iterator[str]:
    """Write one file, counted from 1: its addresses come from `others` and as many companies, for each root in turn."""
    yield f'{DECLARATION}<urlset xmlns="{NAMESPACE}">\n'
    whole = len(others) + listed
    places = range((number - 1) * LONGEST, min(number * LONGEST, whole * len(roots)))
    for root, group in groupby(places, key=lambda place: place // whole):
        inside = [place % whole for place in group]
        yield from _pages(roots[root], inside[0], inside[-1] + 1, others)
    yield "</urlset>\n"


def _pages(root: str, start: int, end: int, others: Sequence[Item]) -> Iterator[str]:
    yield from (_entry("url", root + path, changed) for path, changed in others[start:end])
    first = max(0, start - len(others))
    for path, changed in companies(first, end - len(others) - first):
        yield _entry("url", root + path, changed)


def index(site: str, count: int, changed: str) -> str:
    """Write the file that names the others."""
    named = (_entry("sitemap", f"{site}/sitemaps/{number}.xml", changed) for number in range(1, count + 1))
    return f'{DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n{"".join(named)}</sitemapindex>\n'


def _entry(name: str, address: str, changed: str) -> str:
    told = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(address)}</loc>{told}</{name}>\n"
