"""Look for a reply's code in the company's DNS or on its website; only a command does this, never the web process."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from directory.config import Settings
from directory.outside import NO_NAME_SERVER, NotReached, name_servers, resolve
from directory.submissions.fetch import NOT_PUBLIC, Fetcher, NotFetched
from directory.submissions.models import Control
from directory.vocabulary import ProofMethod, _

PATIENCE = 5.0
PREFIX = "passerelle-verification="
LABEL = "_passerelle"
PATH = "/.well-known/passerelle-verification.txt"

FOUND = _("The code was found.")
NO_RECORD = _("There is no such TXT record yet. It may take hours until a new one is seen everywhere.")
OTHER_RECORD = _("There is a TXT record for this directory, but it holds another code.")
NO_ANSWER = _("The name servers of the domain did not answer.")
NO_FILE = _("The website has no such file, or sends visitors on to another address.")
OTHER_FILE = _("The file is there, but it holds something else than the code.")


@dataclass(frozen=True)
class Lookups:
    """Ask name servers and websites."""

    resolver: Resolver
    fetcher: Fetcher

    def look(self, control: Control) -> tuple[bool, str]:
        """Look for the code of a reply; tell whether it is there, in a sentence for its sender."""
        code, domain = str(control.code), str(control.domain)
        told = self._record(domain, code) if control.method == ProofMethod.DNS else self._file(domain, code)
        return told == FOUND, told

    def _record(self, domain: str, code: str) -> str:
        told = NO_RECORD
        for name in (f"{LABEL}.{domain}.", f"{domain}."):
            try:
                records = [record for record in self._texts(name) if record.startswith(PREFIX)]
            except DNSException:
                told = NO_ANSWER
                continue
            if PREFIX + code in records:
                return FOUND
            told = OTHER_RECORD if records else told
        return told

    def _texts(self, name: str) -> Iterator[str]:
        try:
            answer = self.resolver.resolve(name, "TXT", lifetime=PATIENCE)
        except (NXDOMAIN, NoAnswer):
            return
        for record in answer:
            yield b"".join(record.strings).decode(errors="replace").strip()

    def _file(self, domain: str, code: str) -> str:
        try:
            status, body = self.fetcher.get(domain, resolve(self.resolver, domain, PATIENCE), PATH)
        except NotReached as fault:
            return NO_ANSWER if str(fault) == NO_NAME_SERVER else NOT_PUBLIC
        except NotFetched as refusal:
            return str(refusal)
        if status != HTTPStatus.OK:
            return NO_FILE
        return FOUND if body.decode("utf-8-sig", errors="replace").strip() == code else OTHER_FILE


def lookups(settings: Settings) -> Lookups:
    """Ask the operator's name server, or the system's; say on each visit who asks."""
    return Lookups(name_servers(settings), Fetcher(f"Passerelle verification (+{settings.address}/about)"))
