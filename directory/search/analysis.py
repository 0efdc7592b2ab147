"""Take text apart into the terms that are indexed, asked for and highlighted: pure functions, one way for all three.

Words are folded (`directory.text.fold`) and lightly stemmed. A run of Chinese, Japanese or Korean characters has
no spaces: it is indexed whole and as its pairs, so that 千问 finds 通义千问.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from directory.text import fold

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
TOKEN = re.compile(rf"(?P<run>[{CJK}]+)|(?:(?![{CJK}])[^\W_])+")
RUN = re.compile(f"[{CJK}]")
VOWEL = re.compile(r"[aeiouy]")
LONGEST_TERM = 64
SHORTEST_PREFIX, LONGEST_PREFIX = 2, 20
SHORTEST_STEM = 4
# Words that a question may leave out; the index holds them, so a quoted phrase may use them.
SMALL_WORDS = (
    "a an and are as at be by for from in is it of on or that the to with"
    " au aux de des du en et la le les pour das der die ein eine für im in mit und von zu"
)
STOP_WORDS = frozenset(fold(SMALL_WORDS).split())


class Token(NamedTuple):
    """Be one word or run: its folded text and where it stands in the folded text."""

    text: str
    start: int
    end: int
    run: bool


def folded(text: str) -> str:
    """Fold text; plain ASCII, which is most of it, takes a short way to the same result."""
    return text.lower() if text.isascii() else fold(text)


def tokens(text: str) -> Iterator[Token]:
    """Find the words and runs of folded text."""
    for found in TOKEN.finditer(text):
        yield Token(found[0][:LONGEST_TERM], found.start(), found.end(), found["run"] is not None)


def words(text: str) -> list[str]:
    """List the words and runs of any text, folded and not stemmed."""
    return [token.text for token in tokens(folded(text))]


def is_run(term: str) -> bool:
    """Tell whether a term is of Chinese, Japanese or Korean characters, which tell more than a word does."""
    return RUN.match(term) is not None


def pairs(run: str) -> list[str]:
    """List the overlapping pairs of a run; a single character is its own."""
    return ["".join(pair) for pair in pairwise(run)] or [run]


def terms(text: str) -> Iterator[tuple[str, int]]:
    """Give each term of a text with its position; a run stands where its first pair stands."""
    position = 0
    for token in tokens(folded(text)):
        if token.run:
            longer = pairs(token.text) if len(token.text) > len("千问") else []
            yield token.text, position
            yield from ((pair, position + offset) for offset, pair in enumerate(longer))
            position += max(len(longer), 1)
        else:
            yield stem(token.text), position
            position += 1


def prefixes(word: str) -> list[str]:
    """List the beginnings by which a word of a name is found while it is being typed."""
    return [word[:length] for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Take the commonest English endings off: plural, -ing, -ed and a silent e; other words stay as they are."""
    if len(word) < SHORTEST_STEM or not (word.isascii() and word.isalpha()):
        return word
    return _silent(_verb(_plural(word)))


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > SHORTEST_STEM:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _verb(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= SHORTEST_STEM and VOWEL.search(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest
    return word


def _silent(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST_STEM else word
