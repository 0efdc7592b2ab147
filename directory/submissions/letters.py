"""The letters of a submission, in its language: what happened, why, and what its sender can do.

A letter repeats nothing that was typed into a form: otherwise the forms would send anybody's words to anybody.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from directory import clock
from directory.config import Settings
from directory.mail.outbox import write_letter
from directory.submissions.models import LETTER, Control, Decision, Sending, Submission
from directory.submissions.tokens import token_for
from directory.text import fold
from directory.vocabulary import Act, State, _
from directory.web.i18n import label, meaning, ngettext, plain_day, say, speaking
from directory.web.languages import prefix

# So many submissions of a day are confirmed to one address: nobody's mailbox is filled by our forms.
MOST_A_DAY = 5
OUTCOMES: dict[str, str] = {
    Act.APPROVAL: _("It was approved."),
    Act.REJECTION: _("It was not accepted. Nothing is lost: you may edit it and send it again."),
    Act.REVERSAL: _("It had been approved, and that was undone. You may edit it and send it again."),
}


@dataclass(frozen=True)
class Sender:
    """Hold what letters need to know of the site: its address, the secret behind private links, how long it keeps."""

    address: str
    secret: str
    days: int

    def link(self, submission: Submission) -> str:
        """Give the address of a submission's private page."""
        place = f"{self.address}{prefix(str(submission.language))}"
        return f"{place}/submissions/{token_for(str(submission.key), self.secret)}"


def sender_of(settings: Settings) -> Sender | None:
    """Give the sender of a site, None where it sends no mail."""
    days = int(settings.keep_contact_days)
    return Sender(settings.address, settings.secret_key, days) if settings.mails else None


def received(submission: Submission, sender: Sender | None) -> None:
    """Confirm that a submission came in, and give its private link."""
    if sender and submission.contact and _few_today(submission, sender):
        with speaking(str(submission.language)):
            body = [
                say(_("Your submission was received: %(what)s."), what=_what(submission)),
                say(
                    _(
                        "It waits for the decision of a moderator. Your private page says how long that usually takes "
                        "and, later, what was decided and why. There you can also edit it or take it back:"
                    )
                ),
                sender.link(submission),
                say(_("Keep this address: whoever knows it can open the page.")),
            ]
            _write(f"received {submission.id}", submission, say(_("Your submission was received")), body, sender)


def changes_requested(submission: Submission, decision: Decision, sender: Sender | None) -> None:
    """Tell that a moderator asks for changes, and which."""
    if sender and submission.contact:
        with speaking(str(submission.language)):
            body = [
                say(
                    _("A moderator asks you to change something in your submission: %(what)s."), what=_what(submission)
                ),
                str(decision.reason),
                *([say(_("Your private page shows remarks on single fields, too."))] if decision.told else []),
                say(_("Edit it there and send it again; until then nothing is published:")),
                sender.link(submission),
            ]
            subject = say(_("Please change something in your submission"))
            _write(f"decision {decision.id}", submission, subject, body, sender)


def decided(submission: Submission, decision: Decision, sender: Sender | None) -> None:
    """Tell what was decided and why: the statement of reasons that the Digital Services Act asks for."""
    # An undoing that is undone lets the approval stand again.
    act = Act.APPROVAL if submission.state == State.APPROVED else str(decision.act)
    if sender and submission.contact and act in OUTCOMES:
        with speaking(str(submission.language)):
            body = [
                say(_("A decision was made on your submission: %(what)s."), what=_what(submission)),
                say(OUTCOMES[act]),
                say(_("Reason:")) + f" {decision.reason}",
                *_rule(decision),
                say(_("A person decided; no program decides here.")),
                *_redress(act),
                sender.link(submission),
            ]
            _write(f"decision {decision.id}", submission, say(_("The decision on your submission")), body, sender)


def control_code(submission: Submission, control: Control, code: str, sender: Sender) -> None:
    """Write to a mailbox of the company: whoever opens the link there and presses its button proves control."""
    place = f"{sender.address}{prefix(str(submission.language))}"
    with speaking(str(submission.language)):
        body = [
            say(
                _("Somebody wrote a reply for %(domain)s, to stand beside an entry of this directory:"),
                domain=control.domain,
            ),
            f"{place}/companies/{submission.slug}",
            say(
                _(
                    "A reply is only published once somebody who reads the mail of this domain confirms it. Open this "
                    "page, read the reply, and press its button if it is yours:"
                )
            ),
            f"{place}/proofs/{code}",
            say(_("If it is not yours, do nothing: it is not published.")),
        ]
        why = say(_("You get this letter because this mailbox was named as one of the company."))
        text = _text(body, [why, _kept(sender)], sender)
        subject = say(_("Please confirm the reply of your company"))
    key = f"control {submission.id} {control.version}"
    write_letter(key, control.mailbox, subject, text, submission=submission.id, language=str(submission.language))


def _few_today(submission: Submission, sender: Sender) -> bool:
    """Count this letter; tell whether few enough of the last day went to its mailbox, however that was written."""
    name, _at, host = str(submission.contact).partition("@")
    box = fold(f"{name.partition('+')[0]}@{host}")
    network = hmac.new(sender.secret.encode(), f"letters:{box}".encode(), hashlib.sha256).hexdigest()
    at, since = clock.stamp(), clock.written(clock.now() - timedelta(days=1))
    Sending.insert(post=f"{LETTER}{submission.id}", network=network, at=at).on_conflict_ignore().execute()
    return int(Sending.select().where(Sending.network == network, Sending.at > since).count()) <= MOST_A_DAY


def _what(submission: Submission) -> str:
    kind, sent = label("submissionkind", str(submission.kind)), plain_day(str(submission.submitted))
    return say(_("%(kind)s, sent on %(day)s"), kind=kind, day=sent)


def _rule(decision: Decision) -> list[str]:
    ground = str(decision.ground)
    name, told = label("ground", ground), meaning("ground", ground)
    return [say(_("Rule:")) + f" {name}. {told}"] if ground else []


def _redress(act: str) -> list[str]:
    if act == Act.APPROVAL:
        return [say(_("Your private page shows it, and the entry:"))]
    return [
        say(
            _(
                "If you think that this is wrong, appeal on your private page, once: another moderator decides then. "
                "You may also turn to a certified body for out-of-court settlement (Digital Services Act, Article 21), "
                "or to a court."
            )
        ),
        say(_("Your private page, where you can edit it, send it again and appeal:")),
    ]


def _kept(sender: Sender) -> str:
    return ngettext(
        "This mail address is used for nothing else and is erased one day after the decision.",
        "This mail address is used for nothing else and is erased %(num)s days after the decision.",
        sender.days,
    )


def _text(body: list[str], foot: list[str], sender: Sender) -> str:
    told = [*body, "-- \n" + "\n".join(["Passerelle, " + sender.address, *foot])]
    return "\n\n".join(told) + "\n"


def _write(key: str, submission: Submission, subject: str, body: list[str], sender: Sender) -> None:
    why = say(_("You get this letter because this mail address was given with the submission."))
    text = _text(body, [why, _kept(sender), say(_("If that was not you, you need not do anything."))], sender)
    contact, language = str(submission.contact), str(submission.language)
    write_letter(key, contact, subject, text, submission=submission.id, language=language)
