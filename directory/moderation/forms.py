"""The forms of moderators."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from wtforms import (
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2

from directory.catalogue.labels import leads_somewhere
from directory.errors import Invalid, Refused
from directory.ledger import history
from directory.moderation.accounts import LONGEST_NAME, LONGEST_WHY, ConfirmFirst
from directory.moderation.decisions import LONGEST_REASON, Verdict
from directory.moderation.factor import LONGEST_CODE
from directory.moderation.matrix import APPROVING, Ready
from directory.moderation.models import AccountAct, Role
from directory.moderation.passwords import LEAST_PASSWORD, MOST_PASSWORD
from directory.moderation.redaction import LONGEST_TRACE, LONGEST_WORDS
from directory.submissions.details import ClaimKey
from directory.submissions.forms.fields import Fault, summary_of
from directory.submissions.letters import Sender
from directory.text import LONGEST_SLUG, whole_number
from directory.vocabulary import Ground, Word, _
from directory.web.i18n import label, meaning, say, sentence

REMARK = "remark-"
# The sentence that counts what stands is before it.
LONGEST_NOTE = LONGEST_REASON - 100
MOST_REMARKS = 100
MOST_NUMBER = 2**31 - 1
ONCE = {"autocomplete": "one-time-code", "maxlength": LONGEST_CODE, "spellcheck": "false", "autocapitalize": "none"}


def faults(form: Form | None, refusal: Refused | None, at: str = "main") -> list[Fault]:
    """Put each problem at its field, what names none `at` one; a code is asked for in a field of its own."""
    if form is not None and isinstance(refusal, Invalid):
        return summary_of(form, refusal)
    at = "confirm_code" if isinstance(refusal, ConfirmFirst) else at
    return [(at, (), sentence(refusal))] if refusal else []


class SignInForm(Form):
    """Ask who it is."""

    name = StringField(_("Name"), render_kw={"autocomplete": "username", "maxlength": LONGEST_NAME})
    password = PasswordField(_("Password"), render_kw={"autocomplete": "current-password", "maxlength": MOST_PASSWORD})
    code = StringField(
        _("Code"),
        description=_("Six digits from your authenticator, or a recovery code. Leave it empty at your first sign-in."),
        render_kw=ONCE,
    )


class InvitationForm(Form):
    """Ask for a new password, twice."""

    password = PasswordField(
        _("New password"),
        description=_("At least 12 characters; a sentence is good."),
        render_kw={
            "autocomplete": "new-password",
            "minlength": LEAST_PASSWORD,
            "maxlength": MOST_PASSWORD,
        },
    )
    again = PasswordField(_("The same again"), render_kw={"autocomplete": "new-password", "maxlength": MOST_PASSWORD})

    def chosen(self) -> str:
        """Give the password that was typed twice; raise Refused where the two differ."""
        if self.password.data != self.again.data:
            raise Refused(_("The two passwords are not the same."))
        return self.password.data or ""


class PasswordForm(InvitationForm):
    """Ask for the present password too."""

    present = PasswordField(
        _("Present password"), render_kw={"autocomplete": "current-password", "maxlength": MOST_PASSWORD}
    )


class FactorForm(Form):
    """Ask for the code that a new authenticator shows."""

    code = StringField(
        _("Code that the app shows"), description=_("Six digits."), render_kw=ONCE | {"inputmode": "numeric"}
    )


def _roles() -> list[SelectChoice]:
    return [SelectChoice(str(role), label("role", role)) for role in Role]


class PersonForm(Form):
    """Ask whom to invite, and as what."""

    name = StringField(
        _("Name"),
        description=_("As it stands in the log, for moderators only; it does not change later."),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_NAME},
    )
    role = SelectField(_("Role"), choices=_roles)


class AccountForm(Form):
    """Ask what to do with an account, and why."""

    act = RadioField(_("What to do"), choices=list, validate_choice=False)
    why = StringField(_("Why"), description=_("For the private log."), render_kw={"maxlength": LONGEST_WHY})

    def offer(self, role: str, *, disabled: bool) -> None:
        """Offer what makes sense for this account."""
        offered = [act for act in AccountAct if (act == AccountAct.ENABLE) is disabled and act != role]
        self.act.choices = [SelectChoice(str(act), label("accountact", act)) for act in offered]


def _grounds() -> list[SelectChoice]:
    """Offer the rules that a refusal rests on; a script puts the rule's text into the reason."""
    return [SelectChoice("", "—"), *_offered("ground", Ground)]


def _ready() -> dict[str, list[SelectChoice]]:
    """Offer the reasons that are at hand, by what they are for."""
    return {
        "—": [SelectChoice("", "—")],
        say(_("To approve")): _offered("ready", APPROVING),
        say(_("To request changes")): _offered("ready", [word for word in Ready if word not in APPROVING]),
        say(_("To reject, by a rule")): _offered("ground", Ground),
    }


def _offered(kind: str, words: Iterable[Word]) -> list[SelectChoice]:
    return [SelectChoice(str(word), label(kind, word), {"data-text": meaning(kind, word)}) for word in words]


