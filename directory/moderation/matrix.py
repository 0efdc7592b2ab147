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


# What an approval publishes as somebody wrote it is held against the matrix, and may be edited before. A reply is not:
# it is published as the company wrote it.
CHECKED = frozenset({SubmissionKind.COMPANY, SubmissionKind.ADOPTION, SubmissionKind.CORRECTION})
