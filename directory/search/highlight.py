"""Say why a company was found: the best of its texts, with the words that matched marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from directory.search import analysis
from directory.search.analysis import Token
from directory.search.content import FAINT, LABELS, MADE, Passage
from directory.search.query import MOST_TERMS, Clause

BEFORE, LONGEST = 60, 180
# The field that says most about why a company was found comes first.
TELLING = ("name", "alias", "model", "summary", "statement", "quote", "city", "sector", "place", "developer")

Span = tuple[int, int]


@dataclass(frozen=True)
class Excerpt:
    """Hold the field that matched best, its label, and its text with marks, escaped."""

    field: str
    label: str
    text: Markup


class Words(NamedTuple):
    """Hold the words of a folded text and their stems."""

    text: str
    tokens: Sequence[Token]
    stems: Sequence[str]


def why(passages: Iterable[Passage], clauses: Sequence[Clause]) -> Excerpt | None:
    """Find the text that matches most clauses; of equals the one in the most telling field."""
    best, most = None, 0.0
    hints = [(_hint(clause), clause) for clause in clauses]
    for passage in sorted(passages, key=lambda each: TELLING.index(each.field)):
        text = analysis.folded(passage.text)
        likely = [clause for hint, clause in hints if hint in text]
        matched = _matched(_words(text), likely, made=passage.field in MADE) if len(likely) > most else 0
        if matched > most:
            best, most = passage, matched
        if most == len(clauses):
            break
    return Excerpt(best.field, LABELS[best.field], marked(best.text, clauses)) if best else None


def holds(text: str, clause: Clause, *, first: bool = False) -> bool:
    """Tell whether a text matches a clause; `first`: with its first word, or with Chinese characters anywhere."""
    folded = analysis.folded(text)
    if _hint(clause) not in folded:
        return False
    words = _words(folded)
    return any(clause.run or not first or start == words.tokens[0].start for start, _ in _spans(words, clause))


def _hint(clause: Clause) -> str:
    """Give what every text that matches holds: cheap to look for, so that most texts need not be taken apart."""
    return clause.text if clause.run else clause.terms[0].removesuffix("y")


def _matched(words: Words, clauses: Sequence[Clause], *, made: bool) -> float:
    """Count the clauses that match; in the name of a model or developer hardly, unless its first word is among them."""
    found = [(clause, next(_spans(words, clause), None)) for clause in clauses]
    matching = [(clause.run, span) for clause, span in found if span]
    meant = not made or any(run or span[0] == words.tokens[0].start for run, span in matching)
    return len(matching) if meant else len(matching) * FAINT / MOST_TERMS


def _words(text: str) -> Words:
    tokens = list(analysis.tokens(text))
    return Words(text, tokens, ["" if token.run else analysis.stem(token.text) for token in tokens])


def marked(text: str, clauses: Sequence[Clause]) -> Markup:
    """Mark what matches in a text; a long one is cut around the first match."""
    folded, origin = _mapped(text)
    words = _words(folded)
    found = sorted((origin[a], origin[b]) for clause in clauses for a, b in _spans(words, clause))
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


def _spans(words: Words, clause: Clause) -> Iterator[Span]:
    """Find a clause in folded text."""
    if clause.run:
        yield from _runs(words.text, clause.text)
        return
    length = len(clause.terms)
    for place, token in enumerate(words.tokens):
        if words.stems[place] == clause.terms[0] and tuple(words.stems[place : place + length]) == clause.terms:
            yield token.start, words.tokens[place + length - 1].end
        elif clause.prefix and token.text.startswith(clause.prefix):
            yield token.start, token.end


def _runs(text: str, run: str) -> Iterator[Span]:
    start = text.find(run)
    while start >= 0:
        yield start, start + len(run)
        start = text.find(run, start + len(run))
