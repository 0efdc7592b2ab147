"""The public pages of the catalogue."""

import json

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from directory import clock, db
from directory.catalogue import claims, explain, lineage, queries
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.errors import Missing
from directory.text import slugify
from directory.vocabulary import EUROPE, Sector, _
from directory.web.pages import make_public

NEWEST = 8

blueprint = Blueprint("catalogue", __name__)
make_public(blueprint, queries.revision)
machine = Blueprint("machine", __name__)


@blueprint.get("/")
def home() -> str:
    """Show the search box, the key figures, the newest adoptions and those whose evidence was read last."""
    figures = {"models": claims.by_model(), "countries": claims.by_country()}
    return render_template(
        "catalogue/home.html",
        total=claims.total(),
        figures=figures,
        models=claims.ranked(figures["models"]),
        names={each.slug: each.name for each in queries.every(Kind.MODEL)},
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
    return render_template(
        "catalogue/company.html",
        record=record,
        company=record.document,
        claims=explained,
        replies=explain.replies(record.document),
        addresses=queries.version_addresses(families),
        regulated=explain.regulated(record.document, explained, actions),
    )


@blueprint.get("/companies/<slug>.json")
def company_json(slug: str) -> Response:
    """Give a company's document as JSON."""
    return _json(queries.published(Kind.COMPANY, slug).document)


@blueprint.get("/models")
def models() -> str:
    """List the model families."""
    return render_template(
        "catalogue/models.html",
        families=queries.every(Kind.MODEL),
        developers=queries.developer_names(),
        counts=claims.by_model(),
        zero=claims.ZERO,
    )


@blueprint.get("/models/<slug>")
def model(slug: str) -> str:
    """Show a model family, or one version of a family: they share one space of addresses."""
    record = queries.published(Kind.MODEL, queries.family_of(slug))
    return _family(record) if record.slug == slug else _version(record, slug)


def _family(record: Record) -> str:
    return render_template(
        "catalogue/family.html",
        record=record,
        family=record.document,
        made=queries.makers([record.slug])[record.slug],
        slugs={v["name"]: slugify(v["name"]) for v in record.document.get("versions", [])},
        bases=lineage.bases(record.document),
        offspring=lineage.offspring(lineage.family_names(record.document)),
        by_version=claims.names_by_version(record.slug),
        count=claims.by_model().get(record.slug, claims.ZERO),
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
        listing=claims.of_developer(slug),
    )


@blueprint.get("/countries")
def countries() -> str:
    """List the countries of the directory."""
    counts = claims.by_country()
    empty = sorted(EUROPE - counts.keys())
    return render_template("catalogue/countries.html", counts=claims.ranked(counts), empty=empty)


@blueprint.get("/countries/<code>")
def country(code: str) -> str | Answer:
    """Show the adopters of a country; a code in small letters leads to the one address."""
    if code.upper() not in EUROPE:
        raise Missing(_("There is no country with this code in the directory."))
    if code != code.upper():
        return redirect(url_for("catalogue.country", code=code.upper()), 301)
    count = claims.by_country().get(code, claims.ZERO)
    return render_template("catalogue/country.html", code=code, count=count, listing=claims.in_country(code))


@blueprint.get("/sectors")
def sectors() -> str:
    """List the sectors."""
    return render_template("catalogue/sectors.html", counts=claims.by_sector(), zero=claims.ZERO)


@blueprint.get("/sectors/<slug>")
def sector(slug: str) -> str:
    """Show the adopters of a sector."""
    if slug not in list(Sector):
        raise Missing(_("There is no such sector in the directory."))
    count = claims.by_sector().get(slug, claims.ZERO)
    return render_template("catalogue/sector.html", sector=slug, count=count, listing=claims.in_sector(slug))


@blueprint.get("/regulation")
def regulation() -> str:
    """List the regulatory actions and what each covers."""
    return render_template("catalogue/regulation.html", actions=queries.actions(), developers=queries.developer_names())


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
