"""The directory page: search box, facets, results, all in one address."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import Blueprint, current_app, g, get_template_attribute, render_template, request
from flask_babel import get_locale, gettext
from markupsafe import Markup

from directory import clock
from directory.catalogue import queries as catalogue
from directory.search import query, results, snapshot
from directory.search.concepts import Reference
from directory.search.engine import Engine
from directory.search.known import CLOSED
from directory.search.queries import Row
from directory.search.query import SORTS
from directory.search.snapshot import Snapshot
from directory.vocabulary import EUROPE, _
from directory.web.i18n import LISTS, country_name, label
from directory.web.pages import make_public

blueprint = Blueprint("search", __name__)

Names = Mapping[str, Mapping[str, str]]
MOST_CARDS = 2000
FACET_NAMES = {
    "q": _("Text"),
    "country": _("Country"),
    "model": _("Model"),
    "developer": _("Developer"),
    "use": _("Use"),
    "route": _("Route"),
    "status": _("Status"),
    "confidence": _("Confidence"),
    "sector": _("Sector"),
    "size": _("Size"),
    "year": _("Since"),
}


class Card(NamedTuple):
    """Hold what a result says whatever was asked."""

    place: Markup
    marks: Markup


_names: dict[str, tuple[Reference, Names]] = {}
_cards: dict[tuple[object, ...], Card] = {}


def engine() -> Engine:
    """Give this application's engine."""
    found: Engine = current_app.extensions["search"]
    return found


def standing() -> str:
    """Say what a page is made from besides its address: the directory's revision, and the index or its absence."""
    return f"{catalogue.revision()}.{engine().standing() or 'simple'}"


make_public(blueprint, standing)


@blueprint.get("/companies")
def companies() -> str:
    """Show the companies that a question asks for; every question has an answer."""
    today = clock.today()
    shot = snapshot.of(today)
    search = query.read(request.args, shot.known)
    found = results.find(search, engine(), shot, today)
    if found.simple and "simple" not in g.etag:
        # The index broke while it was being asked: this page must not pass for one made from it.
        g.etag += "-simple"
    names = names_of(shot)
    return render_template(
        "search/companies.html",
        results=found,
        search=found.search,
        names=names,
        cards=cards(shot, names, (each.row for each in found.found)),
        sorts=[sort for sort in SORTS if sort != "relevance" or search.wanted],
    )


def names_of(shot: Snapshot) -> Names:
    """Tell what every value of every facet is called in the reader's language; told once for each language."""
    language = str(get_locale())
    kept = _names.get(language)
    if kept is None or kept[0] is not shot.reference:
        closed = {facet: {code: label(facet, code) for code in LISTS[facet]._value2member_map_} for facet in CLOSED}
        countries = {code: country_name(code) for code in EUROPE}
        facets = {facet: gettext(name) for facet, name in FACET_NAMES.items()}
        years = {code: code for code in shot.grid.values("year")}
        own = {"facet": facets, "country": countries, "year": years}
        kept = _names[language] = shot.reference, {**closed, **shot.reference.titles, **own}
    return kept[1]


def cards(shot: Snapshot, names: Names, rows: Iterable[Row]) -> dict[str, Card]:
    """Write what results say whatever was asked; it is kept until the entry, a name or the day changes."""
    return {row.slug: _card(shot, names, row) for row in rows}


def _card(shot: Snapshot, names: Names, row: Row) -> Card:
    key = (row.slug, row.revision, row.rules, str(get_locale()), id(shot.reference))
    if key not in _cards:
        if len(_cards) >= MOST_CARDS:
            _cards.clear()
        place = get_template_attribute("search/_card.html", "place")(row.document, names)
        marks = get_template_attribute("search/_card.html", "marks")(row, names)
        _cards[key] = Card(place, marks)
    return _cards[key]
