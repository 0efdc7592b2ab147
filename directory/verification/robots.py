"""What a site's robots.txt lets us read, after RFC 9309: the longest rule wins, a tie allows, `*` and `$` count.

Our own, because `urllib.robotparser` knows neither the longest rule nor wildcards, and Protego 0.7 works for minutes on
half a megabyte of names and rules. Here only groups that speak to us are kept, and no pattern is ever tried twice.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 500 * 1024
# A site may ask for more time between two visits, but not hold us for days.
MOST_DELAY = 30.0
LINE = re.compile(r"[\r\n]+")
TOKEN = re.compile(r"[A-Za-z_-]+")
PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})|([\x80-\xff])")
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
DELAY = re.compile(r"\d{1,6}(\.\d{1,6})?")


@dataclass(frozen=True)
class Rules:
    """Hold what is said to us: rules as (path pattern, whether it allows), and seconds between two visits."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, path: str) -> bool:
        """Tell whether a path, with its query, may be read."""
        told = _plain(path)
        fitting = [(len(pattern), allows) for pattern, allows in self.rules if _fits(pattern, told)]
        return max(fitting, default=(0, True))[1]


def rules_for(agent: str, text: bytes) -> Rules:
    """Read what a robots.txt says to a program, told by the first word of its name; else what it says to all."""
    groups: dict[str, list[tuple[str, str]]] = {agent.lower(): [], "*": []}
    named: set[str] = set()
    spoken, opening = set[str](), False
    for key, value in _lines(text[:LARGEST]):
        if key == "user-agent":
            spoken = spoken if opening else set()
            token = TOKEN.match(value)
            name = "*" if value.startswith("*") else token[0].lower() if token else ""
            if name in groups:
                spoken.add(name)
                named.add(name)
            opening = True
        elif key in ("allow", "disallow", "crawl-delay"):
            opening = False
            for name in spoken:
                groups[name].append((key, value))
    return _rules(groups[agent.lower()] if agent.lower() in named else groups["*"])


def _lines(text: bytes) -> Iterator[tuple[str, str]]:
    for line in LINE.split(text.decode("utf-8-sig", errors="replace")):
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _rules(lines: list[tuple[str, str]]) -> Rules:
    paths = {(_plain(value), key == "allow") for key, value in lines if value and key != "crawl-delay"}
    delays = [float(value) for key, value in lines if key == "crawl-delay" and DELAY.fullmatch(value)]
    return Rules(tuple(paths), min(max(delays, default=0.0), MOST_DELAY))


def _plain(path: str) -> str:
    """Write a path so that two ways to encode it are one text."""
    return PERCENT.sub(_octet, path.encode("utf-8", errors="replace")).decode("ascii")


def _octet(found: re.Match[bytes]) -> bytes:
    octet = int(found[1], 16) if found[1] else found[2][0]
    return bytes([octet]) if octet in UNRESERVED else b"%%%02X" % octet


def _fits(pattern: str, path: str) -> bool:
    """Tell whether a path starts as a pattern says; each part is looked for once, as early as can be."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not rest:
        return path == first if whole else path.startswith(first)
    if not path.startswith(first):
        return False
    at, last = len(first), rest.pop()
    for part in rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return (path.endswith(last) and len(path) - len(last) >= at) if whole else path.find(last, at) >= 0
