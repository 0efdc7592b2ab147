"""The search index: the only file that knows Whoosh.

A generation is a folder that holds one index. Its state (the revision that it stands at) is a document of its own,
written in the same commit as what it describes, so that catching up can be repeated and nothing is lost or doubled.
"""

import json
import weakref
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import whoosh
from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import FileIndex
from whoosh.searching import Searcher
from whoosh.writing import SegmentWriter

from directory.search import analysis, form
from directory.search.content import LANGUAGE, Indexed, Posting
from directory.search.generations import Damaged, State, sync
from directory.search.placed import Placed
from directory.search.postings import NOTHING, SPAN, Kept, Numbers, Places, Postings, decoded, living, located
from directory.search.spelling import Wordbook

Terms = Generator[tuple[bytes, int, float | int, bytes], Any, None]

STATE = "#state"
# Where a word stands that stands nowhere, as joined ones do: Whoosh drops an empty value, and takes the next
# document's for it. No text is as long, and nothing follows there.
NOT_PLACED = array("I", [SPAN - 1024]).tobytes()
# How Whoosh writes that a term occurs once; it reads it back when it merges.
ONCE = (1).to_bytes(4, "big")
MEMORY_MB = 64
FORM = form.identify(Path(__file__), whoosh.versionstring())


class Storage(FileStorage):
    """Keep an index through power cuts.

    Whoosh never syncs: here files reach the disk before the commit's rename, and the rename before its return.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)  # type: ignore[no-untyped-call]  # Whoosh's
        self._fresh: set[str] = set()
        self._read: list[StructFile] = []

    def open_file(self, name: str, **options: object) -> StructFile:
        """Open a file, and remember it: Whoosh forgets what it opened where the index is damaged."""
        opened: StructFile = super().open_file(name, **options)  # type: ignore[no-untyped-call]  # Whoosh's
        self._read.append(opened)
        return opened

    def let_go(self) -> None:
        """Close every file that was opened to be read."""
        while self._read:
            if not (file := self._read.pop()).is_closed:
                file.close()

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


class Weighed(fields.TEXT):
    """Take terms that were weighed already, with their positions, past Whoosh's analysers."""

    def __init__(self) -> None:
        super().__init__(phrase=True)
        self.scorable = False

    def index(self, value: Mapping[str, Posting], **_: object) -> Terms:
        """Give the postings of one document."""
        for term, posting in value.items():
            yield term.encode(), 1, posting.weight, array("I", posting.positions).tobytes() or NOT_PLACED


class Typed(fields.KEYWORD):
    """Take weighed terms without positions: stems, and beginnings of names."""

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
        stems=Typed(),
        typed=Typed(),
    )


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    # Damage shows as any type, and bare: `W3LeafMatcher._next_block()` raises Exception("No next block") where a
    # list of postings ends too early, and whatever reads a damaged file by offsets raises struct.error, KeyError …
    except Exception as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error


def _made(storage: Storage) -> FileIndex:
    Path(storage.folder).mkdir(mode=0o700)
    made: FileIndex = storage.create_index(_schema())  # type: ignore[no-untyped-call]  # Whoosh's
    return made


def _opened(storage: Storage) -> FileIndex:
    opened: FileIndex = storage.open_index()  # type: ignore[no-untyped-call]  # Whoosh's
    return opened


def create(folder: Path, companies: Iterable[Indexed], state: State) -> None:
    """Write a whole index into a new folder, standing at `state`."""
    with _writing(folder, _made) as writer:
        _fill(writer, companies, state)


def update(folder: Path, touched: Iterable[str], companies: Iterable[Indexed], state: State) -> None:
    """Replace the touched entries by their present form and the state, which counts as before, in one commit."""
    with _writing(folder, _opened) as writer:
        with _guarded():
            gone = sum(writer.delete_by_term("slug", slug) for slug in touched)
            writer.delete_by_term("slug", STATE)
        _fill(writer, companies, replace(state, companies=state.companies - gone))


def _fill(writer: SegmentWriter, companies: Iterable[Indexed], state: State) -> None:
    count = state.companies
    for count, each in enumerate(companies, start=state.companies + 1):  # noqa: B007  (the last count is kept)
        with _guarded():
            terms = each.terms
            writer.add_document(
                slug=each.slug, digest=each.digest, text=terms.text, stems=terms.stems, typed=terms.typed
            )
    with _guarded():
        writer.add_document(slug=STATE, state=json.dumps(asdict(replace(state, companies=count))))


@contextmanager
def _writing(folder: Path, index: Callable[[Storage], FileIndex]) -> Iterator[SegmentWriter]:
    """Write to an index that is made or opened; only what Whoosh does is guarded, what is written comes from us."""
    storage = Storage(folder)
    try:
        with _guarded():
            writer = SegmentWriter(index(storage), limitmb=MEMORY_MB, codec=Codec(), compound=False)
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        with _guarded():
            writer.commit()
    finally:
        storage.let_go()


