"""Who is who: the addresses that are taken, and entries that may be the same company."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

from peewee import fn
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory import db
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Company, Entry, Model, Name, SourceAddress
from directory.catalogue.queries import revision
from directory.text import LONGEST_SLUG, page_address, registrable_domain, slugify, words

MOST_TWINS = 5
# Just below what one typo in five letters leaves. No two companies of the launch data are nearer than 0.62.
ALIKE = 0.79
# A page that more companies cite is a list of many, and says nothing of who is who.
MOST_CITING = 2
# How registers end (or begin) a name, folded and without spaces: S.A.S. is sas, Sp. z o.o. is spzoo.
_FORMS = """
    ab ad ae ag aps as asa bt bv bvba cokg corp corporation cv dd doo dooel ead eg ehf ei eirl ek eood epe eu
    ev fze gbr gesmbh ggmbh gie gmbh gmbhcokg hf ike inc incorporated jdoo kb kda kft kg kgaa ks ky lda limited llc llp
    lp ltd nv nyrt od ohg ood ooo ou oy oyj plc pllc pp prat ps pte pty pvt rt sa sapa sarl sas sasu sca scop scs sd se
    sencrl sia sicav sl sll slu snc sp spa spj spk spolsro spzoo srl srls sro tov tzov uab ug vof vzw zrt zs
"""
FORMS = frozenset(_FORMS.split())
LONGEST_FORM = 4
DIGITS = re.compile(r"\d+")
# How many of the nearest are looked at: several names may be one company's, or only differ in a number.
MOST_NEAR = 20
Words = tuple[str, ...]
Why = Literal["domain", "name", "similar", "source"]


@dataclass(frozen=True)
class Twin:
    """Name a listed company that may be the one meant, and what both share."""

    slug: str
    name: str
    why: Why


@dataclass(frozen=True)
class Known:
    """Hold every name of the published companies without its legal form, with the entry's row, at one revision.

    `ordered` has the words of each in alphabetical order, `joined` without spaces, in the order of the rows.
    """

    rows: list[tuple[Words, int]]
    ordered: list[str]
    joined: list[str]


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


def free_slug(wanted: str, own: str = "") -> str:
    """Give the wanted address of a company, or the first numbered one that was never used but by itself, at `own`."""
    wanted = slugify(wanted) or "company"
    stem = wanted[: LONGEST_SLUG - 5].rstrip("-")
    rows = Entry.select(Entry.slug).where(Entry.kind == Kind.COMPANY, Entry.slug.startswith(stem))
    taken = {row.slug for row in rows} - {own}
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def same_domain(domain: str, slug: str) -> Entry | None:
    """Find the published company, other than `slug`, whose website has this registrable domain."""
    found: Entry | None = (
        Entry.select(Entry.name).join(Company).where(Company.domain == domain, Entry.slug != slug).first()
    )
    return found


def likely_twins(names: Sequence[str], website: str, source_urls: Collection[str], leave_out: str = "") -> list[Twin]:
    """List published companies that may be the one meant, the best first; few, for a human."""
    given = [told for name in names if (told := bare(words(name)))]
    found: dict[str, Twin] = {}
    for slug, name, why in (*_with_domain(website), *_called(given), *_citing(source_urls)):
        if slug != leave_out:
            found.setdefault(slug, Twin(slug, name, why))
    return list(found.values())[:MOST_TWINS]


def bare(name: Sequence[str]) -> Words:
    """Leave out the legal form at the end or the beginning of a name's words, unless nothing else is there."""
    if not any(len(word) == 1 or word in FORMS for word in (*name[:1], *name[-1:])):
        # Nearly all of ten thousand names.
        return tuple(name)
    sizes = range(min(LONGEST_FORM, len(name) - 1), 0, -1)
    ends = (name[:-size] for size in sizes if "".join(name[-size:]) in FORMS)
    starts = (name[size:] for size in sizes if "".join(name[:size]) in FORMS)
    left = next(chain(ends, starts), None)
    return tuple(name) if left is None else bare(left)


def _with_domain(website: str) -> Iterator[tuple[str, str, Why]]:
    domain = registrable_domain(website) if website else ""
    if domain:
        rows: Iterable[Any] = (
            Entry.select(Entry.slug, Entry.name).join(Company).where(Company.domain == domain).tuples()
        )
        yield from ((slug, name, "domain") for slug, name in rows)


def _called(given: Sequence[Words]) -> Iterator[tuple[str, str, Why]]:
    """List who has one of these names, then who has one that is nearly the same, the nearest first."""
    nearest: dict[int, float] = {}
    known = _known(str(db.file_in_use()), revision())
    for name in given:
        for place, score in _near(name, known):
            told, entry = known.rows[place]
            # Nothing is nearer than the same words in the same order.
            nearest[entry] = max(nearest.get(entry, 0), score + (told == name))
    best = sorted(nearest, key=lambda entry: (-nearest[entry], entry))[: MOST_TWINS + 1]
    rows: Iterable[Any] = Entry.select(Entry.id, Entry.slug, Entry.name).where(Entry.id.in_(best)).tuples()
    who = {entry: (slug, name) for entry, slug, name in rows}
    yield from ((*who[entry], "name" if nearest[entry] > 1 else "similar") for entry in best)


def _near(name: Words, known: Known) -> Iterator[tuple[int, float]]:
    """Find names with the same words in another order, or the same letters with other spaces, typos forgiven."""
    for told, names in ((_ordered(name), known.ordered), ("".join(name), known.joined)):
        scored = process.extract(told, names, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=MOST_NEAR)
        # Names that differ in a number are numbered.
        yield from ((place, score) for text, score, place in scored if DIGITS.findall(text) == DIGITS.findall(told))


def _ordered(name: Words) -> str:
    return " ".join(sorted(name))


@lru_cache(maxsize=1)
def _known(_file: str, _revision: int) -> Known:
    rows: Iterable[Any] = Name.select(Name.folded, Name.entry).tuples()
    listed = [(bare(folded.split()), entry) for folded, entry in rows]
    return Known(listed, [_ordered(told) for told, _ in listed], ["".join(told) for told, _ in listed])


def _citing(addresses: Collection[str]) -> Iterator[tuple[str, str, Why]]:
    """List who cites one of these pages, where few do."""
    pages = sorted({page_address(address) for address in addresses} - {""})
    few = (
        SourceAddress.select(SourceAddress.address)
        .where(SourceAddress.address.in_(pages))
        .group_by(SourceAddress.address)
        .having(fn.COUNT(SourceAddress.id) <= MOST_CITING)
    )
    rows: Iterable[Any] = (
        Entry.select(Entry.slug, Entry.name)
        .join(SourceAddress)
        .where(SourceAddress.address.in_(few))
        .distinct()
        .order_by(Entry.name)
        .limit(MOST_TWINS + 1)
        .tuples()
    )
    yield from ((slug, name, "source") for slug, name in rows)
