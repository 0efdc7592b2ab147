"""The page that shows every part the pages are built of, each in its states, with rules for use."""

from typing import NamedTuple

from flask import Blueprint, render_template
from flask_babel import gettext

from directory.catalogue import queries
from directory.ledger.history import Difference
from directory.submissions.forms.company import SourceForm
from directory.submissions.forms.sending import SendingForm
from directory.vocabulary import _
from directory.web.pages import make_public

blueprint = Blueprint("design", __name__)
make_public(blueprint, queries.revision)

# The tokens of static/site.css as the page shows them; a test compares both.
GROUNDS = ("paper", "sheet", "tint", "highlight", "gone", "come")
TEXTS = ("ink", "soft", "link", "link-seen", "margin", "danger", "button")
RULES = ("confirmed", "stated", "reported", "developer", "stale")
LINES = ("rule", "edge")
SIZES = ("h1", "h2", "h3", "h4", "lead", "stating", "quote", "text", "small", "tiny")
SPACES = ("space-1", "space-2", "space-3", "gap", "space-5", "section")
WRONG = _("An address begins with https:// or http://.")


class Line(NamedTuple):
    """Be one adoption of a register, as `claims` gives them."""

    slug: str
    number: int
    model_name: str
    use: str
    route: str
    status: str
    since: str
    rule: str


class Adopter(NamedTuple):
    """Be one company of a register."""

    slug: str
    company: str
    city: str
    country: str
    lines: tuple[Line, ...]


class Listing(NamedTuple):
    """Be a register that is complete."""

    adopters: tuple[Adopter, ...]
    complete: bool = True


QUOTE = {
    "url": "https://example.com/",
    "title": "Annual report of an example",
    "publisher": "Example Gazette",
    "kind": "press",
    "by": "third-party",
    "language": "en",
    "published": "2026-03-02",
    "accessed": "2026-11-23",
    "quote": "The example company says that it runs an example model on its own machines.",
}
REPLY = {"on": "2026-11-20", "language": "en", "text": "We stopped using it in the autumn.", "proof": "dns"}
DIFFERENCES = (
    Difference(("name",), "Example Ltd", "Example Holding plc"),
    Difference(("city",), None, "Exampleton"),
    Difference(("founded",), 1999, None),
    Difference(
        ("summary",),
        "Maker of example sentences for dictionaries, with a workshop in Exampleton.",
        "Maker of example sentences for grammars, with a workshop in Exampleton.",
    ),
)
REGISTER = Listing(
    (
        Adopter(
            "example-ltd",
            "Example Ltd",
            "Exampleton",
            "IE",
            (
                Line("example-ltd", 1, "Sample-1", "production", "self-hosted", "active", "2026-05", "confirmed"),
                Line("example-ltd", 2, "Sample-2", "pilot", "vendor-api", "ended", "2025", "company-stated"),
            ),
        ),
        Adopter(
            "muster-ag",
            "Muster AG",
            "",
            "CH",
            (Line("muster-ag", 1, "Sample-1", "offered", "unknown", "disputed", "", "disputed"),),
        ),
    )
)


@blueprint.get("/about/design")
def design() -> str:
    """Show the type, the colours, the measures and each component of the pages."""
    form, source = SendingForm(), SourceForm()
    source.url.data, source.url.errors = "example", [gettext(WRONG)]
    return render_template(
        "catalogue/design.html",
        grounds=GROUNDS,
        texts=TEXTS,
        rules=RULES,
        lines=LINES,
        sizes=SIZES,
        spaces=SPACES,
        form=form,
        source_form=source,
        faults=[("url", ("adoptions", 0, "sources", 0, "url"), gettext(WRONG))],
        quote=QUOTE,
        answer=REPLY,
        differences=DIFFERENCES,
        listing=REGISTER,
    )
