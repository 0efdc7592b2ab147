"""Settings: read once from the environment, frozen, and refused in plain words where they make no sense."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from directory.errors import Refused
from directory.text import host_of, mailbox

LEAST_SECRET = 32
TOP_PORT = 65535
MOST_POSTS = 1_000_000
ADDRESS = re.compile(r"https?://([a-zA-Z0-9.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?")
HOST = re.compile(r"[a-zA-Z0-9.:-]+")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DNS_PORT = 53
# `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`.
NAME_SERVER = re.compile(
    r"(\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<address>[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*))"
    r"(:(?P<port>[0-9]{1,5}))?"
)


class BadSetting(Refused):
    """Refuse to start; the sentence names the setting and says what to type."""


def _setting(env: str, default: str) -> str:
    value: str = field(default=default, metadata={"env": env})
    return value


@dataclass(frozen=True)
class Settings:
    """Hold every setting as text, as the environment gave it; the properties read them."""

    environment: str = _setting("PASSERELLE_ENVIRONMENT", "development")
    data_dir: str = _setting("PASSERELLE_DATA_DIR", "var")
    secret_key: str = field(default="", repr=False, metadata={"env": "PASSERELLE_SECRET_KEY"})
    public_url: str = _setting("PASSERELLE_PUBLIC_URL", "")
    host: str = _setting("PASSERELLE_HOST", "127.0.0.1")
    port: str = _setting("PORT", "8000")
    workers: str = _setting("PASSERELLE_WORKERS", str(os.cpu_count() or 1))
    trusted_hosts: str = _setting("PASSERELLE_TRUSTED_HOSTS", "")
    trusted_proxies: str = _setting("PASSERELLE_TRUSTED_PROXIES", "0")
    indexer: str = _setting("PASSERELLE_INDEXER", "on")
    posts_per_hour: str = _setting("PASSERELLE_POSTS_PER_HOUR", "5")
    posts_per_day: str = _setting("PASSERELLE_POSTS_PER_DAY", "20")
    posts_in_all: str = _setting("PASSERELLE_POSTS_IN_ALL", "200")
    keep_contact_days: str = _setting("PASSERELLE_KEEP_CONTACT_DAYS", "30")
    imprint_name: str = _setting("IMPRINT_NAME", "")
    imprint_address: str = _setting("IMPRINT_ADDRESS", "")
    imprint_email: str = _setting("IMPRINT_EMAIL", "")
    mail_host: str = _setting("MAIL_HOST", "")
    mail_port: str = _setting("MAIL_PORT", "587")
    mail_security: str = _setting("MAIL_SECURITY", "starttls")
    mail_user: str = _setting("MAIL_USER", "")
    mail_password: str = field(default="", repr=False, metadata={"env": "MAIL_PASSWORD"})
    mail_from: str = _setting("MAIL_FROM", "")
    resolver: str = _setting("PASSERELLE_RESOLVER", "")
    link_check: str = _setting("PASSERELLE_LINK_CHECK", "off")
    web_archive: str = _setting("PASSERELLE_WEB_ARCHIVE", "")

    @property
    def production(self) -> bool:
        """Tell whether the strict rules of a public site hold."""
        return self.environment == "production"

    @property
    def folder(self) -> Path:
        """Name the folder that holds the database, the gate and the index."""
        return Path(self.data_dir).resolve()

    @property
    def database(self) -> Path:
        """Name the SQLite file."""
        return self.folder / "passerelle.db"

    @property
    def index(self) -> Path:
        """Name the folder of the index generations."""
        return self.folder / "index"

    @property
    def erasures(self) -> Path:
        """Name the file that remembers whom to erase again after a backup is restored."""
        return self.folder / "erasures.jsonl"

    @property
    def address(self) -> str:
        """Give the site's public address without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.removesuffix("/") or f"http://{host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """List the host names that the site answers to."""
        named = {name.strip() for name in self.trusted_hosts.split(",") if name.strip()}
        own = {urlsplit(self.address).hostname or ""}
        return sorted(own | named | ({"127.0.0.1", "localhost"} if not self.production else set()))

    @property
    def shown(self) -> tuple[str, ...]:
        """List what public pages show: a page is another one where one of these is."""
        return (self.address, self.imprint_name, self.imprint_address, self.imprint_email, self.keep_contact_days)

    @property
    def mails(self) -> bool:
        """Tell whether the site writes letters: without a mail server it does not."""
        return bool(self.mail_host)

    @property
    def name_server(self) -> tuple[str, int] | None:
        """Give address and port of the name server to ask, None for the system's."""
        found = NAME_SERVER.fullmatch(self.resolver)
        return (found["v6"] or found["address"], int(found["port"] or DNS_PORT)) if found else None

    @property
    def checks_links(self) -> bool:
        """Tell whether a command may open the pages of sources."""
        return self.link_check == "on"

    @property
    def indexing(self) -> bool:
        """Tell whether this process may run the indexer's thread."""
        return self.indexer == "on"