class Reader:
    """Be an opened and probed generation; not to be shared between threads. Raises Damaged."""

    kept: Kept
    slugs: dict[str, list[str]]
    books: dict[str, Wordbook]

    def __init__(self, folder: Path, before: "Reader | None" = None) -> None:
        """Open it; what an earlier reader has read of a segment is taken over, as segments never change."""
        self._bits: tuple[object, list[Numbers]] = (None, [])
        storage = Storage(folder)
        # Files are closed however a reader ends: let go, damaged on opening, or with its application.
        self.close = weakref.finalize(self, storage.let_go)
        try:
            with _guarded():
                # Never Searcher.refresh(): it brings deleted and old documents back.
                self._searcher: Searcher = _opened(storage).searcher()
                self.state = self._probe()
                self._take_over(before)
                self.languages = frozenset(code for code in analysis.STEMMERS if self._has("typed", LANGUAGE + code))
        except BaseException:
            self.close()
            raise

    def _take_over(self, before: "Reader | None") -> None:
        self.kept = before.kept if before else Kept()
        known = before.slugs if before else {}
        # A copy, as another thread may be asking the earlier one.
        books = before.books.copy() if before else {}
        self.slugs = {name: known.get(name) or _slugs(leaf) for leaf, name in self._leaves()}
        self.books = {name: words for name, words in books.items() if name in self.slugs}
        self._living = [living(leaf) for leaf, _ in self._leaves()]

    def _leaves(self) -> list[tuple[Any, str]]:
        leaves: Iterator[Any] = (leaf for leaf, _ in self._searcher.reader().leaf_readers())
        return [(leaf, str(leaf.segment().segment_id())) for leaf in leaves]

    def _has(self, field: str, term: str) -> bool:
        return any((field, term.encode()) in leaf for leaf, _ in self._leaves())

    def _probe(self) -> State:
        """Read the state and count what it promises, before anything is believed that the index says of its size."""
        stored = self._searcher.document(slug=STATE) or {}
        state = State(**json.loads(stored["state"]))
        if self._searcher.doc_count() != state.companies + 1:
            raise Damaged("The index does not hold as many companies as it says.")
        return state

    def on(self, bits: Mapping[str, int]) -> Placed:
        """Give its postings by the bits of a grid instead of its own numbers of documents."""
        if self._bits[0] is not bits:
            with _guarded():
                self._bits = (bits, [self._placed(number, bits) for number in range(len(self._living))])
        return Placed(self, self._bits[1])

    def _placed(self, number: int, bits: Mapping[str, int]) -> Numbers:
        slugs = self.slugs[self._leaves()[number][1]]
        found = np.fromiter((bits.get(slug, -1) for slug in slugs), np.int32, len(slugs))
        return np.where(self._living[number], found, -1).astype(np.int32)

    def postings(self, field: str, term: str) -> list[Postings]:
        """Give the postings of a term in each segment, deleted documents and all."""
        with _guarded():
            return [self._in_leaf(leaf, name, field, term) for leaf, name in self._leaves()]

    def _in_leaf(self, leaf: Any, name: str, field: str, term: str) -> Postings:  # noqa: ANN401  (Whoosh's)
        key = name, field, term
        found = self.kept.get(key)
        if found is not None:
            return found
        there = (field, term.encode()) in leaf
        size = len(self.slugs[name])
        return self.kept.put(key, decoded(leaf.postings(field, term.encode()), size) if there else NOTHING)

    def positions(self, term: str, among: Sequence[Numbers]) -> list[Places]:
        """Give the positions of a term in each segment, at least those in some of its documents."""
        key = ("text", term.encode())
        with _guarded():
            return [
                located(leaf.postings(*key), len(self.slugs[name]), some) if key in leaf else np.empty(0, np.int64)
                for (leaf, name), some in zip(self._leaves(), among, strict=True)
            ]

    def words(self) -> list[Wordbook]:
        """Give the words of each segment; they are read when they are first wanted."""
        with _guarded():
            for leaf, name in self._leaves():
                if name not in self.books:
                    self.books[name] = Wordbook(term.decode() for term in leaf.lexicon("text"))
            return list(self.books.values())

    def digests(self) -> dict[str, str]:
        """Give the content hash of every indexed company."""
        with _guarded():
            stored = (document for _, document in self._searcher.reader().iter_docs())
            return {each["slug"]: each["digest"] for each in stored if each["slug"] != STATE}


def _slugs(leaf: Any) -> list[str]:  # noqa: ANN401  (a reader of Whoosh)
    """List the address of each document of a segment."""
    column = leaf.column_reader("slug")
    slugs = [column[number] for number in range(leaf.doc_count_all())]
    if not all(slugs):
        raise Damaged("A segment does not tell which companies it holds.")
    return slugs
