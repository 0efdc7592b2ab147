"""The directory page: search box, facets, results, all in one address; and the same set as JSON, CSV and Atom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, current_app, g, get_template_attribute, render_template, request
from flask_babel import gettext

from directory import clock
from directory.catalogue import queries as catalogue
from directory.config import Settings
from directory.search import feed, formats, queries, query, results, snapshot
from directory.search.engine import Engine
from directory.search.formats import Saved
from directory.search.query import SORTS, Search
from directory.search.results import Whole
from directory.search.snapshot import Snapshot
from directory.web.i18n import page_language, sentence
from directory.web.pages import make_public

blueprint = Blueprint("search", __name__)
# What programs of any site may read.
data = Blueprint("data", __name__)


def engine() -> Engine:
    """Give this application's engine."""
    found: Engine = current_app.extensions["search"]
    return found


def standing() -> str:
    """Say what a page is made from besides its address: the directory's revision, and the index or its absence."""
    return f"{catalogue.revision()}.{engine().standing() or 'simple'}"


make_public(blueprint, standing)
make_public(data, standing)


@data.after_request
def share(response: Response) -> Response:
    """Let scripts of other sites read the answer: it is public and knows no person."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/companies")
def companies() -> str:
    """Show the companies that a question asks for; every question has an answer."""
    today = clock.today()
    shot = snapshot.of(today)
    search = query.read(request.args, shot.known)
    found = results.find(search, engine(), shot, today)
    _validate(simple=found.simple)
    return render_template(
        "search/companies.html",
        results=found,
        search=found.search,
        titles=shot.reference.titles,
        sorts=[sort for sort in SORTS if sort != "relevance" or search.clauses],
    )


def _validate(*, simple: bool) -> None:
    """Tell what was made without the index by its validator, where the index broke while it was being asked."""
    if simple and "simple" not in g.etag:
        g.etag += "-simple"


@dataclass(frozen=True)
class Asked:
    """Hold a question that was asked for as data, its whole answer, and the day of both."""

    search: Search
    slugs: Sequence[str]
    saved: Saved
    makers: Mapping[str, str]
    today: date


@data.get("/companies.json")
def companies_json() -> Response:
    """Give all companies that a question finds as JSON."""
    asked = _asked()
    text = formats.as_json(asked.saved, formats.batches(asked.slugs, asked.today))
    return _sent(asked, text, "json", "application/json")


@data.get("/companies.csv")
def companies_csv() -> Response:
    """Give all companies that a question finds as CSV, a line for each adoption."""
    asked = _asked()
    text = formats.as_csv(asked.saved, formats.batches(asked.slugs, asked.today), asked.makers)
    return _sent(asked, text, "csv", "text/csv; charset=utf-8; header=present")


@data.get("/companies.atom")
def companies_atom() -> Response:
    """Give all companies that a question finds as an Atom feed; only a long one has pages."""
    asked = _asked()
    part = feed.part(asked.slugs, asked.search.page)
    addresses = {relation: asked.search.on_page(page).address for relation, page in part.neighbours.items()}
    told = gettext(feed.SCOPE if part.slugs else feed.NOBODY)
    scope = told % {"first": part.first, "last": part.last, "total": asked.saved.total}
    rows = [row for batch in formats.batches(part.slugs, asked.today) for row in batch]
    text = feed.write(asked.saved, part, addresses, rows, scope)
    return _sent(asked, [text], "atom", "application/atom+xml; charset=utf-8")


def _asked() -> Asked:
    """Read the question and find its whole answer."""
    today = clock.today()
    shot = snapshot.of(today)
    search = query.read(request.args, shot.known)
    whole = results.everything(search, engine(), shot)
    _validate(simple=whole.simple)
    return Asked(search, whole.slugs, _saved(search.on_page(1), whole, shot), shot.reference.makers, today)


def _saved(search: Search, whole: Whole, shot: Snapshot) -> Saved:
    settings: Settings = current_app.config["SETTINGS"]
    title = get_template_attribute("search/_saved.html", "title")
    _, (revision, _), today = shot.key
    return Saved(
        language=page_language(),
        title=title(search, shot.reference.titles).unescape(),
        site=settings.address,
        question=search.address,
        revision=revision,
        changed=queries.moment_of(revision) or f"{today}T00:00:00Z",
        total=len(whole.slugs),
        # Only the page itself and a long feed have pages.
        notes=[sentence(note) for note in whole.notes if note.path != ("page",)],
    )


def _sent(asked: Asked, text: Iterable[str], ending: str, kind: str) -> Response:
    response = Response(formats.body(text, len(asked.slugs)), content_type=kind)
    name = f"passerelle-companies-{asked.saved.revision}.{ending}"
    response.headers.set("Content-Disposition", "attachment" if ending == "csv" else "inline", filename=name)
    return response
