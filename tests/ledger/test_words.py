"""The words that differ between two texts: nothing of either is lost, and only what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from directory.ledger.history import Difference
from directory.ledger.wording import words_apart

LONG = "It runs Lantern for its help desk in Berlin since last year."


def test_only_the_words_that_differ_are_marked():
    gone, come = words_apart(LONG, LONG.replace("Berlin", "Bremen and Essen"))
    assert [text for text, apart in gone if apart] == ["Berlin "]
    assert [text for text, apart in come if apart] == ["Bremen and Essen "]


def test_short_texts_and_unlike_ones_are_told_as_a_whole():
    assert words_apart("Berlin", "Bremen") is None
    assert words_apart(LONG, "Quite another sentence that says nothing of all this, I fear.") is None
    assert words_apart(LONG, None) is None
    assert Difference(("founded",), 2019, 2020).words is None


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "", "\n,"]), max_size=40), st.data())
def test_the_pieces_are_the_texts(words, data):
    before = " ".join(words)
    after = " ".join(data.draw(st.permutations(words)))
    told = words_apart(before, after)
    if told:
        assert "".join(text for text, _ in told[0]) == before
        assert "".join(text for text, _ in told[1]) == after
