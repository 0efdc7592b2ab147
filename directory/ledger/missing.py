"""Tell what the launch data lack, as the generated part of their README."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from directory.catalogue import gaps
from directory.catalogue.gaps import Found, Gap
from directory.catalogue.kinds import Kind, kind_of, plain
from directory.ledger.imports import Item

BEGIN = "<!-- gaps: written by `flask seeds gaps --write` -->"
END = "<!-- /gaps -->"
Data = Mapping[str, Any]


def section(items: Iterable[Item]) -> str:
    """Write the counts of each gap and the list of each entry, between the two marks."""
    documents = [(kind_of(item.document), plain(item.document)) for item in items]
    families, developers, companies = (
        [document for kind, document in documents if kind is wanted]
        for wanted in (Kind.MODEL, Kind.DEVELOPER, Kind.COMPANY)
    )
    catalogue = gaps.known(families, developers)
    found = {company["slug"]: gaps.of(company, catalogue) for company in companies}
    return "\n".join([BEGIN, *_counts(companies, found), "", *_entries(found, _everywhere(companies, found)), END])


def _number_of_sources(companies: Sequence[Data]) -> int:
    return sum(len(claim["sources"]) for company in companies for claim in company["adoptions"])


def _everywhere(companies: Sequence[Data], found: Mapping[str, Sequence[Found]]) -> set[Gap]:
    """Give the gaps that every source has: they are told once."""
    counts = Counter(each.gap for listed in found.values() for each in listed if each.source)
    return {gap for gap, number in counts.items() if number == _number_of_sources(companies)}


def _counts(companies: Sequence[Data], found: Mapping[str, Sequence[Found]]) -> Iterator[str]:
    claims = sum(len(company["adoptions"]) for company in companies)
    yield f"{len(companies)} companies, {claims} claims, {_number_of_sources(companies)} sources."
    yield from ("", "| gap | places | companies | what it means |", "|---|---:|---:|---|")
    for gap in Gap:
        places = [sum(each.gap is gap for each in listed) for listed in found.values()]
        yield f"| {gap.label} | {sum(places)} | {sum(map(bool, places))} | {gap.meaning} |"


def _entries(found: Mapping[str, Sequence[Found]], everywhere: set[Gap]) -> Iterator[str]:
    """List what each entry lacks: `2.1` is the first source of its second claim."""
    for slug, listed in found.items():
        if text := gaps.told(listed, everywhere):
            yield f"- `{slug}`: {text}"
