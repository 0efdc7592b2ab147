"""Go to servers of others, by the one way out: to public addresses only, pinned, within a time and a size.

Whoever asks resolves the name once (`resolve`) and gives all its addresses to `Guard.get`. Only commands do this.
"""

import select
import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BufferedReader, RawIOBase
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, TypeVar

import ada_url
from dns.exception import DNSException, Timeout
from dns.resolver import NoNameservers, Resolver

from directory.config import Settings
from directory.text import host_of
from directory.vocabulary import _

if TYPE_CHECKING:
    from typing_extensions import Buffer

T = TypeVar("T")

NO_ADDRESS = _("This is no address of a public website.")
NO_NAME = _("The name of the server does not exist.")
NO_NAME_SERVER = _("The name servers did not answer.")
NOT_PUBLIC = _("The server is not at a public address.")
NO_ANSWER = _("The server did not answer.")
LATE = _("The server did not answer in time.")
BAD_CERTIFICATE = _("The server has no valid certificate for its name.")
BAD_ENCRYPTION = _("The server offers no safe encryption.")
BROKEN_OFF = _("The answer broke off.")
GARBLED = _("The answer is none of the web's.")
TOO_LONG = _("The answer is too long.")

LARGEST_HEAD = 64 * 1024
PIECE = 16 * 1024
# A name with more addresses than this has enough of them that answer.
MOST_ADDRESSES = 4
NAME_PATIENCE = 5.0
# Of IPv6 only this was given out for the internet: so NAT64 (64:ff9b::/96), mapped IPv4 and all local ones are outside.
GIVEN_OUT = ip_network("2000::/3")
# Our own list: Python's `is_global` takes multicast, NAT64 and 6to4 for the open internet.
CLOSED = [
    ip_network(each)
    for each in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a provider's NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds keep their keys
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
    )
]


class NotReached(Exception):
    """Say in a sentence why a server was not asked, or what was wrong with its answer."""


class _TooLong(OSError):
    """Say that more came than is read."""


# The first that fits is told. Numbers may be too large for the machine, and names too long for a certificate.
FAULTS: dict[type[Exception], str] = {
    TimeoutError: LATE,
    ssl.SSLCertVerificationError: BAD_CERTIFICATE,
    ssl.SSLError: BAD_ENCRYPTION,
    _TooLong: TOO_LONG,
    IncompleteRead: BROKEN_OFF,
    HTTPException: GARBLED,
    OSError: NO_ANSWER,
    ValueError: GARBLED,
    OverflowError: GARBLED,
}


