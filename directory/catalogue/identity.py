"""Who is who: the addresses that are taken, and entries that may be the same company."""

import json
from collections.abc import Collection, Sequence

from directory.catalogue.kinds import Kind
from directory.catalogue.models import Company, Entry, Model, Name
from directory.catalogue.queries import entry_at
from directory.text import registrable_domain, slugify, words

MOST_TWINS = 5


def families() -> list[tuple[str, str]]:
    """List the model families, by name: what a form offers."""
    rows = Entry.select(Entry.slug, Entry.name).where(Entry.kind == Kind.MODEL, Entry.state == "published")
    return [(row.slug, row.name) for row in rows.order_by(Entry.name)]


def known_families(slugs: Collection[str]) -> set[str]:
    """Give those of the slugs that are model families in the catalogue."""
    rows = Model.select(Model.slug).where(Model.slug.in_(slugs), Model.family == Model.slug)
    return {row.slug for row in rows}


def address_for(name: str, website: str) -> str:
    """Propose an address for a company: from its name, where that has no Latin letters from its domain."""
    return slugify(name) or slugify(registrable_domain(website)) or "company"


def free_slug(wanted: str) -> str:
    """Give the wanted address of a company, or the first numbered one that was never used."""
    rows = Entry.select(Entry.slug).where(Entry.kind == Kind.COMPANY, Entry.slug.startswith(wanted))
    taken = {row.slug for row in rows}
    numbered = (f"{wanted[:75]}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def revision_of(slug: str) -> int:
    """Give the revision of a company's entry, 0 where there is none."""
    entry = entry_at(Kind.COMPANY, slug)
    return entry.revision if entry else 0


def same_domain(domain: str, slug: str) -> Entry | None:
    """Find the published company, other than `slug`, whose website has this registrable domain."""
    found: Entry | None = (
        Entry.select(Entry.name).join(Company).where(Company.domain == domain, Entry.slug != slug).first()
    )
    return found


def twins(names: Sequence[str], website: str, slug: str) -> list[Entry]:
    """List published companies, other than `slug`, with the same domain or one of these names; few, for a human."""
    folded = [told for name in names if (told := " ".join(words(name)))]
    domain = registrable_domain(website) if website else ""
    named = Name.select(Name.entry).where(Name.folded.in_(folded))
    there = Company.select(Company.entry).where(Company.domain == domain, Company.domain != "")
    rows = Entry.select().where((Entry.id.in_(named)) | (Entry.id.in_(there)), Entry.slug != slug)
    return list(rows.order_by(Entry.name).limit(MOST_TWINS))


def present(slug: str) -> tuple[dict[str, object] | None, int]:
    """Give the published document of a company, None where there is none, and the revision of its entry."""
    entry = entry_at(Kind.COMPANY, slug)
    if entry is None:
        return None, 0
    return (json.loads(entry.document) if entry.state == "published" else None), entry.revision
