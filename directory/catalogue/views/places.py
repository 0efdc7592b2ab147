"""The first page, and the same facts by country, by sector and by what authorities did."""

from collections.abc import Mapping
from typing import TypeVar

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from directory import clock
from directory.catalogue import (
    claims,
    identity,
    queries,
    spread,
    timeline,
)
from directory.catalogue import regulation as acts
from directory.catalogue.views import blueprint
from directory.errors import Missing
from directory.text import LONGEST_SLUG
from directory.vocabulary import EUROPE, Sector, _
from directory.web import charts
from directory.web.i18n import by_country

NEWEST = 6
Kept = TypeVar("Kept")


@blueprint.get("/")
def home() -> str:
    """Show the search box, the key figures, the map, and what came last: adoptions, readings of evidence, changes."""
    models, countries = claims.by_model(), claims.by_country()
    return render_template(
        "catalogue/home.html",
        total=claims.summed(countries),
        models=claims.ranked(models),
        map=charts.choropleth({code: count.companies for code, count in countries.items()}),
        names=dict(identity.families()),
        newest=claims.newest(NEWEST),
        last_read=claims.last_read(NEWEST),
    )


@blueprint.get("/countries")
def countries() -> str:
    """List the countries of the directory."""
    counts = claims.by_country()
    named = {code: counts[code] for code in by_country(counts)}
    return render_template(
        "catalogue/countries.html",
        counts=claims.ranked(named),
        empty=by_country(EUROPE - counts.keys()),
        leading=spread.by_country(),
        actions=acts.by_jurisdiction(queries.actions()),
    )


@blueprint.get("/countries/<code>")
def country(code: str) -> str | Answer:
    """Show the adopters of a country; a code in small letters leads to the one address."""
    if code.upper() not in EUROPE:
        raise Missing(_("There is no country with this code in the directory."))
    if code != code.upper():
        return redirect(url_for("catalogue.country", code=code.upper()), 301)
    return render_template(
        "catalogue/country.html",
        code=code,
        spread=spread.in_country(code),
        listing=claims.in_country(code),
        actions=queries.actions_in(code),
        others=claims.ranked(claims.by_country()),
    )


@blueprint.get("/sectors")
def sectors() -> str:
    """List the sectors."""
    return render_template(
        "catalogue/sectors.html", counts=claims.by_sector(), zero=claims.ZERO, leading=spread.by_sector()
    )


@blueprint.get("/sectors/<slug>")
def sector(slug: str) -> str:
    """Show the adopters of a sector."""
    if slug not in list(Sector):
        raise Missing(_("There is no such sector in the directory."))
    return render_template(
        "catalogue/sector.html",
        sector=slug,
        spread=spread.in_sector(slug),
        listing=claims.in_sector(slug),
        others=claims.ranked(claims.by_sector()),
    )


@blueprint.get("/regulation")
def regulation() -> str:
    """List the regulatory actions and what each covers, by country and by year, all or those asked for."""
    asked = acts.Asked(*(request.args.get(name, "")[:LONGEST_SLUG] for name in ("country", "developer", "object")))
    every = queries.actions()
    actions = [each for each in every if asked.fits(each.document)]
    uses = queries.uses()
    return render_template(
        "catalogue/regulation.html",
        asked=asked,
        every=every,
        actions=actions,
        matrix=by_name(acts.matrix(actions)),
        places=by_name(acts.by_jurisdiction(actions)),
        countries=by_country(acts.by_jurisdiction(every).keys() | ({asked.country} & EUROPE)),
        years=acts.by_year(actions),
        course=timeline.course(actions, clock.today()) if actions else None,
        uncovered={each.slug: acts.uncovered(each.document) for each in actions},
        reach={each.slug: acts.reach(each.document, uses) for each in actions},
        developers=queries.developer_names(),
        concerned=sorted({slug for each in every for slug in each.document["developers"]}),
    )


def by_name(found: Mapping[str, Kept]) -> list[tuple[str, Kept]]:
    """Sort what is kept by country by the names of the countries."""
    return [(code, found[code]) for code in by_country(found)]
