"""The evidence of a claim: the shape of one source, and the rules that need nothing else."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from directory.catalogue.values import Address, Day, Language, Line, PartialDate
from directory.vocabulary import Medium, Speaker, Word, _

LONGEST_QUOTE = 300
LONGEST_TRANSLATION = 600
MOST_TRANSLATIONS = 12
NO_ADDRESS = _("Give the page's address, or say where to find the source.")
NO_QUOTE = _("Quote the sentence that says it, or say where to find it.")


class Part(BaseModel):
    """Be the base of every part: frozen, no unknown field, no white space around text."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=False)


class Translator(Word):
    """Who made a translation of a quote: readers trust the two differently."""

    HUMAN = "human", _("by a person"), _("somebody who reads both languages wrote it")
    MACHINE = "machine", _("by a machine"), _("a program wrote it; nobody need have read it")


class Recheck(Word):
    """Why a source does not count until a moderator has read it again; only a link check or a moderator says so.

    It goes with the words that it is about: a re-reading takes it away, or another quote or address in that claim.
    """

    QUOTE_LOST = "quote-lost", _("quote lost"), _("the quote was on the page once and is not any more")
    OWNER_MOVED = "owner-moved", _("owner moved"), _("the address leads to a page of somebody else now")
    PAGE_GONE = "page-gone", _("page gone"), _("the page is not there any more, and no archived copy is known")


class Translation(Part):
    """Hold a quote in another language: it stands below the quote and never for it."""

    language: Annotated[
        Language,
        Field(
            title=_("Language of the translation"),
            description=_("Code of the language into which the quote is translated."),
            examples=["en"],
        ),
    ]
    text: Annotated[
        Line,
        Field(
            min_length=1,
            max_length=LONGEST_TRANSLATION,
            title=_("Translated text"),
            description=_("The quote above in that language: all of it, and nothing else; at most 600 characters."),
            examples=["We have used Qwen in production since March."],
        ),
    ]
    by: Annotated[
        Translator,
        Field(title=_("Translated"), description=_("Readers are told whether a person or a machine translated it.")),
    ]


def _one_a_language(translations: list[Translation]) -> list[Translation]:
    languages = [each.language for each in translations]
    if len(set(languages)) < len(languages):
        raise PydanticCustomError("translations_twice", _("Give one translation for each language."))
    return translations


class Source(Part):
    """Hold the evidence of one adoption."""

    url: Annotated[
        Address | None,
        Field(
            title=_("Address"),
            description=_("The page that says it. It is never fetched from here."),
            examples=["https://example.org/news/2026"],
        ),
    ] = None
    locator: Annotated[
        Line | None,
        Field(
            max_length=300,
            title=_("Where to find it"),
            description=_("For a source without an address: book, page, section, or where in a long page."),
            examples=["Annual report 2025, page 41"],
        ),
    ] = None
    title: Annotated[
        Line,
        Field(
            min_length=1,
            max_length=300,
            title=_("Title"),
            description=_("As the source writes it."),
            examples=["Why we chose Qwen"],
        ),
    ]
    publisher: Annotated[
        Line | None,
        Field(
            min_length=1,
            max_length=200,
            title=_("Publisher"),
            description=_("Who published it: the newspaper, the company, the owner of a repository."),
            examples=["Reuters"],
        ),
    ] = None
    kind: Annotated[
        Medium,
        Field(
            title=_("Kind of source"),
            description=_("A company's own page counts as company statement, code and model cards as code."),
        ),
    ]
    by: Annotated[Speaker, Field(title=_("Who speaks"), description=_("Whose words are quoted, whoever printed them."))]
    published: Annotated[
        PartialDate | None,
        Field(
            title=_("Published"),
            description=_("Year, month or day; leave it empty where the source does not say."),
            examples=["2026-11-24", "2026-11", "2026"],
        ),
    ] = None
    accessed: Annotated[
        Day, Field(title=_("Read on"), description=_("The day on which you read it."), examples=["2026-11-24"])
    ]
    language: Annotated[
        Language | None,
        Field(
            title=_("Language"),
            description=_(
                "Code of the language of the quote. Left empty, it is guessed where the quote is long enough."
            ),
            examples=["fr"],
        ),
    ] = None
    quote: Annotated[
        Line | None,
        Field(
            min_length=1,
            max_length=LONGEST_QUOTE,
            title=_("Quote"),
            description=_("The sentence that says it, word for word, in its own language; at most 300 characters."),
            examples=["Nous utilisons Qwen en production depuis mars."],
        ),
    ] = None
    translations: Annotated[
        list[Translation],
        Field(max_length=MOST_TRANSLATIONS, title=_("Translations of the quote")),
        AfterValidator(_one_a_language),
    ] = []
    archive_url: Annotated[
        Address | None,
        Field(
            title=_("Archived copy"),
            description=_("Address of a copy in a web archive, where there is one."),
            examples=["https://web.archive.org/web/2026/https://example.org/news/2026"],
        ),
    ] = None
    # No form has this field.
    recheck: Annotated[Recheck | None, Field(title=_("To re-check"))] = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not (self.url or self.locator):
            raise PydanticCustomError("url", NO_ADDRESS)
        if not (self.quote or self.locator):
            raise PydanticCustomError("quote", NO_QUOTE)
        if self.published and self.published > self.accessed:
            raise PydanticCustomError("published", _("A source cannot be published after it was read."))
        if self.translations and not self.quote:
            raise PydanticCustomError("translations", _("There is no quote here that a translation could be of."))
        if any(each.language == self.language for each in self.translations):
            raise PydanticCustomError("translations", _("The quote itself is in the language of this translation."))
        return self
