"""Write the tables of what is published from one canonical document; only the door and replay use this.

Documents are plain data here: what passed the door once is shown as it stands, whatever the rules are today.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peewee import Expression

from directory.catalogue import confidence, publishers, queries
from directory.catalogue.checks import ANSWERING, Outcome, quote_key
from directory.catalogue.kinds import Kind, title
from directory.catalogue.models import (
    ActionDeveloper,
    AdoptedVersion,
    Adoption,
    Company,
    CompanySector,
    Developer,
    Entry,
    Evidence,
    Model,
    ModelName,
    Name,
    Sighting,
    SourceAddress,
)
from directory.catalogue.publishers import Party
from directory.ledger import tally
from directory.ledger.models import Change
from directory.text import fold, page_address, registrable_domain, slugify, words
from directory.vocabulary import Existence

Data = Mapping[str, Any]
CHUNK = 1000
DAY = len("2026-11-24")
ROWS = {
    Kind.COMPANY: (Adoption, CompanySector, Name, SourceAddress, Company),
    Kind.MODEL: (Model,),
    Kind.DEVELOPER: (Developer,),
    Kind.ACTION: (ActionDeveloper,),
    # What a check saw it saw: nothing of it goes.
    Kind.CHECK: (),
}
# Columns of a source's row, and the fields that they repeat.
TOLD = {"url": "url", "archive": "archive_url", "published": "published", "recheck": "recheck"}


def show(entry: Entry | None, kind: Kind, text: str, *, number: int, at: str) -> None:
    """Make the tables show a document as the published state of its entry (None: a new one), as of a change."""
    document = json.loads(text)
    values = {"state": "published", "reason": "", "target": "", "revision": number, "changed": at}
    values |= {"name": title(document), "document": text}
    before = json.loads(entry.document) if entry and entry.state == "published" else {}
    shown = entry or Entry.create(kind=kind, slug=document["slug"], created=at, **values)
    with tally.kept(at[:DAY], _concerned(shown, document)):
        if entry:
            Entry.update(**values).where(Entry.id == entry.id).execute()
            _clear(entry)
        _fill(shown, before, document, number)


def _fill(entry: Entry, before: Data, document: Data, number: int) -> None:
    kind = Kind(entry.kind)
    if kind is Kind.COMPANY:
        _fill_company(entry, document)
    elif kind is Kind.MODEL:
        _fill_family(entry, document)
        _tell_adopters_of_family(before, document)
    elif kind is Kind.CHECK:
        _fill_check(document, number)
    elif kind is Kind.DEVELOPER:
        Developer.create(entry=entry, slug=document["slug"], domain=_domain(document))
        _tell_adopters_of_developer(before, document)
    else:
        _insert(ActionDeveloper, ({"entry": entry, "developer": slug} for slug in document["developers"]))


def hide(entry: Entry, change: Change) -> None:
    """Make the tables show an entry as withdrawn or moved: its row stays, nothing else of it does."""
    values = {"state": change.act, "reason": change.reason, "target": change.target}
    with tally.kept(change.at[:DAY], _concerned(entry, {})):
        Entry.update(**values, revision=change.number, changed=change.at).where(Entry.id == entry.id).execute()
        _clear(entry)


def _concerned(entry: Entry, document: Data) -> Expression:
    """Tell of which adoptions an entry's change may move what is measured."""
    if entry.kind == Kind.COMPANY:
        return Adoption.entry == entry
    if entry.kind == Kind.CHECK:
        looked = [look["url"] for look in document["looks"]]
        return Adoption.id.in_(Evidence.select(Evidence.adoption).where(Evidence.url.in_(looked)))
    return (Adoption.model if entry.kind == Kind.MODEL else Adoption.developer) == entry.slug


def _domain(document: Data) -> str:
    return registrable_domain(document.get("website", ""))


def _clear(entry: Entry) -> None:
    if entry.kind == Kind.COMPANY:
        adoptions = Adoption.select(Adoption.id).where(Adoption.entry == entry)
        AdoptedVersion.delete().where(AdoptedVersion.adoption.in_(adoptions)).execute()
        Evidence.delete().where(Evidence.adoption.in_(adoptions)).execute()
    elif entry.kind == Kind.MODEL:
        ModelName.delete().where(ModelName.family == entry.slug).execute()
    for table in ROWS[Kind(entry.kind)]:
        table.delete().where(table.entry == entry).execute()


