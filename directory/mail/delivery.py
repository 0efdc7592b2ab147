"""Delivery: each letter that is due is handed to the mail server once, by one sender at a time."""

import fcntl
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from functools import partial
from smtplib import SMTP, SMTP_SSL, SMTPDataError, SMTPResponseException
from urllib.parse import urlsplit

from directory.config import Settings
from directory.errors import Refused
from directory.mail import outbox
from directory.mail.models import Letter
from directory.mail.outbox import Fate
from directory.text import mailbox, sha256

PATIENCE = 30.0
# The first digit of a server's answer (RFC 5321).
YES, TEMPORARY, PERMANENT = 2, 4, 5


class Unanswered(Exception):
    """Say that the line broke after a letter was handed over, before the server said whether it took it."""


class NoMail(Refused):
    """Say that no mail server is set."""


@dataclass
class Report:
    """Say how the letters of one run ended, and why it stopped early; `alone` is false where another one is sending."""

    fates: list[Fate] = field(default_factory=list)
    trouble: str = ""
    alone: bool = True


def deliver(settings: Settings) -> Report:
    """Send every letter that is due; stop where the server cannot be reached. Raises NoMail."""
    if not settings.mails:
        raise NoMail("MAIL_HOST is not set: this site sends no mail.")
    report = Report()
    with _only_sender(settings) as report.alone:
        if report.alone:
            _deliver_all(settings, report)
    return report


@contextmanager
def _only_sender(settings: Settings) -> Iterator[bool]:
    """Hold the senders' lock, which the kernel drops when its process dies; give whether it was free."""
    handle = os.open(settings.folder / "mail.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _deliver_all(settings: Settings, report: Report) -> None:
    for letter in outbox.unfinished():
        report.fates.append(outbox.doubt(letter, "The sender died while it handed this over."))
    for letter in outbox.due():
        try:
            message = written(letter, settings)
        except ValueError as error:
            report.fates.append(outbox.refused(letter, str(error)))
            continue
        try:
            with _line(settings) as line:
                report.fates += _hand_over(line, letter, message)
        except (OSError, ValueError) as error:
            # It is the server or its settings: the other letters would fare no better.
            report.fates.append(outbox.put_off(letter, _said(error)))
            report.trouble = f"The mail server {settings.mail_host} cannot be used: {_said(error)}"
            return


def written(letter: Letter, settings: Settings) -> EmailMessage:
    """Make the message: plain text, the same identity at each attempt. Raises ValueError for what is no header."""
    recipient = mailbox(letter.recipient)
    if not recipient:
        raise ValueError("This is no mail address.")
    sender = mailbox(settings.mail_from)
    message = EmailMessage(policy=POLICY)
    message["From"] = Address("Passerelle", addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.fromisoformat(letter.written))
    message["Message-ID"] = f"<{sha256(letter.key + letter.written)[:32]}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


@contextmanager
def _line(settings: Settings) -> Iterator[SMTP]:
    """Open the line to the mail server: encrypted with a checked certificate, signed in where a user is set."""
    # What we are called is public; the name of the machine is not.
    name = urlsplit(settings.address).hostname or "localhost"
    trust = ssl.create_default_context()
    kind = partial(SMTP_SSL, context=trust) if settings.mail_security == "tls" else SMTP
    line = kind(settings.mail_host, int(settings.mail_port), local_hostname=name, timeout=PATIENCE)
    try:
        if settings.mail_security == "starttls":
            line.starttls(context=trust)
        if settings.mail_user:
            line.login(settings.mail_user, settings.mail_password)
        yield line
        # What became of the letter is known by now.
        with suppress(OSError):
            line.quit()
    finally:
        line.close()


def _hand_over(line: SMTP, letter: Letter, message: EmailMessage) -> list[Fate]:
    """Hand a letter over; raise OSError where the line breaks before that, or where the sender is not welcome."""
    content = message.as_bytes()
    line.ehlo_or_helo_if_needed()
    _heed(line.mail(message["From"].addresses[0].addr_spec))
    try:
        _heed(line.rcpt(message["To"].addresses[0].addr_spec))
        if not outbox.claim(letter):
            return []
        _heed(_answer(line, content))
    except Unanswered as error:
        return [outbox.doubt(letter, str(error))]
    except SMTPResponseException as error:
        permanent = error.smtp_code // 100 == PERMANENT
        return [outbox.refused(letter, _said(error)) if permanent else outbox.put_off(letter, _said(error))]
    return [outbox.sent(letter)]


def _answer(line: SMTP, content: bytes) -> tuple[int, bytes]:
    """Send the message and give the server's answer: an early refusal is one, silence and nonsense are not."""
    try:
        code, said = line.data(content)
    except SMTPDataError as error:
        code, said = error.smtp_code, _bytes(error.smtp_error)
    except OSError as error:
        raise Unanswered(f"The line broke before the server said whether it took this: {_said(error)}") from error
    if code // 100 not in (YES, TEMPORARY, PERMANENT):
        raise Unanswered(f"Nobody knows what the server meant: {said.decode(errors='replace')}")
    return code, said


def _heed(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code // 100 != YES:
        raise SMTPResponseException(code, said)


def _said(error: Exception) -> str:
    """Say what went wrong as the server put it."""
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_bytes(error.smtp_error).decode(errors='replace')}"
    return str(error) or type(error).__name__


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
