"""Dates, lists and the order of names as readers of each language write them."""

import pytest
from flask_babel import force_locale
from markupsafe import Markup

from directory.search import concepts, known
from directory.search.concepts import Reference
from directory.text import fold
from directory.vocabulary import EUROPE, Sector, Word
from directory.web import catalogues, collation, i18n
from tests.languages.reading import translated


@pytest.fixture
def _reader(empty_app):
    with empty_app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("language", "year", "month", "within", "day", "first"),
    [
        ("en", "2026", "Sept 2026", "September 2026", "24 Nov 2026", "1 Sept 2026"),
        ("fr", "2026", "sept. 2026", "septembre 2026", "24 nov. 2026", "1er sept. 2026"),
        ("de", "2026", "Sept. 2026", "September 2026", "24. Nov. 2026", "1. Sept. 2026"),
        ("es", "2026", "sept 2026", "septiembre de 2026", "24 nov 2026", "1 sept 2026"),
        ("it", "2026", "set 2026", "settembre 2026", "24 nov 2026", "1 set 2026"),
        ("pl", "2026", "wrz 2026", "września 2026", "24 lis 2026", "1 wrz 2026"),
        ("nl", "2026", "sep 2026", "september 2026", "24 nov 2026", "1 sep 2026"),
    ],
)
@pytest.mark.usefixtures("_reader")
def test_a_date_is_written_as_its_readers_write_it(language, year, month, within, day, first):
    with force_locale(language):
        assert [i18n.plain_day(text) for text in ("2026", "2026-09", "2026-11-24T12:00:00Z", "2026-09-01")] == [
            *(year, month, day, first)
        ]
        assert i18n.plain_day("2026-09", within=True) == within


@pytest.mark.usefixtures("_reader")
def test_a_moment_has_its_hour():
    told = '<time datetime="2026-11-24T12:34:56Z">24 Nov 2026, 12:34 UTC</time>'
    assert i18n.moment("2026-11-24T12:34:56Z") == told


@pytest.mark.parametrize(
    ("language", "told"), [("en", "a, b and c"), ("fr", "a, b et c"), ("pl", "a, b i c"), ("de", "a, b und c")]
)
@pytest.mark.usefixtures("_reader")
def test_a_list_is_a_part_of_a_sentence(language, told):
    with force_locale(language):
        assert i18n.listed("abc") == told
    assert i18n.listed(["a"]) == "a"
    assert i18n.listed([]) == ""
    assert i18n.listed([Markup("<b>a</b>"), "<i>"]) == Markup("<b>a</b> and &lt;i&gt;")


def test_what_stands_by_itself_begins_with_a_capital_letter():
    assert [i18n.capital(text) for text in ("developer's API", "électricité", "")] == [
        "Developer's API",
        "Électricité",
        "",
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("de", ["Island", "Oman", "Österreich", "Polen", "Zypern"]),
        ("fr", ["Espagne", "Estonie", "État", "Finlande"]),
        ("es", ["Nueva", "Nz", "Ñame", "Oca"]),
        ("pl", ["Litwa", "Luksemburg", "Lz", "Łotwa", "Malta", "Zorza", "Źródło", "Żaba"]),
    ],
)
def test_names_are_in_the_order_of_their_language(language, names):
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: collation.key(name, language)) == names


@pytest.mark.usefixtures("_reader")
def test_countries_and_sectors_are_chosen_in_the_order_of_their_names():
    with force_locale("de"):
        named = [i18n.country_name(code) for code in i18n.by_country(EUROPE)]
    assert named.index("Norwegen") < named.index("Österreich") < named.index("Polen")
    assert i18n.by_label("sector")[-1] == Sector.OTHER
    assert [word.label for word in i18n.by_label("sector")[:-1]] == sorted(w.label for w in Sector if w != Sector.OTHER)


def meant(word: str) -> set[tuple[str, str]]:
    senses = concepts.build(Reference()).of_word(fold(word))
    return {(sense.concept.facet, sense.concept.value) for sense in senses}


@pytest.mark.parametrize("name", ["Deutschland", "Allemagne", "Alemania", "Germania", "Niemcy", "Duitsland"])
def test_a_country_is_found_by_its_name_in_every_language(name):
    assert ("country", "DE") in meant(name)


@pytest.mark.parametrize("language", [code for code in catalogues.OTHERS if translated(code)])
@pytest.mark.parametrize(("facet", "word"), [("sector", Sector.HEALTH), ("sector", Sector.FINANCE_INSURANCE)])
def test_a_sector_is_found_and_written_by_its_label_in_every_language(language, facet, word: Word):
    told = catalogues.of(language).gettext(word.label)
    assert (facet, word.value) in meant(told.split()[0])
    assert known.values(Reference(), ())[facet][fold(told)] == word.value


def test_what_joins_the_words_of_a_label_means_nothing():
    assert [word for word in ("e", "y", "et", "und", "en", "oraz") if meant(word)] == []
