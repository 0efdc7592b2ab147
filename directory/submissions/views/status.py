"""The private page of a submission: what became of it and why; edit and send again, take back, appeal."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, request, url_for
from werkzeug.utils import redirect

from directory.catalogue import identity
from directory.errors import Invalid, Refused
from directory.submissions import (
    appeals,
    control,
    drafts,
    effects,
    letters,
    proposals,
    queries,
    versions,
    waiting,
)
from directory.submissions.models import Draft, Submission
from directory.submissions.views import again, blueprint
from directory.submissions.views.editor import Page, Sent
from directory.text import sha256
from directory.vocabulary import State, _
from directory.web.errors import answer
from directory.web.forms import form_token, posted
from directory.web.i18n import sentence


@blueprint.get("/submissions/<token>")
def status(token: str) -> str:
    """Show a submitter what became of a submission, or that it was not sent yet."""
    if (draft := _draft(token)) is not None:
        discard = form_token(f"withdrawal {draft.key}")
        return render_template(
            "submissions/draft.html", draft=draft, token=token, fields=drafts.fields(draft), discard=discard
        )
    return _show(queries.by_token(token), token)


@blueprint.post("/submissions/<token>/withdrawal")
def withdrawal(token: str) -> Page:
    """Take a submission back, or throw a draft away."""
    if (draft := _draft(token)) is not None:
        posted(f"withdrawal {draft.key}")
        drafts.throw_away(draft.key)
        return redirect(f"{request.script_root}{draft.address}?thrown=away", HTTPStatus.SEE_OTHER)
    submission = queries.by_token(token)
    try:
        posted(f"withdrawal {submission.id}")
        proposals.take_back(token)
    except Refused as refusal:
        return answer(refusal, _show(queries.by_token(token), token, refused=sentence(refusal)), refusal.status)
    return redirect(url_for("submissions.status", token=token), HTTPStatus.SEE_OTHER)


@blueprint.post("/submissions/<token>/appeal")
def appeal(token: str) -> Page:
    """Appeal against a decision; what was typed is kept on any refusal."""
    submission, text = queries.by_token(token), request.form.get("text", "")
    try:
        posted(f"appeal {submission.id}")
        appeals.appeal(token, text)
    except Refused as refusal:
        return answer(refusal, _show(queries.by_token(token), token, refused=_told(refusal), text=text), refusal.status)
    return redirect(url_for("submissions.status", token=token), HTTPStatus.SEE_OTHER)


@blueprint.route("/submissions/<token>/edit", methods=["GET", "POST"])
def edit(token: str) -> Page:
    """Continue a draft; or change a submission, carried over to today's entry, and send it again."""
    if (draft := _draft(token)) is not None:
        return redirect(f"{request.script_root}{draft.address}?{urlencode({'draft': token})}", HTTPStatus.SEE_OTHER)
    submission = queries.by_token(token)
    if submission.state == State.APPROVED:
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))

    def save(sent: Sent) -> str:
        sender = letters.sender_of(current_app.config["SETTINGS"])
        proposals.resubmit(token, sent.proposal, base=sent.seen, sender=sender)
        return url_for("submissions.status", token=token)

    remarks = queries.remarks_on(submission)
    # At the fields only on opening: parts that are added or removed move, and a remark must not move with the place.
    at_fields = {} if request.method == "POST" else queries.by_place(remarks)
    return again.asking(submission, save, {"remarks": remarks, "at_fields": at_fields, "again": True}).answer()


def _draft(token: str) -> Draft | None:
    return None if queries.by_token_digest(sha256(token)) else drafts.of(token)


def _told(refusal: Refused) -> str:
    """Say what is wrong with the one field of a form in one sentence."""
    return sentence(refusal.problems[0] if isinstance(refusal, Invalid) else refusal)


def _show(submission: Submission, token: str, refused: str = "", text: str | None = None) -> str:
    """Show the page; `text` is the appeal that was `refused`, None where something else was or nothing."""
    shown: dict[str, Any] = {
        "submission": submission,
        "token": token,
        "refused": refused,
        "text": text,
        "tokens": {name: form_token(f"{name} {submission.id}") for name in ("withdrawal", "appeal")},
    }
    return render_template("submissions/status.html", **shown | _told_of(submission))


def _told_of(submission: Submission) -> dict[str, Any]:
    queries.hold(submission)
    version, change, appealed = queries.newest_version(submission), effects.published(submission), _appeal(submission)
    return appealed | {
        "said": queries.details(version),
        "version": version,
        "differences": queries.sent(submission),
        "decisions": queries.decisions_on(submission),
        "versions": versions.steps(submission, veiled=True),
        "marks": versions.marks(submission),
        "control": control.of(submission),
        "proved": control.proved(submission),
        "families": dict(identity.families()),
        "ahead": waiting.ahead_of(submission),
        "pace": waiting.pace(),
        "letters": queries.letters_to(submission),
        "change": change,
        "stands": change is not None and effects.stands(change.slug),
        "edited": effects.edited(submission, change),
        "remedy": effects.remedy,
        "gone": bool(submission.slug) and not effects.stands(submission.slug),
    }


def _appeal(submission: Submission) -> dict[str, Any]:
    appeal = queries.appeal_of(submission)
    return {
        "appeal": appeal,
        "answer": appeals.answer_to(appeal) if appeal else None,
        "appealable": submission.state in appeals.APPEALABLE,
        "longest": appeals.LONGEST_APPEAL,
    }
