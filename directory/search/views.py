"""The directory page: search box, facets, results, all in one address."""

from flask import Blueprint, current_app, g, render_template, request

from directory import clock
from directory.catalogue import queries as catalogue
from directory.search import query, results, snapshot
from directory.search.engine import Engine
from directory.search.query import SORTS
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
    if found.simple and "simple" not in g.etag:
        # The index broke while it was being asked: this page must not pass for one made from it.
        g.etag += "-simple"
    return render_template(
        "search/companies.html",
        results=found,
        search=found.search,
        titles=shot.reference.titles,
        sorts=[sort for sort in SORTS if sort != "relevance" or search.clauses],
    )
