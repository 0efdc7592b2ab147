import pytest
from werkzeug.datastructures import MultiDict

from directory.search.query import FACETS, MOST_TERMS, read

KNOWN = {facet: {} for facet in FACETS} | {
    "country": {"DE": "DE", "de": "DE", "germany": "DE", "allemagne": "DE", "FR": "FR", "fr": "FR", "GB": "GB"}
    | {"united kingdom": "GB"},
    "model": {"qwen": "qwen", "通义千问": "qwen", "deepseek": "deepseek", "qwen2-5-vl": "qwen2-5-vl"},
    "developer": {"moonshot-ai": "moonshot-ai", "moonshot ai": "moonshot-ai"},
    "route": {"self-hosted": "self-hosted", "vendor-api": "vendor-api"},
    "year": {"2024": "2024", "2025": "2025"},
}


def asked(q, **given):
    return read(MultiDict({"q": q} | given), KNOWN)


def written(search):
    return [clause.written for clause in search.clauses]


def told(search):
    return " ".join(str(problem) for problem in search.ignored)


def clause(search, text):
    return next(each for each in search.clauses if each.text == text)


def test_words_and_phrases_are_read_and_only_the_last_word_is_being_typed():
    search = asked('Sovereign "Open Source" clouds')
    assert [(c.text, c.terms, c.prefix, c.phrase) for c in search.clauses] == [
        ("sovereign", ("sovereign",), "", False),
        ("open source", ("open", "source"), "", True),
        ("clouds", ("clouds",), "clouds", False),
    ]


@pytest.mark.parametrize("q", ['"open source"', "qwen )", "-qwen", "千问", "x", 'novo "x'])
def test_nothing_else_is_being_typed(q):
    assert all(not clause.prefix for clause in asked(q).clauses)


def test_a_filter_that_leaves_the_text_does_not_end_a_word():
    assert asked("deep country:de").clauses[0].prefix == "deep"


@pytest.mark.parametrize(
    "q", ['"', '""', '"half open', 'half" open', '" "', '"one"', '-"half open', 'state:"half open']
)
def test_a_quote_that_does_not_close_is_only_text(q):
    assert all(not clause.phrase for clause in asked(q).clauses)


@pytest.mark.parametrize("q", ["“open source”", "„open source“", "« open source »", "＂open source＂", '"Open-Source"'])
def test_every_keyboard_has_its_quotes(q):
    assert written(asked(q)) == ['"open source"']


def test_small_words_are_left_out_unless_there_is_nothing_else():
    assert written(asked("bank of the north")) == ["bank", "north"]
    assert written(asked("the of -north")) == ["the", "of", "-north"]
    assert written(asked("bank -the")) == ["bank", "-the"]


def test_chinese_runs_stand_alone_among_other_words():
    assert [(c.text, c.run) for c in asked("Qwen通义千问").clauses] == [("qwen", False), ("通义千问", True)]


def test_accents_case_and_full_width_forms_do_not_matter():
    assert written(asked("ＣＡＦÉ Łódź")) == ["cafe", "lodz"]


def test_words_and_phrases_are_left_out():
    search = asked('novo -Deep -"open source" −cloud －run (-north)')
    assert written(search) == ["novo", "-deep", '-"open source"', "-cloud", "-run", "-north"]
    assert [clause.text for clause in search.wanted] == ["novo"]
    assert search.q == 'novo -Deep -"open source" −cloud －run (-north)'


def test_words_joined_by_signs_are_left_out_only_together():
    assert written(asked("-gpt-4 -state:of.the")) == ['-"gpt 4"', '-"state of the"']


def test_a_minus_inside_a_word_leaves_nothing_out():
    assert written(asked("self-hosted novo--ai")) == ["self", "hosted", "novo", "ai"]


@pytest.mark.parametrize("q", ["-", "--", '-"', '-""', "- -", "(-)", "-*"])
def test_a_lonely_minus_means_nothing(q):
    assert asked(q).clauses == ()
    assert written(asked(f"{q} novo")) == ["novo"] or q == '-"'


def test_only_exclusions_narrow_the_whole_directory():
    search = asked("-qwen -model:deepseek")
    assert search.narrowed
    assert search.wanted == ()
    assert search.sort == "newest"
    assert asked("-model:deepseek").narrowed


@pytest.mark.parametrize(
    "q",
    [
        "country:de",
        "Country:DE",
        "COUNTRY：ｄｅ",
        "country:Germany",
        "country:Allemagne",
        'country:"de"',
        "country:“germany”",
        'country:"de',
        "country:de,de,,DE",
        "(country:de)",
        "country:de, country:de",
    ],
)
def test_a_field_chooses_a_value_and_leaves_the_text(q):
    assert asked(q) == asked("", country="DE")


@pytest.mark.parametrize(
    ("q", "facet", "code"),
    [
        ('developer:"Moonshot AI"', "developer", "moonshot-ai"),
        ("developer:moonshot-ai", "developer", "moonshot-ai"),
        ("model:通义千问", "model", "qwen"),
        ("model:Qwen2.5-VL", "model", "qwen2-5-vl"),
        ('route:"self hosted"', "route", "self-hosted"),
        ("country:united-kingdom", "country", "GB"),
        ("since:2025", "year", "2025"),
        ("Year:2025", "year", "2025"),
    ],
)
def test_a_value_is_a_code_or_a_name(q, facet, code):
    assert asked(q).chosen == ((facet, frozenset({code})),)


def test_several_values_stand_together_or_apart_and_beside_ticked_ones():
    together = asked('model:qwen country:de,"United Kingdom" novo', country="FR")
    assert together.address == "?q=novo&country=DE&country=FR&country=GB&model=qwen"
    assert together == asked("country:GB model:qwen novo country:DE,fr")


