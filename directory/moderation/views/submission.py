"""One submission: its difference and its quotes, and what is decided on it."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from flask import g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect

from directory.catalogue import identity, kinds
from directory.errors import Missing, Refused
from directory.moderation import access, decisions
from directory.moderation.decisions import Verdict
from directory.moderation.forms import DecisionForm
from directory.moderation.queue import next_in_queue
from directory.moderation.views import blueprint
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.submissions.views.editor import Editor, Page, Sent
from directory.vocabulary import _
from directory.web.errors import answer
from directory.web.i18n import sentence


@blueprint.get("/submissions/<int(max=2147483647):number>")
@access.require_role("moderator")
def submission(number: int) -> str:
    """Show a submission: what it would change today, its quotes beside their links, what may be the same company."""
    return _show(_load(number), DecisionForm())


@blueprint.get("/submissions/<int(max=2147483647):number>/approval")
@blueprint.get("/submissions/<int(max=2147483647):number>/changes-request")
@blueprint.get("/submissions/<int(max=2147483647):number>/rejection")
@access.require_role("moderator")
def decided(number: int) -> Page:
    """Lead whoever opens the address of a decision, which only takes one, back to the submission."""
    return redirect(url_for("moderation.submission", number=number), HTTPStatus.SEE_OTHER)


@blueprint.post("/submissions/<int(max=2147483647):number>/approval")
@access.require_role("moderator")
def approval(number: int) -> Page:
    """Approve as it was sent."""
    return _decide(
        number,
        lambda found, verdict: decisions.approve(number, kinds.company(queries.today(found).proposed or {}), verdict),
    )


@blueprint.post("/submissions/<int(max=2147483647):number>/changes-request")
@access.require_role("moderator")
def changes_request(number: int) -> Page:
    """Ask the submitter for changes."""
    return _decide(number, lambda _found, verdict: decisions.request_changes(number, verdict))


@blueprint.post("/submissions/<int(max=2147483647):number>/rejection")
@access.require_role("moderator")
def rejection(number: int) -> Page:
    """Reject."""
    return _decide(number, lambda _found, verdict: decisions.reject(number, verdict))


@blueprint.route("/submissions/<int(max=2147483647):number>/edit", methods=["GET", "POST"])
@access.require_role("moderator")
def edit(number: int) -> Page:
    """Edit a submission and approve it so; the edit is in the ledger's difference."""
    found = _load(number)
    today = queries.today(found)
    decision = DecisionForm(request.form)

    def save(sent: Sent) -> str:
        verdict = replace(decision.verdict(g.person.name, request.form), seen=sent.seen)
        decisions.approve(number, sent.document, verdict)
        return url_for("moderation.submission", number=number)

    context = {"submission": found, "decision": decision, "version": request.form.get("version", found.version)}
    proposed = today.proposed or {}
    title = gettext("Edit and approve: %(name)s", name=found.name)
    return Editor(
        title=title,
        purpose=f"approve {number}",
        save=save,
        start=proposed,
        slug=found.slug,
        seen=today.revision,
        context=context,
        template="moderation/edit.html",
        who=access.whose(),
    ).answer()


def _decide(number: int, verb: Callable[[Submission, Verdict], Decision]) -> Page:
    found, form = _load(number), DecisionForm(request.form)
    verdict = form.verdict(g.person.name, request.form)
    try:
        access.check_posted("decision")
        verb(found, verdict)
    except Missing:
        raise
    except Refused as refusal:
        page = _show(_load(number), form, sentence(refusal), verdict.remarks)
        return answer(refusal, page, refusal.status)
    return redirect(url_for("moderation.submission", number=number), HTTPStatus.SEE_OTHER)


def _load(number: int) -> Submission:
    found = queries.by_id(number)
    if found is None:
        raise Missing(_("There is no such submission."))
    return found


def _show(found: Submission, form: DecisionForm, told: str = "", remarks: dict[str, str] | None = None) -> str:
    today = queries.today(found)
    proposed = today.proposed or {"name": found.name}
    names = [proposed["name"], *proposed.get("aliases", [])]
    return render_template(
        "moderation/submission.html",
        submission=found,
        version=queries.newest_version(found),
        today=today,
        families=dict(identity.families()),
        proposed=proposed,
        differences=queries.difference(found, today),
        twins=identity.likely_twins(
            names,
            proposed.get("website", ""),
            [source.get("url", "") for each in proposed.get("adoptions", []) for source in each["sources"]],
            found.slug or queries.published_as(found),
        ),
        decisions=queries.decisions_on(found),
        form=form,
        told=told,
        remarks=remarks or {},
        next=next_in_queue(found.id, g.person.name),
    )
