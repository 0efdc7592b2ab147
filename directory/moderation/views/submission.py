"""One submission: its difference and its quotes, and what is decided on it."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect

from directory.catalogue import identity
from directory.catalogue.document import Company
from directory.config import Settings
from directory.errors import Refused
from directory.ledger import history
from directory.moderation import access, decisions, deeds, parties, queue, related, sensitive
from directory.moderation.deeds import Deed, Verb
from directory.moderation.forms import DecisionForm, faults
from directory.moderation.forms import number as read_number
from directory.moderation.matrix import CHECKED, Check, Remedy
from directory.moderation.queue import Filters
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions import control, queries, versions
from directory.submissions.letters import Sender, sender_of
from directory.submissions.models import Decision, Submission
from directory.submissions.views.editor import Editor, Page, Sent
from directory.vocabulary import State, SubmissionKind, _
from directory.web.i18n import sentence


@blueprint.get("/submissions/<int(max=2147483647):number>")
@access.require_role("moderator")
def submission(number: int) -> str:
    """Show a submission: what it would change today, its quotes beside their links, what may be the same company."""
    return _show(queries.load(number), DecisionForm())


@blueprint.get("/submissions/<int(max=2147483647):number>/approval")
@blueprint.get("/submissions/<int(max=2147483647):number>/changes-request")
@blueprint.get("/submissions/<int(max=2147483647):number>/rejection")
@blueprint.get("/submissions/<int(max=2147483647):number>/reopening")
@access.require_role("moderator")
def decided(number: int) -> Page:
    """Lead whoever opens the address of a decision, which only takes one, back to the submission."""
    return redirect(url_for("moderation.submission", number=number), HTTPStatus.SEE_OTHER)


@blueprint.post("/submissions/<int(max=2147483647):number>/approval")
@access.require_role("moderator")
def approval(number: int) -> Page:
    """Approve what is proposed, or be the first of two who do."""

    def approve(found: Submission, form: DecisionForm) -> None:
        remedy, verdict = form.remedy.data or "", form.approval(g.person.name, sender())
        decisions.check_approval(found, verdict, remedy)
        _confirm(found, remedy=remedy)
        decisions.approve(number, verdict, remedy=remedy)

    return _decide(number, approve)


@blueprint.post("/submissions/<int(max=2147483647):number>/changes-request")
@access.require_role("moderator")
def changes_request(number: int) -> Page:
    """Ask the submitter for changes."""
    return _decide(number, lambda _found, form: decisions.request_changes(number, _refusal(form)))


@blueprint.post("/submissions/<int(max=2147483647):number>/rejection")
@access.require_role("moderator")
def rejection(number: int) -> Page:
    """Reject."""
    return _decide(number, lambda _found, form: decisions.reject(number, _refusal(form)))


@blueprint.post("/submissions/<int(max=2147483647):number>/reopening")
@access.require_role("moderator")
def reopening(number: int) -> Page:
    """Take back a refusal or a first approval, and stay here."""
    return _decide(number, lambda _found, form: decisions.reopen(number, _refusal(form)), onward=False)


@blueprint.route("/submissions/<int(max=2147483647):number>/edit", methods=["GET", "POST"])
@access.require_role("moderator")
def edit(number: int) -> Page:
    """Edit a submission and approve it so; the edit is in the ledger's difference."""
    found = queries.load(number)
    if found.kind not in CHECKED:
        raise Refused(_("This kind of submission is approved as it is, or not at all."))
    decision = DecisionForm(request.form)
    if found.state != State.PENDING:
        if request.method != "POST":
            raise Refused(_("This does not wait for a decision any more."))
        # Who pressed twice is led on; anybody else is told what became of it.
        decisions.approve(number, decision.approval(g.person.name, sender()))
        return redirect(_onward(number), HTTPStatus.SEE_OTHER)
    deed = deeds.of(found)

    def save(sent: Sent) -> str:
        verdict = replace(decision.approval(g.person.name, sender()), seen=sent.seen, agreed=None)
        decisions.check_approval(found, verdict)
        _confirm(found, edited=sent.document)
        decisions.approve(number, verdict, edited=sent.document)
        return _onward(number)

    start = deed.after or {}
    context = {"submission": found, "version": request.form.get("version", found.version), "kept": _asked().kept}
    return Editor(
        title=gettext("Edit and approve: %(name)s", name=start["name"]),
        purpose=f"approve {number}",
        save=save,
        start=start,
        slug=deed.slug if deed.before else "",
        seen=deed.seen,
        context=context | {"checks": list(Check)},
        decision=decision,
        template="moderation/edit.html",
        who=access.whose(),
    ).answer()


def sender() -> Sender | None:
    """Give what the letters of a decision need."""
    settings: Settings = current_app.config["SETTINGS"]
    return sender_of(settings)


def _refusal(form: DecisionForm) -> decisions.Verdict:
    return form.refusal(g.person.name, sender(), request.form)


