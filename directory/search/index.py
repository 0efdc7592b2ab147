"""The search index: the only file that knows Whoosh.

A generation is a folder that holds one index. Its state (the revision that it stands at) is a document of its own,
written in the same commit as what it describes, so that catching up can be repeated and nothing is lost or doubled.
"""

import hashlib
import json
import sys
import unicodedata
from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import babel
import whoosh
from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import FileIndex
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from directory import text, vocabulary
from directory.search import analysis, content, ranking
from directory.search.content import Indexed, Posting
from directory.search.generations import sync
from directory.search.query import Clause
from directory.search.ranking import Postings

Terms = Generator[tuple[bytes, int, float | int, bytes], Any, None]

STATE = "#state"
# How Whoosh writes that a term occurs once; it reads it back when it merges.
ONCE = (1).to_bytes(4, "big")
MEMORY_MB = 64
MOST_KEPT = 64
# The code that decides what a term is and what it weighs.
MAKERS = tuple(Path(str(module.__file__)) for module in (sys.modules[__name__], content, analysis, text, vocabulary))


class Damaged(Exception):
    """Say that the index cannot be opened, read or written; it is rebuilt."""


@dataclass(frozen=True)
class State:
    """Say at which change a generation stands, which content made it, on which boot it was last written."""

    revision: int
    digest: str
    boot: str
    form: str
    companies: int


class Storage(FileStorage):
    """Keep an index through power cuts.

    Whoosh never syncs: here files reach the disk before the commit's rename, and the rename before its return.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)  # type: ignore[no-untyped-call]  # Whoosh's
        self._fresh: set[str] = set()

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: object) -> StructFile:  # noqa: FBT001, FBT002  (its signature)
        """Create a file, and remember that it has to reach the disk."""
        self._fresh.add(name)
        made: StructFile = super().create_file(name, excl, mode, **options)  # type: ignore[no-untyped-call]  # Whoosh's
        return made

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002  (its signature)
        """Rename a file once everything written before it is on the disk."""
        for name in self._fresh:
            if (file := Path(self.folder, name)).exists():
                sync(file)
        self._fresh.clear()
        super().rename_file(oldname, newname, safe=safe)  # type: ignore[no-untyped-call]  # Whoosh's
        sync(Path(self.folder))


class Loaded(Storage):
    """Read an index whole. A mapping would kill the process where a file is cut short, and Whoosh copies it anyway."""

    def open_file(self, name: str, **_: object) -> StructFile:
        """Open a file as bytes in memory."""
        return BufferFile(Path(self.folder, name).read_bytes(), name=name)


class Weighed(fields.TEXT):
    """Take terms that were weighed already, with their positions, past Whoosh's analysers."""

    def __init__(self) -> None:
        super().__init__(phrase=True)
        self.scorable = False

    def index(self, value: Mapping[str, Posting], **_: object) -> Terms:
        """Give the postings of one document."""
        for term, posting in value.items():
            yield term.encode(), 1, posting.weight, array("I", posting.positions).tobytes()


class Typed(fields.KEYWORD):
    """Take weighed beginnings of names."""

    def index(self, value: Mapping[str, float], **_: object) -> Terms:
        """Give the postings of one document."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, ONCE


class Codec(W3Codec):
    """Keep no lengths of fields: weights are our own. Blocks are large, as whole lists are read."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, compression=1)  # type: ignore[no-untyped-call]  # Whoosh's


def _schema() -> fields.Schema:
    return fields.Schema(
        slug=fields.ID(stored=True, unique=True, sortable=True),
        digest=fields.STORED(),
        state=fields.STORED(),
        text=Weighed(),
        typed=Typed(),
    )


def _form() -> str:
    """Identify what makes an index: the code of its terms and the libraries. Another form means a rebuild."""
    code = b"".join(file.read_bytes() for file in MAKERS)
    # Babel names the countries, Unicode folds their accents, Whoosh writes them down.
    libraries = (babel.__version__, unicodedata.unidata_version, whoosh.versionstring())
    return "/".join((hashlib.sha256(code).hexdigest()[:16], *libraries))


FORM = _form()


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    # Damage shows as any type, and bare: `W3LeafMatcher._next_block()` raises Exception("No next block") where a
    # list of postings ends too early, and whatever reads a damaged file by offsets raises struct.error, KeyError …
    except Exception as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error


def _made(folder: Path) -> FileIndex:
    folder.mkdir(mode=0o700)
    made: FileIndex = Storage(folder).create_index(_schema())  # type: ignore[no-untyped-call]  # Whoosh's
    return made


def _opened(storage: Storage) -> FileIndex:
    opened: FileIndex = storage.open_index()  # type: ignore[no-untyped-call]  # Whoosh's
    return opened


def create(folder: Path, companies: Iterable[Indexed], state: State) -> None:
    """Write a whole index into a new folder, standing at `state`."""
    with _writing(lambda: _made(folder)) as writer:
        _fill(writer, companies, state)


