"""Does a page hold a quote? The text of HTML, PDF and plain text, and how it is compared."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import category, combining, normalize

from directory.text import fold
from directory.verification.visits import Visit

PROGRAM = Path(__file__).with_name("extraction.py")
# By the clock on the wall; the program ends itself after less time of the processor.
PATIENCE = 60.0
LARGEST_MEDIA = 100


# What Unicode's categories do not name: minus, bullets, primes, and marks that open a quotation only in some languages.
ALSO = frozenset(
    "\"'`\u2212\u2043\u2022\u2023\u00b4\u2032\u2033\u2034\u2035\u201a\u201e"
    "\u02b9\u02ba\u02bb\u02bc\u02bd\u02c8\u02dd\u300c\u300d\u300e\u300f\u301d\u301e\u301f"
)
LOOSE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Pi", "Pf", "Mn", "Me"})
LEFT_OUT = re.compile(r"\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,}")


@dataclass(frozen=True)
class Page:
    """Hold what a program could read of a page: title, texts, which are `bare`, and whether that is all of it."""

    title: str = ""
    texts: tuple[str, ...] = ()
    whole: bool = True


def read(visit: Visit) -> Page:
    """Read an answer; an empty page where a program cannot."""
    command = [sys.executable, "-P", str(PROGRAM), visit.media[:LARGEST_MEDIA], visit.charset[:LARGEST_MEDIA]]
    try:
        done = subprocess.run(  # noqa: S603  (a program of ours; what the server says of itself are its arguments)
            command, input=visit.body, capture_output=True, timeout=PATIENCE, check=True
        )
    except subprocess.SubprocessError:
        return Page()
    told = json.loads(done.stdout)
    title = "".join(each for each in told["title"] if each.isprintable())
    texts = dict.fromkeys(bare(text) for text in told["texts"])
    return Page(title, tuple(text for text in texts if text), told["whole"])


def bare(text: str) -> str:
    """Leave of a text what its copies share: no case, accents, white space, dashes and quotation marks.

    Where lines break, words are parted and quotes nest, texts that say the same differ in them. Character by
    character: to normalise a whole text that somebody piled up accents in takes minutes.
    """
    return normalize("NFC", text.translate({ord(each): _bare(each) for each in set(text)}))


@lru_cache(maxsize=20_000)
def _bare(character: str) -> str:
    return "" if _loose(character) else "".join(each for each in fold(character) if not _loose(each))


def _loose(character: str) -> bool:
    return character in ALSO or category(character) in LOOSE or combining(character) > 0


def pieces(quote: str) -> list[str]:
    """Part a quote where words are left out; the pieces are bare, and none is empty."""
    return [piece for part in LEFT_OUT.split(quote) if (piece := bare(part))]


def holds(page: Page, quote: str) -> bool:
    """Tell whether the pieces of a quote follow each other in a text of a page."""
    wanted = pieces(quote)
    return any(_follow(wanted, text) for text in page.texts)


def _follow(wanted: list[str], text: str) -> bool:
    place = 0
    for piece in wanted:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True
