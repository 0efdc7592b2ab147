"""A bulk rejection: look at what it would refuse, confirm, and undo it."""

from http import HTTPStatus

from flask import current_app, g, render_template, request, url_for

from directory.errors import Missing, Refused
from directory.moderation import access, bulk
from directory.moderation.forms import BatchForm, ReopeningForm, faults
from directory.moderation.queue import Filters
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions.letters import sender_of
from directory.submissions.views.editor import Page
from directory.text import whole_number
from directory.vocabulary import _

LARGEST_NUMBER = 2**31 - 1


@blueprint.post("/batch-preview")
@access.require_role("moderator")
def preview() -> Page:
    """Show what a bulk rejection of the ticked submissions, or of all that match the filters, would refuse."""
    access.check_posted("preview")
    asked = Filters.read(request.form)
    picked = bulk.all_of(asked, g.person.name) if request.form.get("all") else _picked()
    return _show(picked, BatchForm(), asked), HTTPStatus.OK


@blueprint.post("/batches")
@access.require_role("moderator")
def batches() -> Page:
    """Refuse what the preview showed; where that changed meanwhile, show it again."""
    picked, form = _picked(), BatchForm(request.form)

    def act() -> str:
        batch = access.check_posted("batch")
        why = bulk.Why(form.ground.data or "", (form.reason.data or "").strip())
        bulk.reject(picked, why, by=g.person.name, batch=batch, sender=sender_of(current_app.config["SETTINGS"]))
        return url_for("moderation.batch", key=batch)

    return attempt(act, lambda refusal: _show(picked, form, Filters.read(request.form), refusal))


@blueprint.get("/batches/<key>")
@access.require_role("moderator")
def batch(key: str) -> str:
    """Show what a bulk rejection refused, and the way to undo it."""
    return _result(key, ReopeningForm())


@blueprint.post("/batches/<key>/reversal")
@access.require_role("moderator")
def batch_reversal(key: str) -> Page:
    """Let what a bulk rejection refused wait again."""
    form = ReopeningForm(request.form)

    def act() -> str:
        access.check_posted("reopening")
        bulk.undo(key, (form.reason.data or "").strip(), by=g.person.name)
        return url_for("moderation.batch", key=key)

    return attempt(act, lambda refusal: _result(key, form, refusal))


def _picked() -> dict[int, int]:
    """Read what was ticked: `12.1` is submission 12 at its version 1."""
    pairs = (text.partition(".") for text in request.form.getlist("pick")[: bulk.MOST])
    numbers = ((whole_number(a, LARGEST_NUMBER), whole_number(b, LARGEST_NUMBER)) for a, _dot, b in pairs)
    return {number: version for number, version in numbers if number and version}


def _show(picked: dict[int, int], form: BatchForm, asked: Filters, refusal: Refused | None = None) -> str:
    told, chosen = faults(form, refusal), bulk.sort(picked, g.person.name)
    return render_template("moderation/bulk.html", chosen=chosen, asked=asked, form=form, told=told)


def _result(key: str, form: ReopeningForm, refusal: Refused | None = None) -> str:
    decisions = bulk.of(key)
    if not decisions:
        raise Missing(_("There is no such batch."))
    still = {submission.id for submission in bulk.refused_still(key, g.person.name)}
    told = faults(form, refusal)
    return render_template("moderation/batch.html", key=key, decisions=decisions, still=still, form=form, told=told)
