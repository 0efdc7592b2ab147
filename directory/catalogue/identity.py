"""Who is who: the addresses that are taken, and entries that may be the same company."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from directory.catalogue.kinds import Kind
from directory.catalogue.models import Company, Entry, Model, Name
from directory.text import LONGEST_SLUG, registrable_domain, slugify, words

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
    wanted = slugify(wanted) or "company"
    stem = wanted[: LONGEST_SLUG - 5].rstrip("-")
    rows = Entry.select(Entry.slug).where(Entry.kind == Kind.COMPANY, Entry.slug.startswith(stem))
    taken = {row.slug for row in rows}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


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


class Twin(NamedTuple):
    """Be an entry that may be the same company, and why."""

    slug: str
    name: str
    why: str


def likely_twins(names: Sequence[str], website: str, source_urls: Sequence[str], leave_out: str = "") -> list[Twin]:
    """List published companies, other than `leave_out`, that may be the same one."""
    del source_urls
    domain = registrable_domain(website) if website else ""
    found = twins(names, website, leave_out)
    same = same_domain(domain, leave_out) if domain else None
    return [Twin(each.slug, each.name, "domain" if same and same.name == each.name else "name") for each in found]
