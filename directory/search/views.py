"""The directory page: search box, facets, results, all in one address."""

from flask import Blueprint, current_app, g, render_template, request
from flask_babel import gettext, ngettext

from directory import clock
from directory.catalogue import queries as catalogue
from directory.search import query, results, snapshot, suggest
from directory.search.engine import Engine
from directory.search.query import SORTS
from directory.search.suggest import KINDS, Suggestion
from directory.web.pages import make_public

blueprint = Blueprint("search", __name__)


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
    _say_whether(simple=found.simple)
    return render_template(
        "search/companies.html",
        results=found,
        search=found.search,
        titles=shot.reference.titles,
        sorts=[sort for sort in SORTS if sort != "relevance" or search.clauses],
    )


@blueprint.get("/suggest")
def suggestions() -> dict[str, object]:
    """Suggest names while somebody types; marks count characters (code points) of the name."""
    found = suggest.find(request.args.get("q", ""), engine(), snapshot.of(clock.today()))
    _say_whether(simple=found.simple)
    count = len(found.suggestions)
    told = ngettext("%(num)s suggestion", "%(num)s suggestions", count) if count else gettext("No suggestions")
    return {"told": told if found.asked else "", "suggestions": [_shown(each) for each in found.suggestions]}


def _shown(suggestion: Suggestion) -> dict[str, object]:
    count = suggestion.companies
    companies = ngettext("%(num)s company", "%(num)s companies", count) if count else ""
    return {
        "kind": suggestion.kind,
        "label": gettext(KINDS[suggestion.kind]),
        "name": suggestion.name,
        "marks": suggestion.marks,
        "detail": suggestion.detail(companies),
        "address": suggestion.address,
    }


def _say_whether(*, simple: bool) -> None:
    """Let no answer pass for one made from the index where that broke while it was being asked."""
    if simple and "simple" not in g.etag:
        g.etag += "-simple"
