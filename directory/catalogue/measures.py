"""What is measured of the quality of the directory: each measure with what it tells, and what it does not."""

from directory.vocabulary import NEGATIVE, Status, Word, _

# A claim that is disputed is no adoption; the rule that says so is counted all the same.
UNRULED = NEGATIVE - {Status.DISPUTED}


class Measure(Word):
    """Name a number of the quality report; beside them, each rule of confidence is one."""

    CLAIMS = (
        "claims",
        _("claims"),
        _("Published adoptions. What ended, is disputed or was not found is kept, and not counted here."),
    )
    TWO_PUBLISHERS = (
        "two-publishers",
        _("claims with two independent publishers"),
        _(
            "Neither the company nor the model’s developer, and no copy of one text. It does not say that both looked"
            " for themselves."
        ),
    )
    REREAD_EVER = (
        "reread",
        _("claims that were re-read"),
        _("A human read the sources of the claim again, at least once since they were first read."),
    )
    REREAD = (
        "reread-12-months",
        _("claims re-read in the last twelve months"),
        _("A human read the sources again after the first time and found that they still carry the claim."),
    )
    READ = (
        "read-12-months",
        _("claims read in the last twelve months"),
        _("At least one source of the claim was read, be it for the first time. It may have changed since."),
    )
    SOURCES = (
        "sources",
        _("sources"),
        _("Each source of each published claim, of the ended, disputed and not found ones too."),
    )
    QUOTED = (
        "sources-quoted",
        _("sources with a quote"),
        _("The others say where the sentence stands. A quote can be looked for again; a place only by a human."),
    )
    ARCHIVED = (
        "sources-archived",
        _("sources with an archived copy"),
        _("A web archive keeps what the page said. It does not say that the page was right."),
    )
    TO_RECHECK = (
        "sources-to-recheck",
        _("sources marked to re-check"),
        _("Quote, owner or page is not what it was. They do not count until a human has read them again."),
    )
    LINKS_ANSWERING = (
        "links-answering",
        _("sources whose link answers"),
        _("A link that answers is not a verification: a program got a page, and nothing is said on what it says."),
    )
    LINKS_DEAD = (
        "links-dead",
        _("sources whose link is dead"),
        _("Page gone, or no answer when a program last asked. What the source said is not refuted by that."),
    )
    LINKS_REFUSED = (
        "links-refused",
        _("sources whose site is not open to programs"),
        _("The site does not let programs read the page. People may well read it."),
    )
    LINKS_UNCHECKED = (
        "links-unchecked",
        _("sources whose link was never checked"),
        _("No link check has looked at them yet, or they have no address. Nothing is known of these links."),
    )
    QUOTES_FOUND = (
        "quotes-found",
        _("sources whose quote was found"),
        _("A program found the quoted words on the page. It does not say that they still hold."),
    )
    QUOTES_MISSING = (
        "quotes-missing",
        _("sources whose quote was not found"),
        _("The page answered without the quoted words. They may be gone, or stand where a program cannot read."),
    )
    QUOTES_UNCHECKED = (
        "quotes-unchecked",
        _("sources whose quote was not looked for"),
        _("No link check has read their page yet, so nothing is known of these quotes."),
    )
    DAYS_READ = (
        "days-since-read",
        _("days since a claim’s sources were last read"),
        _("The median: half of the claims were read more lately, half longer ago."),
    )
    DAYS_PUBLISHED = (
        "days-since-published",
        _("days since a source was published"),
        _(
            "The median over the sources that name a day, month or year; a month or year counts from its first day."
            " Old evidence need not be wrong."
        ),
    )
