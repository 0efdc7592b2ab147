from html import unescape
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.content import Passage
from directory.search.highlight import marked, why
from tests.search.conftest import clauses


@pytest.mark.parametrize(
    ("text", "q", "shown"),
    [
        ("Novo AI", "novo", "<mark>Novo</mark> AI"),
        ("Société Générale", "societe", "<mark>Société</mark> Générale"),
        ("Große Straße 3", "strasse", "Große <mark>Straße</mark> 3"),
        ("E\u0301cole", "ecole", "<mark>E\u0301cole</mark>"),
        ("ＡＩ lab", "ai", "<mark>ＡＩ</mark> lab"),
        ("It hosts models", "hosting", "It <mark>hosts</mark> models"),
        ("Novotel", "nov", "<mark>Novotel</mark>"),
        ("通义千问", "千问", "通义<mark>千问</mark>"),
        ("an open-source desk", '"open source"', "an <mark>open-source</mark> desk"),
        ("source open", '"open source"', "source open"),
        ("<b>Novo & Co</b>", "novo", "&lt;b&gt;<mark>Novo</mark> &amp; Co&lt;/b&gt;"),
        ("<script>alert(1)</script>", "script", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ("nothing", "else", "nothing"),
    ],
)
def test_what_matches_is_marked_in_the_text_as_it_is_written(text, q, shown):
    assert marked(text, clauses(q)) == shown


def test_a_long_text_is_cut_at_words_around_the_match():
    shown = marked(" ".join(["before"] * 60 + ["beacon"] + ["after"] * 60), clauses("beacon"))
    assert shown.startswith("…before ")
    assert shown.endswith("after…")
    assert "<mark>beacon</mark>" in shown
    assert len(shown) < 250


def test_the_field_that_matches_most_wins_and_of_equals_the_weightiest():
    passages = [
        Passage("name", "Cloud Temple"),
        Passage("summary", "A sovereign cloud."),
        Passage("quote", "sovereign cloud"),
    ]
    assert why(passages, clauses("sovereign cloud")).field == "summary"
    assert why(passages, clauses("cloud")).field == "name"
    assert why(passages, clauses("nothing")) is None


CLOUD = [
    Passage("name", "Harbour"),
    Passage("model", "Qwen"),
    Passage("developer", "Alibaba Cloud"),
    Passage("sector", "Infrastructure and cloud"),
    Passage("summary", "It hosts."),
]


@pytest.mark.parametrize(
    ("q", "more", "field"),
    [
        ("sovereign cloud", [], "sector"),
        ("sovereign cloud", [Passage("summary", "A cloud of its own.")], "summary"),
        ("sovereign cloud", [Passage("quote", "Our sovereign cloud.")], "quote"),
        ("alibaba cloud", [], "developer"),
        ("alibaba", [], "developer"),
        ("qwen cloud", [], "model"),
        ("cloud", [Passage("name", "Cloud Works")], "name"),
        ("通义千问 sovereign", [Passage("model", "Alibaba 通义千问"), Passage("quote", "It is sovereign.")], "model"),
    ],
)
def test_the_reason_is_the_most_telling_text(q, more, field):
    assert why([*CLOUD, *more], clauses(q)).field == field


def test_a_later_word_of_a_developer_s_name_is_a_reason_where_there_is_no_other():
    shown = why(CLOUD[:3], clauses("cloud"))
    assert (shown.field, shown.text) == ("developer", "Alibaba <mark>Cloud</mark>")


@given(st.text(max_size=300), st.text(max_size=30))
def test_marks_never_change_or_unescape_the_text(text, q):
    shown = str(marked(text, clauses(q)))
    bare = sub("</?mark>", "", shown)
    assert "<" not in bare
    assert unescape(bare).removeprefix("…").removesuffix("…") in unescape(text) or unescape(bare).strip("…") in text


@given(st.text(min_size=1, max_size=60))
def test_a_word_of_a_text_is_marked_in_it(text):
    asked = clauses(text)
    if asked and len(text) < 50 and why([Passage("name", text)], asked):
        assert "<mark>" in marked(text, asked)
