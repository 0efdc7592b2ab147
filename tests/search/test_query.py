import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from directory.search.query import FACETS, LONGEST, MOST_TERMS, Search, completed, read

KNOWN = dict.fromkeys(FACETS, ("a", "b", "c"))


def asked(**given):
    return read(
        MultiDict([(k, v) for k, values in given.items() for v in ([values] if isinstance(values, str) else values)]),
        KNOWN,
    )


def words(search):
    return [clause.text for clause in search.clauses]


def told(search):
    return " ".join(str(problem) for problem in search.ignored)


def test_words_and_phrases_are_read_and_only_the_last_word_is_being_typed():
    search = asked(q='Sovereign "Open Source" clouds')
    assert [(c.text, c.terms, c.prefix) for c in search.clauses] == [
        ("sovereign", ("sovereign",), ""),
        ("open source", ("open", "sourc"), ""),
        ("clouds", ("cloud",), "clouds"),
    ]


def test_a_phrase_at_the_end_is_complete():
    assert asked(q='"open source"').clauses[0].prefix == ""


@pytest.mark.parametrize("q", ['"', '""', '"half open', 'half" open', '" "', '"one"'])
def test_a_quote_that_does_not_close_is_only_text(q):
    assert all(len(clause.terms) == 1 for clause in asked(q=q).clauses)


def test_small_words_are_left_out_unless_there_is_nothing_else():
    assert words(asked(q="bank of the north")) == ["bank", "north"]
    assert words(asked(q="the of")) == ["the", "of"]


def test_chinese_runs_stand_alone_among_other_words():
    assert [(c.text, c.run) for c in asked(q="Qwen通义千问").clauses] == [("qwen", False), ("通义千问", True)]


def test_accents_case_and_full_width_forms_do_not_matter():
    assert words(asked(q="ＣＡＦÉ Łódź")) == ["cafe", "lodz"]


def test_too_long_a_text_is_cut_and_said():
    search = asked(q="a" * 10_000)
    assert len(search.q) == LONGEST
    assert "200 characters" in told(search)


def test_too_many_words_are_cut_and_said():
    search = asked(q=" ".join(f"w{n}" for n in range(30)))
    assert len(search.clauses) == MOST_TERMS
    assert "12 words" in told(search)


def test_a_long_phrase_counts_its_words():
    assert sum(len(c.terms) for c in asked(q=f'"{" ".join(f"w{n}" for n in range(30))}" more').clauses) <= MOST_TERMS


@pytest.mark.parametrize("hidden", ["\0", "\x1b", "\u202e", "\u200b", "\ud800"])
def test_what_cannot_be_seen_is_left_out_and_said(hidden):
    search = asked(q=f"no{hidden}vo")
    assert search.q == "novo"
    assert "cannot be seen" in told(search)


@pytest.mark.parametrize("q", ["((", "*", "???", "😀", "—", "\\", "%", "_"])
def test_a_text_without_a_word_is_said(q):
    search = asked(q=q)
    assert search.clauses == ()
    assert "no word to search for" in told(search)
    assert search.q == q


def test_unknown_values_are_ignored_and_the_first_are_named():
    search = asked(country=["a", "zz", *(f"x{n}" for n in range(50))])
    assert search.values("country") == {"a"}
    assert "“zz”" in told(search)
    assert len(search.ignored) == 5


def test_an_empty_value_is_not_worth_a_word():
    assert asked(country="", sort="", page="") == Search()


def test_an_unknown_order_is_ignored_and_said():
    search = asked(q="x", sort="'; drop table")
    assert search.sort == "relevance"
    assert "order is not known" in told(search)


def test_without_a_text_there_is_no_best_match():
    assert asked(sort="relevance").sort == "newest"


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "٣", "9" * 30, " 2"])
def test_nonsense_for_a_page_is_the_first_and_said(page):
    search = asked(page=page)
    assert search.page == 1
    assert "no page number" in told(search)


def test_the_address_is_the_same_whatever_the_order_of_the_parameters():
    one = read(MultiDict([("use", "b"), ("country", "b"), ("q", " x  y "), ("country", "a"), ("utm", "1")]), KNOWN)
    other = read(MultiDict([("q", "x y"), ("country", "a"), ("country", "b"), ("country", "a"), ("use", "b")]), KNOWN)
    assert one == other
    assert one.address == other.address == "?q=x+y&country=a&country=b&use=b"


def test_what_goes_without_saying_is_not_in_the_address():
    assert asked(page="1", sort="newest").address == ""
    assert asked(q="x", sort="relevance", page="1").address == "?q=x"
    assert asked(q="x", sort="newest", page="2").address == "?q=x&sort=newest&page=2"


def test_filters_go_and_the_page_starts_anew():
    assert asked(q="x", country=["a", "b"], page="3").without("country", "a").address == "?q=x&country=b"
    search = asked(q="x", country="a", page="3")
    assert search.without("country", "a").address == "?q=x"
    assert search.without("q").address == "?country=a"
    assert search.sorted_by("name").address == "?q=x&country=a&sort=name"
    assert search.on_page(2).address == "?q=x&country=a&page=2"


def test_the_last_word_is_completed_from_an_ordered_list():
    search = asked(q="run deep")
    done = completed(search.clauses, ["dee", "deep", "deeper", "deepseek", "delta"])
    assert done[0].also == ()
    assert done[1].also == ("deep", "deeper", "deepseek")


@given(st.text(max_size=400), st.lists(st.text(max_size=12), max_size=5), st.text(max_size=12), st.text(max_size=12))
def test_any_text_becomes_one_value_within_its_limits(q, values, sort, page):
    search = read(MultiDict([("q", q), ("sort", sort), ("page", page), *(("model", v) for v in values)]), KNOWN)
    assert len(search.q) <= LONGEST
    assert len(search.clauses) <= MOST_TERMS
    assert search.page >= 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in search.q)
    hash(search)


@given(
    st.text(max_size=300), st.sets(st.sampled_from("abc")), st.sampled_from(["", "name", "newest"]), st.integers(1, 99)
)
def test_a_written_address_reads_as_the_same_question(q, values, sort, page):
    search = read(MultiDict([("q", q), ("sort", sort), ("page", str(page)), *(("model", v) for v in values)]), KNOWN)
    again = read(Request.from_values(query_string=search.address[1:]).args, KNOWN)
    assert again == search
    assert again.address == search.address


def test_facets_are_in_one_order_everywhere():
    full = asked(**{facet: ["a"] for facet in reversed(FACETS)})
    places = [full.address.index(f"{facet}=") for facet in FACETS]
    assert all(one < other for one, other in pairwise(places))
