"""How long what is kept of moderators stays: a part of `flask privacy purge`."""

from datetime import timedelta

from directory import clock
from directory.moderation.models import FailedSignIn, Session
from directory.submissions import privacy

SESSIONS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(hours=24)


@privacy.rule
def forget() -> privacy.Done:
    """Forget sessions that ended long ago and old failed sign-ins."""
    ended = clock.written(clock.now() - SESSIONS_KEPT)
    # A session that nobody signed out of ended by itself within a day.
    begun = clock.written(clock.now() - SESSIONS_KEPT - timedelta(days=1))
    old = ((Session.ended != "") & (Session.ended <= ended)) | (Session.created <= begun)
    failed = FailedSignIn.at <= clock.written(clock.now() - FAILURES_KEPT)
    return {
        "sessions": Session.delete().where(old).execute(),
        "failed sign-ins": FailedSignIn.delete().where(failed).execute(),
    }
