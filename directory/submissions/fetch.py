"""Fetch a small text from a website that a stranger named: by HTTPS, once, without detours."""

import ssl
from collections.abc import Collection
from dataclasses import dataclass, field
from http.client import HTTPResponse

from directory import outside
from directory.outside import Guard, NotReached, pieces
from directory.vocabulary import _

NOT_PUBLIC = _("The domain has no website, or one that is not at a public address.")
NO_ANSWER = _("The website did not answer by HTTPS, with a valid certificate, within ten seconds.")
NO_TEXT = _("The website did not answer with a short text.")
LARGEST = 4 * 1024
HEADERS = {"Accept": "text/plain", "Accept-Encoding": "identity"}
TOLD = {outside.NO_ADDRESS: NOT_PUBLIC, outside.NOT_PUBLIC: NOT_PUBLIC}
TOLD |= dict.fromkeys((outside.GARBLED, outside.BROKEN_OFF, outside.TOO_LONG), NO_TEXT)


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
        guard = Guard(self.agent, self.patience, {443: self.port}, self.trust, self.open_to)
        try:
            # The largest, in a few chunks: what is longer is not read to its end.
            answer = guard.get(f"https://{host}{path}", addresses, _whole, largest=2 * LARGEST, headers=HEADERS)
        except NotReached as fault:
            raise NotFetched(TOLD.get(str(fault), NO_ANSWER)) from fault
        if len(answer.body) > LARGEST:
            raise NotFetched(NO_TEXT)
        return answer.status, answer.body


def _whole(response: HTTPResponse) -> bytes:
    return b"".join(pieces(response))
