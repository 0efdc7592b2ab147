"""Every way of writing a value of a facet in the search box: its code, and all names by which it is found."""

from collections.abc import Iterable, Mapping

from directory.search import analysis, concepts
from directory.search.concepts import Reference
from directory.vocabulary import EUROPE, Word
from directory.web.i18n import LISTS

# Facets whose values are a closed list.
CLOSED = ("use", "route", "status", "confidence", "checked", "read", "sector", "size")


def values(reference: Reference, years: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Give, for each facet, what may be written for a value and the value; one text never means two values.

    A code is written exactly, too: that is how an address names it. Families come before versions.
    """
    found = {facet: {str(code): str(code) for code in LISTS[facet]._value2member_map_} for facet in CLOSED}
    found |= {facet: dict(zip(titles, titles, strict=True)) for facet, titles in reference.titles.items()}
    found |= {"country": {code: code for code in sorted(EUROPE)}, "year": {year: year for year in years}}
    for own in found.values():
        for code in list(own):
            own.setdefault(analysis.folded(code), code)
    for concept in concepts.every(reference):
        own = found.setdefault(concept.facet, {})
        for written in spellings(concept.name):
            own.setdefault(written, concept.value)
    for facet in CLOSED:
        words: Iterable[Word] = LISTS[facet]
        for word in words:
            for written in spellings(word.label):
                found[facet].setdefault(written, word.value)
    return dict(found)


def spellings(name: str) -> Iterable[str]:
    """Write a name as the search box compares it, folded: with spaces, with hyphens, and spelt out."""
    tokens = list(analysis.tokens(name))
    yield analysis.folded(name)
    yield " ".join(token.text for token in tokens)
    yield "-".join(token.text for token in tokens)
    yield " ".join(analysis.spellings(token.raw)[-1] for token in tokens)
