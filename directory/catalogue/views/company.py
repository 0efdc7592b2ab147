"""The page of a company, and the same entry as data and as a citation."""

import json

from flask import Response, current_app, render_template

from directory import clock
from directory.catalogue import (
    citations,
    explain,
    licences,
    queries,
    sightings,
    timeline,
    weakest,
)
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.catalogue.views import blueprint
from directory.web import languages


@blueprint.get("/companies/<slug>")
def company(slug: str) -> str:
    """Show a company: its claims, their evidence, the rule that fires, and the regulatory actions."""
    record = queries.published(Kind.COMPANY, slug)
    families = {adoption["model"] for adoption in record.document["adoptions"]}
    makers = queries.makers(families)
    explained = explain.claims(record.document, makers, clock.today())
    addresses = queries.version_addresses(families)
    actions = queries.actions_on({made.developer for made in makers.values()})
    regulated = explain.regulated(record.document, explained, actions)
    events = timeline.events(record, explained, regulated)
    return render_template(
        "catalogue/company.html",
        record=record,
        company=record.document,
        claims=explained,
        descents=weakest.of_claims(explained, addresses),
        watch=sightings.of(record.document),
        replies=explain.replies(record.document),
        addresses=addresses,
        cautioned=licences.by_address(queries.documents(Kind.MODEL, families).values()),
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


@blueprint.get("/schema/company.json")
def company_schema() -> Response:
    """Publish the shape of a company's document as a JSON Schema."""
    return _json(explain.schema())


def _json(data: object) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, indent=2) + "\n", mimetype="application/json")
