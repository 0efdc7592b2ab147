"""Unpack the body of an answer piece by piece, and stop where it is long enough: a bomb costs no more than a page."""

import zlib
from collections.abc import Iterable, Iterator
from email.message import Message
from http.client import HTTPResponse, IncompleteRead
from io import BytesIO

from directory.outside import PIECE, pieces

PACKINGS = ("gzip", "deflate")
AS_IT_IS = frozenset({"", "identity"})
PARTS = b"\x1f\x8b"
# Of zlib: gzip or deflate in its frame, whichever it is; deflate without a frame, as some servers send it.
FRAMED, BARE = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS
# One file may be packed in several parts. One that starts anew every few bytes would keep us busy.
MOST_PARTS = 200


def packing(headers: Message) -> str:
    """Name how a body is packed, "" for not at all."""
    told = str(headers.get("Content-Encoding", "")).strip().lower().removeprefix("x-")
    return "" if told in AS_IT_IS else told


def unpacked(response: HTTPResponse, largest: int) -> bytes:
    """Read a body to its end, or until it is as large as is allowed; nothing where it is packed as nobody asked.

    Raises ValueError or HTTPException where it is not what it says.
    """
    found, how = BytesIO(), packing(response.headers)
    if how and how not in PACKINGS:
        return b""
    for part in _inflated(pieces(response)) if how else pieces(response):
        found.write(part)
        if found.tell() >= largest:
            found.truncate(largest)
            break
    return found.getvalue()


def _inflated(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Give what is packed in pieces that are no larger than the packed ones are."""
    unpack, parts = zlib.decompressobj(FRAMED), 0
    for piece in packed:
        rest = piece
        while rest:
            # What follows the last part is filling.
            if unpack.eof and not PARTS.startswith(rest[:2]):
                return
            if unpack.eof or not parts:
                unpack, parts = zlib.decompressobj(_frame(rest)), parts + 1
            yield _some(unpack, rest, parts)
            rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    yield unpack.flush()
    if parts and not unpack.eof:
        raise IncompleteRead(b"")


def _some(unpack: "zlib._Decompress", packed: bytes, parts: int) -> bytes:
    try:
        if parts <= MOST_PARTS:
            return unpack.decompress(packed, PIECE)
    except zlib.error as fault:
        raise ValueError(str(fault)) from fault
    raise ValueError(parts)


def _frame(start: bytes) -> int:
    framed = start.startswith(PARTS) or (start[0] & 15 == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0)
    return FRAMED if framed else BARE