def _fill_company(entry: Entry, company: Data) -> None:
    told = (company["name"], company.get("legal_name", ""), *company.get("aliases", ()))
    names = {" ".join(words(name)) for name in told}
    adoptions = company["adoptions"]
    Company.create(
        entry=entry,
        country=company["country"],
        city=company.get("city", ""),
        size=company.get("size", ""),
        domain=_domain(company),
        folded=fold(" ".join([*sorted(names), company["summary"], *(each["statement"] for each in adoptions)])),
        reread=max(confidence.last_read(each) for each in adoptions),
        existence=company.get("status", Existence.ACTIVE),
    )
    _insert(Name, ({"entry": entry, "folded": name} for name in sorted(names - {""})))
    pages = {page_address(source.get("url", "")) for each in adoptions for source in each["sources"]}
    _insert(SourceAddress, ({"entry": entry, "address": page} for page in sorted(pages - {""})))
    _insert(CompanySector, ({"entry": entry, "sector": sector} for sector in company["sectors"]))
    makers = _makers({each["model"] for each in adoptions})
    _insert(Adoption, (_adoption(entry, company, n, *makers[each["model"]]) for n, each in enumerate(adoptions)))
    rows: Iterable[Any] = Adoption.select(Adoption.id, Adoption.position).where(Adoption.entry == entry).tuples()
    made = [(number, adoptions[position]) for number, position in rows]
    _join_versions(made, _known_versions(adoptions))
    _insert(Evidence, (row for number, each in made for row in _sources(number, each)))


def _sources(number: int, adoption: Data) -> Iterator[dict[str, Any]]:
    for place, source in enumerate(adoption["sources"]):
        told = {name: source.get(field, "") for name, field in TOLD.items()}
        yield {"adoption": number, "place": place, "quote": quote_key(source), **told}


def _adoption(entry: Entry, company: Data, position: int, developer: str, maker: Party) -> dict[str, Any]:
    adoption = company["adoptions"][position]
    sources, read = _evidence(company, position, maker), confidence.last_read(adoption)
    return {
        "entry": entry,
        "position": position,
        "model": adoption["model"],
        "developer": developer,
        "use": adoption["use"],
        "route": adoption["route"],
        "status": adoption["status"],
        "since": adoption.get("since", ""),
        "basis": confidence.basis(sources, adoption["status"]).rule,
        "publishers": confidence.publishers(sources),
        "reread": adoption.get("reread", ""),
        "reread_by": confidence.due(read).isoformat(),
        "turn": confidence.turn(read, f"{company['slug']}/{position}").isoformat(),
    }


def _evidence(company: Data, position: int, maker: Party) -> list[confidence.Evidence]:
    sources = company["adoptions"][position]["sources"]
    return confidence.evidence(sources, company=publishers.company(company), developer=maker)


def _makers(families: set[str]) -> dict[str, tuple[str, Party]]:
    """Give the developer of each family, and by what the developer's pages are known."""
    return {slug: (made.developer, made.party) for slug, made in queries.makers(families).items()}


def _known_versions(adoptions: Iterable[Data]) -> dict[tuple[str, str], str]:
    """Give the address of each adopted version that the catalogue knows, by family and name."""
    named = {(each["model"], name) for each in adoptions for name in each.get("versions", ())}
    families, names = {family for family, _ in named}, {name for _, name in named}
    rows: Iterable[Any] = (
        ModelName.select(ModelName.family, ModelName.name, ModelName.slug)
        # A family's alias may be a version's name too: what is looked for here is the version.
        .where(ModelName.family.in_(families), ModelName.name.in_(names), ModelName.slug != ModelName.family)
        .order_by(ModelName.id)
        .tuples()
    )
    return {(family, name): slug for family, name, slug in rows} if named else {}


def _join_versions(adoptions: Iterable[tuple[int, Data]], known: Mapping[tuple[str, str], str]) -> None:
    """Join adoptions, given with the numbers of their rows, and those of their versions that are known."""
    _insert(
        AdoptedVersion,
        (
            {"adoption": number, "version": slug}
            for number, each in adoptions
            for slug in sorted({known.get((each["model"], name), "") for name in each.get("versions", ())} - {""})
        ),
    )


