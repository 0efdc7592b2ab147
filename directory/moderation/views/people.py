"""People who moderate: admins invite them and change their accounts."""

from http import HTTPStatus

from flask import current_app, g, render_template, request, url_for

from directory.errors import Missing, Refused
from directory.moderation import access, accounts
from directory.moderation.forms import AccountForm, PersonForm, faults
from directory.moderation.models import AccountAct, Person
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.submissions.views.editor import Page
from directory.vocabulary import _


@blueprint.route("/people", methods=["GET", "POST"])
@access.require_role("admin")
def people() -> Page:
    """List the accounts and invite somebody; the one-time link is shown in this one answer."""
    form = PersonForm(request.form)

    def act() -> Page:
        access.check_posted("invite")
        access.confirm(request.form)
        if not form.validate():
            raise Refused(_("Choose a role of the list."))
        token = accounts.invite(form.name.data or "", form.role.data, g.person.name)
        return _show_link((form.name.data or "").strip(), token)

    return attempt(act, lambda refusal: _show_people(form, refusal))


@blueprint.route("/people/<int(max=2147483647):number>", methods=["GET", "POST"])
@access.require_role("admin")
def person(number: int) -> Page:
    """Show an account and change it as it was chosen."""
    found, form = _load(number), AccountForm(request.form)

    def act() -> str | Page:
        access.check_posted(f"person {number}")
        access.confirm(request.form)
        token = _act(form.act.data or "", found.name, form.why.data or "")
        return _show_link(found.name, token) if token else url_for("moderation.people")

    return attempt(act, lambda refusal: _show_person(_load(number), form, refusal))


def _act(act: str, name: str, why: str) -> str:
    """Do what was chosen; a reset gives the token of a one-time link."""
    by, why = g.person.name, why.strip()[: accounts.LONGEST_WHY]
    match act:
        case AccountAct.MODERATOR | AccountAct.ADMIN:
            accounts.give_role(name, act, by, why)
        case AccountAct.DISABLE:
            accounts.disable(name, by, why)
        case AccountAct.ENABLE:
            accounts.enable(name, by, why)
        case AccountAct.RESET:
            return accounts.reset(name, by, why)
        case _:
            raise Refused(_("Choose what to do."))
    return ""


def _load(number: int) -> Person:
    found = accounts.by_number(number)
    if found is None:
        raise Missing(_("There is no such account."))
    return found


def _show_people(form: PersonForm, refusal: Refused | None) -> str:
    told = faults(form, refusal, "name")
    return render_template("moderation/people.html", rows=accounts.everyone(), form=form, told=told)


def _show_person(found: Person, form: AccountForm, refusal: Refused | None) -> str:
    form.offer(found.role, disabled=bool(found.disabled))
    return render_template("moderation/person.html", subject=found, form=form, told=faults(form, refusal, "act"))


def _show_link(name: str, token: str) -> Page:
    link = current_app.config["SETTINGS"].address + url_for("moderation.invitation", token=token)
    return render_template("moderation/link.html", name=name, link=link), HTTPStatus.OK
