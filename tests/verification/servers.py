"""A small web on this machine: a name server, a website on two ports, traps where nobody may knock.

    with served_web() as web:
        web.page("https://news.example/story", "<p>They use Qwen.</p>")       # 200, HTML in UTF-8; the name resolves
        web.page("https://news.example/paper", pdf, media="application/pdf")  # bytes as they are
        web.page("https://news.example/gone", "no", status=404)
        web.redirect("http://news.example/old", "https://press.example/new")  # 302, or `status=`
        web.robots("news.example", "User-agent: *\nDisallow: /private")       # nothing told: 404, all is allowed
        web.does("https://news.example/slow", drip)                           # drip, silence, huge, bomb …: below
        visit = web.visitor().open("https://news.example/story")              # a real Visitor, with this web's servers
        web.asked                                                             # ["https://news.example/robots.txt", …]

Addresses are written as on the real web: port 80 and 443 lead to the two ports here. Tell a page again to change it.
Certificates are good for company-1, -2, -3, news, press, archive .example and *.site.example; any other name is bad.
`web.names.records["x.example.", "A"] = ["127.0.0.2"]` tells the name server what it knows; `web.names.turns[…]` is a
list of such lists, one for each question. Nothing waits: the visitor's clock is `web.clock`, which `web.clock.waits`
tells of. `web.visitor(patience=0.3, open_to=())` and the like change what tests may change.
"""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from directory.config import Settings
from tests.submissions.outside import Names, answering

if TYPE_CHECKING:
    from directory.verification.visits import Visitor

CERTIFICATE = Path(__file__).with_name("certificate.pem")
HTML = "text/html; charset=utf-8"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LARGEST_HEAD = 64 * 1024
Act = Callable[[socket.socket, "Web"], object]


@dataclass
class Turns(Names):
    """Be a name server that may answer otherwise the next time."""

    turns: dict[tuple[str, str], list[list[str]]] = field(default_factory=dict)

    def answer(self, question: bytes) -> bytes:
        for key, answers in self.turns.items():
            self.records[key] = answers[0]
        told = super().answer(question)
        for key, answers in self.turns.items():
            if self.asked[-1] == f"{key[0]} {key[1]}" and len(answers) > 1:
                answers.pop(0)
        return told


@dataclass
class Clock:
    """Be a clock that only moves when somebody waits."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@dataclass
class Web:
    """Be every website of a test; what was not told answers 404."""

    names: Turns = field(default_factory=Turns)
    clock: Clock = field(default_factory=Clock)
    acts: dict[str, Act] = field(default_factory=dict)
    # The addresses asked for, in order, and the whole heads of the requests.
    asked: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    reached: int = 0
    ports: dict[int, int] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)

    def page(self, url: str, body: str | bytes, *, status: int = 200, media: str = HTML, **headers: str) -> None:
        """Answer with a page; further headers are keywords, `content_encoding="gzip"`."""
        told = body.encode() if isinstance(body, str) else body
        head = f"HTTP/1.1 {status} Told\r\nContent-Length: {len(told)}\r\n"
        head += f"Content-Type: {media}\r\n" if media else ""
        head += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.does(url, lambda line, _web: line.sendall(head.encode() + b"\r\n" + told))

    def redirect(self, url: str, to: str, *, status: int = 302) -> None:
        """Send visitors on."""
        self.page(url, "", status=status, location=to)

    def robots(self, host: str, text: str, *, status: int = 200) -> None:
        """Tell programs what they may read, on both ports."""
        for scheme in ("http", "https"):
            self.page(f"{scheme}://{host}/robots.txt", text, status=status, media="text/plain")

    def does(self, url: str, act: Act) -> None:
        """Let a function act on the line once the request was read."""
        self.resolve(urlsplit(url).hostname or "")
        self.acts[url] = act

    def resolve(self, host: str, *addresses: str) -> None:
        """Let a name lead to these addresses, or to this web's own where it has none yet."""
        if addresses or (f"{host}.", "A") not in self.names.records:
            self.names.records[f"{host}.", "A"] = list(addresses or ["127.0.0.1"])

    def visitor(self, *, open_to: Collection[str] = ("127.0.0.1",), **given: object) -> "Visitor":
        """Give a visitor who asks this web's servers, and trusts its authority."""
        from directory.verification.visits import visitor

        settings = Settings(resolver=f"127.0.0.1:{self.names.port}", public_url="https://passerelle.example")
        outside = {"ports": self.ports, "open_to": open_to, "trust": trust()}
        return visitor(settings, clock=self.clock, wait=self.clock.wait, **outside | given)

    def answer(self, scheme: str, line: socket.socket) -> None:
        """Read one request, note it, act on it."""
        head = b""
        while b"\r\n\r\n" not in head and len(head) < LARGEST_HEAD:
            part = line.recv(4096)
            if not part:
                return
            head += part
        lines = head.decode("latin-1").split("\r\n")
        host = next((each[6:] for each in lines if each.lower().startswith("host: ")), "")
        url = f"{scheme}://{host}{lines[0].split(' ')[1]}"
        self.requests.append(head.decode("latin-1"))
        self.asked.append(url)
        self.acts.get(url, nothing)(line, self)


