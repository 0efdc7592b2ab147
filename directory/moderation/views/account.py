"""Your account: sessions, password, second factor, recovery codes."""

from http import HTTPStatus

from flask import Response, current_app, g, render_template, request, url_for
from werkzeug.utils import redirect

from directory.errors import Refused
from directory.moderation import access, factor, sessions, signing
from directory.moderation.forms import FactorForm, PasswordForm, faults
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions.views.editor import Page


@blueprint.get("/account")
@access.require_role("moderator")
def account() -> str:
    """Show one's own sessions and what can be changed."""
    rows, left = sessions.of(g.person), factor.codes_left(g.person)
    return render_template("moderation/account.html", rows=rows, left=left, this=g.session.digest)


@blueprint.post("/account/session-end")
@access.require_role("moderator")
def session_end() -> Page:
    """End one of one's own sessions."""
    access.check_posted("session-end")
    sessions.end(g.person, request.form.get("session", ""))
    return redirect(url_for("moderation.account"), HTTPStatus.SEE_OTHER)


@blueprint.post("/account/sign-out-everywhere")
@access.require_role("moderator")
def sign_out_everywhere() -> Page:
    """End all of one's own sessions, this one too."""
    access.check_posted("sign-out-everywhere")
    sessions.end_all(g.person)
    return access.forget_cookie(redirect(url_for("moderation.sign_in"), HTTPStatus.SEE_OTHER))


@blueprint.route("/account/password", methods=["GET", "POST"])
@access.require_role("moderator")
def password() -> Page:
    """Change one's own password; every other session ends."""
    form = PasswordForm(request.form)

    def act() -> str:
        access.check_posted("password")
        access.confirm(request.form)
        given = signing.Given(g.person.name, form.present.data or "", agent=access.agent())
        access.adopt(signing.change_password(g.person, given, form.chosen(), access.limits(g.person.name)))
        return url_for("moderation.account")

    def show(refusal: Refused | None) -> str:
        return render_template("moderation/password.html", form=form, told=faults(form, refusal, "present"))

    return attempt(act, show)


@blueprint.route("/account/factor", methods=["GET", "POST"])
@access.require_role("newcomer")
def factor_page() -> Page:
    """Set up an authenticator, the first one or another; it counts once it shows the right code."""
    form = FactorForm(request.form)

    def act() -> Page:
        access.check_posted("factor")
        if g.person.factor:
            access.confirm(request.form)
        token, codes = factor.set_up(g.person, _proposed(), form.code.data or "", access.agent())
        access.adopt(token)
        return _show_codes(codes)

    return attempt(act, lambda refusal: _show_factor(form, refusal))


@blueprint.get("/account/factor.svg")
@access.require_role("newcomer")
def factor_picture() -> Response:
    """Draw what the authenticator reads."""
    return Response(factor.picture(_proposed(), g.person.name), mimetype="image/svg+xml")


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@access.require_role("moderator")
def recovery_codes() -> Page:
    """Make new recovery codes in place of the ones before, shown in this one answer."""
    left = factor.codes_left(g.person)

    def act() -> Page:
        access.check_posted("recovery-codes")
        access.confirm(request.form)
        return _show_codes(factor.new_codes(g.person))

    def show(refusal: Refused | None) -> str:
        return render_template("moderation/recovery.html", codes=[], left=left, told=faults(None, refusal))

    return attempt(act, show)


def _proposed() -> str:
    """Give the secret of the new authenticator: of this session, and another one after each that was set up."""
    return factor.proposed(f"{g.session.digest} {g.person.factor}", str(current_app.secret_key))


def _show_factor(form: FactorForm, refusal: Refused | None) -> str:
    told = faults(form, refusal, "code")
    return render_template("moderation/second_factor.html", form=form, secret=_proposed(), told=told)


def _show_codes(codes: list[str]) -> Page:
    return render_template("moderation/recovery.html", codes=codes, told=[]), HTTPStatus.OK
