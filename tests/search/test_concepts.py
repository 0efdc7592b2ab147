from itertools import pairwise

import pytest

from directory.search import analysis, concepts, everyday
from directory.search.concepts import FAINT, Reference, build, completions
from directory.text import fold
from directory.vocabulary import EUROPE, Route, Sector, Size, Use
from tests.factories import adoption, company
from tests.search.conftest import LANTERN

KNOWN = Reference(
    models={"qwen": ("Qwen", "通义千问", "Tongyi Qianwen", "Qwen2.5"), "lantern": ("Lantern Vision",)},
    developers={"alibaba": ("Alibaba Cloud", "阿里云"), "moonshot-ai": ("Moonshot AI", "月之暗面"), "zhipu": ("智谱",)},
    makers={"qwen": "alibaba"},
    versions={
        ("qwen", "Qwen2.5"): ("Qwen2.5", "Q25"),
        ("qwen", "Q25"): ("Qwen2.5", "Q25"),
        ("deepseek", "R1"): ("DeepSeek-R1", "R1"),
    },
)
NAMES = build(KNOWN)


def meant(word):
    """Give the values that a word means, with their weights."""
    return {(sense.concept.facet, sense.concept.value): sense.weight for sense in NAMES.of_word(fold(word))}


def values(senses):
    return {(sense.concept.facet, sense.concept.value) for sense in senses}


def test_weights_are_in_the_order_that_is_written_down():
    """Model, developer ≫ place, sector ≫ the rest (issue 3, DECISIONS.md)."""
    assert concepts.WEIGHTS == {
        "model": 12,
        "developer": 10,
        "country": 6,
        "sector": 6,
        "use": 4,
        "route": 4,
        "size": 4,
        "status": 4,
    }
    assert all(one >= other for one, other in pairwise(concepts.WEIGHTS.values()))
    assert concepts.WEIGHTS.keys() == concepts.LABELS.keys()
    assert 2 * FAINT < concepts.FULL, "a later word is less than anything that is meant, even doubled"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("germany", "DE"),
        ("allemagne", "DE"),
        ("deutschland", "DE"),
        ("german", "DE"),
        ("niemcy", "DE"),
        ("alemania", "DE"),
        ("french", "FR"),
        ("uk", "GB"),
        ("britain", "GB"),
        ("scotland", "GB"),
        ("holland", "NL"),
        ("pays", "NL"),
        ("netherlands", "NL"),
        ("osterreich", "AT"),
        ("oesterreich", "AT"),
        ("hellas", "GR"),
        ("ελλαδα", "GR"),
        ("ellada", "GR"),
        ("україна", "UA"),
        ("ukraina", "UA"),
        ("czechia", "CZ"),
        ("cesko", "CZ"),
        ("suomi", "FI"),
        ("kosova", "XK"),
        ("moldavia", "MD"),
    ],
)
def test_a_country_has_its_names_in_the_languages_of_europe_and_everyday_ones(word, code):
    assert meant(word)["country", code] == 6


@pytest.mark.parametrize("code", sorted(EUROPE))
def test_every_country_is_meant_by_each_of_its_names(code):
    for name in concepts.country_names(code):
        words = analysis.words(name)
        run = analysis.is_run(words[0])
        found = NAMES.of_run(words[0]) if run else NAMES.of_phrase(tuple(words))
        assert ("country", code) in values(found), name


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("bank", ("sector", "finance-insurance")),
        ("versicherung", ("sector", "finance-insurance")),
        ("krankenhaus", ("sector", "health")),
        ("hopital", ("sector", "health")),
        ("car", ("sector", "automotive")),
        ("university", ("sector", "education-research")),
        ("government", ("sector", "public-sector")),
        ("ecommerce", ("sector", "retail-consumer")),
        ("onpremise", ("route", "self-hosted")),
        ("locally", ("route", "self-hosted")),
        ("finetuned", ("use", "derivative")),
        ("trial", ("use", "pilot")),
        ("corporation", ("size", "enterprise")),
        ("announced", ("status", "announced")),
    ],
)
def test_sectors_routes_uses_and_sizes_have_everyday_names(word, value):
    assert meant(word)[value] >= 4


@pytest.mark.parametrize("words", [("own", "servers"), ("on", "premises"), ("eu", "hosted"), ("official", "api")])
def test_everyday_names_of_several_words_are_meant_as_phrases(words):
    assert any(facet == "route" for facet, _ in values(NAMES.of_phrase(words)))


def test_everyday_names_are_of_values_that_there_are():
    assert set(everyday.COUNTRIES) <= set(EUROPE)
    for told, kinds in (
        (everyday.SECTORS, Sector),
        (everyday.ROUTES, Route),
        (everyday.USES, Use),
        (everyday.SIZES, Size),
    ):
        assert set(told) <= {kind.value for kind in kinds}


