"""Tables as CSV files that any spreadsheet opens and none runs."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

# Spreadsheets take a file without it for one in an old character set; readers of CSV drop it.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet runs a cell that begins so as a formula; Asian ones take the full-width signs for the same.
FORMULA = ("=", "+", "-", "@", ";", "|", "\t", "\r", "\n", "\u2212", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Categories of characters that stand before a sign unseen: formats, marks, spaces.
HIDDEN = frozenset({"Cf", "Mn", "Me", "Zs"})
BETWEEN = " | "


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Write lines as RFC 4180 has them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def cell(value: object) -> str:
    """Write a value so that no spreadsheet runs it: what begins like a formula gets an apostrophe in front."""
    text = BETWEEN.join(value) if isinstance(value, list) else "" if value is None else str(value)
    # What is not seen, and other forms of the same sign, do not hide it; a semicolon begins a cell in much of Europe.
    bare = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in HIDDEN)
    return f"'{text}" if text.startswith(FORMULA) or bare.startswith(FORMULA) else text
