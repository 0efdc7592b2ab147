"""What `replies verify` meets outside, on this machine: a name server and a website of the test's."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

from tests.mail.post import certified

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@dataclass
class Names:
    """Be a name server: records by name and type; what it does not know does not exist."""

    records: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    silent: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def answer(self, question: bytes) -> bytes:
        query = dns.message.from_wire(question)
        name, kind = query.question[0].name.to_text(), dns.rdatatype.to_text(query.question[0].rdtype)
        self.asked.append(f"{name} {kind}")
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if values := self.records.get((name, kind)):
            response.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *values))
        elif not any(known == name for known, _kind in self.records):
            response.set_rcode(dns.rcode.NXDOMAIN)
        if self.silent:
            response.set_rcode(dns.rcode.SERVFAIL)
        return response.to_wire()


@contextmanager
def answering(names: Names) -> Iterator[Names]:
    """Run the name server until the test is over."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        names.port = line.getsockname()[1]
        thread = threading.Thread(target=_answer, args=(line, names))
        thread.start()
        try:
            yield names
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"", ("127.0.0.1", names.port))
            thread.join()


def _answer(line: socket.socket, names: Names) -> None:
    while True:
        question, whom = line.recvfrom(4096)
        if not question:
            return
        line.sendto(names.answer(question), whom)


@dataclass
class Website:
    """Be a website: it says `told` to whoever asks, or acts on the line itself; keeps the requests."""

    told: bytes = OK + b"\r\n"
    act: Callable[[ssl.SSLSocket], object] | None = None
    requests: list[bytes] = field(default_factory=list)
    reached: int = 0
    port: int = 0


@contextmanager
def serving(site: Website) -> Iterator[Website]:
    """Run the website until the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(listening, site))
        thread.start()
        try:
            yield site
        finally:
            # Wakes the thread that waits for visitors.
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, site: Website) -> None:
    trust = certified()
    while True:
        try:
            plain, _whom = listening.accept()
        except OSError:
            return
        site.reached += 1
        try:
            with plain, trust.wrap_socket(plain, server_side=True) as line:
                site.requests.append(line.recv(4096))
                if site.act:
                    site.act(line)
                else:
                    line.sendall(site.told)
        except OSError:
            # The visitor went away.
            continue
