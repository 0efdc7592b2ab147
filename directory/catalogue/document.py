"""The one shape of a company with its adoptions and their sources, and the rules that need nothing else.

Seed files, submissions, moderators' edits, diffs, the ledger, the JSON API and the exports use this shape.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from directory import clock
from directory.catalogue.values import (
    Address,
    Country,
    Language,
    Line,
    PartialDate,
    Slug,
    unique,
)
from directory.text import registrable_domain
from directory.vocabulary import Existence, Medium, Route, Sector, Size, Speaker, Status, Use, _

LONGEST_QUOTE = 300
LONGEST_STATEMENT = 400
LONGEST_SUMMARY = 400
MOST_ADOPTIONS = 60
MOST_SOURCES = 20
MOST_VERSIONS = 30
OLDEST = 1000


class Part(BaseModel):
    """Be the base of every part: frozen, no unknown field, no white space around text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=False)


class Source(Part):
    """Hold the evidence of one adoption."""

    url: Annotated[Address | None, Field(title="Address", description="The page that says it.")] = None
    locator: Annotated[Line | None, Field(max_length=300, title="Where to find it")] = None
    title: Annotated[Line, Field(min_length=1, max_length=300, title="Title")]
    publisher: Annotated[Line | None, Field(min_length=1, max_length=200, title="Publisher")] = None
    kind: Annotated[Medium, Field(title="Kind of source")]
    by: Annotated[Speaker, Field(title="Who speaks")]
    published: Annotated[PartialDate | None, Field(title="Published")] = None
    accessed: Annotated[PartialDate, Field(title="Read on")]
    language: Annotated[Language | None, Field(title="Language")] = None
    quote: Annotated[Line | None, Field(min_length=1, max_length=LONGEST_QUOTE, title="Quote")] = None
    archive_url: Annotated[Address | None, Field(title="Archived copy")] = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not (self.url or self.locator):
            raise PydanticCustomError("url", _("Give the page's address, or say where to find the source."))
        if not (self.quote or self.locator):
            raise PydanticCustomError("quote", _("Quote the sentence that says it, or say where to find it."))
        if len(self.accessed) != len("2026-11-24"):
            raise PydanticCustomError("accessed", _("Write the whole day, like 2026-11-24."))
        if self.published and self.published > self.accessed:
            raise PydanticCustomError("published", _("A source cannot be published after it was read."))
        return self


class Adoption(Part):
    """Hold the unit of the directory: a model, its use, route, status and time, with its evidence."""

    model: Annotated[Slug, Field(title="Model")]
    versions: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=100)]],
        Field(max_length=MOST_VERSIONS, title="Versions"),
        AfterValidator(unique),
    ] = []
    use: Annotated[Use, Field(title="Use")]
    route: Annotated[Route, Field(title="Route")]
    operator: Annotated[Line | None, Field(max_length=200, title="Operator")] = None
    region: Annotated[Line | None, Field(max_length=200, title="Region")] = None
    status: Annotated[Status, Field(title="Status")]
    since: Annotated[PartialDate | None, Field(title="Since")] = None
    until: Annotated[PartialDate | None, Field(title="Until")] = None
    reread: Annotated[PartialDate | None, Field(title="Re-read by a human on")] = None
    statement: Annotated[Line, Field(min_length=10, max_length=LONGEST_STATEMENT, title="Statement")]
    sources: Annotated[list[Source], Field(min_length=1, max_length=MOST_SOURCES, title="Sources")]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.until and self.status is not Status.ENDED:
            raise PydanticCustomError(
                "until", _("Only an ended adoption has an end. Choose the status “ended”.")
            )
        if self.until and self.since and self.until < self.since[: len(self.until)]:
            raise PydanticCustomError("until", _("The end cannot lie before the start."))
        return self

    @property
    def last_read(self) -> str:
        """Give the day on which a human last read the evidence: when it was re-read, else first read."""
        return max(filter(None, [self.reread, *(source.accessed for source in self.sources)]))


class Company(Part):
    """Hold one company: the unit that is published, diffed, exported and restored."""

    slug: Annotated[Slug, Field(title="Address on this site")]
    name: Annotated[Line, Field(min_length=1, max_length=120, title="Name")]
    legal_name: Annotated[Line | None, Field(max_length=200, title="Legal name")] = None
    aliases: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=120)]],
        Field(max_length=20, title="Other names"),
        AfterValidator(unique),
    ] = []
    website: Annotated[Address | None, Field(title="Website")] = None
    country: Annotated[Country, Field(title="Country")]
    city: Annotated[Line | None, Field(min_length=1, max_length=100, title="City")] = None
    founded: Annotated[int | None, Field(ge=OLDEST, le=9999, title="Founded")] = None
    size: Annotated[Size | None, Field(title="Size")] = None
    sectors: Annotated[
        list[Sector], Field(min_length=1, max_length=5, title="Sectors"), AfterValidator(unique)
    ]
    registry_id: Annotated[Line | None, Field(max_length=60, title="Registry number")] = None
    summary: Annotated[Line, Field(min_length=10, max_length=LONGEST_SUMMARY, title="Summary")]
    status: Annotated[Existence, Field(title="Status")] = Existence.ACTIVE
    adoptions: Annotated[list[Adoption], Field(min_length=1, max_length=MOST_ADOPTIONS, title="Adoptions")]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.founded and self.founded > clock.today().year:
            raise PydanticCustomError("founded", _("A company cannot be founded in the future."))
        return self

    @property
    def domain(self) -> str:
        """Give the registrable domain of the website, the company's identity; "" without a website."""
        return registrable_domain(self.website) if self.website else ""
