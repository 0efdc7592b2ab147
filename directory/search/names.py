"""Compare a name with what somebody has typed of it so far: letter by letter, whatever parts its words."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from directory.search import analysis

# How near a name is: exactly what was typed, it begins so, a later word does, or it is nearly spelt so.
EXACT, BEGINS, LATER, NEAR = range(4)

Span = tuple[int, int]


class Written(NamedTuple):
    """Be a name as it is compared: its letters and digits, folded; where words begin; and where each comes from."""

    text: str
    begins: tuple[int, ...]
    origin: tuple[int, ...]


@lru_cache(maxsize=4096)
def written(name: str) -> Written:
    """Write a name as it is compared."""
    text, begins, origin = "", [], []
    for token in analysis.TOKEN.finditer(name):
        for place, character in enumerate(token[0], start=token.start()):
            # Characters without spaces between them may each begin a word.
            if place == token.start() or token["run"]:
                begins.append(len(text))
            folded = analysis.folded(character)
            text += folded
            origin += [place] * len(folded)
    return Written(text, tuple(begins), tuple(origin))


def matched(name: str, words: Sequence[str]) -> tuple[int, tuple[Span, ...]] | None:
    """Tell how near a name is to what was typed, and which of its characters match; None where they do not."""
    told = written(name)
    whole = "".join(words)
    begins = [begin for begin in told.begins if told.text.startswith(whole, begin)]
    if begins:
        nearness = LATER if begins[0] else BEGINS if len(whole) < len(told.text) else EXACT
        return nearness, (_span(told, begins[0], whole),)
    found = [next((b for b in told.begins if told.text.startswith(word, b)), None) for word in words]
    spans = {_span(told, begin, word) for begin, word in zip(found, words, strict=True) if begin is not None}
    return (LATER, _apart(spans)) if None not in found else None


def _span(told: Written, begin: int, text: str) -> Span:
    return told.origin[begin], told.origin[begin + len(text) - 1] + 1


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Leave spans out that lie in others."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)