def names() -> list[str]:
    """List the environment variables that are read, for the README's table and its test."""
    return [str(each.metadata["env"]) for each in fields(Settings)]


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings; raise BadSetting with what to type where one makes no sense."""
    given = {each.name: environ[each.metadata["env"]] for each in fields(Settings) if environ.get(each.metadata["env"])}
    settings = Settings(**given)
    _check(settings)
    return settings if settings.secret_key else _with_own_secret(settings)


def _check(settings: Settings) -> None:
    _one_of("PASSERELLE_ENVIRONMENT", settings.environment, ("development", "production"))
    _one_of("PASSERELLE_INDEXER", settings.indexer, ("on", "off"))
    _one_of("PASSERELLE_LINK_CHECK", settings.link_check, ("off", "on"))
    _whole_number("PORT", settings.port, 1, TOP_PORT)
    _whole_number("PASSERELLE_WORKERS", settings.workers, 1, 64)
    _whole_number("PASSERELLE_TRUSTED_PROXIES", settings.trusted_proxies, 0, 5)
    _whole_number("PASSERELLE_POSTS_PER_HOUR", settings.posts_per_hour, 1, MOST_POSTS)
    _whole_number("PASSERELLE_POSTS_PER_DAY", settings.posts_per_day, 1, MOST_POSTS)
    _whole_number("PASSERELLE_POSTS_IN_ALL", settings.posts_in_all, 1, MOST_POSTS)
    _whole_number("PASSERELLE_KEEP_CONTACT_DAYS", settings.keep_contact_days, 1, 365)
    _check_address(settings)
    _check_mail(settings)
    _check_resolver(settings)
    _check_archive(settings)
    if settings.secret_key and len(settings.secret_key) < LEAST_SECRET:
        msg = (
            "PASSERELLE_SECRET_KEY is too short: it needs at least 32 characters. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
        raise BadSetting(msg)
    if settings.production:
        _check_production(settings)


def _check_address(settings: Settings) -> None:
    if not HOST.fullmatch(settings.host):
        msg = "PASSERELLE_HOST is %(value)s: write an IP address or a host name, like 127.0.0.1"
        raise BadSetting(msg, value=settings.host)
    if not ADDRESS.fullmatch(settings.address):
        msg = "PASSERELLE_PUBLIC_URL is %(value)s: write scheme and host only, like https://passerelle.example"
        raise BadSetting(msg, value=settings.public_url)


def _check_mail(settings: Settings) -> None:
    _whole_number("MAIL_PORT", settings.mail_port, 1, TOP_PORT)
    _one_of("MAIL_SECURITY", settings.mail_security, ("starttls", "tls", "none"))
    if settings.mail_host and not HOST.fullmatch(settings.mail_host):
        msg = "MAIL_HOST is %(value)s: write the name of a mail server, like mail.passerelle.example"
        raise BadSetting(msg, value=settings.mail_host)
    if (settings.mail_from or settings.mail_host) and not mailbox(settings.mail_from):
        msg = "MAIL_FROM is %(value)s: write the mail address that letters come from, like post@passerelle.example"
        raise BadSetting(msg, value=settings.mail_from or "not set")
    if bool(settings.mail_user) != bool(settings.mail_password):
        msg = "MAIL_USER is %(value)s: set both MAIL_USER and MAIL_PASSWORD, or neither of them."
        raise BadSetting(msg, value=settings.mail_user or "not set")
    if settings.production and settings.mail_security == "none" and settings.mail_host not in {*LOOPBACK, ""}:
        msg = (
            "MAIL_SECURITY is none: letters would travel readable. Write starttls or tls, or use a server on localhost."
        )
        raise BadSetting(msg)


def _check_resolver(settings: Settings) -> None:
    server = settings.name_server
    right = not settings.resolver or (server is not None and _is_ip(server[0]) and 0 < server[1] <= TOP_PORT)
    if not right:
        msg = "PASSERELLE_RESOLVER is %(value)s: write the IP address of a name server, like 192.0.2.53"
        raise BadSetting(msg, value=settings.resolver)


def _check_archive(settings: Settings) -> None:
    if settings.web_archive and not (host_of(settings.web_archive) and settings.web_archive.endswith(("/", "="))):
        msg = (
            "PASSERELLE_WEB_ARCHIVE is %(value)s: write the address that archives the page whose address follows it, "
            "like https://web.archive.org/save/; it ends in / or ="
        )
        raise BadSetting(msg, value=settings.web_archive)


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _check_production(settings: Settings) -> None:
    needed = {
        "PASSERELLE_SECRET_KEY": settings.secret_key,
        "PASSERELLE_PUBLIC_URL": settings.public_url,
        "IMPRINT_NAME": settings.imprint_name,
        "IMPRINT_ADDRESS": settings.imprint_address,
        "IMPRINT_EMAIL": settings.imprint_email,
    }
    for name, value in needed.items():
        if not value:
            msg = "%(name)s is not set: production needs it. Set it in the environment (README, Settings)."
            raise BadSetting(msg, name=name)
    if not settings.address.startswith("https://"):
        msg = "PASSERELLE_PUBLIC_URL is %(value)s: production needs an address that starts with https://"
        raise BadSetting(msg, value=settings.public_url)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        msg = "%(name)s is %(value)s: write one of %(allowed)s."
        raise BadSetting(msg, name=name, value=value, allowed=" or ".join(allowed))


def _whole_number(name: str, value: str, low: int, high: int) -> None:
    if not (re.fullmatch(r"[0-9]{1,9}", value) and low <= int(value) <= high):
        msg = "%(name)s is %(value)s: write a whole number from %(low)s to %(high)s."
        raise BadSetting(msg, name=name, value=value, low=low, high=high)


def _with_own_secret(settings: Settings) -> Settings:
    """Keep a random secret in the data folder: trying the site needs no setting, no secret is a default."""
    try:
        secret = _kept(settings.folder / "secret-key")
    except OSError as error:
        msg = "PASSERELLE_DATA_DIR is %(value)s: this folder cannot be used (%(error)s)."
        raise BadSetting(msg, value=settings.data_dir, error=error.strerror) from error
    if len(secret) < LEAST_SECRET:
        msg = "The file secret-key in %(folder)s is damaged. Delete it: a new one will be made."
        raise BadSetting(msg, folder=str(settings.folder))
    given = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    return Settings(**given | {"secret_key": secret})


def _kept(file: Path) -> str:
    """Read the secret, made where it is missing; linked when whole, as several processes may start at once."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"secret-key.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
