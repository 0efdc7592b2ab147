"""Sign in, sign out, accept an invitation."""

from http import HTTPStatus

from flask import current_app, g, render_template, request, url_for
from werkzeug.utils import redirect

from directory.errors import Missing, Refused
from directory.moderation import access, accounts
from directory.moderation.forms import InvitationForm, SignInForm
from directory.moderation.views import blueprint
from directory.submissions.views.editor import Page
from directory.vocabulary import _
from directory.web.errors import answer
from directory.web.i18n import sentence
from directory.web.limits import network


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
