"""Go to a website that a stranger named, and nowhere else: public addresses only, pinned, encrypted, no detours."""

import socket
import ssl
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from ipaddress import ip_address, ip_network

from directory.vocabulary import _

NOT_PUBLIC = _("The domain has no website, or one that is not at a public address.")
NO_ANSWER = _("The website did not answer by HTTPS, with a valid certificate, within ten seconds.")
NO_TEXT = _("The website did not answer with a short text.")
LARGEST = 4 * 1024
# A head and a body; what is longer is not read to its end.
LARGEST_ANSWER = LARGEST + 16 * 1024
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


class NotFetched(Exception):
    """Say that a file was not read, and roughly why: the sentence is shown to the reply's sender."""


@dataclass(frozen=True)
class Fetcher:
    """Fetch small files by HTTPS; tests have a server, an authority, an address and less time."""

    agent: str
    port: int = 443
    patience: float = 10.0
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    open_to: Collection[str] = ()

    def get(self, host: str, addresses: Collection[str], path: str) -> tuple[int, bytes]:
        """Give status and body of one file, asked from the first address that answers. Raises NotFetched.

        The name was resolved once: where one of its addresses is not public, none is spoken to.
        """
        if not addresses or not all(public(each) or each in self.open_to for each in addresses):
            raise NotFetched(NOT_PUBLIC)
        until = time.monotonic() + self.patience
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {self.agent}\r\n"
        request += "Accept: text/plain\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
        return _read(self._ask(host, addresses, request.encode("ascii"), until))

    def _ask(self, host: str, addresses: Collection[str], request: bytes, until: float) -> bytes:
        fault: Exception = OSError()
        for address in addresses:
            try:
                with (
                    socket.create_connection((address, self.port), timeout=_left(until)) as plain,
                    self.trust.wrap_socket(plain, server_hostname=host) as line,
                ):
                    line.settimeout(_left(until))
                    line.sendall(request)
                    return _hear(line, until)
            except (OSError, ValueError) as error:
                fault = error
        raise NotFetched(NO_ANSWER) from fault


def public(address: str) -> bool:
    """Tell whether an address belongs to one host of the open internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    given_out = found.version == 4 or found in GIVEN_OUT  # noqa: PLR2004
    return given_out and not any(found in network for network in CLOSED if network.version == found.version)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left


def _hear(line: ssl.SSLSocket, until: float) -> bytes:
    """Read until the other side is done, but neither more nor longer than is allowed."""
    heard = b""
    while len(heard) < LARGEST_ANSWER:
        line.settimeout(_left(until))
        part = line.recv(LARGEST_ANSWER - len(heard))
        if not part:
            break
        heard += part
    else:
        raise NotFetched(NO_TEXT)
    return heard


class _Heard:
    """Be what a socket is to `http.client`: bytes that were read."""

    def __init__(self, heard: bytes) -> None:
        self._heard = heard

    def makefile(self, *_mode: object) -> BytesIO:
        return BytesIO(self._heard)


def _read(heard: bytes) -> tuple[int, bytes]:
    try:
        answer = HTTPResponse(_Heard(heard))  # type: ignore[arg-type]  # it only calls `makefile`
        answer.begin()
        body = answer.read()
    except (HTTPException, ValueError) as error:
        raise NotFetched(NO_TEXT) from error
    if len(body) > LARGEST:
        raise NotFetched(NO_TEXT)
    return answer.status, body
