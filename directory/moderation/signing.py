"""Signing in and proving again who it is; every attempt counts as failed before anything is hashed or compared."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from directory import clock
from directory.db import write
from directory.moderation import events, factor, sessions
from directory.moderation.accounts import ConfirmFirst, NotSignedIn, TooManyFailures
from directory.moderation.models import FailedSignIn, Person, Session
from directory.moderation.passwords import hashed, right
from directory.vocabulary import _

MOST_FAILURES = 10
MOST_FAILURES_OF_A_NETWORK = 50
FAILURES_COUNT_FOR = timedelta(minutes=5)
# How many failures each key may have: keys stand for a name and network, and for a network.
Limits = Mapping[str, int]


@dataclass(frozen=True)
class Given:
    """Hold what somebody signs in with; `code` is of the authenticator or for recovery, `agent` the browser's name."""

    name: str
    password: str
    code: str = ""
    agent: str = ""


def limits_of(name: str, network: str, secret: str) -> Limits:
    """Say which failures count: by name and network, so that nobody is shut out from elsewhere, and by network."""
    return {
        _key(f"{network} {name}", secret): MOST_FAILURES,
        _key(network, secret): MOST_FAILURES_OF_A_NETWORK,
    }


def _key(value: str, secret: str) -> str:
    """Give the key under which failures are counted: nobody reads name or network back."""
    return hmac.new(secret.encode(), f"sign-in:{value}:{clock.today()}".encode(), hashlib.sha256).hexdigest()


def sign_in(given: Given, limits: Limits) -> str:
    """Check password and code and open a session; give its token. Raises NotSignedIn, TooManyFailures.

    Who has no second factor yet gets a session too, which leads nowhere but to setting one up.
    """
    attempt = _begin(limits)
    known = Person.get_or_none(Person.name == given.name)
    matched = right(known.password if known else "", given.password)
    # Counted in any case, so that a wrong code takes as long as a wrong password and looks the same.
    allowed = _count(attempt, _codes_of(known.id if known and matched else attempt))
    with write():
        kept = known.password if known and matched and allowed else "no password at all"
        person = Person.get_or_none(Person.name == given.name, Person.password == kept, Person.disabled == 0)
        if person is None or (person.factor and not factor.spend(person, given.code)):
            events.warn("authn_login_fail", known.id if known else 0)
            raise NotSignedIn(_("Name, password and code do not go together."))
        _forgive(attempt)
        token = sessions.begin(person, given.agent, proved=bool(person.factor))
    events.tell("authn_login_success", person.id)
    return token


def confirm(session: Session, code: str, limits: Limits) -> None:
    """Take a code as the proof that it is still the same person; raise ConfirmFirst, TooManyFailures."""
    if not code.strip():
        raise ConfirmFirst(_("Confirm with a code of your authenticator first."))
    number = session.person.id
    attempt = _begin({**limits, **_codes_of(number)})
    with write():
        person = Person.get_by_id(number)
        if not (person.factor and factor.spend(person, code)):
            events.warn("authn_login_fail", number)
            raise ConfirmFirst(_("This code is not right, or it was used already. Wait for the next one."))
        _forgive(attempt)
        sessions.prove(session)


def change_password(person: Person, given: Given, new: str, limits: Limits) -> str:
    """Set a new password by the present one, end every session and give the token of a new one.

    Raises NotSignedIn, TooManyFailures, Refused.
    """
    kept = hashed(new)
    attempt = _begin(limits)
    if not right(str(person.password), given.password):
        events.warn("authn_login_fail", person.id)
        raise NotSignedIn(_("This is not your present password."))
    with write():
        same = (Person.id == person.id, Person.password == person.password, Person.disabled == 0)
        if not Person.update(password=kept).where(*same).execute():
            raise NotSignedIn(_("This is not your present password."))
        _forgive(attempt)
        token = sessions.begin_anew(person, given.agent)
    events.tell("authn_password_change", person.id)
    return token


def _begin(limits: Limits) -> str:
    """Count an attempt as failed before anything is hashed, so that many at once cannot slip through."""
    attempt = secrets.token_hex(8)
    if not _count(attempt, limits):
        events.warn("authn_login_fail_max")
        raise TooManyFailures(_("Too many failed sign-ins. Please wait five minutes."))
    return attempt


def _count(attempt: str, limits: Limits) -> bool:
    since = clock.written(clock.now() - FAILURES_COUNT_FOR)
    with write():
        FailedSignIn.delete().where(FailedSignIn.at <= since).execute()
        if any(FailedSignIn.select().where(FailedSignIn.key == key).count() >= most for key, most in limits.items()):
            return False
        FailedSignIn.insert_many([{"key": key, "attempt": attempt, "at": clock.stamp()} for key in limits]).execute()
    return True


def _codes_of(account: int | str) -> Limits:
    """Limit the wrong codes of an account from wherever they come: only who knows its password gets so far."""
    return {f"code {account}": MOST_FAILURES}


def _forgive(attempt: str) -> None:
    FailedSignIn.delete().where(FailedSignIn.attempt == attempt).execute()
