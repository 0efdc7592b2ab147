"""Every way of writing a value of a facet: its code, its names in several languages, the names that people use."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.languages import get_official_languages

from directory.search import analysis
from directory.search.content import Reference
from directory.text import slugify
from directory.vocabulary import EUROPE
from directory.web.i18n import LISTS

Named = tuple[str, Iterable[str]]

# Facets whose values are a closed list.
CLOSED = ("use", "route", "status", "confidence", "sector", "size")
LANGUAGES = ("en", "fr", "de")
# What people say and the Unicode CLDR does not, in English, French and German; EL and UK are the Union's own codes.
EVERYDAY: Mapping[str, str] = {
    "BA": "Bosnia and Herzegovina, Bosnia, Bosnie, Bosnien",
    "CH": "Swiss Confederation, Confédération suisse, Eidgenossenschaft",
    "CZ": "Czech Republic, République tchèque, Tschechische Republik, Česká republika",
    "DE": "Federal Republic of Germany, BRD, Bundesrepublik Deutschland, Bundesrepublik",
    "GB": "UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, Grande-Bretagne, Angleterre, "
    "Écosse, Pays de Galles, Großbritannien, Grossbritannien, Schottland",
    "GR": "EL, Hellas, Hellenic Republic",
    "IE": "Eire, Republic of Ireland, Republik Irland, République d’Irlande",
    "MD": "Republic of Moldova, Moldavia, Moldavie, Moldau, Moldawien",
    "MK": "Macedonia, Macédoine, Mazedonien, Makedonien, FYROM",
    "NL": "Holland, The Netherlands, Hollande, Les Pays-Bas",
    "RS": "Republic of Serbia",
    "SK": "Slovak Republic, République slovaque, Slowakische Republik",
    "VA": "Vatican, Holy See, Vatikan, Saint-Siège, Heiliger Stuhl",
}
# As Germans write their letters where they have none of them.
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def values(reference: Reference, years: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Give, for each facet, what may be written for a value and the value; one text never means two values."""
    closed = {facet: closed_list(facet) for facet in CLOSED}
    return closed | {
        "country": countries(),
        "model": spelt([*families(reference), *versions(reference)]),
        "developer": spelt(developers(reference)),
        "year": {year: year for year in years},
    }


def families(reference: Reference) -> Iterator[Named]:
    """Name the families, all by their own name before any by another one."""
    yield from ((slug, names[:1]) for slug, names in reference.models.items())
    yield from reference.models.items()


def versions(reference: Reference) -> Iterator[Named]:
    """Name the versions, all by their own name before any by another one."""
    named = {slugify(names[0]): names for names in reference.versions.values()}
    yield from ((slug, names[:1]) for slug, names in named.items())
    yield from named.items()


def developers(reference: Reference) -> Iterator[Named]:
    """Name the developers, all by their own name before any by another one."""
    yield from ((slug, names[:1]) for slug, names in reference.developers.items())
    yield from reference.developers.items()


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Name the countries in English, French, German and their own languages."""
    return spelt((code, _country_names(code)) for code in sorted(EUROPE))


def _country_names(code: str) -> Iterator[str]:
    for language in (*LANGUAGES, *get_official_languages(code, de_facto=True)):
        yield Locale.parse(language).territories.get(code, "")
    yield from EVERYDAY.get(code, "").split(", ")


@lru_cache(maxsize=len(CLOSED))
def closed_list(facet: str) -> Mapping[str, str]:
    """Name the values of a closed list."""
    words: Iterable[Any] = LISTS[facet]
    return spelt((word.value, (word.label,)) for word in words)


def spelt(named: Iterable[Named]) -> dict[str, str]:
    """Map codes as they are, then codes and names as they are folded; who comes first keeps a name."""
    listed = list(named)
    found = {code: code for code, _ in listed}
    for text, code in ((analysis.folded(code), code) for code, _ in listed):
        found.setdefault(text, code)
    for code, names in listed:
        for name in names:
            for text in _ways(name):
                found.setdefault(text, code)
    found.pop("", None)
    return found


def _ways(name: str) -> Iterator[str]:
    """Give a name as it is folded, and its words with blanks or hyphens between them."""
    for spelling in dict.fromkeys((name, name.translate(SPELT_OUT))):
        folded = analysis.folded(spelling)
        yield folded
        yield " ".join(analysis.words(spelling))
        yield "-".join(analysis.words(spelling))
