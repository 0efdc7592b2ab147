"""A damaged index: every read says Damaged or answers; no other exception, no killed process, no file left open."""

import os
import random
from pathlib import Path

import numpy as np
import pytest

from directory.search import content, generations, index, postings
from directory.search.engine import Engine
from directory.search.generations import Damaged, newest_commit
from directory.search.postings import Kept, Postings, decoded, followed
from tests.search.conftest import named, saying

KINDS = ("toc", "trm", "pst", "slug.col", "_stored.col")


def fill(shelf):
    """Make an index of two segments with lists, single postings, positions, deleted documents."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    shelf.create(*(named(f"Red Kite {letter}", **saying("It runs.", f"Nous {letter}", "fr")) for letter in letters))
    shelf.update(["red-kite-a"], named("Blue Kite", summary="It flies a red kite, too."))


def everything(shelf):
    """Read all that there is to read."""
    reader = shelf.read()
    found = [shelf.found(q, reader) for q in ('"red kite"', "blue", "kit", "rde kiet", "nous", "-red", "lantern blue")]
    return found, sorted(reader.digests()), sum(map(len, reader.words()))


def left_open(folder):
    handles = Path("/proc/self/fd").iterdir()
    return [
        str(to) for to in (handle.readlink() for handle in handles if handle.is_symlink()) if to.is_relative_to(folder)
    ]


def outcome(shelf):
    try:
        return everything(shelf)
    except Damaged:
        return None
    finally:
        shelf.close()


def files(shelf, kind):
    return sorted(file for file in shelf.folder.iterdir() if file.name.endswith(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("left", [0, 1, 40, 0.5, 0.97])
def test_a_truncated_file_of_any_kind_is_damage_or_harmless(shelf, kind, left):
    fill(shelf)
    right = outcome(shelf)
    for file in files(shelf, kind):
        whole = file.read_bytes()
        file.write_bytes(whole[: left if isinstance(left, int) else int(len(whole) * left)])
    assert outcome(shelf) in (None, right), "cut off, it never answers otherwise"
    assert left_open(shelf.folder) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_of_any_kind_of_file_are_damage_or_an_answer(shelf, kind, seed):
    fill(shelf)
    chance = random.Random(seed)
    whole = {file: file.read_bytes() for file in files(shelf, kind)}
    for _ in range(12):
        for file, kept in whole.items():
            broken = bytearray(kept)
            for place in chance.sample(range(len(kept)), min(1 + seed % 3, len(kept))):
                broken[place] ^= chance.randrange(1, 256)
            file.write_bytes(broken)
        outcome(shelf)
        assert left_open(shelf.folder) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_file_or_a_folder_in_its_place_is_damage(shelf, kind):
    fill(shelf)
    for file in files(shelf, kind):
        file.unlink()
    assert outcome(shelf) is None
    for file in files(shelf, kind):
        file.mkdir()
    assert outcome(shelf) is None


def test_noise_in_every_file_is_damage(shelf):
    fill(shelf)
    for file in shelf.folder.glob("MAIN_*.*"):
        file.write_bytes(bytes(byte ^ 0xA5 for byte in file.read_bytes()))
    assert outcome(shelf) is None


def test_a_missing_folder_is_damage_too(shelf):
    with pytest.raises(Damaged):
        shelf.read()
    assert newest_commit(shelf.folder) == -1


@pytest.mark.parametrize("kind", KINDS)
def test_files_that_are_cut_off_under_an_open_reader_kill_nobody(shelf, kind):
    """They are read by plain reads: a mapped file that shrinks kills the process that reads it."""
    fill(shelf)
    right = outcome(shelf)
    reader = shelf.read()
    for file in files(shelf, kind):
        os.truncate(file, 10)
    try:
        assert shelf.found('"red kite"', reader) == right[0][0]
    except Damaged:
        assert kind in ("trm", "pst", "slug.col")


def test_an_open_reader_outlives_the_names_of_its_files(shelf):
    fill(shelf)
    right = outcome(shelf)
    reader = shelf.read()
    for file in shelf.folder.iterdir():
        file.unlink()
    assert shelf.found('"red kite"', reader) == right[0][0]


def test_nothing_is_left_open_after_close_and_a_closed_reader_says_damaged(shelf):
    fill(shelf)
    reader = shelf.read()
    everything(shelf)
    assert left_open(shelf.folder)
    shelf.close()
    assert left_open(shelf.folder) == []
    with pytest.raises(Damaged):
        reader.positions("kite", [np.zeros(1, np.int32)])
    reader.close()


def test_writing_leaves_nothing_open_whether_it_fails_or_not(shelf):
    fill(shelf)
    shelf.close()
    assert left_open(shelf.folder) == []
    for file in files(shelf, "toc"):
        file.write_bytes(b"no index")
    with pytest.raises(Damaged):
        index.update(shelf.folder, ["blue-kite"], [content.indexed(named("Blue Kite"))], shelf.state(1))
    assert left_open(shelf.folder) == []


def made(shelf):
    """Give what writes the shelf's index into a folder."""

    def write(folder):
        shelf.folder = folder
        shelf.create(named("Kite"), named("Red Kite"))
        shelf.close()

    return write