def _fill_check(check: Data, number: int) -> None:
    """Note what a check saw; a look at the same quote later says more, and what was well before stays told."""
    for look in check["looks"]:
        url, quote, outcome = look["url"], look.get("quote", ""), look["outcome"]
        before = Sighting.get_or_none(Sighting.url == url, Sighting.quote == quote)
        seen = {"outcome": outcome, "owner": look.get("owner", ""), "looked": check["on"], "revision": number}
        seen |= {"answered": check["on"]} if outcome in ANSWERING else {}
        seen |= {"found": check["on"]} if outcome == Outcome.FOUND else {}
        seen["gone"] = ((before and before.gone) or check["on"]) if outcome == Outcome.GONE else ""
        if before:
            Sighting.update(**seen).where(Sighting.id == before.id).execute()
        else:
            Sighting.create(url=url, quote=quote, **seen)


def _tell_adopters_of_developer(before: Data, after: Data) -> None:
    """Judge the adoptions of a developer's models anew where its pages, which are never independent, are others."""
    if publishers.developer(before) != publishers.developer(after):
        _judge_again(Adoption.developer == after["slug"], publishers.developer(after))


def _tell_adopters_of_family(before: Data, after: Data) -> None:
    """Refill what the rows of a family's adopters take from it: whose it is, and the names of its versions."""
    slug, developer = after["slug"], after["developer"]
    if before and before["developer"] != developer:
        Adoption.update(developer=developer).where(Adoption.model == slug).execute()
        _judge_again(Adoption.model == slug, _makers({slug})[slug][1])
    if _addresses(before) != _addresses(after):
        adopting = Adoption.select(Adoption.id).where(Adoption.model == slug)
        AdoptedVersion.delete().where(AdoptedVersion.adoption.in_(adopting)).execute()
        rows: Iterable[Any] = (
            Adoption.select(Adoption.id, Adoption.position, Entry.document)
            .join(Entry)
            .where(Adoption.model == slug)
            .tuples()
        )
        known = {(slug, name): address for name, address in _addresses(after)}
        _join_versions(((number, json.loads(text)["adoptions"][position]) for number, position, text in rows), known)


def _addresses(family: Data) -> list[tuple[str, str]]:
    """List every name of each version with the version's address."""
    versions = family.get("versions", ())
    return [(name, slugify(each["name"])) for each in versions for name in (each["name"], *each.get("aliases", ()))]


def _judge_again(which: Expression, maker: Party) -> None:
    """Find anew which rule fires for some adoptions, and write it where it is another one."""
    rows: Iterable[Any] = (
        Adoption.select(Adoption.id, Adoption.position, Adoption.basis, Adoption.publishers, Entry.document)
        .join(Entry)
        .where(which)
        .tuples()
    )
    moved: dict[tuple[str, int], list[int]] = {}
    for number, position, basis, counted, text in rows:
        company = json.loads(text)
        sources = _evidence(company, position, maker)
        found = confidence.basis(sources, company["adoptions"][position]["status"]).rule, confidence.publishers(sources)
        if found != (basis, counted):
            moved.setdefault(found, []).append(number)
    for (rule, counted), numbers in moved.items():
        for start in range(0, len(numbers), CHUNK):
            some = Adoption.id.in_(numbers[start : start + CHUNK])
            Adoption.update(basis=rule, publishers=counted).where(some).execute()


def _fill_family(entry: Entry, family: Data) -> None:
    slug, versions = family["slug"], family.get("versions", ())
    shared = {"entry": entry, "family": slug, "developer": family["developer"]}
    _insert(Model, [shared | {"slug": slug, "name": family["name"]}])
    _insert(
        Model,
        (
            shared | {"slug": slugify(each["name"]), "name": each["name"], "base": each.get("base", "")}
            for each in versions
        ),
    )
    own = (family["name"], family.get("name_zh", ""), *family.get("aliases", ()))
    named = [*((name, slug) for name in own if name), *_addresses(family)]
    _insert(ModelName, ({"name": name, "family": slug, "slug": address} for name, address in named))


def _insert(table: type[Any], rows: Iterable[Mapping[str, Any]]) -> None:
    listed = list(rows)
    # SQLite takes 32,766 values a statement; the widest table has fourteen columns.
    for start in range(0, len(listed), CHUNK):
        table.insert_many(listed[start : start + CHUNK]).execute()
