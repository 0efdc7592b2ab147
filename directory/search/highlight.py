"""Say why a company was found: the best of its texts, with the words that matched marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from directory.search import analysis
from directory.search.content import LABELS, Part
from directory.search.query import Clause

BEFORE, LONGEST = 60, 180

Span = tuple[int, int]


@dataclass(frozen=True)
class Why:
    """Hold the field that matched best, its label, and its text with marks, escaped."""

    field: str
    label: str
    text: Markup


def why(parts: Iterable[Part], clauses: Sequence[Clause]) -> Why | None:
    """Find the text that matches most clauses; of equals the one in the weightiest field."""
    best, most = None, 0
    for part in parts:
        text = analysis.folded(part.text)
        matched = sum(1 for clause in clauses if any(_spans(text, clause)))
        if matched > most:
            best, most = part, matched
        if most == len(clauses):
            break
    return Why(best.field, LABELS[best.field], marked(best.text, clauses)) if best else None


def marked(text: str, clauses: Sequence[Clause]) -> Markup:
    """Mark what matches in a text; a long one is cut around the first match."""
    folded, origin = _mapped(text)
    found = sorted((origin[a], origin[b]) for clause in clauses for a, b in _spans(folded, clause))
    start, end = _window(text, found[0][0] if found else 0)
    pieces = [Markup("…") if start else Markup("")]
    place = start
    for a, b in found:
        if place <= a and b <= end:
            pieces += [escape(text[place:a]), Markup("<mark>{}</mark>").format(text[a:b])]
            place = b
    pieces += [escape(text[place:end]), Markup("…") if end < len(text) else Markup("")]
    return Markup("").join(pieces)


def _window(text: str, first: int) -> Span:
    """Choose what to show of a long text: whole words around the first match."""
    start = max(first - BEFORE, 0)
    start = text.rfind(" ", 0, start + 1) + 1 if start else 0
    if len(text) - start <= LONGEST:
        return start, len(text)
    gap = text.rfind(" ", start, start + LONGEST)
    return start, gap if gap > first else start + LONGEST


def _mapped(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text character by character and keep where each folded one comes from: `ß` is two of one."""
    if text.isascii():
        return analysis.folded(text), range(len(text) + 1)
    folded = [analysis.folded(character) for character in text]
    origin = [place for place, piece in enumerate(folded) for _ in piece]
    return "".join(folded), [*origin, len(text)]


def _spans(text: str, clause: Clause) -> Iterator[Span]:
    """Find a clause in folded text."""
    if clause.run:
        yield from _runs(text, clause.text)
        return
    found = [token for token in analysis.tokens(text) if not token.run]
    stems = [analysis.stem(token.text) for token in found]
    length = len(clause.terms)
    for place, token in enumerate(found):
        if tuple(stems[place : place + length]) == clause.terms:
            yield token.start, found[place + length - 1].end
        elif clause.prefix and token.text.startswith(clause.prefix):
            yield token.start, token.end


def _runs(text: str, run: str) -> Iterator[Span]:
    start = text.find(run)
    while start >= 0:
        yield start, start + len(run)
        start = text.find(run, start + len(run))
