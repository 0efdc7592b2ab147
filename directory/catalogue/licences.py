"""What a licence says of use in Europe: its own words, never a judgement of who uses the model. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from directory.text import slugify
from directory.vocabulary import EUROPE, Condition, Word, _

LAYERS = ("weights", "code", "api_terms")
HERE = EUROPE | {"EU"}


class Effect(Word):
    """What the text of a licence does to use in Europe; what limits it there limits it everywhere."""

    EXCLUDES = "excludes", _("excludes use in Europe"), _("its text grants nothing in places in Europe")
    LIMITS = "limits", _("limits use"), _("its text grants some uses only, in Europe as elsewhere")


# What limits use; what only asks for a mention, a notice or the terms of a base leaves use as it is.
LIMITS: dict[str, str] = {
    Condition.TERRITORY: _("It excludes territories; which ones was not seen."),
    Condition.NON_COMMERCIAL: _("It allows commercial use only with a permission of its own."),
    Condition.REVENUE_THRESHOLD: _("Above a revenue that it names, it asks for a permission of its own."),
    Condition.USER_THRESHOLD: _("Above a number of users that it names, it asks for a permission of its own."),
}


@dataclass(frozen=True)
class Caution:
    """Hold what one layer of a licence says of use in Europe, with the quotations that carry it."""

    effect: Effect
    layer: str
    licence: Mapping[str, Any]
    places: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def quotes(self) -> list[Mapping[str, Any]]:
        """Give the clauses as they were read, each with its source and day."""
        return [self.licence["source"], *self.licence.get("clauses", ())]


@dataclass(frozen=True)
class Cautioned:
    """Hold a version with what its licence says of use in Europe."""

    slug: str
    name: str
    family: str
    family_name: str
    cautions: tuple[Caution, ...]


def cautions(version: Mapping[str, Any]) -> tuple[Caution, ...]:
    """Tell what the licence of a version says of use in Europe, what excludes first; nothing where it says nothing."""
    licence = version.get("licence") or {}
    found = filter(None, (_caution(layer, licence[layer]) for layer in LAYERS if licence.get(layer)))
    return tuple(sorted(found, key=lambda each: list(Effect).index(each.effect)))


def _caution(layer: str, licence: Mapping[str, Any]) -> Caution | None:
    excluded = licence.get("territory_excludes", ())
    places = tuple(code for code in excluded if code in HERE)
    # Territories that are named and lie elsewhere are no matter of Europe.
    elsewhere = {Condition.TERRITORY} if excluded else set()
    limits = tuple(LIMITS[each] for each in licence.get("conditions", ()) if each in LIMITS.keys() - elsewhere)
    if not places and not limits:
        return None
    return Caution(Effect.EXCLUDES if places else Effect.LIMITS, layer, licence, places, limits)


def cautioned(families: Iterable[Mapping[str, Any]]) -> list[Cautioned]:
    """List the versions whose licence excludes or limits use in Europe, those that exclude it first."""
    found = [each for family in families for each in _of_family(family)]
    return sorted(found, key=lambda each: (list(Effect).index(each.cautions[0].effect), each.family, each.name))


def by_address(families: Iterable[Mapping[str, Any]]) -> dict[str, Cautioned]:
    """Give the versions whose licence excludes or limits use in Europe by their addresses."""
    return {each.slug: each for each in cautioned(families)}


def _of_family(family: Mapping[str, Any]) -> Iterator[Cautioned]:
    for version in family.get("versions", ()):
        if told := cautions(version):
            yield Cautioned(slugify(version["name"]), version["name"], family["slug"], family["name"], told)


def counted(listed: Iterable[Cautioned]) -> dict[str, list[tuple[Effect, int]]]:
    """Count by family how many versions have a licence with which effect."""
    found = Counter((each.family, each.cautions[0].effect) for each in listed)
    return {
        family: [(effect, found[family, effect]) for effect in Effect if found[family, effect]] for family, _ in found
    }
