"""A real mail server for tests: it keeps what it took, and answers and acts as a test says."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.serving import free_port

CERTIFICATE = Path(__file__).parents[1] / "certificate.pem"


class Post:
    """Be a mail server: it answers what `to_mail`, `to_rcpt`, `to_data` list, then yes; `on_rcpt` and `on_data` act."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[EmailMessage] = []
        self.to_mail: list[str] = []
        self.to_rcpt: list[str] = []
        self.to_data: list[str] = []
        self.on_rcpt: Callable[[], object] = lambda: None
        self.on_data: Callable[[], object] = lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802  (aiosmtpd's words)
        answer = self.to_mail.pop(0) if self.to_mail else "250 OK"
        envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        await asyncio.to_thread(self.on_rcpt)
        answer = self.to_rcpt.pop(0) if self.to_rcpt else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802
        answer = self.to_data.pop(0) if self.to_data else "250 OK"
        if answer.startswith("2"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.to_thread(self.on_data)
        if answer == "break":
            server.transport.abort()
        return answer


@contextmanager
def running(post: Post, **given: object) -> Iterator[Post]:
    """Run the server until the test is over."""
    controller = Controller(post, hostname="127.0.0.1", port=post.port, server_hostname="mail.example", **given)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def certified() -> ssl.SSLContext:
    """Give a server the made-up certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
