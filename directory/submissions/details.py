"""What a submission says beside the company document: which claims it is about, why, a reply's words."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from directory.catalogue.document import Reply
from directory.catalogue.values import Line, Slug
from directory.ledger.history import Key
from directory.text import LONGEST_ADDRESS
from directory.vocabulary import Route, Use

LONGEST_EXPLANATION = 2000
LONGEST_LAW = 300
LONGEST_SENDER = 120


class ClaimKey(BaseModel):
    """Name a claim of an entry: no other of its adoptions has the same model, use and route."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: Slug
    use: Use
    route: Route

    @property
    def key(self) -> Key:
        """Name it as the ledger does."""
        return self.model, str(self.use), str(self.route)

    @property
    def value(self) -> str:
        """Write it as the value of its box in a form."""
        return " ".join(self.key)


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
    mailbox: Annotated[Line, Field(max_length=LONGEST_SENDER)] = ""
