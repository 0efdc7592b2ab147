"""Accounts: who may moderate, and how the operator or an admin changes that. No account is ever deleted."""

import secrets
from datetime import timedelta

from directory import clock
from directory.db import write
from directory.errors import Missing, Refused
from directory.moderation import events, factor, sessions
from directory.moderation.log import note
from directory.moderation.models import Person
from directory.moderation.passwords import hashed
from directory.text import fold, sha256, unfit
from directory.vocabulary import _

INVITED_FOR = timedelta(hours=48)
LONGEST_NAME = 80
LONGEST_WHY = 500
OPERATOR = "operator"


class NotSignedIn(Refused):
    """Refuse a sign-in; the sentence does not say what was wrong."""

    status = 403


class TooManyFailures(Refused):
    """Refuse to check another password or code for a while."""

    status = 429


class ConfirmFirst(Refused):
    """Refuse a sensitive act until a code confirms that it is still the same person."""

    status = 403


class NotAllowed(Refused):
    """Refuse what another role may do."""

    status = 403


def invite(name: str, role: str = "", by: str = "") -> str:
    """Make an account and give the token of its one-time link. Raises Refused on a bad name.

    The operator (`by` empty) also gets a new link for an account that exists; it keeps its role where none is given.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or unfit(name):
        raise Refused(_("A name has 1 to 80 plain characters."))
    if _folded(name) == OPERATOR:
        raise Refused(_("In the log this name is the operator's. Choose another one."))
    with write():
        _check_admin(by, name)
        # In the log, two names that look alike would be one person.
        known = next((each for each in Person.select() if _folded(str(each.name)) == _folded(name)), None)
        if known and (by or known.disabled or known.name != name):
            raise Refused(_("There is an account of this name already."))
        person = known or Person(name=name, role="moderator", created=clock.stamp())
        person.role = role or person.role
        token = _linked(person)
        _noted(by, "invited", name, str(person.role))
    events.tell("user_updated" if known else "user_created", person.id)
    return token


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _linked(person: Person) -> str:
    """Give a person a new one-time link in place of the one before."""
    token = secrets.token_urlsafe(24)
    person.invitation = sha256(token)
    person.invited_until = clock.written(clock.now() + INVITED_FOR)
    person.save()
    return token


def invited(token: str) -> Person | None:
    """Find whom an unused, unexpired link invites."""
    found: Person | None = Person.get_or_none(
        Person.invitation == sha256(token), Person.invited_until > clock.stamp(), Person.disabled == 0
    )
    return found


def accept(token: str, password: str) -> Person:
    """Set the password of the invited person and use the link up; raise Refused where either does not do."""
    kept = hashed(password)
    with write():
        person = invited(token)
        if person is None:
            raise Refused(_("This link was used already or is too old. Ask an admin for a new one."))
        person.password, person.invitation, person.invited_until = kept, "", ""
        person.save()
        # A new password ends every session that the old one opened.
        sessions.end_all(person)
    events.tell("authn_password_change", person.id)
    return person


def give_role(name: str, role: str, by: str, why: str = "") -> None:
    """Make somebody a moderator or an admin."""
    with write():
        person = _subject(name, by)
        person.role = role
        person.save()
        _noted(by, f"made {role}", name, why)
    events.tell("privilege_permissions_changed", person.id)


def disable(name: str, by: str = "", why: str = "") -> None:
    """Shut an account and end its sessions at once; it stays for the log."""
    with write():
        person = _subject(name, by)
        person.disabled, person.invitation = 1, ""
        person.save()
        sessions.end_all(person)
        _noted(by, "disabled", name, why)
    events.tell("user_archived", person.id)


def enable(name: str, by: str = "", why: str = "") -> None:
    """Open an account again."""
    with write():
        person = _subject(name, by)
        person.disabled = 0
        person.save()
        _noted(by, "enabled", name, why)
    events.tell("user_updated", person.id)


def reset(name: str, by: str = "", why: str = "") -> str:
    """Take password and second factor away, end the sessions, and give the token of a new one-time link."""
    with write():
        person = _subject(name, by)
        if person.disabled:
            raise Refused(_("This account is disabled. Enable it first."))
        person.password = ""
        factor.forget(person)
        token = _linked(person)
        sessions.end_all(person)
        _noted(by, "reset", name, why)
    events.tell("user_updated", person.id)
    return token


def _subject(name: str, by: str) -> Person:
    """Read again, in the lock, whom an act is on."""
    _check_admin(by, name)
    person: Person | None = Person.get_or_none(Person.name == name)
    if person is None:
        raise Missing(_("There is no account of this name."))
    return person


def _noted(by: str, what: str, name: str, why: str) -> None:
    if fault := unfit(why):
        raise Refused(_("This text holds %(fault)s."), fault=fault)
    note(by or OPERATOR, what, f"account {name}", why)


def _check_admin(by: str, name: str) -> None:
    """Let only an admin act, and never on themselves: so one enabled admin always stays. The operator may do all."""
    if not by:
        return
    if by == name:
        raise NotAllowed(_("Admins change the accounts of others only, so that one admin always stays."))
    if not Person.select().where(Person.name == by, Person.role == "admin", Person.disabled == 0).exists():
        raise NotAllowed(_("Only admins do this."))


def everyone() -> list[Person]:
    """List all accounts by name."""
    return list(Person.select().order_by(Person.disabled, Person.name))


def by_number(number: int) -> Person | None:
    """Find an account."""
    found: Person | None = Person.get_or_none(Person.id == number)
    return found
