"""What a submission says beside the company document: which claims it is about, why, a reply's words."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from directory.catalogue.document import Adoption, Reply
from directory.catalogue.values import Line, Slug
from directory.text import LONGEST_ADDRESS
from directory.vocabulary import Route, Use

LONGEST_EXPLANATION = 2000
LONGEST_LAW = 300
LONGEST_SENDER = 120
MAILBOX = "^([A-Za-z0-9]([A-Za-z0-9._+-]*[A-Za-z0-9])?)?$"


class ClaimKey(BaseModel):
    """Name a claim of an entry: no other of its adoptions has the same model, use and route."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: Slug
    use: Use
    route: Route

    @classmethod
    def of(cls, adoption: Adoption) -> Self:
        """Name this adoption."""
        return cls(model=adoption.model, use=adoption.use, route=adoption.route)


class Details(BaseModel):
    """Hold what the kinds of submissions say beside the document; each uses what it needs.

    `not_it` are entries that the submitter looked at and said are another company. `claims` is what a removal or a
    notice is about, all of the entry where it is empty. `address` is the page of this site that a notice is about, as
    a path; `mailbox` what stands before the @ where a reply is proved by mail.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_it: list[Slug] = []
    claims: list[ClaimKey] = []
    explanation: Annotated[str, Field(max_length=LONGEST_EXPLANATION)] = ""
    law: Annotated[str, Field(max_length=LONGEST_LAW)] = ""
    address: Annotated[Line, Field(pattern="^/", max_length=LONGEST_ADDRESS)] | None = None
    sender_name: Annotated[Line | None, Field(max_length=LONGEST_SENDER)] = None
    good_faith: bool = False
    reply: Reply | None = None
    mailbox: Annotated[str, Field(pattern=MAILBOX, max_length=64)] = ""
