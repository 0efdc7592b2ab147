"""The one shape of a company with its adoptions and their sources, and the rules that need nothing else.

Seed files, submissions, moderators' edits, diffs, the ledger, the JSON API and the exports use this shape.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from directory import clock
from directory.catalogue.source import NO_ADDRESS, NO_QUOTE, Part, Source
from directory.catalogue.values import Address, Country, Day, Language, Line, PartialDate, Slug, unique
from directory.errors import Problem
from directory.text import registrable_domain
from directory.vocabulary import Existence, ProofMethod, Route, Sector, Size, Status, Use, _

LONGEST_NAME = 120
LONGEST_STATEMENT = 400
LONGEST_SUMMARY = 400
LONGEST_REPLY = 1000
MOST_REPLIES = 20
MOST_ADOPTIONS = 60
MOST_SOURCES = 20
MOST_VERSIONS = 30
OLDEST = 1000


class Adoption(Part):
    """Hold the unit of the directory: a model, its use, route, status and time, with its evidence."""

    model: Annotated[Slug, Field(title=_("Model"), description=_("The family; name the version below."))]
    versions: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=100)]],
        Field(
            max_length=MOST_VERSIONS,
            title=_("Versions"),
            description=_("As the source writes them, one a line."),
            examples=[["Qwen3 8B"]],
        ),
        AfterValidator(unique),
    ] = []
    use: Annotated[
        Use,
        Field(
            title=_("Use"),
            description=_(
                "In production: in its own product. Offered: customers choose it. Derivative: trained further."
            ),
        ),
    ]
    route: Annotated[
        Route,
        Field(
            title=_("Route"),
            description=_("Where the data goes. Choose “route not known” where the sources do not say."),
        ),
    ]
    operator: Annotated[
        Line | None,
        Field(
            max_length=200,
            title=_("Operator"),
            description=_("Who runs the model, where it is somebody else."),
            examples=["Scaleway"],
        ),
    ] = None
    region: Annotated[
        Line | None,
        Field(max_length=200, title=_("Region"), description=_("Where it runs."), examples=["Frankfurt", "France"]),
    ] = None
    status: Annotated[
        Status, Field(title=_("Status"), description=_("How it stands today, as far as the sources say."))
    ]
    since: Annotated[
        PartialDate | None,
        Field(
            title=_("Since"),
            description=_("Year, month or day: that of the first mention, where the source does not say."),
            examples=["2026-03", "2026-03-24", "2026"],
        ),
    ] = None
    until: Annotated[
        PartialDate | None,
        Field(title=_("Until"), description=_("Only where it ended: year, month or day."), examples=["2026-11"]),
    ] = None
    reread: Annotated[Day | None, Field(title=_("Re-read by a human on"))] = None
    statement: Annotated[
        Line,
        Field(
            min_length=10,
            max_length=LONGEST_STATEMENT,
            title=_("Statement"),
            description=_("One neutral sentence that the sources below carry."),
            examples=["It runs Qwen on its own servers to sort customer mail."],
        ),
    ]
    sources: Annotated[list[Source], Field(min_length=1, max_length=MOST_SOURCES, title=_("Sources"))]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.until and self.status is not Status.ENDED:
            raise PydanticCustomError("until", _("Only an ended adoption has an end. Choose the status “ended”."))
        if self.until and self.since and self.until < self.since[: len(self.until)]:
            raise PydanticCustomError("until", _("The end cannot lie before the start."))
        return self


class Reply(Part):
    """Hold the company's own words beside a claim, as it wrote them after it proved control of its domain."""

    model: Annotated[
        Slug | None,
        Field(title=_("About the model"), description=_("The claims that it answers; leave it empty for all of them.")),
    ] = None
    on: Annotated[Day, Field(title=_("Day"))]
    text: Annotated[
        Line,
        Field(
            min_length=10,
            max_length=LONGEST_REPLY,
            title=_("Reply"),
            description=_("In the company's own words; it is published as you write it, with its date."),
            examples=["We stopped using this model in March 2026."],
        ),
    ]
    language: Annotated[
        Language | None,
        Field(title=_("Language"), description=_("Code of the language of the reply."), examples=["de"]),
    ] = None
    proof: Annotated[ProofMethod, Field(title=_("Proved by"))]


