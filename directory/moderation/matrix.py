"""The closed lists of deciding: what an approval checks, what can follow from a notice, which kinds ask for it."""

from directory.vocabulary import SubmissionKind, Word, _


class Check(Word):
    """Be one question of the decision matrix; an approval of new content says yes to all of them."""

    SCOPE = "scope", _("in scope"), _("headquarters in Europe, a Chinese model")
    SOURCED = "sourced", _("sourced"), _("I opened the sources and the quotes carry the claims")
    NEUTRAL = "neutral", _("neutral"), _("facts; no praise, no blame, no guess")
    NOBODY = "nobody", _("no personal data"), _("about companies, not about people")


class Remedy(Word):
    """Be what a moderator does about a notice."""

    HIDE = "hide", _("hide the claims now"), _("at once, by one person; bringing them back takes two")
    DISPUTE = "dispute", _("mark the claims as disputed"), _("takes two people")
    TAKE_OUT = "take-out", _("take the claims out"), _("takes two people")
    WITHDRAW = "withdraw", _("withdraw the whole entry"), _("takes two people")
    ELSEWHERE = "elsewhere", _("acted elsewhere"), _("your reason says what was done and where")


class Ready(Word):
    """Be a reason that is at hand for an approval or a request for changes; `meaning` is what its submitter reads."""

    CARRIED = "carried", _("the sources carry it"), _("The sources open and carry the claim.")
    OWN_WORDS = "own-words", _("the company says so itself"), _("The company says so itself on the page that is cited.")
    NO_SOURCE = "no-source", _("a source is missing"), _("A claim has no source yet: please add one that opens.")
    QUOTE = (
        "quote",
        _("the quote does not carry it"),
        _("The quote does not carry the statement."),
    )
    UNCLEAR = "unclear", _("model or use is unclear"), _("Please say which model is used, and for what.")
    WORDING = "wording", _("not neutral yet"), _("Please state the facts only, without praise, blame or guesses.")


APPROVING = (Ready.CARRIED, Ready.OWN_WORDS)

# What an approval publishes as somebody wrote it is held against the matrix, and may be edited before. A reply is not:
# it is published as the company wrote it.
CHECKED = frozenset({SubmissionKind.COMPANY, SubmissionKind.ADOPTION, SubmissionKind.CORRECTION})