def test_what_nearly_every_adoption_has_means_nothing():
    for word in ("active", "unknown", "other"):
        assert not {value for value in meant(word) if value in concepts.SILENT}


def test_cities_have_the_names_of_each_language():
    assert everyday.city_names("Köln") == ("Köln", "Cologne", "Colonia")
    assert everyday.city_names("Falkenstein") == ("Falkenstein",)
    assert set(everyday.city_names("Warsaw")) == {"Warsaw", "Warszawa", "Warschau", "Varsovie"}


def test_every_city_line_is_of_one_city():
    names = [name for line in everyday.CITIES for name in everyday.city_names(line.split(",")[0])]
    assert len(names) == len(set(names))


def test_a_later_word_of_a_name_is_faint_but_not_of_a_country_or_a_sector():
    assert meant("alibaba")["developer", "alibaba"] == 10
    assert meant("cloud")["developer", "alibaba"] == FAINT
    assert meant("cloud")["sector", "infrastructure-cloud"] == 6
    assert meant("vision")["model", "lantern"] == FAINT
    assert meant("kingdom")["country", "GB"] == 6


def test_a_later_word_that_is_a_code_names_a_version_by_itself():
    assert meant("r1")["model", "deepseek-r1"] == 12
    assert meant("5")["model", "qwen2-5"] == FAINT


def test_a_word_says_the_most_that_any_name_of_a_value_says():
    assert meant("tongyi")["model", "qwen"] == 12
    assert meant("qianwen")["model", "qwen"] == 12, "as a pinyin of 千问, although a later word of Tongyi Qianwen"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("tongyiqianwen", ("model", "qwen")),
        ("alibabacloud", ("developer", "alibaba")),
        ("moonshotai", ("developer", "moonshot-ai")),
        ("yuezhianmian", ("developer", "moonshot-ai")),
        ("yuezhi", ("developer", "moonshot-ai")),
        ("anmian", ("developer", "moonshot-ai")),
        ("zhipu", ("developer", "zhipu")),
    ],
)
def test_names_are_meant_as_one_word_and_in_pinyin_however_it_is_parted(word, value):
    assert meant(word)[value] >= 10


def test_a_single_syllable_means_nothing():
    assert meant("yue") == meant("qian") == {}


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("千问", ("model", "qwen")),
        ("通义千问", ("model", "qwen")),
        ("通", ("model", "qwen")),
        ("阿里", ("developer", "alibaba")),
        ("智譜", ("developer", "zhipu")),
        ("德国", ("country", "DE")),
    ],
)
def test_a_run_is_meant_wherever_it_stands_and_in_traditional_characters(run, value):
    assert value in values(NAMES.of_run(run))


def test_a_single_character_is_meant_only_where_a_name_begins_with_it():
    assert ("model", "qwen") not in values(NAMES.of_run("问"))
    assert values(NAMES.of_run("问通")) == set()


def test_the_beginning_of_a_word_says_half_of_it_and_a_whole_word_all():
    found = {(s.concept.facet, s.concept.value): s.weight for s in NAMES.of_beginning("germ")}
    assert found["country", "DE"] == 3
    assert max(s.weight for s in NAMES.of_beginning("qwen") if s.concept.value == "qwen") == 12


def test_completions_are_at_most_fifty_in_order():
    words = sorted(f"kite{number:03}" for number in range(80))
    assert completions(words, "kite") == words[:50]
    assert completions(words, "kite07") == [f"kite07{digit}" for digit in range(10)]
    assert completions(words, "kites") == completions(words, "zz") == []


def test_a_phrase_stands_in_a_name_in_order():
    assert values(NAMES.of_phrase(("alibaba", "cloud"))) == {("developer", "alibaba")}
    assert values(NAMES.of_phrase(("cloud", "alibaba"))) == set()
    assert values(NAMES.of_phrase(("tongyi", "cloud"))) == set()


def test_another_name_of_a_family_that_is_a_version_s_means_the_version_alone():
    assert values(NAMES.of_word("qwen2")) == {("model", "qwen2-5")}
    assert meant("q25") == {("model", "qwen2-5"): 12}


def test_a_company_has_the_values_of_each_of_its_adoptions():
    both = company(adoptions=[adoption(versions=["L1"]), adoption(model="other", use="pilot", route="vendor-api")])
    assert concepts.values_of(both | {"size": "startup"}, LANTERN) >= {
        ("country", "DE"),
        ("size", "startup"),
        ("sector", "software-ai"),
        ("model", "lantern"),
        ("model", "lantern-1"),
        ("model", "other"),
        ("developer", "lantern-lab"),
        ("use", "production"),
        ("use", "pilot"),
        ("route", "self-hosted"),
        ("route", "vendor-api"),
        ("status", "active"),
    }