class Company(Part):
    """Hold one company: the unit that is published, diffed, exported and restored."""

    slug: Annotated[Slug, Field(title=_("Address on this site"))]
    name: Annotated[
        Line,
        Field(
            min_length=1,
            max_length=LONGEST_NAME,
            title=_("Name"),
            description=_("As people know it."),
            examples=["Novo AI"],
        ),
    ]
    legal_name: Annotated[
        Line | None,
        Field(
            max_length=200,
            title=_("Legal name"),
            description=_("As the register has it."),
            examples=["Example GmbH"],
        ),
    ] = None
    aliases: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=120)]],
        Field(
            max_length=20,
            title=_("Other names"),
            description=_("Former names, brands, abbreviations; one a line."),
            examples=[["Novo", "Novo Labs"]],
        ),
        AfterValidator(unique),
    ] = []
    website: Annotated[
        Address | None,
        Field(
            title=_("Website"),
            description=_("Its home page. Its domain identifies the company."),
            examples=["https://www.example.org"],
        ),
    ] = None
    country: Annotated[Country, Field(title=_("Country"), description=_("Where its headquarters are."))]
    city: Annotated[
        Line | None,
        Field(
            min_length=1,
            max_length=100,
            title=_("City"),
            description=_("Where its headquarters are."),
            examples=["Berlin"],
        ),
    ] = None
    founded: Annotated[
        int | None, Field(ge=OLDEST, le=9999, title=_("Founded"), description=_("The year."), examples=[2019])
    ] = None
    size: Annotated[Size | None, Field(title=_("Size"), description=_("How large it is; an estimate."))] = None
    sectors: Annotated[
        list[Sector],
        Field(min_length=1, max_length=5, title=_("Sectors"), description=_("One to five.")),
        AfterValidator(unique),
    ]
    registry_id: Annotated[
        Line | None,
        Field(
            max_length=60,
            title=_("Registry number"),
            description=_("Number in the company register."),
            examples=["HRB 12345"],
        ),
    ] = None
    summary: Annotated[
        Line,
        Field(
            min_length=10,
            max_length=LONGEST_SUMMARY,
            title=_("Summary"),
            description=_("One neutral sentence: what it is and what it does."),
            examples=["A software company in Berlin that sorts letters for insurers."],
        ),
    ]
    status: Annotated[Existence, Field(title=_("Status"), description=_("Whether the company still exists."))] = (
        Existence.ACTIVE
    )
    adoptions: Annotated[list[Adoption], Field(min_length=1, max_length=MOST_ADOPTIONS, title=_("Adoptions"))]
    replies: Annotated[list[Reply], Field(max_length=MOST_REPLIES, title=_("Replies of the company"))] = []

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.founded and self.founded > clock.today().year:
            raise PydanticCustomError("founded", _("A company cannot be founded in the future."))
        return self

    @property
    def domain(self) -> str:
        """Give the registrable domain of the website, the company's identity; "" without a website."""
        return registrable_domain(self.website) if self.website else ""


def unsaid(data: Mapping[str, Any]) -> list[Problem]:
    """Find the sources of a company's data that lack address or quote, whatever else is wrong with them.

    The models above only look at a part as a whole once each of its fields is right.
    """
    return [
        Problem(("adoptions", number, "sources", place, name), message)
        for number, adoption in _parts(data, "adoptions")
        for place, source in _parts(adoption, "sources")
        for name, message in (("url", NO_ADDRESS), ("quote", NO_QUOTE))
        if not source.get(name) and not source.get("locator")
    ]


def _parts(data: object, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = data.get(name) if isinstance(data, Mapping) else None
    listed = enumerate(found) if isinstance(found, list) else ()
    return ((number, part) for number, part in listed if isinstance(part, Mapping))
