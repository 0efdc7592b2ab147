"""Which words of two texts differ: a pure function, for differences that people read."""

import re
from difflib import SequenceMatcher

# The pieces of a text before and after, each with whether it is in this one only.
Words = tuple[list[tuple[str, bool]], list[tuple[str, bool]]]
# From so many words on, and where so much of two texts is alike, single words are marked.
LONG_TEXT = 8
ALIKE = 0.4


def words_apart(before: object, after: object) -> Words | None:
    """Part two long texts into pieces, each with whether it is in this one only; None for short or unlike ones."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return None
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    if min(len(old), len(new)) < LONG_TEXT:
        return None
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    if matcher.ratio() < ALIKE:
        return None
    gone = [("".join(old[i:j]), act != "equal") for act, i, j, _k, _l in steps if i < j]
    come = [("".join(new[k:m]), act != "equal") for act, _i, _j, k, m in steps if k < m]
    return gone, come
