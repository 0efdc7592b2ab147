"""Sign in, sign out, accept an invitation."""

from http import HTTPStatus

from flask import g, render_template, request, url_for
from werkzeug.utils import redirect

from directory.errors import Missing, Refused
from directory.moderation import access, accounts, sessions, signing
from directory.moderation.forms import InvitationForm, SignInForm, faults
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions.views.editor import Page
from directory.vocabulary import _


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.require_role("anybody")
def sign_in() -> Page:
    """Ask for name, password and code and open a session."""
    form = SignInForm(request.form)
    told = {"welcome": "welcome" in request.args, "ended": access.ended()} if request.method == "GET" else {}

    def act() -> str:
        access.check_posted("sign-in")
        name = form.name.data or ""
        given = signing.Given(name, form.password.data or "", form.code.data or "", access.agent())
        token = signing.sign_in(given, access.limits(name))
        sessions.sign_out(g.token)
        access.adopt(token)
        return access.way_back(request.args.get("next", ""))

    def show(refusal: Refused | None) -> str:
        return render_template("moderation/sign_in.html", form=form, told=faults(form, refusal, "name"), **told)

    return attempt(act, show)


@blueprint.post("/sign-out")
@access.require_role("newcomer")
def sign_out() -> Page:
    """End the session."""
    access.check_posted("sign-out")
    sessions.sign_out(g.token)
    return access.forget_cookie(redirect(url_for("moderation.sign_in"), HTTPStatus.SEE_OTHER))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@access.require_role("anybody")
def invitation(token: str) -> Page:
    """Let somebody who was invited set a password."""
    person = accounts.invited(token)
    if person is None:
        raise Missing(_("This link was used already or is too old. Ask an admin for a new one."))
    form = InvitationForm(request.form)

    def act() -> str:
        access.check_posted("invitation")
        accounts.accept(token, form.chosen())
        return url_for("moderation.sign_in", welcome=1)

    def show(refusal: Refused | None) -> str:
        told = faults(form, refusal, "password")
        return render_template("moderation/invitation.html", form=form, invited=person, told=told)

    return attempt(act, show)
