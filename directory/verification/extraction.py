"""Give the text of a page: a program of its own, so that no page can hold or kill the run that looks at it.

Its standard input is the bytes, its arguments are media type and charset; it answers with JSON. A page may have several
texts, as it shows and as it is written: a quote is looked for in each. It imports nothing of
ours, which would take a second, and what it cannot read ends it: five megabytes of nested elements or of attributes
keep the best HTML parser busy for minutes, and a PDF may do anything.
"""

import codecs
import json
import re
import resource
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

Extract = tuple[str, list[str], bool]
SECONDS = 10
# A long document is read as far as it goes in this time; what is not read is not missing.
ENOUGH = 6
MEMORY = 1024 * 1024 * 1024
LONGEST_TEXT = 5_000_000
LONGEST_TITLE = 300
DATA = 'script[type="application/json" i], script[type="application/ld+json" i]'
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{2,40})""",
    re.IGNORECASE,
)
# Charsets that pages are written in. Python knows more names than these, and some of them unpack or compute.
CHARSET = re.compile(
    r"utf-?(8|16)|us-ascii|ascii|latin-?1|(iso-?8859|windows|cp|koi8|mac|euc|big5|gb|shift|iso-2022)[\w-]*"
)
# What browsers take these for.
WIDER = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030"}
# Links and emphasis of Markdown and reStructuredText: the quote of a rendered page has none.
TARGET = re.compile(r"\]\([^()\s]{0,2000}\)|<https?://[^<>\s]{0,2000}>`_{1,2}")
EMPHASIS = re.compile(r"[*_\[\]]+")


def main() -> None:
    """Read a page from standard input and write its title and text, and whether that is all of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    media, charset = sys.argv[1:]
    title, texts, whole = extract(sys.stdin.buffer.read(), media, charset)
    told = {"title": " ".join(title.split())[:LONGEST_TITLE], "texts": [each[:LONGEST_TEXT] for each in texts]}
    json.dump(told | {"whole": whole and all(len(each) <= LONGEST_TEXT for each in texts)}, sys.stdout)


def extract(body: bytes, media: str, charset: str) -> Extract:
    """Give title and texts of a page, and whether it is all of it; no text where a program cannot read this kind."""
    start = body[:1024].lstrip().lower()
    if start.startswith(b"%pdf-"):
        return _pdf(body)
    kind = media.partition("/")[0]
    if kind in ("image", "audio", "video", "font") or (b"\0" in start and not _wide(body, charset)):
        return "", [], True
    text = decoded(body, charset)
    if "html" in media or "xml" in media or re.match(rb"<(!doctype html|html|\?xml)", start):
        return *_html(text), True
    if "json" in media:
        return "", [text, "\n".join(_strings(text))], True
    return "", [text, EMPHASIS.sub("", TARGET.sub("", text))], True


def _wide(body: bytes, charset: str) -> bool:
    """Tell whether letters are written in two bytes, one of which is zero."""
    return charset.startswith("utf-16") or body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decoded(body: bytes, charset: str) -> str:
    """Decode bytes as browsers do: by their mark, by what the server says, by what the page says, or as they look."""
    for mark, name in MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    said = DECLARED.search(body[:4096])
    for told in (charset, said[1].decode("ascii", "replace") if said else ""):
        name = told.strip().lower()
        if CHARSET.fullmatch(name) and _known(name):
            return body.decode(WIDER.get(name, name), "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _html(text: str) -> tuple[str, list[str]]:
    """Give what a page shows, the same without the numbers of footnotes, and the data that scripts make it from."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  (not for a PDF)

    # A feed's text is in sections that HTML takes for comments.
    page = LexborHTMLParser(text.replace("<![CDATA[", "").replace("]]>", ""))
    title = page.css_first("title")
    data = [node.text() for node in page.css(DATA)]
    page.strip_tags(["script", "style"])
    shown = page.root.text(separator=" ") if page.root else ""
    page.strip_tags(["sup"])
    bare = page.root.text(separator=" ") if page.root else ""
    told = "\n".join(_plain(each) for some in data for each in _strings(some))
    return title.text() if title else "", [shown, bare, told]


def _plain(text: str) -> str:
    """Give the text of data that holds markup, as sites send it that put their pages together in the browser."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    if "<" not in text and "&" not in text:
        return text
    page = LexborHTMLParser(text)
    page.strip_tags(["script", "style"])
    return page.root.text(separator=" ") if page.root else ""


def _strings(text: str) -> Iterator[str]:
    """Give every text in JSON, in its order; nothing where it is none."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict | list):
            waiting += reversed(each.values() if isinstance(each, dict) else each)


def _pdf(body: bytes) -> Extract:
    from pypdf import PdfReader  # noqa: PLC0415  (a fifth of a second that only PDF is worth)

    reader = PdfReader(BytesIO(body))
    title, texts = (reader.metadata and reader.metadata.title) or "", list[str]()
    for page in reader.pages:
        if time.process_time() > ENOUGH:
            return title, ["\n".join(texts)], False
        texts.append(page.extract_text())
    return title, ["\n".join(texts)], True


if __name__ == "__main__":
    main()
