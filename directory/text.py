"""Pure helpers for text and web addresses: what may be stored, how it is folded, what a domain is."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

import ada_url
from publicsuffixlist import PublicSuffixList

from directory.errors import Problem
from directory.vocabulary import _

# Letters that Unicode does not take apart into a base and an accent, as people type them on a plain keyboard.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "’": "'"}
)
WORD = re.compile(r"[^\W_]+")
# Why a character of this category is not stored. Unassigned ones (Cn) are: a newer Unicode may have given them out.
FAULTS = {
    "Cc": _("a control character"),
    "Cf": _("an invisible character that changes the direction or hides a difference"),
    "Zl": _("an invisible character that changes the direction or hides a difference"),
    "Zp": _("an invisible character that changes the direction or hides a difference"),
    "Co": _("a character that means nothing to others"),
    "Cs": _("half of a broken character"),
}
# Format characters that writing needs: the joiners, and the signs that stand before or around numbers.
SEEN = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
# What Unicode will never give out: a row of 32, and the last two of each plane.
NEVER = frozenset(map(chr, [*range(0xFDD0, 0xFDF0), *(0x10000 * n - last for n in range(1, 18) for last in (1, 2))]))
# Isolates, embeddings and overrides change how neighbouring text reads; zero-width ones hide differences.
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")
# What XML 1.0 cannot hold, however it is written.
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_ADDRESS = 2000
# Letters and signs that nobody sees: fillers of Hangul and Khmer, the blank of Braille, the joiner of graphemes.
BLANK = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5]")
ADDRESS = re.compile(r"https?://[^\s\\]+\Z", re.IGNORECASE)
LONGEST_SLUG = 80
WWW = re.compile(r"(?:www\.)+(?=[^.]+\.)")
# What newsletters, networks and advertisers add to an address to follow who clicks on it.
TRACKING = re.compile(
    r"(utm_\w*|[fgm]bclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_[ce]id"
    r"|_hs\w+|mkt_tok|vero_id|oly_\w+_id|_ga|_gl|s_cid|ref_src|cmpid)(=|$)",
    re.IGNORECASE,
)
LONGEST_MAILBOX = 254
# The largest that SQLite takes.
LARGEST_NUMBER = 2**63 - 1
HOSTNAME = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
# What HTML's own mail field takes before the @, and a host without the signs that end one in an address.
MAILBOX = re.compile(r"([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([^\s@/:?#\\%\[\]]+[^\s@/:?#\\%\[\].])")

suffixes = PublicSuffixList()


def fold(text: str) -> str:
    """Fold text for matching: compatibility forms, case and accents go; `Łódź` becomes `lodz`, `ß` `ss`."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c)).translate(PLAIN)
    return unicodedata.normalize("NFC", plain)


def words(text: str) -> list[str]:
    """Split folded text into its words; punctuation and underscores part them."""
    return WORD.findall(fold(text))


def slugify(name: str) -> str:
    """Make an address from a name: ASCII letters, digits and single hyphens, at most 80 characters."""
    plain = fold(name).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-")


def unfit(text: str, *, lines: bool = False) -> str:
    """Name what makes text unfit to be stored ("" when nothing does); `lines` allows line breaks.

    The name is a message of its own, and fills the %(fault)s of a sentence.
    """
    if BLANK.search(text):
        return FAULTS["Cf"]
    if text.isprintable():
        return ""
    allowed = SEEN | {"\r", "\n"} if lines else SEEN
    kinds = ("Co" if each in NEVER else unicodedata.category(each) for each in text if each not in allowed)
    return next((FAULTS[kind] for kind in kinds if kind in FAULTS), "")


def text_problems(name: str, text: str, longest: int, shortest: int = 0) -> list[Problem]:
    """Judge a text that is no part of a document: its length, and what cannot be kept; it may have lines."""
    found = []
    if len(text) > longest:
        found.append(Problem((name,), _("Write at most %(max_length)s characters."), {"max_length": longest}))
    if len(text) < shortest:
        needed = _("Write at least %(min_length)s characters.") if text else _("This is needed.")
        found.append(Problem((name,), needed, {"min_length": shortest}))
    if fault := unfit(text, lines=True):
        found.append(Problem((name,), _("This text holds %(fault)s."), {"fault": fault}))
    return found


def visible(text: str) -> bool:
    """Tell whether text holds anything that a reader sees: a letter, a number, a punctuation mark or a symbol."""
    return any(unicodedata.category(each)[0] in "LNPS" for each in text)


def for_xml(text: str) -> str:
    """Leave out the characters that XML cannot hold."""
    return NOT_XML.sub("", text)


def whole_number(text: str | None, most: int = LARGEST_NUMBER) -> int | None:
    """Read a number from 0 to `most`, written in plain digits; None where the text is no such number."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None


def sha256(text: str) -> str:
    """Hash text as lower-case hexadecimal: what the ledger seals with, and how a secret token is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=4096)
def host_of(address: str) -> str:
    """Give the host of an http or https address as a browser reads it, "" where it is no such address."""
    # A browser reads a backslash as a slash and drops or encodes blanks: an address that needs it hides something.
    if len(address) > LONGEST_ADDRESS or unfit(address) or not ADDRESS.match(address):
        return ""
    try:
        url = ada_url.URL(address)
    except ValueError:
        return ""
    if url.username or url.password or url.host_type is not ada_url.HostType.DEFAULT:
        return ""
    return str(url.hostname) if "." in url.hostname.strip(".") else ""


def page_address(address: str) -> str:
    """Write the address of a page so that two ways to it are one text: `example.org/news?id=7`; "" for no address.

    Scheme, `www`, the slash at the end, fragment and what follows readers around are left out.
    """
    if not host_of(address):
        return ""
    url = ada_url.URL(address)
    host = WWW.sub("", str(url.host)).replace(".:", ":").rstrip(".")
    told = "&".join(part for part in str(url.search)[1:].split("&") if part and not TRACKING.match(part))
    return host + str(url.pathname).rstrip("/") + (f"?{told}" if told else "")


def path_of(address: str) -> str:
    """Give the path of an address as a browser reads it, from its first slash on; "" for no address."""
    return unquote(str(ada_url.URL(address).pathname)) if host_of(address) else ""


@lru_cache(maxsize=4096)
def registrable_domain(address: str) -> str:
    """Give the part of a web address that somebody registered (`www.bbc.co.uk` → `bbc.co.uk`), or ""."""
    host = host_of(address).strip(".")
    return str(suffixes.privatesuffix(host) or host) if host else ""


def mailbox(address: str) -> str:
    """Give a mail address as mail servers read it, its host in ASCII; "" where it is none."""
    found = MAILBOX.fullmatch(address) if len(address) <= LONGEST_MAILBOX else None
    host = host_of(f"https://{found[2]}/") if found else ""
    return f"{found[1]}@{host}" if found and HOSTNAME.fullmatch(host) else ""