def test_an_engine_lets_go_of_what_is_replaced_damaged_or_closed(shelf):
    engine = Engine(shelf.folder / "home")
    engine.home.parent.mkdir()
    for _ in range(2):
        generations.replace(engine.home, made(shelf))
        assert engine.ask(shelf.bits, lambda lookup: lookup.postings("text", "kite").numbers.tolist()) == [0, 1]
        assert {Path(name).parent for name in left_open(engine.home)} == {generations.current(engine.home)}
    engine.close()
    assert left_open(engine.home) == []
    assert engine.state().companies == 2, "it is opened again when it is asked"
    engine.close()
    for file in generations.current(engine.home).glob("MAIN_*"):
        os.truncate(file, 0)
    assert engine.ask(shelf.bits, lambda lookup: lookup.phrase((("red",), ("kite",)))) is None
    assert engine.suspect.is_set()
    assert left_open(engine.home) == []


@pytest.mark.parametrize(
    ("numbers", "weights"),
    [([0, 3], [1, 1]), ([-1], [1]), ([1, 1], [1, 1]), ([1, 0], [1, 1]), ([0], [-1]), ([0], [0]), ([0], [1, 1])]
    + [([0], [weight]) for weight in (float("nan"), float("inf"), 1e30)],
)
def test_a_list_that_cannot_be_true_is_refused(numbers, weights):
    with pytest.raises(ValueError, match="list of postings"):
        decoded(Listed(numbers, weights), 3)
    assert decoded(Listed([0, 2], [1, 2]), 3).numbers.tolist() == [0, 2]


class Listed:
    """Be a matcher of Whoosh that has no blocks."""

    def __init__(self, numbers, weights):
        self.left = list(zip(numbers, weights, strict=False)) if len(numbers) == len(weights) else None
        self.blocks = None if self.left is not None else (numbers, weights)
        if self.blocks:
            self._next_block = self.end
            self._data = (numbers, tuple(weights), [])

    def reset(self):
        self.active = True

    def end(self):
        self.active = False

    def _read_data(self):
        pass

    def is_active(self):
        return bool(self.left) if self.blocks is None else self.active

    def id(self):
        return self.left[0][0]

    def weight(self):
        return self.left[0][1]

    def value(self):
        return b""

    def next(self):
        self.left.pop(0)


def test_what_is_kept_is_bounded_by_its_bytes_and_the_longest_unused_goes_first(monkeypatch):
    monkeypatch.setattr(postings, "MOST_KEPT", 3 * (80 + postings.OVERHEAD))
    kept = Kept()
    ten = Postings(np.zeros(10, np.int32), np.zeros(10, np.float32))
    assert ten.nbytes == 80
    for term in "abc":
        assert kept.put(("segment", "text", term), ten) is ten
    assert kept.get(("segment", "text", "a")) is ten
    kept.put(("segment", "text", "d"), ten)
    assert [kept.get(("segment", "text", term)) is not None for term in "abcd"] == [True, False, True, True]
    kept.put(("segment", "text", "e"), Postings(np.zeros(1000, np.int32), np.zeros(1000, np.float32)))
    assert [kept.get(("segment", "text", term)) for term in "abcde"] == [None] * 5, "longer than all that is kept"
    kept.put(("segment", "text", "f"), ten)
    assert kept.get(("segment", "text", "f")) is ten


def test_words_follow_one_another_only_within_a_document():
    def places(*found):
        return np.array([document * postings.SPAN + position for document, position in found], np.int64)

    one, two, three = places((0, 1), (0, 9), (1, 4)), places((0, 2), (1, 4), (2, 5)), places((0, 3), (2, 6))
    assert followed([one, two]).tolist() == [0]
    assert followed([one, two, three]).tolist() == [0]
    assert followed([two, three]).tolist() == [0, 2]
    assert followed([two, one]).tolist() == []
    assert followed([one]).tolist() == [0, 1]
