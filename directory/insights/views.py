"""The page of figures, and the file behind each."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, render_template

from directory import clock
from directory.catalogue import claims, derived, identity
from directory.catalogue.queries import revision
from directory.errors import Missing
from directory.insights import course, figures, quality, queries, timeline
from directory.insights.figures import Figure
from directory.vocabulary import _
from directory.web import charts, sheets
from directory.web.pages import make_public

LICENCE = "Passerelle, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
# A heat map of more columns cannot be read on a phone.
MOST_MODELS = 8

blueprint = Blueprint("insights", __name__)
make_public(blueprint, revision)

FIGURES: dict[str, Callable[[], Figure]] = {
    "time": lambda: figures.beginnings(queries.beginnings()),
    "routes": lambda: figures.by_adoptions("route", claims.by_route()),
    "uses": lambda: figures.by_adoptions("use", claims.by_use()),
    "countries": lambda: figures.by_companies("country", claims.by_country()),
    "sectors": lambda: figures.pairs(queries.sectors_and_models()),
    "confidence": lambda: figures.confidence(queries.evidence(), clock.today()),
    "freshness": lambda: figures.freshness(queries.evidence(), clock.today()),
    "quality": lambda: Figure(("day", "measure", "number"), [*course.history(queries.tally())]),
    "lineage": lambda: figures.lineage(derived.derivatives(claims.LONGEST)),
}


@blueprint.get("/insights")
def insights() -> str:
    """Tell what the directory as a whole says, in figures."""
    began, countries = queries.beginnings(), claims.by_country()
    pairs, evidence = queries.sectors_and_models(), queries.evidence()
    made, names = derived.derivatives(claims.LONGEST), dict(identity.families())
    time = figures.beginnings(began)
    drawn = timeline.draw(time)
    ordered = [sector for sector, _count in claims.ranked(claims.by_sector())]
    heat = figures.matrix(pairs, ordered, [line.model for line in drawn.lines], MOST_MODELS)
    return render_template(
        "insights/insights.html",
        names=names,
        time=time,
        drawn=drawn,
        routes=figures.by_adoptions("route", claims.by_route()),
        uses=figures.by_adoptions("use", claims.by_use()),
        countries=figures.by_companies("country", countries),
        map=charts.choropleth({code: count.companies for code, count in countries.items()}),
        sectors=figures.pairs(pairs),
        heat=heat,
        classes=charts.steps(list(heat.counts.values())),
        step_of=charts.step_of,
        confidence=figures.confidence(evidence, clock.today()),
        freshness=figures.freshness(evidence, clock.today()),
        lineage=figures.lineage(made),
        branches=figures.branches(made, names),
    )


@blueprint.get("/insights/<name>.csv")
def sheet(name: str) -> Response:
    """Give the table of a figure as CSV: codes and numbers, and at the end its licence and revision."""
    if name not in FIGURES:
        raise Missing(_("There is no such figure."))
    return _file(name, FIGURES[name](), "/insights")


@blueprint.get("/methodology/quality")
def report() -> str:
    """Tell how good the evidence is, in numbers with what each means and does not mean, and their course."""
    rules, facts = quality.of_day(clock.today())
    return render_template(
        "insights/quality.html",
        rules=rules,
        facts=facts,
        groups=quality,
        looked=queries.looked_last(),
        course=course.draw(queries.tally(), clock.today()),
    )


@blueprint.get("/methodology/quality.csv")
def report_sheet() -> Response:
    """Give the numbers of the report as CSV, each with what it is a part of."""
    return _file("quality-today", quality.sheet(*quality.of_day(clock.today())), "/methodology/quality")


def _file(name: str, figure: Figure, page: str) -> Response:
    stand, site = revision(), current_app.config["SETTINGS"].address
    rows = [figure.columns, *(tuple(sheets.cell(value) for value in row) for row in figure.rows)]
    told = f"# {site}{page}, revision {stand}, {clock.today()}; {LICENCE}"
    text = sheets.BYTE_ORDER_MARK + sheets.lines([*rows, (told,)])
    answer = Response(text, content_type="text/csv; charset=utf-8; header=present")
    answer.headers.set("Content-Disposition", "attachment", filename=f"passerelle-{name}-{stand}.csv")
    return answer
