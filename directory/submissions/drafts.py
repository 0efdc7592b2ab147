"""Drafts: a form that was not sent yet, kept as it was typed under the private link that its submission will have."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from directory import clock
from directory.db import write
from directory.errors import Refused, Unavailable
from directory.submissions import queries
from directory.submissions.models import Draft
from directory.text import sha256
from directory.vocabulary import _

Fields = Mapping[str, list[str]]
KEPT_DAYS = 30
LONGEST = 200_000
# Of one network in a day, so that nobody takes the room of all; and in all, so that the disk never fills.
MOST_A_DAY = 20
MOST = 20_000


def of(token: str) -> Draft | None:
    """Find the draft under a private link; None where there is none, or where it was sent."""
    found: Draft | None = Draft.get_or_none(Draft.token == sha256(token), Draft.saved >= _oldest())
    return found


def fields(draft: Draft) -> dict[str, list[str]]:
    """Give the fields as they were typed."""
    typed: dict[str, list[str]] = json.loads(str(draft.fields))
    return typed


class About(NamedTuple):
    """Say which form a draft is of: what its token is for, its title, its address; and whose network sends it."""

    purpose: str
    title: str
    address: str
    network: str = ""


def keep(token: str, key: str, about: About, typed: Fields) -> None:
    """Keep what was typed into a form, in place of what was kept before; once it was sent, do nothing.

    Raises Refused where it is too long, Unavailable where too many are kept, of its network today or of all.
    """
    text = json.dumps(typed, ensure_ascii=False)
    if len(text) > LONGEST:
        raise Refused(_("This is too long to be kept as a draft. Shorten it, or send it."))
    with write():
        forget_old()
        if queries.by_key(key) is not None:
            return
        others = Draft.select().where(Draft.key != key)
        if others.count() >= MOST or (
            about.network and others.where(Draft.network == about.network).count() >= MOST_A_DAY
        ):
            raise Unavailable(_("Too many drafts are kept here just now. Send it, or save it again tomorrow."))
        Draft.delete().where(Draft.key == key).execute()
        Draft.create(token=sha256(token), key=key, fields=text, saved=clock.stamp(), **about._asdict())


def throw_away(key: str) -> None:
    """Forget the draft of a form that will not be sent."""
    with write():
        end(key)


def end(key: str) -> None:
    """Forget the draft of a form, in the transaction that keeps its submission."""
    Draft.delete().where(Draft.key == key).execute()


def forget_old() -> int:
    """Forget drafts that were kept long enough, in the caller's transaction; say how many."""
    return int(Draft.delete().where(Draft.saved < _oldest()).execute())


def _oldest() -> str:
    """Give the time before which what was saved is kept no more, as the database writes times."""
    return clock.written(clock.now() - timedelta(days=KEPT_DAYS))
