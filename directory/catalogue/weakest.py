"""The weakest link: who adopts a model adopts what it was made from no more surely than each step back is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.catalogue import confidence, queries
from directory.catalogue.explain import Claim
from directory.catalogue.kinds import Kind
from directory.catalogue.lineage import BETWEEN, PIECE, Catalogue, Place, names_of
from directory.catalogue.publishers import Party
from directory.text import fold, slugify
from directory.vocabulary import Medium, Speaker, Word, _


class Proof(Word):
    """Who says that a model was made from another one; what says as much as a rule has the rule's code."""

    CONFIRMED = "confirmed", _("confirmed"), _("two independent publishers, or its maker and one of them")
    REPORTED = "reported", _("reported"), _("one independent publisher")
    MAKER = "developer-stated", _("developer-stated"), _("only its maker")
    NONE = "not-sourced", _("not sourced"), _("none of its sources, as they are quoted")


# The most sure first: the rules of claims, and before a dispute what nobody says.
ORDER: tuple[str, ...] = (*confidence.STRENGTH[:-1], Proof.NONE, confidence.STRENGTH[-1])


@dataclass(frozen=True)
class Link:
    """Hold one step back: a version, what it was made from, and who says so."""

    version: str
    slug: str
    base: str
    origin: Place
    proof: Proof


@dataclass(frozen=True)
class Descent:
    """Hold the way from a claim back to a model, how sure that is, and the weakest link; None is the claim itself."""

    links: tuple[Link, ...]
    rule: str
    weakest: Link | None

    @property
    def base(self) -> Link:
        """Give the link that ends at the model."""
        return self.links[-1]


Links = Mapping[Place, Sequence[Link]]


def of_claims(claims: Iterable[Claim], versions: Mapping[tuple[str, str], str]) -> dict[int, list[Descent]]:
    """Find, for each claim by its number, the models that its versions were made from, and how sure that is.

    `versions` gives the addresses of the versions of the claimed families, by family and name.
    """
    listed = list(claims)
    adopted = {(each.made.slug, name) for each in listed for name in each.adoption.get("versions", ())}
    slugs = {versions[key] for key in adopted & versions.keys()}
    if not slugs or not queries.any_base(slugs):
        return {}
    families = [each.document for each in queries.every(Kind.MODEL)]
    makers = queries.makers({family["slug"] for family in families})
    known = links(families, {slug: made.party for slug, made in makers.items()})
    return {each.number: found for each in listed if (found := descents(each.adoption, each.finding.rule, known))}


def links(families: Sequence[Mapping[str, Any]], makers: Mapping[str, Party]) -> dict[Place, list[Link]]:
    """Read every step from a version back to a model of the catalogue, by the version and by each of its names."""
    catalogue = Catalogue(families)
    found: dict[Place, list[Link]] = {}
    for family in families:
        for version in family.get("versions", ()):
            steps = list(_steps(version, catalogue, makers.get(family["slug"], Party())))
            for name in {slugify(version["name"]), *names_of(version)} if steps else ():
                found[Place(family["slug"], name)] = steps
    return found


def _steps(version: Mapping[str, Any], catalogue: Catalogue, maker: Party) -> Iterator[Link]:
    told = version.get("base", "")
    parts = [told, *filter(None, map(str.strip, BETWEEN.split(told)))]
    for place in catalogue.named(version) if told else ():
        names = [part for part in parts if list(catalogue.named({**version, "base": part})) == [place]]
        proof = proved(version, names, maker)
        yield Link(version["name"], slugify(version["name"]), min(names, key=len, default=told), place, proof)


def proved(version: Mapping[str, Any], base: Iterable[str], maker: Party) -> Proof:
    """Judge who says what a version was made from: only sources count whose quote names the base."""
    naming = [each for each in version.get("sources", ()) if _names(each["quote"], base, names_of(version))]
    told = [{"kind": Medium.CATALOGUE, "by": Speaker.THIRD_PARTY} | each for each in naming]
    sources = confidence.evidence(told, developer=maker)
    itself, others = any(s.by == Speaker.DEVELOPER for s in sources), confidence.publishers(sources)
    if others > 1 or (itself and others):
        return Proof.CONFIRMED
    return Proof.MAKER if itself else Proof.REPORTED if others else Proof.NONE


def _names(quote: str, bases: Iterable[str], own: Iterable[str]) -> bool:
    """Tell whether a quote names a base; the version's own name may hold it, and does not count."""
    text = _pieces(quote)
    for name in sorted(map(_pieces, own), key=len, reverse=True):
        text = text.replace(name, " | ")
    # Sources of a family leave its name out: “builds upon V3.1-Terminus”.
    return any(short in text for base in bases for short in (_pieces(base), _without_family(base)) if short.strip())


def _pieces(name: str) -> str:
    return f" {' '.join(PIECE.findall(fold(name)))} "


def _without_family(name: str) -> str:
    first, between, rest = name.partition("-")
    return _pieces(rest) if between and first.isalpha() and any(c.isdigit() for c in rest) else ""


def descents(adoption: Mapping[str, Any], rule: str, known: Links) -> list[Descent]:
    """Follow an adoption's versions back, the nearest model first; each model by the surest way to it."""
    family, versions = adoption["model"], adoption.get("versions", ())
    found: dict[Place, Descent] = {}
    # That it adopts the family, and these versions, the claim says itself.
    told = {Place(family, family), *(Place(family, slugify(version)) for version in versions)}
    for version in versions:
        for way in _ways(Place(family, version), known):
            if (place := way[-1].origin) not in told:
                each = inherited(rule, way)
                found[place] = max(found.get(place, each), each, key=lambda one: -ORDER.index(one.rule))
    return list(found.values())


def _ways(start: Place, known: Links) -> Iterator[tuple[Link, ...]]:
    seen: set[Place] = set()
    waiting: list[tuple[Link, ...]] = [(link,) for link in known.get(start, ())]
    for way in waiting:
        place = way[-1].origin
        if place not in seen:
            seen.add(place)
            yield way
            waiting.extend((*way, link) for link in known.get(place, ()))


def inherited(rule: str, way: Sequence[Link]) -> Descent:
    """Judge a way back by its weakest link: the claim's own rule, or who says one of the steps."""
    weakest = max(way, key=lambda link: ORDER.index(link.proof))
    if ORDER.index(weakest.proof) > ORDER.index(rule):
        return Descent(tuple(way), weakest.proof, weakest)
    return Descent(tuple(way), rule, None)