def update(folder: Path, touched: Iterable[str], companies: Iterable[Indexed], state: State) -> None:
    """Replace the touched entries by their present form and the state, which counts as before, in one commit."""
    with _writing(lambda: _opened(Storage(folder))) as writer:
        with _guarded():
            gone = sum(writer.delete_by_term("slug", slug) for slug in touched)
            writer.delete_by_term("slug", STATE)
        _fill(writer, companies, replace(state, companies=state.companies - gone))


def _fill(writer: SegmentWriter, companies: Iterable[Indexed], state: State) -> None:
    count = state.companies
    for count, each in enumerate(companies, start=state.companies + 1):  # noqa: B007  (the last count is kept)
        with _guarded():
            writer.add_document(slug=each.slug, digest=each.digest, text=each.postings, typed=each.typed)
    with _guarded():
        writer.add_document(slug=STATE, state=json.dumps(asdict(replace(state, companies=count))))


@contextmanager
def _writing(index: Callable[[], FileIndex]) -> Iterator[SegmentWriter]:
    """Write to an index that is made or opened; only what Whoosh does is guarded, what is written comes from us."""
    with _guarded():
        writer = SegmentWriter(index(), limitmb=MEMORY_MB, codec=Codec(), compound=False)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    with _guarded():
        writer.commit()


class Reader:
    """Be an opened and probed generation; not to be shared between threads. Raises Damaged."""

    def __init__(self, folder: Path, known: Mapping[str, list[str]] | None = None) -> None:
        """Open it; `known` are the slugs of segments that an earlier reader has read: segments never change."""
        with _guarded():
            # Never Searcher.refresh(): it brings deleted and old documents back.
            self._searcher: Searcher = _opened(Loaded(folder)).searcher()
            self._kept: dict[tuple[str, str], Postings] = {}
            self.segments: dict[str, list[str]] = {}
            self.slugs = list(self._read_slugs(known or {}))
            self.size = len(self.slugs)
            self.state = self._probe()

    def _read_slugs(self, known: Mapping[str, list[str]]) -> Iterator[str]:
        for leaf, _ in self._leaves():
            name = leaf.segment().segment_id()
            column = None if name in known else leaf.column_reader("slug")
            self.segments[name] = known[name] if column is None else [column[n] for n in range(leaf.doc_count_all())]
            yield from self.segments[name]

    def _leaves(self) -> list[tuple[Any, int]]:
        return list(self._searcher.reader().leaf_readers())

    def _probe(self) -> State:
        """Read the state, and count and search for what it promises."""
        stored = self._searcher.document(slug=STATE) or {}
        state = State(**json.loads(stored["state"]))
        if self._searcher.doc_count() != state.companies + 1:
            raise Damaged("The index does not hold as many companies as it says.")
        return state

    def search(self, clauses: Sequence[Clause], text: str, *, every: bool = True) -> dict[str, float]:
        """Score the companies that match every clause, or any; `text` is preferred as a whole name."""
        with _guarded():
            found = ranking.match(self, clauses, text, every=every)
            return {self.slugs[document]: score for document, score in found.items()}

    def named(self, words: Sequence[str], *, most: int) -> list[str]:
        """List the companies whose names hold words that begin so, the best first."""
        with _guarded():
            return [self.slugs[document] for document in ranking.named(self, words, most)]

    def postings(self, field: str, term: str) -> Postings:
        """Give the documents that hold a term; those of the commonest terms asked for are kept."""
        found = self._kept.get((field, term))
        if found is None:
            found = self._kept[field, term] = self._read_postings(field, term)
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return found

    def _read_postings(self, field: str, term: str) -> Postings:
        documents, weights = array("I"), array("f")
        for matcher, offset in self._matchers(field, term):
            while matcher.is_active():
                documents.append(offset + matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return Postings(documents, weights)

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        for leaf, offset in self._leaves():
            if (field, term.encode()) in leaf:
                yield leaf.postings(field, term.encode()), offset

    def positions(self, term: str, documents: Collection[int]) -> dict[int, Sequence[int]]:
        """Give the positions of a term in some of its documents."""
        found: dict[int, Sequence[int]] = {}
        wanted = set(documents)
        # Going through a whole list is four times as fast as skipping in it, document by document.
        last = max(wanted, default=-1)
        for matcher, offset in self._matchers("text", term):
            while matcher.is_active() and (document := offset + matcher.id()) <= last:
                if document in wanted:
                    found[document] = array("I", matcher.value())
                matcher.next()
        return found

    def digests(self) -> dict[str, str]:
        """Give the content hash of every indexed company."""
        with _guarded():
            stored = (document for _, document in self._searcher.reader().iter_docs())
            return {each["slug"]: each["digest"] for each in stored if each["slug"] != STATE}

    def digest(self, slug: str) -> str:
        """Give the content hash of one company, "" where it is not indexed."""
        with _guarded():
            return str((self._searcher.document(slug=slug) or {}).get("digest", ""))

    def close(self) -> None:
        """Let its files go."""
        with _guarded():
            self._searcher.close()
