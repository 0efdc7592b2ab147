"""Passwords: argon2id, of a length that keeps guessing hopeless and hashing bounded."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from directory.errors import Refused
from directory.vocabulary import _

LEAST_PASSWORD = 12
MOST_PASSWORD = 200

hasher = PasswordHasher()
# An unknown name costs as much time as a known one: nobody learns who may moderate.
NOBODY = hasher.hash(secrets.token_urlsafe(16))


def hashed(password: str) -> str:
    """Hash a new password; raise Refused where it is too short or too long."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise Refused(_("A password has 12 to 200 characters."))
    return hasher.hash(password)


def right(kept: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed; nothing is where none was kept."""
    try:
        hasher.verify(kept or NOBODY, password[:MOST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)
