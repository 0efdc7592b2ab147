"""What the server's log tells of accounts, in OWASP's vocabulary: fixed words and numbers, never a name."""

import logging

log = logging.getLogger("passerelle.security")


def tell(event: str, person: int = 0) -> None:
    """Tell what happened, to which account by number; 0 where it is not known."""
    log.info("%s:%d", event, person)


def warn(event: str, person: int = 0) -> None:
    """Tell what somebody should look at."""
    log.warning("%s:%d", event, person)
