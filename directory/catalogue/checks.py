"""A link check as a document: what a program saw at the addresses of sources on one day; and what it may lead to.

A check passes the one door as entries do. So the ledger holds what pages show of it, and shows move the revision.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from directory.catalogue.source import Part, Source
from directory.catalogue.values import Address, Day, Line, Slug
from directory.text import sha256
from directory.vocabulary import Word, _

# A check of more addresses is several documents: one stays small enough to be read at once.
MOST_LOOKS = 500
LONGEST_KEY = 16


class Outcome(Word):
    """What a program saw at the address of a source."""

    FOUND = "found", _("quote found"), _("the page answered, and the quote is on it")
    MISSING = "missing", _("quote not found"), _("the page answered, and a program does not find the quote on it")
    ANSWERED = (
        "answered",
        _("answered"),
        _("the page answered; there is no quote to look for, or a program cannot read the page"),
    )
    GONE = "gone", _("page gone"), _("the server says that there is no such page")
    REFUSED = "refused", _("not open to programs"), _("the site does not let programs read the page")
    SILENT = "silent", _("no answer"), _("nobody answered, or the server failed")


ANSWERING = frozenset({Outcome.FOUND, Outcome.MISSING, Outcome.ANSWERED})
# What a reader would call a dead link; a site that refuses programs may well answer people.
DEAD = frozenset({Outcome.GONE, Outcome.SILENT})


class Look(Part):
    """Hold what was seen of one source: its address, the key of its quote ("" without one), and the outcome."""

    url: Address
    quote: Annotated[str, Field(max_length=LONGEST_KEY, pattern=r"^[0-9a-f]*$")] = ""
    outcome: Outcome
    # The publisher where redirects ended, as `publishers.publisher_of` names one; only where it is another one.
    owner: Annotated[Line, Field(max_length=300)] | None = None


class Check(Part):
    """Hold one link check, or a part of one."""

    slug: Slug
    name: Annotated[Line, Field(min_length=1, max_length=120)]
    on: Day
    looks: Annotated[list[Look], Field(min_length=1, max_length=MOST_LOOKS)]


def quote_key(source: Mapping[str, Any] | Source) -> str:
    """Identify the quote of a source in looks: it may be corrected while the address stays; "" without a quote."""
    quote = source.quote if isinstance(source, Source) else source.get("quote")
    return sha256(quote)[:LONGEST_KEY] if quote else ""
