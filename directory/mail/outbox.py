"""The outbox: letters are written with what they tell of, in the same transaction, and sent by a command."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from directory import clock
from directory.db import write
from directory.errors import Missing, Refused
from directory.mail.models import Letter

# Minutes until a letter is tried again; after the last of them it has failed.
PAUSES = (1, 5, 15, 60, 240, 480, 720)
LONGEST_ERROR = 300


class Fate(StrEnum):
    """How a letter stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


def write_letter(
    key: str, recipient: str, subject: str, body: str, *, submission: int | None = None, language: str = "en"
) -> None:
    """Put a letter into the outbox, in the caller's transaction, once for each key; without a recipient do nothing."""
    if not recipient:
        return
    with write():
        if Letter.get_or_none(Letter.key == key) is None:
            at = clock.stamp()
            Letter.create(
                key=key,
                recipient=recipient,
                # A subject is one line, whatever the words in it hold.
                subject=" ".join(subject.split()),
                body=body,
                submission=submission,
                language=language,
                due=at,
                written=at,
            )


def due() -> list[Letter]:
    """List the letters to be sent now, those that wait longest first."""
    rows = Letter.select().where(Letter.state == Fate.WAITING, Letter.due <= clock.stamp())
    return list(rows.order_by(Letter.due, Letter.id))


def troubled() -> list[Letter]:
    """List the letters that are not sent, in the order in which they were written."""
    return list(Letter.select().where(Letter.state != Fate.SENT).order_by(Letter.id))


def written_since(moment: str, kind: str, submissions: Collection[int]) -> int:
    """Count the letters about these submissions whose key begins with `kind`, sent or not, since a moment."""
    about = (Letter.submission.in_(submissions)) & Letter.key.startswith(kind)
    return int(Letter.select().where(about, Letter.written > moment).count())


def claim(letter: Letter) -> bool:
    """Mark a letter as being handed over; False where it was erased meanwhile."""
    with write():
        waits = (Letter.id == letter.id) & (Letter.state == Fate.WAITING)
        return bool(Letter.update(state=Fate.SENDING).where(waits).execute())


def sent(letter: Letter) -> Fate:
    """Note that the server took a letter; neither its text nor its recipient is kept."""
    return _end(letter, Fate.SENT, ended=clock.stamp(), recipient="", body="", error="")


def refused(letter: Letter, error: str) -> Fate:
    """Note that a letter will never be taken."""
    return _end(letter, Fate.FAILED, ended=clock.stamp(), error=_told(letter, error))


def put_off(letter: Letter, error: str) -> Fate:
    """Let a letter wait for its next attempt, longer each time; after the last one it has failed."""
    if letter.attempts >= len(PAUSES):
        return refused(letter, error)
    again = clock.now() + timedelta(minutes=PAUSES[letter.attempts])
    return _end(letter, Fate.WAITING, due=clock.written(again), error=_told(letter, error))


def doubt(letter: Letter, error: str) -> Fate:
    """Note that a letter may have arrived or not: an operator decides whether it is sent again."""
    return _end(letter, Fate.UNCERTAIN, ended=clock.stamp(), error=_told(letter, error))


def _end(letter: Letter, fate: Fate, **changes: str) -> Fate:
    with write():
        attempts = letter.attempts + 1
        Letter.update(state=fate, attempts=attempts, **changes).where(Letter.id == letter.id).execute()
    return fate


def _told(letter: Letter, error: str) -> str:
    """Write a server's words on one line, without the address that it may repeat."""
    return masked("".join(c if c.isprintable() else " " for c in error), letter.recipient)[:LONGEST_ERROR]


def masked(text: str, recipient: str) -> str:
    """Hide a recipient in a text: `name@example.org` becomes `n…@example.org`."""
    name, _at, host = recipient.partition("@")
    return text.replace(recipient, f"{name[:1]}…@{host}") if recipient else text


def unfinished() -> list[Letter]:
    """List the letters whose sender did not say how it ended: asked by the only sender, they are nobody's."""
    return list(Letter.select().where(Letter.state == Fate.SENDING).order_by(Letter.id))


def retry(number: int) -> None:
    """Let a letter that failed, or that may have arrived, be sent again; raise Missing or Refused."""
    with write():
        letter = Letter.get_or_none(Letter.id == number)
        if letter is None:
            raise Missing("There is no letter %(number)s.", number=number)
        if letter.state not in (Fate.FAILED, Fate.UNCERTAIN):
            raise Refused(
                "Letter %(number)s is %(state)s: only one that failed or is uncertain can be sent again.",
                number=number,
                state=letter.state,
            )
        letter.state, letter.attempts, letter.due, letter.ended = Fate.WAITING, 0, clock.stamp(), ""
        letter.save()
