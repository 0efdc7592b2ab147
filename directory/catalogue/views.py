"""The public pages of the catalogue."""

import json

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from directory import clock, db
from directory.catalogue import (
    citations,
    claims,
    explain,
    identity,
    lineage,
    pedigree,
    queries,
    reference,
    spread,
    timeline,
)
from directory.catalogue import regulation as acts
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.errors import Missing
from directory.text import fold, slugify
from directory.vocabulary import EUROPE, Sector, _
from directory.web import charts, languages
from directory.web.i18n import by_country, country_name
from directory.web.pages import make_public

NEWEST = 6

blueprint = Blueprint("catalogue", __name__)
make_public(blueprint, queries.revision)
machine = Blueprint("machine", __name__)


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


@blueprint.get("/companies/<slug>")
def company(slug: str) -> str:
    """Show a company: its claims, their evidence, the rule that fires, and the regulatory actions."""
    record = queries.published(Kind.COMPANY, slug)
    families = {adoption["model"] for adoption in record.document["adoptions"]}
    makers = queries.makers(families)
    explained = explain.claims(record.document, makers, clock.today())
    actions = queries.actions_on({made.developer for made in makers.values()})
    regulated = explain.regulated(record.document, explained, actions)
    events = timeline.events(record, explained, regulated)
    return render_template(
        "catalogue/company.html",
        record=record,
        company=record.document,
        claims=explained,
        replies=explain.replies(record.document),
        addresses=queries.version_addresses(families),
        regulated=regulated,
        events=events,
        drawing=timeline.drawn(events, explained, clock.today()),
        citation=citations.text(_cited(record)),
    )


@blueprint.get("/companies/<slug>.json")
def company_json(slug: str) -> Response:
    """Give a company's document as JSON."""
    return _json(queries.published(Kind.COMPANY, slug).document)


@blueprint.get("/companies/<slug>.bib")
def company_bibtex(slug: str) -> Response:
    """Give the citation of an entry for BibTeX."""
    told = citations.bibtex(_cited(queries.published(Kind.COMPANY, slug)))
    return _file(told, "application/x-bibtex", f"{slug}.bib")


@blueprint.get("/companies/<slug>.ris")
def company_ris(slug: str) -> Response:
    """Give the citation of an entry in the RIS format."""
    told = citations.ris(_cited(queries.published(Kind.COMPANY, slug)))
    return _file(told, "application/x-research-info-systems", f"{slug}.ris")


@blueprint.get("/companies/<slug>.csl.json")
def company_csl(slug: str) -> Response:
    """Give the citation of an entry as CSL-JSON."""
    told = citations.csl(_cited(queries.published(Kind.COMPANY, slug)))
    return _file(told, "application/vnd.citationstyles.csl+json", f"{slug}.csl.json")


def _cited(record: Record) -> citations.Citation:
    """Cite an entry as it is today, at its one address: that of the language in which entries are written."""
    return citations.Citation(
        slug=record.slug,
        title=record.name,
        address=f"{current_app.config['SETTINGS'].address}{languages.base()}/companies/{record.slug}",
        revision=record.revision,
        changed=record.changed[:10],
        read=clock.today().isoformat(),
    )


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(text, content_type=f"{kind}; charset=utf-8", headers=headers)


@blueprint.get("/models")
def models() -> str:
    """List the model families, the most adopted first, those that nobody adopts apart."""
    counts, families = claims.by_model(), {each.slug: each for each in queries.every(Kind.MODEL)}
    return render_template(
        "catalogue/models.html",
        adopted=[families[slug] for slug, _ in claims.ranked(counts)],
        others=[each for each in families.values() if each.slug not in counts],
        licences={slug: reference.licences(each.document.get("versions", ())) for slug, each in families.items()},
        developers=queries.developer_names(),
        counts=counts,
        zero=claims.ZERO,
    )


@blueprint.get("/models/<slug>")
def model(slug: str) -> str:
    """Show a model family, or one version of a family: they share one space of addresses."""
    record = queries.published(Kind.MODEL, queries.family_of(slug))
    return _family(record) if record.slug == slug else _version(record, slug)


def _family(record: Record) -> str:
    bases, offspring = lineage.bases(record.document), lineage.offspring(lineage.family_names(record.document))
    return render_template(
        "catalogue/family.html",
        record=record,
        family=record.document,
        made=queries.makers([record.slug])[record.slug],
        slugs={v["name"]: slugify(v["name"]) for v in record.document.get("versions", [])},
        bases=bases,
        tree=pedigree.pedigree(record.document, bases, offspring),
        licences=reference.licences(record.document.get("versions", ())),
        by_version=claims.names_by_version(record.slug),
        spread=spread.of_model(record.slug),
        listing=claims.of_model(record.slug),
    )


def _version(record: Record, slug: str) -> str:
    version = next(v for v in record.document["versions"] if slugify(v["name"]) == slug)
    return render_template(
        "catalogue/version.html",
        record=record,
        version=version,
        slug=slug,
        made=queries.makers([record.slug])[record.slug],
        base=lineage.bases(record.document).get(version["name"]),
        offspring=lineage.offspring(lineage.names_of(version)),
        listing=claims.of_version(slug),
    )


@blueprint.get("/developers")
def developers() -> str:
    """List who makes the models."""
    return render_template(
        "catalogue/developers.html",
        developers=queries.every(Kind.DEVELOPER),
        counts=claims.by_developer(),
        zero=claims.ZERO,
    )


@blueprint.get("/developers/<slug>")
def developer(slug: str) -> str:
    """Show a developer: who it is, its models, their adopters, the regulatory actions on it."""
    record = queries.published(Kind.DEVELOPER, slug)
    return render_template(
        "catalogue/developer.html",
        record=record,
        developer=record.document,
        families=[each for each in queries.every(Kind.MODEL) if each.document["developer"] == slug],
        counts=claims.by_model(),
        zero=claims.ZERO,
        actions=queries.actions_on([slug]),
        spread=spread.of_developer(slug),
        listing=claims.of_developer(slug),
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


@blueprint.get("/about")
def about() -> str:
    """Say what the directory is and is not."""
    return render_template("catalogue/about.html")


@blueprint.get("/methodology")
def methodology() -> str:
    """Say what is listed, how sure a claim is, and how is decided."""
    return render_template("catalogue/methodology.html")


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Say what the site does for accessibility and what it does not."""
    return render_template("catalogue/accessibility.html", settings=current_app.config["SETTINGS"])


@blueprint.get("/privacy")
def privacy() -> str:
    """Say which data of people is kept."""
    return render_template("catalogue/privacy.html", settings=current_app.config["SETTINGS"])


@blueprint.get("/imprint")
def imprint() -> str:
    """Say who runs the site."""
    return render_template("catalogue/imprint.html", settings=current_app.config["SETTINGS"])


@blueprint.get("/schema/company.json")
def company_schema() -> Response:
    """Publish the shape of a company's document as a JSON Schema."""
    return _json(explain.schema())


@machine.get("/healthz")
def health() -> Response:
    """Tell the operator that the site answers and its database can be read, and which SQLite runs."""
    return Response(f"ok\nrevision {queries.revision()}\nsqlite {db.version()}\n", mimetype="text/plain")


def _json(data: object) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
