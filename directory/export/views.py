"""What programs read of the site: the twins of entries, the sitemap, and what says where everything is."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template, request

from directory import clock
from directory.catalogue import claims, explain, lineage, pedigree, queries, sightings
from directory.catalogue.kinds import Kind
from directory.config import Settings
from directory.errors import Missing
from directory.export import entries, reference, sitemap
from directory.text import slugify
from directory.vocabulary import NEGATIVE, _
from directory.web import languages
from directory.web.pages import make_public

# Whoever finds a hole after this many days looks whether the address still holds (RFC 9116 advises less than a year).
TRUSTED_DAYS = 180
SHUT = ("/moderation/", "/submissions/", "/submit", "/proofs/")

blueprint = Blueprint("export", __name__)
make_public(blueprint, queries.revision)


@blueprint.get("/companies/<slug>.md")
def company(slug: str) -> Response:
    """Give a company's entry as Markdown."""
    record = queries.published(Kind.COMPANY, slug)
    makers = queries.makers({adoption["model"] for adoption in record.document["adoptions"]})
    explained = explain.claims(record.document, makers, clock.today())
    actions = queries.actions_on({made.developer for made in makers.values()})
    regulated = explain.regulated(record.document, explained, actions)
    replies, watch = explain.replies(record.document), sightings.of(record.document)
    return _markdown(entries.company(_site(), record, explained, replies, regulated, watch))


@blueprint.get("/models/<slug>.md")
def model(slug: str) -> Response:
    """Give a model family, or one version of a family, as Markdown."""
    record = queries.published(Kind.MODEL, queries.family_of(slug))
    made, bases = queries.makers([record.slug])[record.slug], lineage.bases(record.document)
    if record.slug == slug:
        return _markdown(reference.family(_site(), record, made, bases, _named(claims.of_model(slug))))
    told = next(v for v in record.document["versions"] if slugify(v["name"]) == slug)
    offspring = pedigree.web().made_from(slug)
    adopters = _named(claims.of_version(slug))
    return _markdown(reference.version(_site(), record, told, made, bases.get(told["name"]), offspring, adopters))


@blueprint.get("/developers/<slug>.md")
def developer(slug: str) -> Response:
    """Give a developer as Markdown."""
    record = queries.published(Kind.DEVELOPER, slug)
    families = [each for each in queries.every(Kind.MODEL) if each.document["developer"] == slug]
    actions, adopters = queries.actions_on([slug]), _named(claims.of_developer(slug))
    return _markdown(reference.developer(_site(), record, families, actions, adopters))


def _named(listing: claims.Listing) -> dict[str, str]:
    adopting = (each for each in listing.adopters if any(line.status not in NEGATIVE for line in each.lines))
    return {each.slug: each.company for each in adopting}


def _markdown(lines: Iterable[str]) -> Response:
    return Response(entries.written(lines), content_type="text/markdown; charset=utf-8")


@blueprint.get("/sitemap.xml")
def site_map() -> Response:
    """Name every page that search engines should know; where they are many, the files that name them."""
    others, listed = sitemap.fixed(), sitemap.total()
    count = sitemap.parts(len(others) + listed, len(languages.LANGUAGES))
    if count > 1:
        return _xml(sitemap.index(_site(), count, others[0][1]))
    return _xml(sitemap.part(1, _roots(), others, listed))


@blueprint.get("/sitemaps/<int:number>.xml")
def part_of_site_map(number: int) -> Response:
    """Give one of the files that the sitemap names."""
    others, listed = sitemap.fixed(), sitemap.total()
    if not 1 <= number <= sitemap.parts(len(others) + listed, len(languages.LANGUAGES)):
        raise Missing(_("There is nothing at this address."))
    return _xml(sitemap.part(number, _roots(), others, listed))


def _roots() -> list[str]:
    return [languages.site_address(_settings(), code) for code in languages.LANGUAGES]


def _xml(text: str | Iterator[str], kind: str = "application/xml") -> Response:
    return Response(text, content_type=f"{kind}; charset=utf-8")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let everybody read what is public, in every language."""
    fronts = [languages.prefix(code) for code in languages.LANGUAGES]
    return _text("robots.txt", fronts=fronts, shut=SHUT)


@blueprint.get("/llms.txt")
def for_models() -> Response:
    """Say what the site is and how to read it as data (llmstxt.org)."""
    return _text("llms.txt", total=claims.summed(claims.by_country()))


@blueprint.get("/opensearch.xml")
def open_search() -> Response:
    """Let a browser search here, with pages in a language of ours."""
    asked = request.args.get("language", languages.DEFAULT)
    language = asked if asked in languages.LANGUAGES else languages.DEFAULT
    pages = languages.site_address(_settings(), language)
    text = render_template("export/opensearch.xml", site=_site(), pages=pages, language=language)
    return _xml(text, "application/opensearchdescription+xml")


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Say whom to tell of a hole (RFC 9116): the address of the imprint."""
    if not _settings().imprint_email:
        raise Missing(_("There is nothing at this address."))
    until = clock.today() + timedelta(days=TRUSTED_DAYS)
    return _text("security.txt", contact=_settings().imprint_email, until=until)


def _text(name: str, **told: object) -> Response:
    text = render_template(f"export/{name}", site=_site(), **told)
    return Response(text, content_type="text/plain; charset=utf-8")


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _site() -> str:
    return languages.site_address(_settings())
