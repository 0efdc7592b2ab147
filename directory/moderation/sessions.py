"""Sessions: rows that end when they idle, grow old or are told to."""

import secrets
from datetime import datetime, timedelta

from directory import clock
from directory.db import write
from directory.moderation.models import Person, Session
from directory.text import sha256

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
PROVED_FOR = timedelta(minutes=15)
# What browsers call themselves; several carry the names of others, so the order counts.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def begin(person: Person, agent: str, *, proved: bool) -> str:
    """Open a session in the caller's transaction and give its token; `proved` where a second factor was given too."""
    token, at = secrets.token_urlsafe(24), clock.stamp()
    proof = at if proved else ""
    Session.create(digest=sha256(token), person=person, agent=browser(agent), created=at, proved=proof)
    return token


def begin_anew(person: Person, agent: str) -> str:
    """End every session of a person and open one that is proved, in the caller's transaction."""
    end_all(person)
    return begin(person, agent, proved=True)


def browser(agent: str) -> str:
    """Shorten what a browser calls itself to two words that people know, `Firefox, Linux`; "" for any other."""
    known = ((name for mark, name in names.items() if mark in agent) for names in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, (next(found, "") for found in known)))


def held(token: str, shown: datetime) -> Session | None:
    """Give the session of a token, None where it ended, was idle or is too old; `shown` is when it was last used."""
    if clock.now() - shown > IDLE:
        return None
    found: Session | None = (
        Session.select(Session, Person)
        .join(Person)
        .where(Session.digest == sha256(token), Session.ended == "", Session.created > _oldest(), Person.disabled == 0)
        .first()
    )
    return found


def of(person: Person) -> list[Session]:
    """List the sessions of a person that did not end, newest first."""
    rows = Session.select().where(Session.person == person, Session.ended == "", Session.created > _oldest())
    return list(rows.order_by(Session.created.desc(), Session.digest))


def fresh(session: Session) -> bool:
    """Tell whether password and second factor were given in this session a short while ago."""
    return bool(session.proved) and str(session.proved) > clock.written(clock.now() - PROVED_FOR)


def prove(session: Session) -> None:
    """Note that a second factor was given in this session just now."""
    with write():
        session.proved = clock.stamp()
        Session.update(proved=session.proved).where(Session.digest == session.digest).execute()


def end(person: Person, ended: str) -> None:
    """End one session of a person, named by its digest."""
    with write():
        open_now = (Session.digest == ended, Session.person == person, Session.ended == "")
        Session.update(ended=clock.stamp()).where(*open_now).execute()


def end_all(person: Person) -> None:
    """End every session of a person."""
    with write():
        Session.update(ended=clock.stamp()).where(Session.person == person, Session.ended == "").execute()


def sign_out(token: str) -> None:
    """End a session; a copy of its cookie is worth nothing afterwards."""
    with write():
        Session.update(ended=clock.stamp()).where(Session.digest == sha256(token), Session.ended == "").execute()


def _oldest() -> str:
    return clock.written(clock.now() - LONGEST)
