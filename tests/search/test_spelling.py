from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import spelling
from directory.search.spelling import Wordbook, faults, near

WORDS = st.text("abcdeßλю千9", min_size=1, max_size=12)


def distance(one, other):
    """Count faults as plainly as can be: a letter too many, too few or wrong, or two neighbours swapped."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i, a in enumerate(one, start=1):
        for j, b in enumerate(other, start=1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.lists(WORDS, max_size=40), WORDS, st.integers(1, 2))
def test_a_wordbook_finds_what_comparing_with_each_word_finds(words, word, most):
    kept = [each for each in words if len(each) > 2 and not each.isdigit()]
    expected = Counter((count, each) for each in kept if (count := distance(word, each)) <= most)
    assert Counter(Wordbook(words).near(word, most)) == expected


def test_a_swap_is_one_fault_but_not_around_a_third_letter():
    assert Wordbook(["lantern"]).near("latnern", 1) == [(1, "lantern")]
    assert Wordbook(["lantern"]).near("lnatren", 1) == []
    assert Wordbook(["lantern"]).near("lnatren", 2) == [(2, "lantern")]


def test_an_empty_book_knows_nothing():
    assert Wordbook([]).near("novo", 2) == []
    assert Wordbook(["1234", "ab"]).near("1235", 2) == []


@pytest.mark.parametrize(
    ("word", "meant", "forgiven"),
    [
        ("abc", "xyz", 0),
        ("abc", "abcd", 1),
        ("abcd", "abc", 1),
        ("abcd", "abcd", 1),
        ("abcdefg", "abcdefg", 1),
        ("abcdefg", "abcdefgh", 2),
        ("abcdefgh", "abcdefg", 2),
        ("abcdefgh", "abcdefgh", 2),
    ],
)
def test_one_fault_is_forgiven_from_four_letters_two_from_eight_of_the_longer_word(word, meant, forgiven):
    assert faults(word, meant) == forgiven


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("kmi", ["kimi"], ["kimi"]),
        ("kim", ["tim"], []),
        ("lanern", ["lantern", "lantern"], ["lantern"]),
        ("lanttern", ["lantern"], ["lantern"]),
        ("lantenr", ["lantern"], ["lantern"]),
        ("lantxrn", ["lantern"], ["lantern"]),
        ("lxntxrn", ["lantern"], []),
        ("harbxuxs", ["harbours"], ["harbours"]),
        ("lantern", ["lantern"], []),
        ("lantern", ["lanternx", "lanternxy"], ["lanternx"]),
        ("qwen2", ["qwen3", "qwen2x"], ["qwen2x"]),
        ("kite", ["bite", "kits", "site", "kies", "kilt"], ["kits", "bite", "site"]),
    ],
)
def test_the_nearest_words_are_found_the_same_first_letter_first(word, known, found):
    assert near([word], [Wordbook(known)]) == found


def test_every_spelling_and_every_book_counts_and_five_are_enough():
    books = [Wordbook(["baeckers"]), Wordbook(["becker"])]
    assert near(["backer", "baecker"], books) == ["baeckers", "becker"]
    assert near(["backer"], books) == ["becker"]
    assert len(near(["kite"], [Wordbook([f"kit{letter}" for letter in "abcdfghijk"])])) == spelling.MOST


@given(st.text("abcdefghijklmnop", min_size=4, max_size=14), st.data())
def test_any_single_fault_is_mended(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for typed in (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
        swapped,
    ):
        assert near([typed], [Wordbook([word])]) == ([word] if typed != word else [])