def nothing(line: socket.socket, _web: Web) -> None:
    """Answer 404."""
    line.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone")


def told(answer: bytes) -> Act:
    """Say these bytes and hang up."""
    return lambda line, _web: line.sendall(answer)


def drip(line: socket.socket, web: Web, head: bytes = HEAD + b"\r\n") -> None:
    """Say a byte now and then, for ever."""
    line.sendall(head)
    while not web.closing.wait(0.05):
        line.sendall(b"x")


def drip_head(line: socket.socket, web: Web) -> None:
    """Never come to the end of the head."""
    drip(line, web, HEAD + b"X: ")


def silence(line: socket.socket, _web: Web) -> None:
    """Say nothing until the visitor has gone."""
    line.recv(1)


def huge(line: socket.socket, web: Web) -> None:
    """Send a page without end."""
    line.sendall(HEAD + b"\r\n")
    while not web.closing.is_set():
        line.sendall(b"x" * 65536)


def bomb(line: socket.socket, _web: Web) -> None:
    """Send a gigabyte of nothing, packed into one megabyte."""
    packed = gigabyte()
    line.sendall(HEAD + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed)


@lru_cache(maxsize=1)
def gigabyte() -> bytes:
    # A member of 16 MB, 64 times: members one after the other are one file.
    return gzip.compress(bytes(2**24)) * 64


def trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATE)


@contextmanager
def served_web() -> Iterator[Web]:
    """Run the name server and both ports until the test is over."""
    web = Web()
    with ExitStack() as stack:
        stack.enter_context(answering(web.names))
        for port, scheme in ((80, "http"), (443, "https")):
            web.ports[port] = stack.enter_context(_listening(web, scheme))
        stack.callback(web.closing.set)
        yield web


@contextmanager
def trap(address: str, port: int = 0) -> Iterator[Web]:
    """Listen where nobody may knock; `reached` counts who did."""
    web = Web()
    with _listening(web, "http", address, port) as web.ports[80]:
        yield web


@contextmanager
def _listening(web: Web, scheme: str, address: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, port), family=family) as listening:
        thread = threading.Thread(target=_accept, args=(listening, web, scheme))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _accept(listening: socket.socket, web: Web, scheme: str) -> None:
    callers = []
    while True:
        try:
            plain, _whom = listening.accept()
        except OSError:
            break
        web.reached += 1
        callers.append(threading.Thread(target=_serve, args=(plain, web, scheme)))
        callers[-1].start()
    for caller in callers:
        caller.join()


def _serve(plain: socket.socket, web: Web, scheme: str) -> None:
    certified = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certified.load_cert_chain(CERTIFICATE)
    try:
        with plain:
            line = certified.wrap_socket(plain, server_side=True) if scheme == "https" else plain
            with line:
                web.answer(scheme, line)
    except OSError:
        # The visitor went away.
        return
