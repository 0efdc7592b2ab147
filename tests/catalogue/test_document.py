"""The one shape: every rule told at its field, nothing but a refusal for odd input."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.catalogue import kinds
from directory.catalogue.confidence import last_read
from directory.catalogue.document import Company
from directory.catalogue.kinds import Kind, parse, plain
from directory.errors import Invalid
from directory.vocabulary import EUROPE, Sector
from tests.factories import action, adoption, check, company, developer, family, own_source, source

MAKERS = {
    Kind.COMPANY: company,
    Kind.DEVELOPER: developer,
    Kind.MODEL: family,
    Kind.ACTION: action,
    Kind.CHECK: check,
}


def faults(data, kind=Kind.COMPANY):
    """Give each wrong field with its sentence."""
    with pytest.raises(Invalid) as refusal:
        parse(kind, data)
    return {problem.where: str(problem) for problem in refusal.value.problems}


def wrong(**given):
    return faults(company(**given))


def in_adoption(**given):
    return wrong(adoptions=[adoption(), adoption(**given)])


def in_source(**given):
    return in_adoption(sources=[source(), source(**given)])


@pytest.mark.parametrize("kind", Kind)
def test_made_up_documents_are_valid_and_stay_what_they_were(kind):
    data = MAKERS[kind]()
    assert plain(parse(kind, data)) == data
    assert kinds.kind_of(parse(kind, data)) is kind


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": ""}, "name", "Write at least 1 characters."),
        ({"name": "  "}, "name", "Write at least 1 characters."),
        ({"name": "n" * 121}, "name", "Write at most 120 characters."),
        ({"name": 7}, "name", "Write text here."),
        ({"name": None}, "name", "This is needed."),
        ({"name": "a\u202eb"}, "name", "This text holds an invisible character"),
        ({"name": "a\x00b"}, "name", "This text holds a control character."),
        ({"name": "a\ud800b"}, "name", "This text holds"),
        ({"slug": "Novo AI"}, "slug", "Use small letters, digits and hyphens only"),
        ({"slug": "-novo"}, "slug", "Use small letters, digits and hyphens only"),
        ({"slug": "n" * 81}, "slug", "Write at most 80 characters."),
        ({"country": "US"}, "country", "Choose a country of Europe"),
        ({"country": "de"}, "country", "Choose a country of Europe"),
        ({"country": ["DE"]}, "country", "Write text here."),
        ({"website": "novo.example"}, "website", "Write a full web address"),
        ({"website": "javascript:alert(1)"}, "website", "Write a full web address"),
        ({"website": "https://a.example/" + "a" * 2000}, "website", "Write at most 2000 characters."),
        ({"founded": 999}, "founded", "Write a number of 1000 or more."),
        ({"founded": 10**30}, "founded", "Write a number of 9999 or less."),
        ({"founded": 2027}, "founded", "A company cannot be founded in the future."),
        ({"founded": "long ago"}, "founded", "Write a whole number."),
        ({"founded": 2019.5}, "founded", "Write a whole number."),
        ({"size": "huge"}, "size", "Choose one of: "),
        ({"sectors": []}, "sectors", "Give at least 1."),
        ({"sectors": ["legal", "legal"]}, "sectors", "“legal” is given twice."),
        ({"sectors": list(Sector)[:6]}, "sectors", "Give at most 5."),
        ({"sectors": ["legal", "magic"]}, "sectors[2]", "Choose one of: "),
        ({"sectors": "legal"}, "sectors", "Write a list here."),
        ({"aliases": ["Novo", "Novo"]}, "aliases", "“Novo” is given twice."),
        ({"aliases": ["a"] * 21}, "aliases", "Give at most 20."),
        ({"aliases": ["Novo", ""]}, "aliases[2]", "Write at least 1 characters."),
        ({"summary": "short"}, "summary", "Write at least 10 characters."),
        ({"summary": "s" * 401}, "summary", "Write at most 400 characters."),
        ({"status": "asleep"}, "status", "Choose one of: "),
        ({"adoptions": []}, "adoptions", "Give at least 1."),
        ({"adoptions": "none"}, "adoptions", "Write a list here."),
        ({"adoptions": ["none"]}, "adoptions[1]", "Write an object with named fields here."),
        ({"adoptions": [adoption()] * 61}, "adoptions", "Give at most 60."),
        ({"confidence": "confirmed"}, "confidence", "There is no such field."),
    ],
)
def test_a_wrong_field_of_a_company_is_told_where_it_is(given, field, sentence):
    data = {name: value for name, value in (company() | given).items() if value is not None}
    told = faults(data)
    assert list(told) == [field]
    assert told[field].startswith(sentence or "")
    assert "%" not in told[field]


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"model": "Not A Slug"}, "model", "Use small letters"),
        ({"use": "fun"}, "use", "Choose one of: "),
        ({"route": None}, "route", "This is needed."),
        ({"status": "ACTIVE"}, "status", "Choose one of: "),
        ({"since": "yesterday"}, "since", "Write a date as 2026, 2026-11 or 2026-11-24."),
        ({"since": "2026-13"}, "since", "There is no such date."),
        ({"since": "2025-02-29"}, "since", "There is no such date."),
        ({"since": "0000"}, "since", "There is no such date."),
        ({"since": "2026-11-25"}, "since", "This date lies in the future."),
        ({"since": "2027"}, "since", "This date lies in the future."),
        ({"since": "２０２６"}, "since", "Write a date as"),
        ({"since": 2026}, "since", "Write text here."),
        ({"reread": "2026-12"}, "reread", "This date lies in the future."),
        ({"until": "2026-11"}, "until", "Only an ended adoption has an end."),
        ({"until": "2025", "status": "ended"}, "until", "The end cannot lie before the start."),
        ({"until": "2025-12-31", "status": "ended"}, "until", "The end cannot lie before the start."),
        ({"statement": "Yes."}, "statement", "Write at least 10 characters."),
        ({"statement": "s" * 401}, "statement", "Write at most 400 characters."),
        ({"versions": ["one", "one"]}, "versions", "“one” is given twice."),
        ({"versions": [str(n) for n in range(31)]}, "versions", "Give at most 30."),
        ({"sources": []}, "sources", "Give at least 1."),
        ({"sources": [source()] * 21}, "sources", "Give at most 20."),
        ({"operator": "o" * 201}, "operator", "Write at most 200 characters."),
        ({"trust": "high"}, "trust", "There is no such field."),
    ],
)
def test_a_wrong_field_of_an_adoption_is_told_where_it_is(given, field, sentence):
    told = in_adoption(**given)
    assert list(told) == [f"adoptions[2].{field}"]
    assert told[f"adoptions[2].{field}"].startswith(sentence)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"url": None, "locator": None}, "url", "Give the page's address, or say where to find the source."),
        ({"quote": None}, "quote", "Quote the sentence that says it, or say where to find it."),
        ({"quote": "q" * 301}, "quote", "Write at most 300 characters."),
        ({"quote": ""}, "quote", None),
        ({"url": "https://127.0.0.1/"}, "url", "Write a full web address"),
        ({"url": "https://user@a.example/"}, "url", "Write a full web address"),
        ({"title": None}, "title", "This is needed."),
        ({"kind": "rumour"}, "kind", "Choose one of: "),
        ({"by": "a friend"}, "by", "Choose one of: "),
        ({"accessed": "2026-11"}, "accessed", "Write the whole day, like 2026-11-24."),
        ({"accessed": "2026-11-25"}, "accessed", "This date lies in the future."),
        ({"accessed": None}, "accessed", "This is needed."),
        ({"published": "2026-11-24"}, "published", "A source cannot be published after it was read."),
        ({"language": "French"}, "language", "Write a language code, like fr."),
        ({"archive_url": "archive.example"}, "archive_url", "Write a full web address"),
    ],
)
def test_a_wrong_field_of_a_source_is_told_where_it_is(given, field, sentence):
    told = in_source(**given)
    where = f"adoptions[2].sources[2].{field}"
    assert list(told) == [where]
    assert told[where].startswith(sentence or "")


def test_every_wrong_field_is_told_at_once():
    told = wrong(name="", country="US", adoptions=[adoption(use="fun", sources=[source(kind="rumour")])])
    assert set(told) == {"name", "country", "adoptions[1].use", "adoptions[1].sources[1].kind"}


@pytest.mark.parametrize(
    "given",
    [
        {"since": "2026-11-24"},
        {"since": "2024-02-29"},
        {"since": "2026-11"},
        {"since": "2026", "until": "2026", "status": "ended"},
        {"since": "2026-05-20", "until": "2026-05", "status": "ended"},
        {"since": "2026-05", "until": "2026-05-01", "status": "ended"},
        {"since": "2025", "until": "2026-05-01", "status": "ended"},
        {"since": None, "until": "2026", "status": "ended"},
        {"sources": [source(quote=None, locator="page 12")]},
        {"sources": [source(url=None, locator="a printed report, page 12")]},
        {"sources": [source(published="2026")]},
        {"sources": [source(published="2026-11-23")]},
    ],
)
def test_what_is_right_is_accepted(given):
    assert parse(Kind.COMPANY, company(adoptions=[adoption(**given)]))


def test_the_last_reading_is_the_newest_of_reading_and_re_reading():
    sources = [source(accessed="2025-01-02", published=None), own_source(accessed="2025-03-04", published=None)]
    assert last_read(adoption(sources=sources)) == "2025-03-04"
    assert last_read(adoption(sources=sources, reread="2026-05-06")) == "2026-05-06"


def test_a_partial_re_reading_does_not_break_the_calendar():
    told = in_adoption(reread="2026-05")
    assert told == {"adoptions[2].reread": "Write the whole day, like 2026-11-24."}


def test_white_space_around_text_goes():
    assert parse(Kind.COMPANY, company(name=" Novo \n")).name == "Novo"


def test_the_domain_is_the_identity():
    assert parse(Kind.COMPANY, company(website="https://blog.Novo-AI.de/x")).domain == "novo-ai.de"
    assert parse(Kind.COMPANY, company(website=None)).domain == ""


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(st.characters(codec=None), max_size=40)
    | st.sampled_from(["x" * 100_000, "é" * 50_000, "2026-11-24", "https://a.example", "e\u0301" * 1000, "٢٠٢٦"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
PLACES = [
    (),
    *((name,) for name in Company.model_fields),
    *(("adoptions", 0, name) for name in adoption() | {"reread": "", "until": "", "versions": []}),
    *(("adoptions", 0, "sources", 0, name) for name in source()),
]


def _put(data, place, value):
    if not place:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[place[0]] = _put(data[place[0]] if len(place) > 1 else None, place[1:], value)
    return copy


@given(st.sampled_from(PLACES), ODD)
@example(("adoptions", 0, "since"), "9999")
@example(("adoptions", 0, "reread"), "0001")
@example(("founded",), float("nan"))
@example(("website",), "https://[::1")
@example(("name",), "\ud800")
def test_odd_input_is_accepted_or_refused_and_never_anything_else(place, value):
    data = _put(company(), place, value)
    try:
        document = parse(Kind.COMPANY, data)
    except Invalid:
        assert all(faults(data).values())
    else:
        assert parse(Kind.COMPANY, json.loads(kinds.canonical(document))) == document


def test_endless_nesting_is_refused():
    deep = []
    for _ in range(900):
        deep = [deep]
    assert list(wrong(adoptions=deep)) == ["adoptions[1]"]
    assert list(wrong(name=deep)) == ["name"]


def test_europe_is_what_the_directory_says_it_is():
    assert len(EUROPE) == 44
    assert {"XK", "UA", "GB", "CH", "VA"} <= EUROPE
    assert not {"RU", "TR", "US", "CN", "BY"} & EUROPE
