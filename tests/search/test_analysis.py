import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import analysis
from directory.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("companies", "company"),
        ("banks", "bank"),
        ("hosting", "hosted"),
        ("training", "trained"),
        ("planning", "planned"),
        ("served", "serving"),
        ("services", "service"),
        ("databases", "database"),
        ("boxes", "box"),
        ("classes", "class"),
        ("calling", "calls"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert analysis.stem(one) == analysis.stem(other)


@pytest.mark.parametrize(
    "word", ["ai", "gas", "bus", "bing", "status", "analysis", "qwen2", "mistral", "straße", "业务"]
)
def test_short_strange_and_foreign_words_stay(word):
    assert analysis.stem(word) == word


@given(st.from_regex("[a-z]{1,12}(ing|ed|s|es|ies|ying|e|)", fullmatch=True))
def test_a_word_begins_with_its_stem_but_for_a_last_y(word):
    assert word.startswith(analysis.stem(word).removesuffix("y"))


def test_a_run_is_indexed_whole_and_as_its_pairs_at_their_places():
    assert list(analysis.terms("阿里 通义千问 Qwen")) == [
        ("阿里", 0),
        ("通义千问", 1),
        ("通义", 1),
        ("义千", 2),
        ("千问", 3),
        ("qwen", 4),
    ]


def test_a_single_character_is_its_own_pair():
    assert analysis.pairs("千") == ["千"]


def test_beginnings_have_two_to_twenty_letters():
    assert analysis.prefixes("novo") == ["no", "nov", "novo"]
    assert len(analysis.prefixes("x" * 80)[-1]) == 20
    assert analysis.prefixes("x") == []


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_the_short_way_for_ascii_folds_the_same(text):
    assert analysis.folded(text) == fold(text)


@given(st.text(max_size=80))
def test_every_word_of_a_text_is_found_in_it(text):
    folded = analysis.folded(text)
    for token in analysis.tokens(folded):
        assert folded[token.start : token.end].startswith(token.text)
    assert [term for term, _ in analysis.terms(text)] or not analysis.words(text)
