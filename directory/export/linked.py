"""What a page says, as linked data in the words of schema.org: nothing that the page does not show.

A thing has one name in all languages, made of its English address; the page that tells of it is another thing. Claims
are `Claim`, never `ClaimReview`: no verdict of true or false is given here. Regulatory actions are left out: an order
or a ban is not `Legislation`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.catalogue.explain import Claim
from directory.catalogue.lineage import Base
from directory.catalogue.queries import Made, Record
from directory.text import slugify
from directory.vocabulary import Status

Node = dict[str, Any]

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAME = "Passerelle"


@dataclass(frozen=True)
class Place:
    """Say where the site is, where its pages in this language are, and which language that is."""

    site: str
    pages: str
    language: str

    def thing(self, path: str, what: str) -> str:
        """Name a thing by its page."""
        return f"{self.site}{path}#{what}"

    def page(self, path: str) -> str:
        """Give the address of a page in this language."""
        return f"{self.pages}{path}"


def graph(*nodes: Node) -> Node:
    """Put things together that are told on one page."""
    return {"@context": "https://schema.org", "@graph": [_told(node) for node in nodes]}


def _told(value: Any) -> Any:  # noqa: ANN401  (JSON)
    """Leave out what is absent."""
    if isinstance(value, dict):
        return {name: _told(each) for name, each in value.items() if each not in (None, "", [])}
    return [_told(each) for each in value] if isinstance(value, list) else value


def crumbs(place: Place, steps: Iterable[tuple[str, str]]) -> Node:
    """Say where a page is in the site: the names and paths that lead to it."""
    listed = [
        {"@type": "ListItem", "position": number, "name": name, "item": place.page(path)}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _page(place: Place, path: str, record: Record, about: str) -> Node:
    return {
        "@type": "WebPage",
        "@id": place.page(path),
        "url": place.page(path),
        "name": record.name,
        "inLanguage": place.language,
        "datePublished": record.created,
        "dateModified": record.changed,
        "license": LICENCE,
        "mainEntity": {"@id": about},
        "isPartOf": {"@type": "WebSite", "@id": place.thing("/", "site"), "name": NAME, "url": place.page("/")},
    }


def company(place: Place, record: Record, claims: Sequence[Claim], up: str) -> Node:
    """Describe a company and its claims; `up` is what the list of companies is called."""
    path, told = f"/companies/{record.slug}", record.document
    about = place.thing(path, "company")
    organisation = {
        "@type": "Organization",
        "@id": about,
        "name": told["name"],
        "legalName": told.get("legal_name"),
        "alternateName": told.get("aliases", []),
        "description": told["summary"],
        "url": told.get("website"),
        "foundingDate": str(told.get("founded", "")),
        "identifier": told.get("registry_id"),
        "address": _seat(told),
    }
    trail = crumbs(place, [(up, "/companies"), (told["name"], path)])
    # The oldest day: all of it was read then or later. What a program saw reviews nothing.
    page = _page(place, path, record, about) | {"lastReviewed": min(claim.last_read for claim in claims)}
    return graph(organisation, *(_claim(place, path, about, claim) for claim in claims), page, trail)


def _seat(told: Mapping[str, Any]) -> Node:
    return {"@type": "PostalAddress", "addressLocality": told.get("city"), "addressCountry": told["country"]}


def _claim(place: Place, path: str, about: str, claim: Claim) -> Node:
    adoption = claim.adoption
    model = {"@id": place.thing(f"/models/{claim.made.slug}", "model")}
    absent, nothing = adoption["status"] == Status.NOT_FOUND, f"We looked on {claim.last_read} and found nothing."
    span = f"{adoption.get('since', '..')}/{adoption.get('until', '..')}"
    return {
        "@type": "Claim",
        "@id": place.thing(path, f"claim-{claim.number}"),
        "url": place.page(f"{path}#claim-{claim.number}"),
        "text": f"{nothing} {adoption['statement']}" if absent else adoption["statement"],
        "about": [{"@id": about}, {"@type": "CreativeWork", **model, "name": claim.made.name}],
        "temporalCoverage": span if not absent and ("since" in adoption or "until" in adoption) else None,
        "expires": claim.reread_by,
        "appearance": [_source(source) for source in adoption["sources"]],
    }


def _source(source: Mapping[str, Any]) -> Node:
    language = source.get("language")
    quote = {"@type": "Quotation", "text": source.get("quote"), "inLanguage": language}
    publisher = {"@type": "Organization", "name": source.get("publisher")}
    return {
        "@type": "CreativeWork",
        "name": source["title"],
        "url": source.get("url"),
        "publisher": publisher if source.get("publisher") else None,
        "datePublished": source.get("published"),
        "inLanguage": language,
        "archivedAt": source.get("archive_url"),
        "hasPart": quote if source.get("quote") else None,
    }


def family(place: Place, record: Record, made: Made, bases: Mapping[str, Base], up: str) -> Node:
    """Describe a model family with its versions and what they were made from."""
    path, told = f"/models/{record.slug}", record.document
    about = place.thing(path, "model")
    versions = [_version(place, version, bases.get(version["name"])) for version in told.get("versions", [])]
    model = {
        "@type": "CreativeWork",
        "@id": about,
        "name": told["name"],
        "alternateName": _names(told),
        "abstract": told["summary"],
        "creator": _creator(place, made),
        "hasPart": versions,
    }
    return graph(model, _page(place, path, record, about), crumbs(place, [(up, "/models"), (told["name"], path)]))


def version(place: Place, record: Record, told: Mapping[str, Any], made: Made, base: Base | None, up: str) -> Node:
    """Describe one version of a family."""
    path = f"/models/{slugify(told['name'])}"
    whole = {"@type": "CreativeWork", "@id": place.thing(f"/models/{record.slug}", "model"), "name": record.name}
    layers = [layer["source"]["url"] for layer in (told.get("licence") or {}).values()]
    model = _version(place, told, base) | {"creator": _creator(place, made), "isPartOf": whole, "license": layers}
    steps = [(up, "/models"), (record.name, f"/models/{record.slug}"), (told["name"], path)]
    return graph(model, crumbs(place, steps))


def _version(place: Place, told: Mapping[str, Any], base: Base | None) -> Node:
    return {
        "@type": "CreativeWork",
        "@id": place.thing(f"/models/{slugify(told['name'])}", "model"),
        "name": told["name"],
        "alternateName": told.get("aliases", []),
        "datePublished": told.get("released"),
        "isBasedOn": _base(place, base) if base else None,
    }


def _base(place: Place, base: Base) -> Node:
    named = {"@type": "CreativeWork", "name": base.name}
    return named | {"@id": place.thing(f"/models/{base.slug}", "model")} if base.slug else named


def _creator(place: Place, made: Made) -> Node:
    about = place.thing(f"/developers/{made.developer}", "developer")
    return {"@type": "Organization", "@id": about, "name": made.developer_name}


def _names(told: Mapping[str, Any]) -> list[str]:
    return [name for name in (told.get("name_zh"), *told.get("aliases", [])) if name]


def developer(place: Place, record: Record, up: str) -> Node:
    """Describe who makes models."""
    path, told = f"/developers/{record.slug}", record.document
    about = place.thing(path, "developer")
    organisation = {
        "@type": "Organization",
        "@id": about,
        "name": told["name"],
        "alternateName": _names(told),
        "description": told.get("note"),
        "url": told.get("website"),
        "address": _seat(told),
    }
    trail = crumbs(place, [(up, "/developers"), (told["name"], path)])
    return graph(organisation, _page(place, path, record, about), trail)


def home(place: Place, name: str, description: str, changed: str) -> Node:
    """Describe the site with its search, and its data as a whole with the forms in which it is had."""
    publisher = {"@type": "Organization", "@id": place.thing("/", "publisher"), "name": NAME, "url": place.page("/")}
    # Without `query-input`, which only Google's search box in its results read, until November 2024: it is no word of
    # schema.org.
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{place.page('/companies')}?q={{search_term_string}}"},
    }
    site = {
        "@type": "WebSite",
        "@id": place.thing("/", "site"),
        "url": place.page("/"),
        "name": NAME,
        "description": description,
        "inLanguage": place.language,
        "publisher": publisher,
        "potentialAction": search,
    }
    forms = {"json": "application/json", "csv": "text/csv", "atom": "application/atom+xml"}
    data = {
        "@type": "Dataset",
        "@id": place.thing("/", "data"),
        "url": place.page("/companies"),
        "name": name,
        "description": description,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@id": publisher["@id"]},
        "dateModified": changed,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{place.site}/companies.{ending}"}
            for ending, kind in forms.items()
        ],
    }
    return graph(site, data)