def _confirm(found: Submission, *, edited: Company | None = None, remedy: str = "") -> None:
    """Ask who it is again before what takes two people, and before claims are hidden."""
    if found.state == State.PENDING:
        deed = deeds.of(found, edited=edited, remedy=remedy)
        if deed.why_two or deed.verb is Verb.HIDE:
            access.confirm(request.form)


def _decide(number: int, verb: Callable[[Submission, DecisionForm], object], *, onward: bool = True) -> Page:
    found, form = queries.load(number), DecisionForm(request.form)

    def act() -> str:
        access.check_posted("decision")
        verb(found, form)
        return _onward(number) if onward else url_for("moderation.submission", number=number, **_asked().kept)

    return attempt(act, lambda refusal: _show(queries.load(number), form, refusal))


def _onward(number: int) -> str:
    """Lead to what waits next, which tells what became of this one; back to it where nothing waits."""
    following = queue.next_in_queue(number, g.person.name, _asked())
    return url_for("moderation.submission", number=following or number, after=number, **_asked().kept)


def _asked() -> Filters:
    """Read which part of the queue somebody works through."""
    return replace(Filters.read(request.args), state=str(State.PENDING))


def _show(found: Submission, form: DecisionForm, refusal: Refused | None = None) -> str:
    before = read_number(request.args.get("after"))
    queries.hold(found)
    today, version = queries.today(found), queries.newest_version(found)
    remedy = form.remedy.data or (deeds.agreed_remedy(found, today) if found.kind == SubmissionKind.NOTICE else "")
    proposed = _proposed(found, remedy, today)
    return render_template(
        "moderation/submission.html",
        submission=found,
        version=version,
        details=queries.details(version),
        families=dict(identity.families()),
        decisions=queries.decisions_on(found),
        form=form,
        told=faults(form, refusal),
        remarks=_refusal(form).remarks,
        hindrance=parties.hindrance(found, g.person.name),
        asks_checks=found.kind in CHECKED,
        checks=list(Check),
        remedies=list(Remedy),
        remedy=remedy,
        kept=_asked().kept,
        next=queue.next_in_queue(found.id, g.person.name, _asked()),
        after=queries.decisions_on(queries.load(before))[:1] if before else [],
        **proposed,
        **_around(found, proposed["name"], proposed["document"]),
    )


def _proposed(found: Submission, remedy: str, today: queries.Today) -> dict[str, Any]:
    """Say what an approval would do to today's entry, or did; or why it cannot be approved."""
    deed, hinders = _deed(found, remedy, today)
    pending = found.state == State.PENDING
    differences = history.difference(deed.before, deed.after) if deed and pending else queries.difference(found, today)
    document = (deed and (deed.after or deed.before)) or today.proposed or today.live or {}
    agreed = sensitive.standing(found, deed.seen if deed else today.revision) if pending else None
    # A notice itself changes nothing: what is done about it is chosen on the page.
    silent = found.erased or (pending and (deed is None or deed.after is None))
    return {
        "deed": deed,
        "seen": deed.seen if deed else today.revision,
        "hinders": (hinders or _waits(found, agreed)) if pending and found.kind != SubmissionKind.NOTICE else "",
        "today": today,
        "document": document,
        "name": document.get("name") or found.name or found.slug,
        "differences": [] if silent else differences,
        "first": sensitive.first(found, deed.seen, deed.after) if deed and pending else "",
        "gone": sensitive.gone_before(deed.slug, deed.before, deed.after) if deed and deed.after else [],
        "agreed": agreed,
    }


def _waits(found: Submission, agreed: Decision | None) -> str:
    """Say for whom else an approval waits, "" where it waits for nobody but the reader."""
    if agreed and agreed.by == g.person.name:
        return str(gettext("You agreed to it already: another moderator approves it."))
    told = decisions.unproved(found)
    return str(gettext(told)) if told else ""


def _deed(found: Submission, remedy: str, today: queries.Today) -> tuple[Deed | None, str]:
    if found.state != State.PENDING:
        return None, ""
    try:
        return deeds.of(found, remedy=remedy, today=today), ""
    except Refused as refusal:
        return None, sentence(refusal)


def _around(found: Submission, name: str, document: dict[str, Any]) -> dict[str, Any]:
    """Give what else a moderator looks at before deciding."""
    addresses = [s["url"] for each in document.get("adoptions", []) for s in each["sources"] if "url" in s]
    leave_out = found.slug or queries.published_as(found)
    names = [name, *document.get("aliases", [])]
    return {
        "twins": identity.likely_twins(names, document.get("website", ""), addresses, leave_out),
        "pending_twins": related.pending_twins(found),
        "earlier": related.earlier(found),
        "versions": versions.steps(found),
        "appeal": queries.appeal_of(found),
        "proof": control.of(found) if found.kind == SubmissionKind.REPLY else None,
        "proved": control.proved(found),
    }
