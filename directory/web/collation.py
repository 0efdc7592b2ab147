"""The order of names as readers of a language expect it: accents do not count, but some letters stand for themselves.

This is no full collation: names in other scripts come after the Latin ones in the order of Unicode, digits are compared
one by one, and only the languages of the interface are known.
"""

from functools import lru_cache

from directory.text import fold

# Letters that come after all words with the plain letter; several on one letter stand in their order.
LETTERS = {"es": "ñ", "pl": "ąćęłńóśźż"}
LAST = "\uffff"


@lru_cache(maxsize=4096)
def key(name: str, language: str) -> tuple[str, str]:
    """Give by what a name is sorted: its letters, and among equal ones itself."""
    own = LETTERS.get(language, "")
    letters = (fold(each) + LAST * (1 + (each == "ż")) if each in own else fold(each) for each in name.casefold())
    return "".join(letters), name
