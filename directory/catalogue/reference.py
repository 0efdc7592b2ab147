"""The reference documents: developers, model families with their versions, regulatory actions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from directory.catalogue.document import LONGEST_SUMMARY
from directory.catalogue.source import LONGEST_QUOTE, Part
from directory.catalogue.values import Address, Line, PartialDate, Slug, unique
from directory.text import slugify
from directory.vocabulary import ActionKind, Condition, Modality, Openness, Organisation, Scope, Target

Name = Annotated[Line, Field(min_length=1, max_length=120)]
Names = Annotated[list[Name], Field(max_length=60), AfterValidator(unique)]
Note = Annotated[Line, Field(min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Citation(Part):
    """Hold where a fact of a reference document was read."""

    url: Address
    title: Annotated[Line, Field(min_length=1, max_length=300)]
    publisher: Annotated[Line, Field(min_length=1, max_length=200)]
    published: PartialDate | None = None
    accessed: PartialDate
    quote: Annotated[Line, Field(min_length=1, max_length=LONGEST_QUOTE)]


class Developer(Part):
    """Hold who makes a Chinese model."""

    slug: Slug
    name: Name
    name_zh: Name | None = None
    aliases: Names = []
    country: Code
    city: Name | None = None
    website: Address | None = None
    organisation: Organisation
    note: Note | None = None
    sources: Annotated[list[Citation], Field(min_length=1)]


class Licence(Part):
    """Hold one layer of a version's licence, as a quotation with its source."""

    id: Annotated[Line, Field(min_length=1, max_length=60)]
    name: Name
    conditions: Annotated[list[Condition], AfterValidator(unique)] = []
    territory_excludes: Annotated[list[Code], AfterValidator(unique)] = []
    note: Note | None = None
    source: Citation
    clauses: list[Citation] = []


class Licences(Part):
    """Hold the three layers; what was not seen is absent."""

    weights: Licence | None = None
    code: Licence | None = None
    api_terms: Licence | None = None


def licences(versions: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Count the licences of the weights by their identifiers, the commonest first; "" where none was seen."""
    seen = Counter(((each.get("licence") or {}).get("weights") or {"id": ""})["id"] for each in versions)
    return sorted(seen.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))


class Version(Part):
    """Hold a version of a family; `base` is the model that it was made from."""

    name: Name
    aliases: Names = []
    parameters: Name | None = None
    open_weights: Openness | None = None
    licence: Licences | None = None
    licence_note: Note | None = None
    released: PartialDate | None = None
    base: Name | None = None
    base_origin: Code | None = None
    note: Note | None = None
    sources: list[Citation] = []

    @property
    def slug(self) -> str:
        """Give the version's address."""
        return slugify(self.name)


class Family(Part):
    """Hold a model family with its versions."""

    slug: Slug
    name: Name
    name_zh: Name | None = None
    aliases: Names = []
    developer: Slug
    modalities: Annotated[list[Modality], Field(min_length=1), AfterValidator(unique)]
    open_weights: Openness
    summary: Annotated[Line, Field(min_length=10, max_length=LONGEST_SUMMARY)]
    sources: Annotated[list[Citation], Field(min_length=1)]
    versions: list[Version] = []

    @model_validator(mode="after")
    def _check(self) -> Self:
        seen: set[str] = {self.slug}
        for version in self.versions:
            if version.slug in seen or not version.slug:
                raise PydanticCustomError("versions", "no address", {"name": version.name})
            seen.add(version.slug)
        return self

    def version(self, name: str) -> Version | None:
        """Find a version by its name or an alias, as a source writes it."""
        return next((v for v in self.versions if name == v.name or name in v.aliases), None)


class Action(Part):
    """Hold a regulatory action; it covers its objects only, and with `until` it was lifted or ended then."""

    slug: Slug
    jurisdiction: Code
    authority: Annotated[Line, Field(min_length=1, max_length=200)]
    date: PartialDate
    until: PartialDate | None = None
    kind: ActionKind
    action: Annotated[Line, Field(min_length=1, max_length=200)]
    legal_basis: Note | None = None
    developers: Annotated[list[Slug], Field(min_length=1), AfterValidator(unique)]
    objects: Annotated[list[Target], Field(min_length=1), AfterValidator(unique)]
    scope: Scope
    status: Note | None = None
    summary: Annotated[Line, Field(min_length=10, max_length=600)]
    sources: Annotated[list[Citation], Field(min_length=1)]
