"""The second factor: an authenticator's codes (TOTP), and recovery codes that stand in for it, each once."""

import base64
import hashlib
import hmac
import io
import secrets

import pyotp
import segno

from directory import clock
from directory.db import write
from directory.errors import ChangedMeanwhile, Refused
from directory.moderation import events, sessions
from directory.moderation.models import Person, RecoveryCode
from directory.text import sha256
from directory.vocabulary import _

ISSUER = "Passerelle"
STEP = 30
DIGITS = 6
CODES = 10
LONGEST_CODE = 40


class WrongCode(Refused):
    """Refuse a new authenticator that does not show the right code."""


def proposed(seed: str, secret: str) -> str:
    """Derive the secret of a new authenticator: the same for one session until it is used, and kept nowhere before."""
    return base64.b32encode(hmac.new(secret.encode(), f"factor:{seed}".encode(), hashlib.sha256).digest()[:20]).decode()


def picture(secret: str, name: str) -> bytes:
    """Draw what an authenticator reads, as SVG: dark on light, as cameras need it."""
    drawn = io.BytesIO()
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
    segno.make(address, micro=False, error="m").save(drawn, kind="svg", scale=6, border=4, light="#fff")
    return drawn.getvalue()


def set_up(person: Person, secret: str, code: str, agent: str) -> tuple[str, list[str]]:
    """Make an authenticator count once it shows the right code; give the token of a new session and recovery codes.

    Every session from before ends. Raises WrongCode, ChangedMeanwhile.
    """
    with write():
        step = _step(secret, _typed(code), after=0)
        if not step:
            raise WrongCode(_("This is not the code that the app shows now. Is the clock of the phone right?"))
        same = (Person.id == person.id, Person.factor == person.factor, Person.disabled == 0)
        if not Person.update(factor=secret, factor_step=step).where(*same).execute():
            raise ChangedMeanwhile(_("The second factor was changed meanwhile. Please open the page again."))
        codes = new_codes(person)
        token = sessions.begin_anew(person, agent)
    events.tell("authn_token_created", person.id)
    return token, codes


def new_codes(person: Person) -> list[str]:
    """Make ten recovery codes in place of the ones before; only their hashes are kept."""
    # 80 bits each: a plain hash is enough, nobody finds them by trying.
    codes = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _number in range(CODES)]
    with write():
        RecoveryCode.update(used=clock.stamp()).where(RecoveryCode.person == person, RecoveryCode.used == "").execute()
        rows = [{"person": person.id, "digest": sha256(code)} for code in codes]
        RecoveryCode.insert_many(rows).execute()
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def codes_left(person: Person) -> int:
    """Count the recovery codes that were not used."""
    return RecoveryCode.select().where(RecoveryCode.person == person, RecoveryCode.used == "").count()


def spend(person: Person, code: str) -> bool:
    """Use a code of the authenticator or a recovery code up, in the caller's transaction; False where it is not right.

    A code of the authenticator holds for its half minute and the ones beside it, and only after the last one used.
    """
    told = _typed(code)
    if len(told) == DIGITS:
        step = _step(str(person.factor), told, after=int(str(person.factor_step)))
        if step:
            Person.update(factor_step=step).where(Person.id == person.id).execute()
        return bool(step)
    unused = (RecoveryCode.person == person, RecoveryCode.digest == sha256(told), RecoveryCode.used == "")
    return bool(RecoveryCode.update(used=clock.stamp()).where(*unused).execute())


def forget(person: Person) -> None:
    """Take the second factor of a person away, in the caller's transaction; it is saved with the person."""
    person.factor, person.factor_step = "", 0
    RecoveryCode.update(used=clock.stamp()).where(RecoveryCode.person == person, RecoveryCode.used == "").execute()


def _typed(code: str) -> str:
    """Read a code as people type it, with gaps and in capitals."""
    return "".join(letter for letter in code[:LONGEST_CODE].lower() if letter.isascii() and letter.isalnum())


def _step(secret: str, code: str, *, after: int) -> int:
    """Find the step of time whose code this is, at most one beside now and later than `after`; 0 for none."""
    now = int(clock.now().timestamp()) // STEP
    codes = pyotp.HOTP(secret)
    steps = (step for step in (now - 1, now, now + 1) if step > after)
    return next((step for step in steps if hmac.compare_digest(codes.at(step), code)), 0)
