"""The first page, and the same facts by country, by sector and by what authorities did."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from directory.catalogue import (
    claims,
    identity,
    queries,
    spread,
)
from directory.catalogue import regulation as acts
from directory.catalogue.views import blueprint
from directory.errors import Missing
from directory.text import fold
from directory.vocabulary import EUROPE, Sector, _
from directory.web import charts
from directory.web.i18n import by_country, country_name

NEWEST = 6


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
    """List the regulatory actions and what each covers, by country and by year."""
    actions = queries.actions()
    places = acts.by_jurisdiction(actions)
    return render_template(
        "catalogue/regulation.html",
        actions=actions,
        places=[(code, places[code]) for code in sorted(places, key=lambda code: fold(country_name(code)))],
        years=acts.by_year(actions),
        developers=queries.developer_names(),
    )
