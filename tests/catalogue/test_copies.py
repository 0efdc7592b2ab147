"""Sources that carry one text are one voice, and of each owner and each voice one counts."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue.copies import Text, apart, same_text, voices
from directory.text import words

LONG = "We have used the Lantern model in production since March of this year"


def text(quote="", title="", publisher="one"):
    return Text(tuple(words(quote)), tuple(words(title)), publisher)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        # Equal, whatever the punctuation, the case and the accents; short ones too.
        ("It runs it.", " it RUNS: it! ", True),
        ("Café runs", "Cafe runs", True),
        ("It runs it.", "They run it.", False),
        # One inside the other, from eight words on.
        (LONG, f"“{LONG}”, the company says.", True),
        ("Lantern in production", LONG, False),
        ("used the Lantern model in production since March", LONG, True),
        ("the Lantern model in production since March", LONG, False),
        ("ave used the Lantern model in production since March", LONG, False),
        # Nearly equal: a letter or a short word.
        (LONG, LONG.replace("Lantern", "Lanterne"), True),
        (LONG, LONG.replace("of this year", "this year"), True),
        (LONG, LONG.replace("Lantern", "Beacon").replace("March", "May"), False),
        # Lines of catalogues are alike, and no copies.
        ("id zai org glm 4 5", "id zai org glm 5", False),
        ("", "", False),
    ],
)
def test_copies_are_told_by_their_quotes(one, two, same):
    assert same_text(text(one), text(two, publisher="two")) is same
    assert same_text(text(two, publisher="two"), text(one)) is same


@pytest.mark.parametrize(
    ("one", "two", "publisher", "same"),
    [
        ("Novo runs Lantern since March", "Novo runs Lantern, since March", "two", True),
        # Two quotes of one page are two quotes.
        ("Novo runs Lantern since March", "Novo runs Lantern since March", "one", False),
        ("Novo runs Lantern today", "Novo runs Lantern today", "two", False),
        ("Novo runs Lantern since March", "Novo runs Lantern since May", "two", False),
    ],
)
def test_copies_are_told_by_long_titles_of_other_publishers(one, two, publisher, same):
    assert same_text(text("A quote.", one), text("Another one.", two, publisher)) is same


def test_what_repeats_a_copy_repeats_the_first():
    longer = f"{LONG} and in all its branches of Europe"
    assert voices([text(f"{LONG} and"), text("Other."), text(longer), text(f"since then {longer}")]) == [0, 1, 0, 0]


PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


@given(PAIRS)
def test_no_more_could_count_and_no_two_share_anything(pairs):
    owners, spoken = [owner for owner, _ in pairs], [voice for _, voice in pairs]
    chosen = apart(range(len(pairs)), owners, spoken)
    assert len({owners[n] for n in chosen}) == len({spoken[n] for n in chosen}) == len(chosen)
    more = combinations(range(len(pairs)), len(chosen) + 1)
    assert not any(len({owners[n] for n in some}) == len({spoken[n] for n in some}) == len(some) for some in more)