class ReasonForm(Form):
    """Ask for the reason of a decision, on what was seen."""

    reason = TextAreaField(
        _("Reason"),
        description=_("Public: it stands in the history of the entry."),
        render_kw={"rows": 3, "maxlength": LONGEST_REASON, "aria-required": "true", "data-key": "f"},
    )
    version = HiddenField()
    seen = HiddenField()

    def verdict(self, by: str, sender: Sender | None, *, seen: int | None = None) -> Verdict:
        """Give what was decided as one value; `seen` where it is not what the form carried."""
        seen, version = number(self.seen.data) if seen is None else seen, number(self.version.data)
        return Verdict(by=by, reason=(self.reason.data or "").strip(), version=version, seen=seen, sender=sender)


class DecisionForm(ReasonForm):
    """Ask for a decision on a submission; remarks per field come beside it, named by the field's path."""

    # The page writes these choices itself, with their meanings.
    checked = SelectMultipleField(choices=list)
    agreed = HiddenField()
    remedy = SelectField(choices=list)
    ground = SelectField(
        _("Reason at hand"),
        description=_("Its text is the reason where you write none; a refusal rests on the rule."),
        choices=_ready,
        validate_choice=False,
        render_kw={"data-fills": "reason"},
    )
    reason = TextAreaField(
        _("Reason"),
        description=_("The submitter reads it; the reason of an approval also stands in the public history."),
        render_kw={"rows": 3, "maxlength": LONGEST_REASON, "aria-required": "true", "data-key": "f"},
    )

    def approval(self, by: str, sender: Sender | None) -> Verdict:
        """Give an approval as one value: no rule of a refusal, but what was checked and who had agreed."""
        checked = frozenset(self.checked.data or ())
        return replace(self._worded(by, sender, APPROVING), checked=checked, agreed=number(self.agreed.data))

    def refusal(self, by: str, sender: Sender | None, posted: Mapping[str, str]) -> Verdict:
        """Give a refusal as one value: the rule's text is the reason where none was written."""
        told = {name.removeprefix(REMARK): text for name, text in posted.items() if name.startswith(REMARK)}
        fit = [(path, text.strip()) for path, text in told.items() if text.strip() and leads_somewhere(path)]
        ground = self.ground.data if self.ground.data in list(Ground) else ""
        verdict = self._worded(by, sender, [*Ground, *Ready])
        return replace(verdict, ground=ground, remarks=dict(fit[:MOST_REMARKS]))

    def _worded(self, by: str, sender: Sender | None, words: Iterable[Word]) -> Verdict:
        """Give what was decided, with the chosen one of these words' texts where no reason was written."""
        verdict = self.verdict(by, sender)
        chosen = next((word.meaning for word in words if word == self.ground.data), "")
        return replace(verdict, reason=verdict.reason or chosen)


class ClaimsForm(ReasonForm):
    """Ask which claims of an entry something is done to, and why."""

    claims = SelectMultipleField(choices=list)

    def named(self) -> set[tuple[str, str, str]]:
        """Give the claims that were ticked, as model, use and route."""
        told = (each.split(" ") for each in self.claims.data or ())
        return {
            (model, use, route)
            for model, use, route in (each for each in told if len(each) == len(ClaimKey.model_fields))
        }

    def offer(self, claims: Iterable[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], str, bool]]:
        """Give each claim with the value of its box and whether it is ticked."""
        return [(each, " ".join(history.key_of(each)), history.key_of(each) in self.named()) for each in claims]


class ReadingForm(ReasonForm):
    """Ask what each source of a claim says today; the page writes these choices itself."""

    reason = TextAreaField(
        _("Note"),
        description=_("Public, and not needed: it stands in the history of the entry, behind what the sources say."),
        render_kw={"rows": 2, "maxlength": LONGEST_NOTE, "data-key": "f"},
    )

    def saw(self, posted: Mapping[str, str], count: int) -> list[str]:
        """Give what was chosen for each source, "" for nothing."""
        return [posted.get(f"saw-{place}", "") for place in range(count)]


class RenamingForm(ReasonForm):
    """Ask for an entry's new address."""

    address = StringField(
        _("New address"),
        description=_("Small letters, digits and hyphens. The old address leads to it for ever."),
        render_kw={"maxlength": LONGEST_SLUG, "autocomplete": "off", "spellcheck": "false", "aria-required": "true"},
    )


def number(text: str | None) -> int:
    """Read a number that our own page carried; anything else is 0, which nothing is."""
    return whole_number(text, MOST_NUMBER) or 0


class BatchForm(Form):
    """Ask for rule and reason of a bulk rejection."""

    ground = SelectField(_("Rule"), choices=_grounds, default=Ground.SPAM)
    reason = TextAreaField(
        _("Reason"),
        description=_("Each of the submitters reads it."),
        default=Ground.SPAM.meaning,
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


class ReopeningForm(Form):
    """Ask for the reason of undoing a bulk rejection."""

    reason = TextAreaField(
        _("Reason"),
        description=_("Each of the submitters reads it."),
        default=_("This was refused together with others by mistake. It waits for a decision again."),
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )


class RedactionForm(Form):
    """Ask which words go, and why."""

    words = StringField(
        _("Words to remove"),
        description=_(
            "A name, for example; capitals do not matter. Leave it empty to take the ticked texts out whole."
        ),
        render_kw={"maxlength": LONGEST_WORDS, "autocomplete": "off"},
    )
    why = StringField(
        _("Why"),
        description=_("Who reads the text sees it where the words were, with the day: “names a private person”."),
        render_kw={"maxlength": LONGEST_TRACE},
    )
