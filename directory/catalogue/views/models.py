"""The pages of models and of who makes them."""

from flask import render_template

from directory.catalogue import (
    claims,
    descent,
    licences,
    lineage,
    pedigree,
    queries,
    reference,
    spread,
)
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.catalogue.views import blueprint
from directory.text import slugify


@blueprint.get("/models")
def models() -> str:
    """List the model families, the most adopted first, those that nobody adopts apart."""
    counts, families = claims.by_model(), {each.slug: each for each in queries.every(Kind.MODEL)}
    cautioned = licences.cautioned(each.document for each in families.values())
    return render_template(
        "catalogue/models.html",
        adopted=[families[slug] for slug, _ in claims.ranked(counts)],
        others=[each for each in families.values() if each.slug not in counts],
        licences={slug: reference.licences(each.document.get("versions", ())) for slug, each in families.items()},
        cautioned=cautioned,
        marked=licences.counted(cautioned),
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
    edges = pedigree.web().of_family(record.slug)
    return render_template(
        "catalogue/family.html",
        record=record,
        family=record.document,
        made=queries.makers([record.slug])[record.slug],
        slugs={v["name"]: slugify(v["name"]) for v in record.document.get("versions", [])},
        bases=lineage.bases(record.document),
        edges=edges,
        drawings=descent.drawn(edges),
        actions=queries.actions_on([record.document["developer"]]),
        licences=reference.licences(record.document.get("versions", ())),
        cautioned=licences.by_address([record.document]),
        by_version=claims.names_by_version(record.slug),
        spread=spread.of_model(record.slug),
        listing=claims.of_model(record.slug),
    )


def _version(record: Record, slug: str) -> str:
    edges = pedigree.web().of_version(slug)
    version = next(v for v in record.document["versions"] if slugify(v["name"]) == slug)
    return render_template(
        "catalogue/version.html",
        record=record,
        version=version,
        slug=slug,
        made=queries.makers([record.slug])[record.slug],
        base=lineage.bases(record.document).get(version["name"]),
        cautions=licences.cautions(version),
        edges=edges,
        drawings=descent.drawn(edges),
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
