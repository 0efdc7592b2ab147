"""The moderators' pages: sign in, queue, a submission with its difference and its quotes, decisions, undo, log."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect

from directory.catalogue import identity, kinds
from directory.errors import Missing, Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.moderation import access, accounts, decisions
from directory.moderation.decisions import Verdict
from directory.moderation.forms import DecisionForm, InvitationForm, SignInForm
from directory.submissions import queries
from directory.submissions.models import Decision, Submission
from directory.submissions.views import Editor, Page, Sent
from directory.vocabulary import State, _
from directory.web.errors import answer
from directory.web.i18n import sentence
from directory.web.limits import network

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")
access.guard(blueprint)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Page:
    """Ask for name and password and open a session."""
    form = SignInForm(request.form)
    if request.method != "POST":
        welcome = "welcome" in request.args
        return render_template("moderation/sign_in.html", form=form, told="", welcome=welcome), HTTPStatus.OK
    try:
        access.check_posted("sign-in")
        name, place = form.name.data or "", network()
        # By name and network together: nobody can shut a moderator out from elsewhere. By network: not many names.
        limits = {
            accounts.counting_key(f"{place} {name}", str(current_app.secret_key)): accounts.MOST_FAILURES,
            accounts.counting_key(place, str(current_app.secret_key)): accounts.MOST_FAILURES_OF_A_NETWORK,
        }
        token = accounts.sign_in(name, form.password.data or "", limits)
    except Refused as refusal:
        page = render_template("moderation/sign_in.html", form=form, told=sentence(refusal))
        return answer(refusal, page, refusal.status)
    accounts.sign_out(g.get("token", ""))
    return access.set_cookie(redirect(url_for("moderation.queue"), HTTPStatus.SEE_OTHER), token)


@blueprint.post("/sign-out")
def sign_out() -> Page:
    """End the session."""
    access.check_posted("sign-out")
    accounts.sign_out(g.token)
    return access.forget_cookie(redirect(url_for("moderation.sign_in"), HTTPStatus.SEE_OTHER))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Page:
    """Let somebody who was invited set a password."""
    person = accounts.invited(token)
    if person is None:
        raise Missing(_("This link was used already or is too old. Ask an admin for a new one."))
    form = InvitationForm(request.form)
    if request.method != "POST":
        return render_template("moderation/invitation.html", form=form, invited=person, told=""), HTTPStatus.OK
    try:
        access.check_posted("invitation")
        if form.password.data != form.again.data:
            raise Refused(_("The two passwords are not the same."))  # noqa: TRY301
        accounts.accept(token, form.password.data or "")
    except Refused as refusal:
        page = render_template("moderation/invitation.html", form=form, invited=person, told=sentence(refusal))
        return answer(refusal, page, refusal.status)
    return redirect(url_for("moderation.sign_in", welcome=1), HTTPStatus.SEE_OTHER)


@blueprint.get("")
@blueprint.get("/")
def queue() -> str:
    """List what waits, those that wait longest first; other states by `?state=`."""
    state = request.args.get("state", State.PENDING)
    state = state if state in list(State) else State.PENDING
    number = request.args.get("page", 1, type=int)
    page = number if 0 < number < 10000 else 1  # noqa: PLR2004
    return render_template(
        "moderation/queue.html",
        rows=queries.queue(state, page),
        counts=queries.waiting(list(State)),
        families=dict(identity.families()),
        state=state,
        page=page,
        size=queries.PAGE,
    )


@blueprint.get("/submissions/<int(max=2147483647):number>")
def submission(number: int) -> str:
    """Show a submission: what it would change today, its quotes beside their links, what may be the same company."""
    return _show(_load(number), DecisionForm())


@blueprint.get("/submissions/<int(max=2147483647):number>/approval")
@blueprint.get("/submissions/<int(max=2147483647):number>/changes-request")
@blueprint.get("/submissions/<int(max=2147483647):number>/rejection")
def decided(number: int) -> Page:
    """Lead whoever opens the address of a decision, which only takes one, back to the submission."""
    return redirect(url_for("moderation.submission", number=number), HTTPStatus.SEE_OTHER)


@blueprint.post("/submissions/<int(max=2147483647):number>/approval")
def approval(number: int) -> Page:
    """Approve as it was sent."""
    return _decide(
        number, lambda found, verdict: decisions.approve(number, kinds.company(queries.today(found).proposed), verdict)
    )


@blueprint.post("/submissions/<int(max=2147483647):number>/changes-request")
def changes_request(number: int) -> Page:
    """Ask the submitter for changes."""
    return _decide(number, lambda _found, verdict: decisions.request_changes(number, verdict))


@blueprint.post("/submissions/<int(max=2147483647):number>/rejection")
def rejection(number: int) -> Page:
    """Reject."""
    return _decide(number, lambda _found, verdict: decisions.reject(number, verdict))


@blueprint.route("/submissions/<int(max=2147483647):number>/edit", methods=["GET", "POST"])
def edit(number: int) -> Page:
    """Edit a submission and approve it so; the edit is in the ledger's difference."""
    found = _load(number)
    today = queries.today(found)
    decision = DecisionForm(request.form)

    def save(sent: Sent) -> str:
        verdict = replace(decision.verdict(g.person.name, request.form), seen=sent.seen)
        decisions.approve(number, sent.proposal.document, verdict)
        return url_for("moderation.submission", number=number)

    context = {"submission": found, "decision": decision, "version": request.form.get("version", found.version)}
    title = gettext("Edit and approve: %(name)s", name=today.proposed["name"])
    return Editor(
        title=title,
        purpose=f"approve {number}",
        save=save,
        start=today.proposed,
        slug=found.slug,
        seen=today.revision,
        context=context,
        template="moderation/edit.html",
        who=access.whose(),
    ).answer()


@blueprint.route("/changes/<int(max=2147483647):number>/reversal", methods=["GET", "POST"])
def reversal(number: int) -> Page:
    """Show a change and undo it by a new one."""
    change = history.change(number)
    form = DecisionForm(request.form)
    if request.method != "POST":
        return _show_reversal(change, form), HTTPStatus.OK
    try:
        access.check_posted("reversal")
        decisions.undo(number, form.verdict(g.person.name, request.form))
    except Refused as refusal:
        return answer(refusal, _show_reversal(change, form, sentence(refusal)), refusal.status)
    return redirect(url_for("moderation.log"), HTTPStatus.SEE_OTHER)


@blueprint.get("/log")
def log() -> str:
    """List who decided what and why, newest first."""
    before = request.args.get("before", type=int)
    rows = queries.log(queries.PAGE, before=before if before and 0 < before < 2**31 else None)
    return render_template("moderation/log.html", rows=rows, size=queries.PAGE)


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
    names = [today.proposed["name"], *today.proposed.get("aliases", [])]
    return render_template(
        "moderation/submission.html",
        submission=found,
        version=queries.newest_version(found),
        today=today,
        families=dict(identity.families()),
        proposed=today.proposed,
        differences=queries.difference(found, today),
        twins=identity.twins(names, today.proposed.get("website", ""), found.slug or queries.published_as(found)),
        decisions=queries.decisions_on(found),
        form=form,
        told=told,
        remarks=remarks or {},
    )


def _show_reversal(change: Change, form: DecisionForm, told: str = "") -> str:
    return render_template(
        "moderation/reversal.html", change=change, differences=history.of_change(change), form=form, told=told
    )
