"""Models and developers as Markdown: all that their pages say, in English."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from directory.catalogue import licences
from directory.catalogue.lineage import Base
from directory.catalogue.pedigree import Node
from directory.catalogue.queries import Made, Record
from directory.export.entries import action, listed, source, standing, website
from directory.export.markdown import facts, link, plain
from directory.text import slugify
from directory.web.i18n import country_name, label


def family(
    site: str, record: Record, made: Made, bases: Mapping[str, Base], adopters: Mapping[str, str]
) -> Iterator[str]:
    """Write a model family with its versions, who adopts it, and where that was read."""
    told, page = record.document, f"{site}/models/{record.slug}"
    yield f"# {plain(told['name'])}"
    yield plain(told["summary"])
    yield from facts(
        {
            "Chinese name": plain(told.get("name_zh", "")),
            "Other names": listed(told.get("aliases", ())),
            "Developer": link(made.developer_name, f"{site}/developers/{made.developer}"),
            "Weights": label("openness", told["open_weights"]),
            "Reads or makes": listed(label("modality", each) for each in told["modalities"]),
        }
    )
    yield "## Versions"
    for version in told.get("versions", ()):
        name = version["name"]
        yield f"### {link(name, f'{site}/models/{slugify(name)}')}"
        yield from facts(_version(site, version, bases.get(name)))
    yield from _adopters(site, adopters)
    yield from _citations(told["sources"])
    yield from standing(page, record, {})


def version(
    site: str,
    record: Record,
    told: Mapping[str, Any],
    made: Made,
    base: Base | None,
    offspring: Sequence[Node],
    adopters: Mapping[str, str],
) -> Iterator[str]:
    """Write one version of a family: its licence by layers, its lineage, who adopts it."""
    yield f"# {plain(told['name'])}"
    if "note" in told:
        yield plain(told["note"])
    home = {
        "Family": link(record.name, f"{site}/models/{record.slug}"),
        "Developer": link(made.developer_name, f"{site}/developers/{made.developer}"),
    }
    yield from facts(home | _version(site, told, base))
    yield "## Made from it"
    yield from (f"- {link(each.name, f'{site}{each.address}')}" for each in offspring)
    yield "## Licence"
    yield plain(told.get("licence_note", "A reading of public texts, layer by layer; not legal advice."))
    for layer, licence in (told.get("licence") or {}).items():
        yield from _licence(layer, licence)
    yield from _adopters(site, adopters)
    yield from _citations(told.get("sources", ()))
    yield from standing(f"{site}/models/{slugify(told['name'])}", record, {})


def _version(site: str, told: Mapping[str, Any], base: Base | None) -> dict[str, str]:
    made_from = "" if base is None else link(base.name, f"{site}/models/{base.slug}") if base.slug else plain(base.name)
    return {
        "Also written": listed(told.get("aliases", ())),
        "Released": told.get("released", ""),
        "Parameters": plain(told.get("parameters", "")),
        "Weights": label("openness", told["open_weights"]) if "open_weights" in told else "",
        "Licence": listed(each["name"] for each in (told.get("licence") or {}).values()),
        "Use in Europe": listed(label("effect", each.effect) for each in licences.cautions(told)),
        "Made from": made_from,
    }


def _licence(layer: str, licence: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {layer.replace('_', ' ').capitalize()}: {plain(licence['name'])}"
    yield from facts(
        {
            "Identifier": plain(licence["id"]),
            "Conditions": listed(label("condition", each) for each in licence.get("conditions", ())),
            "Grants nothing in": listed(country_name(each) for each in licence.get("territory_excludes", ())),
            "Note": plain(licence.get("note", "")),
        }
    )
    for each in (licence["source"], *licence.get("clauses", ())):
        yield from source(each)


def developer(
    site: str, record: Record, families: Sequence[Record], actions: Sequence[Record], adopters: Mapping[str, str]
) -> Iterator[str]:
    """Write who makes models: what it is, its models, the actions on it, who adopts its models."""
    told, page = record.document, f"{site}/developers/{record.slug}"
    yield f"# {plain(told['name'])}"
    if "note" in told:
        yield plain(told["note"])
    seat = [told.get("city"), country_name(told["country"])]
    yield from facts(
        {
            "Chinese name": plain(told.get("name_zh", "")),
            "Other names": listed(told.get("aliases", ())),
            "What it is": label("organisation", told["organisation"]),
            "Seat": listed(each for each in seat if each),
            "Website": website(told),
        }
    )
    yield "## Models"
    yield from (f"- {link(each.name, f'{site}/models/{each.slug}')}" for each in families)
    yield "## Regulatory actions"
    yield from (action(site, each) for each in actions)
    yield from _adopters(site, adopters)
    yield from _citations(told["sources"])
    yield from standing(page, record, {})


def _adopters(site: str, adopters: Mapping[str, str]) -> Iterator[str]:
    """Name companies by their address."""
    yield "## Adopters"
    yield from (f"- {link(name, f'{site}/companies/{slug}')}" for slug, name in adopters.items())
    if not adopters:
        yield "No company is listed yet."


def _citations(sources: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "## Sources"
    for each in sources:
        yield from source(each)