def test_values_are_left_out_and_stay_in_the_text():
    search = asked("novo -Country:de,Allemagne,fr -since:2025")
    assert search.chosen == ()
    assert search.excluded == (("country", frozenset({"DE", "FR"})), ("year", frozenset({"2025"})))
    assert search.q == "novo -Country:de,Allemagne,fr -since:2025"


def test_an_unknown_value_is_a_word_and_said():
    search = asked('country:xx,de -model:"foo bar" year:1066')
    assert written(search) == ["xx", '-"foo bar"', "1066"]
    assert search.values("country") == {"DE"}
    assert search.q == 'country:xx -model:"foo bar" year:1066'
    assert "“xx” is no known value of the filter “country”, so it was searched as a word." in told(search)
    assert "“foo bar”" in told(search)
    assert "“year”" in told(search)


@pytest.mark.parametrize("field", ["token", "contact", "state", "q", "name", "sort", "page", "derived", "ignored"])
def test_a_field_that_is_no_filter_is_a_word_and_said(field):
    search = asked(f'{field}:secret {field}:"two words"')
    assert written(search) == [field, "secret", '"two words"']
    assert f"“{field}:” is no filter" in told(search)
    assert search.chosen == ()


@pytest.mark.parametrize(
    "q", ["http://novo.example", "12:30", "std::vector", "C:\\novo", "novo:", "qwen2.5:7b", "ai :x", "a: b", "country:"]
)
def test_not_everything_with_a_colon_is_worth_a_word(q):
    search = asked(q)
    assert search.ignored == ()
    assert search.clauses


@pytest.mark.parametrize("q", ["country:", "country:,,,", 'country:"', 'country:""', "country:*", "-country:"])
def test_a_field_without_a_value_is_a_word(q):
    assert [clause.terms for clause in asked(q).clauses] == [("country",)]


def test_too_many_words_are_cut_and_said():
    search = asked(" ".join(f"w{n}" for n in range(30)))
    assert len(search.clauses) == MOST_TERMS
    assert "12 words" in told(search)


def test_words_of_phrases_and_values_count():
    search = asked('"a1 b1 c1 d1" -"a2 b2 c2" -country:de,fr e1 f1 -model:qwen g1')
    assert written(search) == ['"a1 b1 c1 d1"', '-"a2 b2 c2"', "e1", "f1"]
    assert search.excluded == (("country", frozenset({"DE", "FR"})), ("model", frozenset({"qwen"})))
    assert "12 words" in told(search)


def test_a_long_phrase_is_cut_but_leaves_nothing_out():
    long = " ".join(f"w{n}" for n in range(30))
    assert [len(clause.terms) for clause in asked(f'"{long}" more').clauses] == [MOST_TERMS]
    assert asked(f'-"{long}"').clauses == ()
    assert "no word to search for" not in told(asked(f'-"{long}"'))


def test_chosen_values_have_their_own_limit():
    known = KNOWN | {"model": {f"m{n}": f"m{n}" for n in range(30)}}
    search = read(MultiDict({"q": f"novo model:{','.join(known['model'])}"}), known)
    assert search.values("model") == {f"m{n}" for n in range(MOST_TERMS)}
    assert "12 words" in told(search)
    assert search.q == "novo"


def test_a_clause_goes_and_the_rest_stays_as_typed():
    search = asked('Café "Open  Source" -Cloud café country:de', page="3", exact="yes", derived="no", sort="name")
    rest = "&country=DE&derived=no&exact=yes&sort=name"
    assert search.without_clause(clause(search, "cafe")).address == f"?q=%22Open+Source%22+-Cloud{rest}"
    assert search.without_clause(clause(search, "cloud")).q == 'Café "Open Source" café'
    assert search.without_clause(clause(search, "open source")).q == "Café -Cloud café"
    assert search.without_clause(clause(search, "open source")).page == 1


@pytest.mark.parametrize(
    ("q", "gone", "left"),
    [
        ("Wait-and-See", "wait", "and see"),
        ("Qwen通义千问", "qwen", "通义千问"),
        ('a1"b1 c1"d1', "b1 c1", "a1 d1"),
        ("country:xx,Yy-Zz", "xx", "country:Yy-Zz"),
        ("country:Xx-Yy,zz", "xx", "country:zz"),
        ('foo:"two words"', "foo", '"two words"'),
        ("-千x", "x", "-千"),
        ('0"¼', "1", "0 4"),
        ('"a b"千x"c d"', "千", '"a b" "c d"'),
        ("novo -novo", "novo", "-novo"),
        ("straßeﷺ", "strasseصلى", ""),
    ],
)
def test_a_word_goes_out_of_what_it_was_joined_to(q, gone, left):
    search = asked(q)
    fewer = search.without_clause(clause(search, gone))
    assert fewer.q == left
    assert [c.text for c in fewer.clauses] == [c.text for c in asked(left).clauses]


def test_a_value_is_no_longer_left_out():
    search = asked("novo -country:de,Fr -country:Allemagne -model:qwen")
    assert search.without_excluded("country", "DE").q == "novo -country:Fr -model:qwen"
    assert search.without_excluded("country", "DE").excluded == asked("-country:fr -model:qwen").excluded
    assert search.without_excluded("model", "qwen").q == "novo -country:de,Fr -country:Allemagne"
    assert asked("-model:qwen").without_excluded("model", "qwen").address == ""


def test_without_a_word_to_match_there_is_no_best_match():
    search = asked("novo -qwen")
    assert search.sort == "relevance"
    assert search.without_clause(clause(search, "novo")).address == "?q=-qwen"
    assert search.without("q").address == ""
