"""A search as an Atom feed (RFC 4287).

Feeds usually hold what changed last. This one is a saved search: the same companies as the page, in the page's order,
so that nothing of the set is missing because it is old; each entry says when it changed, which is what readers sort
by. A feed that holds the whole set says so (`fh:complete`, RFC 5005): who left it was withdrawn or matches no longer.
A longer one is cut into pages that lead to each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from directory.search.formats import LICENCE, Saved
from directory.search.queries import Row
from directory.text import for_xml
from directory.vocabulary import _

LONGEST = 500
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
ATOM, HISTORY = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
NAME = "Passerelle"
SCOPE = _("Companies %(first)s to %(last)s of %(total)s, in the order of the page.")
NOBODY = _("No company in the directory matches this.")


@dataclass(frozen=True)
class Part:
    """Be one page of a feed: its number, how many there are, which companies it holds; `first` counts from 1."""

    number: int
    pages: int
    first: int
    slugs: Sequence[str]

    @property
    def last(self) -> int:
        """Count to its last company."""
        return self.first + len(self.slugs) - 1

    @property
    def neighbours(self) -> dict[str, int]:
        """Name the pages that it leads to by their relation (RFC 5005)."""
        if self.pages == 1:
            return {"self": 1}
        around = {"previous": self.number - 1, "next": self.number + 1}
        near = {relation: page for relation, page in around.items() if 1 <= page <= self.pages}
        return {"self": self.number, "first": 1, "last": self.pages} | near


def part(slugs: Sequence[str], page: int, longest: int = LONGEST) -> Part:
    """Cut a page out of a feed; beyond the last one comes nothing, so the last one is given."""
    pages = max(-(-len(slugs) // longest), 1)
    number = min(page, pages)
    start = (number - 1) * longest
    return Part(number, pages, start + 1, slugs[start : start + longest])


def write(saved: Saved, cut: Part, addresses: Mapping[str, str], rows: Sequence[Row], told: str) -> str:
    """Write a page of a feed; `addresses` are the questions of its neighbours, `told` says which companies it holds."""
    feed = Element("feed", {"xmlns": ATOM, "xmlns:fh": HISTORY, "xml:lang": saved.language})
    place = f"{saved.site}/companies.atom"
    _texts(feed, {"id": f"{place}{saved.question}", "title": saved.title, "subtitle": " ".join([told, *saved.notes])})
    _texts(feed, {"updated": saved.changed, "rights": LICENCE["name"]})
    SubElement(SubElement(feed, "author"), "name").text = NAME
    for relation, question in addresses.items():
        _link(feed, relation, f"{place}{question}", "application/atom+xml")
    _link(feed, "alternate", saved.page, "text/html")
    _link(feed, "license", LICENCE["url"], "text/html")
    if cut.pages == 1:
        SubElement(feed, "fh:complete")
    for row in rows:
        _entry(feed, saved.entry(row.slug), row)
    return DECLARATION + tostring(feed, encoding="unicode")


def _entry(feed: Element, address: str, row: Row) -> None:
    entry = SubElement(feed, "entry")
    _texts(entry, {"id": address, "title": row.name, "updated": row.changed, "published": row.created})
    _texts(entry, {"summary": " ".join(_summary(row))})
    _link(entry, "alternate", address, "text/html")
    _link(entry, "alternate", f"{address}.json", "application/json")


def _summary(row: Row) -> Iterator[str]:
    yield row.document["summary"]
    yield from (adoption["statement"] for adoption in row.document["adoptions"])


def _texts(parent: Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = for_xml(text)


def _link(parent: Element, relation: str, address: str, kind: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})
