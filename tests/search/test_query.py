import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from directory.search.query import FACETS, LONGEST, MOST_TERMS, Search, read
from tests.search.conftest import NASTY

NAMES = {"a": "a", "b": "b", "c": "c", "ay": "a", "b see": "b"}
KNOWN = dict.fromkeys(FACETS, NAMES)


def asked(**given):
    return read(
        MultiDict([(k, v) for k, values in given.items() for v in ([values] if isinstance(values, str) else values)]),
        KNOWN,
    )


def reread(search):
    return read(Request.from_values(query_string=search.address[1:]).args, KNOWN)


def size(search):
    values = sum(len(codes) for _, codes in search.excluded)
    return values + sum(len(clause.terms) for clause in search.clauses)


def told(search):
    return " ".join(str(problem) for problem in search.ignored)


def test_too_long_a_text_is_cut_and_said():
    search = asked(q="a" * 10_000)
    assert len(search.q) == LONGEST
    assert "200 characters" in told(search)


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


def test_facets_are_in_one_order_everywhere():
    full = asked(**{facet: ["a"] for facet in reversed(FACETS)})
    places = [full.address.index(f"{facet}=") for facet in FACETS]
    assert all(one < other for one, other in pairwise(places))


def test_a_parameter_of_a_facet_is_read_as_in_the_box_and_written_as_a_code():
    search = asked(country=["a", "Ay", "ay", "zz"])
    assert search.values("country") == {"a"}
    assert search.address == "?country=a"
    assert "“zz” is no known value" in told(search)
    assert "“Ay”" not in told(search)


@pytest.mark.parametrize(("name", "word"), [("derived", "no"), ("exact", "yes")])
def test_a_switch_is_set_by_one_word_and_anything_else_is_ignored_and_said(name, word):
    usual, switched = asked(q="x"), asked(**{"q": "x", name: word})
    assert switched.address == f"?q=x&{name}={word}"
    assert switched != usual
    odd = asked(**{"q": "x", name: "0\0"})
    assert odd == usual
    assert f"“0” is no known value of the filter “{name}”" in told(odd)
    assert asked(**{"q": "x", name: ""}).ignored == ()


def test_switches_are_set_and_everything_else_stays():
    search = asked(q="x", country="a", sort="name", page="3")
    assert search.with_derived(False).address == "?q=x&country=a&derived=no&sort=name"
    assert search.with_derived(False).with_derived(True) == search.on_page(1)
    assert search.literally().address == "?q=x&country=a&exact=yes&sort=name"


def test_every_other_question_keeps_its_other_parts():
    search = asked(q="x -model:b", country=["a", "b"], derived="no", exact="yes", sort="reread", page="2")
    rest = "derived=no&exact=yes&sort"
    others = [
        search.without("country", "a"),
        search.without_clause(search.clauses[0]),
        search.without_excluded("model", "b"),
        search.sorted_by("name"),
        search.on_page(7),
    ]
    assert [other.address for other in others] == [
        f"?q=x+-model%3Ab&country=b&{rest}=reread",
        f"?q=-model%3Ab&country=a&country=b&{rest}=reread",
        f"?q=x&country=a&country=b&{rest}=reread",
        f"?q=x+-model%3Ab&country=a&country=b&{rest}=name",
        f"?q=x+-model%3Ab&country=a&country=b&{rest}=reread&page=7",
    ]
    assert all(reread(other) == other for other in others)


@pytest.mark.parametrize("q", NASTY)
def test_the_nastiest_questions_have_an_answer_and_one_address(q):
    search = asked(q=q)
    assert len(search.q) <= LONGEST
    assert size(search) <= MOST_TERMS
    assert reread(search) == search


def test_the_nastiest_questions_are_as_many_as_promised():
    assert len(set(NASTY)) == 36


WORDS = [
    "country",
    "since",
    "Model",
    "token",
    "a",
    "ay",
    "c",
    "b see",
    "xx",
    "novo",
    "the",
    "千问",
    "ﷺ",
    "ß",
    "e\u0301",
]
SIGNS = ["", " ", " ", "  ", '"', '"', "“", "-", "-", "−", ":", ":", "：", ",", "(", ")", "/", "*", "\u200b", "\0"]
TYPED = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), max_size=80).map("".join) | st.text(max_size=400)
ANYTHING = st.dictionaries(
    st.sampled_from(["sort", "page", "derived", "exact", "utm", *FACETS]),
    st.lists(st.text(max_size=8) | st.sampled_from(["a", "b", "no", "yes", "name", "relevance", "2"]), max_size=4),
)


@given(TYPED, ANYTHING)
def test_any_question_becomes_one_value_within_its_limits_and_reads_as_the_same_again(q, given):
    search = asked(q=q, **given)
    assert len(search.q) <= LONGEST
    assert size(search) <= MOST_TERMS
    assert search.page >= 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in search.q)
    hash(search)
    again = reread(search)
    assert again == search
    assert again.address == search.address


@given(TYPED)
def test_what_the_box_shows_is_read_as_the_same_text(q):
    search = asked(q=q)
    again = asked(q=search.q)
    assert (again.q, again.clauses, again.excluded, again.chosen) == (search.q, search.clauses, search.excluded, ())


@given(TYPED, st.randoms())
def test_whatever_is_taken_away_the_rest_reads_as_the_same_again(q, random):
    search = asked(q=q)
    while search.clauses or search.excluded:
        gone = random.choice([*search.clauses, *((f, v) for f, values in search.excluded for v in sorted(values))])
        fewer = search.without_excluded(*gone) if isinstance(gone, tuple) else search.without_clause(gone)
        assert reread(fewer) == fewer
        assert len(fewer.q) <= len(search.q), "shorter, unless what is left is written with more letters: þ is th"
        search = fewer
