"""Write the tables of what is published from one document; only the door and replay use this."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from directory.catalogue import confidence
from directory.catalogue.document import Company
from directory.catalogue.kinds import Document, Kind, canonical, kind_of, parse, plain
from directory.catalogue.models import (
    ActionDeveloper,
    AdoptedVersion,
    CompanySector,
    Entry,
    ModelName,
    Name,
)
from directory.catalogue.models import Adoption as AdoptionRow
from directory.catalogue.models import Company as CompanyRow
from directory.catalogue.models import Developer as DeveloperRow
from directory.catalogue.models import Model as ModelRow
from directory.catalogue.reference import Action, Developer, Family
from directory.text import fold, words


def show(entry: Entry | None, document: Document, *, number: int, at: str) -> None:
    """Make the tables show this document as the published state of its entry (None: a new one), as of a change."""
    values = {"state": "published", "reason": "", "revision": number, "changed": at}
    values |= {"name": _title(document), "document": canonical(document)}
    if entry is None:
        entry = Entry.create(kind=kind_of(document), slug=document.slug, created=at, **values)
    else:
        Entry.update(**values).where(Entry.id == entry.id).execute()
        _clear(entry)
    _fill(entry, document)
    if not isinstance(document, Company):
        _fill_again(_adopters(document))


def _adopters(document: Document) -> list[Entry]:
    """List the companies whose rows say something of this developer or model: independence, known versions."""
    named = AdoptionRow.developer if isinstance(document, Developer) else AdoptionRow.model
    adopting = AdoptionRow.select(AdoptionRow.entry).where(named == document.slug)
    return list(Entry.select().where(Entry.id.in_(adopting)))


def _fill_again(entries: Iterable[Entry]) -> None:
    for entry in entries:
        document = parse(Kind.COMPANY, json.loads(entry.document), kept=True)
        _clear(entry)
        _fill(entry, document)


def hide(entry: Entry, *, number: int, at: str, reason: str) -> None:
    """Make the tables show an entry as withdrawn: its row stays, nothing else of it does."""
    Entry.update(state="withdrawn", reason=reason, revision=number, changed=at).where(Entry.id == entry.id).execute()
    _clear(entry)


def _title(document: Document) -> str:
    return f"{document.authority}: {document.action}" if isinstance(document, Action) else document.name


def _clear(entry: Entry) -> None:
    adoptions = AdoptionRow.select(AdoptionRow.id).where(AdoptionRow.entry == entry)
    AdoptedVersion.delete().where(AdoptedVersion.adoption.in_(adoptions)).execute()
    for table in (AdoptionRow, CompanySector, Name, CompanyRow, ModelRow, DeveloperRow, ActionDeveloper):
        table.delete().where(table.entry == entry).execute()
    if entry.kind == Kind.MODEL:
        ModelName.delete().where(ModelName.family == entry.slug).execute()


def _fill(entry: Entry, document: Document) -> None:
    if isinstance(document, Company):
        _fill_company(entry, document)
    elif isinstance(document, Family):
        _fill_family(entry, document)
    elif isinstance(document, Developer):
        DeveloperRow.create(entry=entry, slug=document.slug, domain=document.domain)
    else:
        _insert(ActionDeveloper, ({"entry": entry, "developer": slug} for slug in document.developers))


def _fill_company(entry: Entry, company: Company) -> None:
    names = {" ".join(words(name)) for name in (company.name, company.legal_name or "", *company.aliases)}
    CompanyRow.create(
        entry=entry,
        country=company.country,
        city=company.city or "",
        size=company.size or "",
        domain=company.domain,
        folded=fold(" ".join([*sorted(names), company.summary, *(a.statement for a in company.adoptions)])),
        reread=max(confidence.last_read(adoption) for adoption in plain(company)["adoptions"]),
    )
    _insert(Name, ({"entry": entry, "folded": name} for name in sorted(names - {""})))
    _insert(CompanySector, ({"entry": entry, "sector": sector} for sector in company.sectors))
    _fill_adoptions(entry, company)


def _fill_adoptions(entry: Entry, company: Company) -> None:
    makers, known = _makers(company), _known_versions(company)
    _insert(AdoptionRow, (_adoption(entry, company, n, makers) for n in range(len(company.adoptions))))
    rows = AdoptionRow.select(AdoptionRow.id, AdoptionRow.position).where(AdoptionRow.entry == entry)
    numbers = {row.position: row.id for row in rows}
    _insert(
        AdoptedVersion,
        (
            {"adoption": numbers[position], "version": slug}
            for position, adoption in enumerate(company.adoptions)
            for slug in sorted({known[adoption.model, v] for v in adoption.versions if (adoption.model, v) in known})
        ),
    )


def _adoption(entry: Entry, company: Company, position: int, makers: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    adoption = company.adoptions[position]
    developer, domain = makers[adoption.model]
    told = adoption.model_dump(mode="json", exclude_none=True)
    sources = confidence.evidence(told["sources"], company=company.domain, developer=domain)
    return {
        "entry": entry,
        "position": position,
        "model": adoption.model,
        "developer": developer,
        "use": adoption.use,
        "route": adoption.route,
        "status": adoption.status,
        "since": adoption.since or "",
        "basis": confidence.basis(sources, adoption.status).rule,
        "reread_by": confidence.due(confidence.last_read(told)).isoformat(),
    }


def _makers(company: Company) -> dict[str, tuple[str, str]]:
    """Give the developer of each adopted family, and the developer's domain."""
    rows: Iterable[Any] = (
        ModelRow.select(ModelRow.slug, DeveloperRow.slug, DeveloperRow.domain)
        .join(DeveloperRow, on=(DeveloperRow.slug == ModelRow.developer))
        .where(ModelRow.slug.in_({adoption.model for adoption in company.adoptions}))
        .tuples()
    )
    return {family: (developer, domain) for family, developer, domain in rows}


def _known_versions(company: Company) -> dict[tuple[str, str], str]:
    """Give the address of each adopted version that the catalogue knows, by family and name."""
    named = {version for adoption in company.adoptions for version in adoption.versions}
    families = {adoption.model for adoption in company.adoptions}
    rows: Iterable[Any] = (
        ModelName.select(ModelName.family, ModelName.name, ModelName.slug)
        # A family's alias may be a version's name too: what is looked for here is the version.
        .where(ModelName.family.in_(families), ModelName.name.in_(named), ModelName.slug != ModelName.family)
        .tuples()
    )
    return {(family, name): slug for family, name, slug in rows} if named else {}


def _fill_family(entry: Entry, family: Family) -> None:
    shared = {"entry": entry, "family": family.slug, "developer": family.developer}
    _insert(ModelRow, [shared | {"slug": family.slug, "name": family.name}])
    _insert(ModelRow, (shared | {"slug": v.slug, "name": v.name, "base": v.base or ""} for v in family.versions))
    named = [(name, family.slug) for name in (family.name, family.name_zh or "", *family.aliases) if name]
    named += [(name, version.slug) for version in family.versions for name in (version.name, *version.aliases)]
    _insert(ModelName, ({"name": name, "family": family.slug, "slug": slug} for name, slug in named))


def _insert(table: type[Any], rows: Iterable[Mapping[str, Any]]) -> None:
    listed = list(rows)
    # SQLite takes 32,766 values a statement; the widest table has six columns.
    for start in range(0, len(listed), 1000):
        table.insert_many(listed[start : start + 1000]).execute()
