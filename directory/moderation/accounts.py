"""Accounts by a one-time link, argon2, and sessions that are rows and end when they are told to."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory import clock
from directory.db import write
from directory.errors import Refused
from directory.moderation.models import FailedSignIn, Person, Session
from directory.text import unfit
from directory.vocabulary import _

INVITED_FOR = timedelta(hours=48)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
LEAST_PASSWORD = 12
MOST_PASSWORD = 200
MOST_FAILURES = 10
MOST_FAILURES_OF_A_NETWORK = 50
FAILURES_COUNT_FOR = timedelta(minutes=5)
LONGEST_NAME = 80

hasher = PasswordHasher()
# An unknown name costs as much time as a known one: nobody learns who may moderate.
NOBODY = hasher.hash(secrets.token_urlsafe(16))


class NotSignedIn(Refused):
    """Refuse a sign-in; the sentence does not say what was wrong."""

    status = 403


class TooManyFailures(Refused):
    """Refuse to check another password for a while."""

    status = 429


def digest(token: str) -> str:
    """Hash a token for the database: who reads it cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(name: str, role: str = "") -> str:
    """Make an account, or a new link for an existing one; give the one-time token. Raises Refused on a bad name.

    Without a role an account keeps its own, and a new one is a moderator's.
    """
    if not name.strip() or len(name) > LONGEST_NAME or unfit(name):
        raise Refused(_("A name has 1 to 80 plain characters."))
    token = secrets.token_urlsafe(24)
    until = clock.written(clock.now() + INVITED_FOR)
    with write():
        known = Person.get_or_none(Person.name == name)
        person = known or Person(name=name, role="moderator", created=clock.stamp())
        person.role = role or person.role
        person.invitation, person.invited_until = digest(token), until
        person.save()
    return token


def invited(token: str) -> Person | None:
    """Find whom an unused, unexpired link invites."""
    found: Person | None = Person.get_or_none(
        Person.invitation == digest(token), Person.invited_until > clock.stamp(), Person.disabled == 0
    )
    return found


def accept(token: str, password: str) -> Person:
    """Set the password of the invited person and use the link up; raise Refused where either does not do."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise Refused(_("A password has 12 to 200 characters."))
    hashed = hasher.hash(password)
    with write():
        person = invited(token)
        if person is None:
            raise Refused(_("This link was used already or is too old. Ask an admin for a new one."))
        person.password, person.invitation, person.invited_until = hashed, "", ""
        person.save()
        # A new password ends every session that the old one opened.
        Session.update(ended=clock.stamp()).where(Session.person == person, Session.ended == "").execute()
        return person


def sign_in(name: str, password: str, limits: Mapping[str, int]) -> str:
    """Check a password and open a session; give its token. Raises NotSignedIn, TooManyFailures.

    `limits` says how many failures each key may have, which stands for a name or network; they are counted before
    anything is hashed.
    """
    attempt = _begin(limits)
    person = Person.get_or_none(Person.name == name, Person.disabled == 0)
    if not _right(person.password if person else "", password):
        raise NotSignedIn(_("This name and password do not go together."))
    token = secrets.token_urlsafe(24)
    with write():
        FailedSignIn.delete().where(FailedSignIn.attempt == attempt).execute()
        Session.create(digest=digest(token), person=person, created=clock.stamp())
    return token


def _begin(limits: Mapping[str, int]) -> str:
    """Count an attempt as failed before anything is hashed, so that many at once cannot slip through."""
    since = clock.written(clock.now() - FAILURES_COUNT_FOR)
    attempt = secrets.token_hex(8)
    with write():
        FailedSignIn.delete().where(FailedSignIn.at <= since).execute()
        if any(FailedSignIn.select().where(FailedSignIn.key == key).count() >= most for key, most in limits.items()):
            raise TooManyFailures(_("Too many failed sign-ins. Please wait five minutes."))
        FailedSignIn.insert_many([{"key": key, "attempt": attempt, "at": clock.stamp()} for key in limits]).execute()
    return attempt


def _right(hashed: str, password: str) -> bool:
    try:
        hasher.verify(hashed or NOBODY, password[:MOST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed)


def signed_in(token: str, shown: datetime) -> Person | None:
    """Give who holds this session, None where it ended, was idle or is too old; `shown` is when it was last used."""
    if clock.now() - shown > IDLE:
        return None
    oldest = clock.written(clock.now() - LONGEST)
    found: Person | None = (
        Person.select()
        .join(Session)
        .where(
            Session.digest == digest(token),
            Session.ended == "",
            Session.created > oldest,
            Person.disabled == 0,
        )
        .first()
    )
    return found


def sign_out(token: str) -> None:
    """End a session; a copy of its cookie is worth nothing afterwards."""
    with write():
        Session.update(ended=clock.stamp()).where(Session.digest == digest(token), Session.ended == "").execute()


def counting_key(value: str, secret: str) -> str:
    """Give the key under which failures of a name or network are counted: nobody reads it back."""
    return hmac.new(secret.encode(), f"sign-in:{value}:{clock.today()}".encode(), hashlib.sha256).hexdigest()