@dataclass(frozen=True)
class Answer:
    """Hold what a server said: the body is what the reader made of it."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Guard:
    """Ask servers of others; tests have ports, an authority and addresses of their own, and less time.

    `ports` says where a port of an address leads: to itself. Unless `ragged`, an encrypted answer without a length is
    whole only where the server says that it ends.
    """

    agent: str
    patience: float = 20.0
    ports: Mapping[int, int] = field(default_factory=lambda: {80: 80, 443: 443})
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    open_to: Collection[str] = ()
    ragged: bool = True

    def get(
        self,
        address: str,
        addresses: Collection[str],
        read: Callable[[HTTPResponse], bytes],
        *,
        largest: int,
        headers: Mapping[str, str],
    ) -> Answer:
        """Ask for a page at the first of its server's addresses that takes the call. Raises NotReached.

        Where one of the addresses is not public, none is spoken to. `largest` counts the bytes of the body as they
        travel; the whole talk, encryption and all, has `patience` seconds.
        """
        url = parsed(address, self.ports)
        if not addresses or not all(public(each) or each in self.open_to for each in addresses):
            raise NotReached(NOT_PUBLIC)
        until = time.monotonic() + self.patience
        told = {"Host": url.host, "User-Agent": self.agent, **headers, "Connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        request = f"GET {url.pathname}{url.search} HTTP/1.1\r\n{lines}\r\n".encode("ascii")
        with _told_plainly(), self._called(url, addresses, until) as line:
            _say(line, request, until)
            ear = _Ear(line, until, LARGEST_HEAD)
            response = HTTPResponse(ear)  # type: ignore[arg-type]  # it only calls `makefile`
            response.begin()
            ear.left = largest
            return Answer(response.status, response.headers, read(response))

    @contextmanager
    def _called(self, url: ada_url.URL, addresses: Collection[str], until: float) -> Iterator[socket.socket]:
        """Give a line to the server that never blocks, encrypted where the address says so."""
        port = self.ports[port_of(url)]
        with _connected(list(addresses)[:MOST_ADDRESSES], port, until) as plain:
            plain.settimeout(0)
            if url.protocol != "https:":
                yield plain
                return
            host = url.hostname.rstrip(".")
            with self.trust.wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=self.ragged
            ) as line:
                _patiently(line, until, line.do_handshake)
                yield line


def pieces(response: HTTPResponse) -> Iterator[bytes]:
    """Give the body as it comes; one that ends too early raises, as `http.client` alone would not."""
    while piece := response.read(PIECE):
        yield piece
    if response.length:
        raise IncompleteRead(b"", response.length)


def name_servers(settings: Settings) -> Resolver:
    """Give the operator's name server, or the system's."""
    resolver = Resolver(configure=settings.name_server is None)
    if settings.name_server:
        address, resolver.port = settings.name_server
        resolver.nameservers = [address]
    return resolver


def resolve(resolver: Resolver, host: str, patience: float = NAME_PATIENCE) -> list[str]:
    """Ask once for all addresses of a name. Raises NotReached."""
    try:
        return list(resolver.resolve_name(f"{host.rstrip('.')}.", lifetime=patience).addresses())
    except (Timeout, NoNameservers, OSError) as fault:
        raise NotReached(NO_NAME_SERVER) from fault
    except (DNSException, ValueError) as fault:
        raise NotReached(NO_NAME) from fault


def parsed(address: str, ports: Collection[int]) -> ada_url.URL:
    """Read an address as a browser does: http or https, a name, no user, an allowed port. Raises NotReached."""
    if not host_of(address):
        raise NotReached(NO_ADDRESS)
    url = ada_url.URL(address)
    if port_of(url) not in ports:
        raise NotReached(NO_ADDRESS)
    return url


def port_of(url: ada_url.URL) -> int:
    """Give the port of an address, told or not."""
    return int(url.port or (443 if url.protocol == "https:" else 80))


def public(address: str) -> bool:
    """Tell whether an address belongs to one host of the open internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    given_out = found.version == 4 or found in GIVEN_OUT  # noqa: PLR2004
    return given_out and not any(found in network for network in CLOSED if network.version == found.version)


class _Ear(RawIOBase):
    """Be what a socket is to `http.client`, but neither longer nor for more bytes than is allowed."""

    def __init__(self, line: socket.socket, until: float, left: int) -> None:
        self.left = left
        self._line = line
        self._until = until

    def makefile(self, *_mode: object) -> BufferedReader:
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int:
        if self.left <= 0:
            raise _TooLong
        room = memoryview(buffer)[: self.left]
        try:
            count = _patiently(self._line, self._until, lambda: self._line.recv_into(room))
        except ssl.SSLEOFError as fault:
            # Nobody who holds the key said that this is the end.
            raise IncompleteRead(b"") from fault
        self.left -= count
        return count


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    """Connect to the first address that takes the call; each gets its share of the time."""
    fault = OSError()
    for place, address in enumerate(addresses):
        try:
            return socket.create_connection((address, port), timeout=_left(until) / (len(addresses) - place))
        except OSError as error:
            fault = error
    raise fault


def _say(line: socket.socket, request: bytes, until: float) -> None:
    said = 0
    while said < len(request):
        said += _patiently(line, until, lambda rest=request[said:]: line.send(rest), select.POLLOUT)  # type: ignore[misc]


def _patiently(line: socket.socket, until: float, act: Callable[[], T], blocked: int = select.POLLIN) -> T:
    """Act on a line that never blocks, as soon as it can be done; `blocked` is what a plain line then waits for."""
    while True:
        left = _left(until)
        try:
            return act()
        except ssl.SSLWantReadError:
            wanted = select.POLLIN
        except ssl.SSLWantWriteError:
            wanted = select.POLLOUT
        except BlockingIOError:
            wanted = blocked
        waiting = select.poll()
        waiting.register(line, wanted)
        waiting.poll(left * 1000)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn whatever goes wrong on a line into a sentence."""
    try:
        yield
    except (OSError, HTTPException, ValueError, OverflowError) as fault:
        raise NotReached(next(told for kind, told in FAULTS.items() if isinstance(fault, kind))) from fault
