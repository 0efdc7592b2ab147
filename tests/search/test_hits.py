"""What is found, corrected and relaxed, asked of a real index."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from directory.search import analysis
from tests.factories import adoption, source
from tests.search.conftest import NASTY, Shelf, named, saying

ENERGY = saying("It uses some model.") | {"sectors": ["energy"]}


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """An index of names as there are in Europe, to be read only."""
    shelf = Shelf(tmp_path_factory.mktemp("town") / "gen")
    names = (
        *("Nextcloud", "Open AI Labs", "Bäckerei Müller", "Straßenlaterne", "Société Générique", "Łódź Żółw", "Ørsund"),
        *("Århus Kite", "Αθήνα Φανάρι", "Београд Фењер", "ＦＵＬＬ Ｗｉｄｔｈ", "Kimi", "Quartermaster Foundry"),
    )
    shelf.create(*(named(name, slug=f"made-up-{n}", website=None, **ENERGY) for n, name in enumerate(names)))
    yield shelf
    shelf.close()


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("Nextcloud", ["nextcloud", "next cloud", "Next-Cloud", "nextcluod", "nextclod", "nexxtcloud", "nwxtcloid"]),
        ("Open AI Labs", ["openai", "open ai", "OpenAI Labs", "openailabs", "open ailabs", "opneai"]),
        ("Bäckerei Müller", ["backerei", "baeckerei", "BÄCKEREI", "mueller", "muller", "Müller", "baekerei", "mulelr"]),
        ("Straßenlaterne", ["strassenlaterne", "Straßenlaterne", "STRASSENLATERNE", "strasenlaterne"]),
        (
            "Société Générique",
            ["societe generique", "SOCIÉTÉ", "sociéte\u0301", "génerique", "generiqeu", '"societe générique"'],
        ),
        ("Łódź Żółw", ["lodz", "Łódź", "żółw zolw", "zolw"]),
        ("Ørsund", ["orsund", "oersund", "Örsund", "ørsund"]),
        ("Århus Kite", ["arhus", "aarhus", "Aarhus kite"]),
        ("Αθήνα Φανάρι", ["αθηνα", "ΑΘΉΝΑ", "athina", "fanari", "athina φαναρι", "athnia"]),
        ("Београд Фењер", ["београд", "beograd", "БЕОГРАД", "beogard"]),
        ("ＦＵＬＬ Ｗｉｄｔｈ", ["full width", "ｆｕｌｌ", "full"]),
        ("Kimi", ["kimi", "kmi", "kiimi", "kimo"]),
    ],
)
def test_a_name_is_found_however_it_is_written(town, name, ways):
    for q in ways:
        assert [town.documents[slug]["name"] for slug in town.found(q)][:1] == [name], q


@given(st.data())
def test_any_single_fault_in_a_word_of_a_name_still_finds_the_company_first(town, data):
    """A missing, doubled, wrong or swapped letter; a word that is right besides is not needed."""
    name = data.draw(
        st.sampled_from(["Nextcloud", "Straßenlaterne", "Quartermaster Foundry", "Kimi", "Bäckerei Müller"])
    )
    word = data.draw(st.sampled_from(analysis.words(name)))
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typed = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )
    everything = {word for book in (*town.readers[0].words(), town.concepts.book) for word in book}
    assume(all(OSA.distance(typed, other) > 1 for other in everything if not other.startswith(word)))
    found = town.ask(typed)
    assert town.found(typed)[:1] == [slug for slug, each in town.documents.items() if each["name"] == name], typed
    assert not found.relaxed


def test_what_is_as_it_is_written_is_never_corrected(shelf):
    shelf.create(named("Kite", **ENERGY), named("Kits", **ENERGY), named("Lantern Kit", **ENERGY))
    for q, found in (("kite", ["kite"]), ("kits", ["kits"]), ("kit", ["lantern-kit"])):
        assert shelf.found(q)[: len(found)] == found
        assert shelf.ask(q).corrected == ()


def test_what_the_words_were_taken_for_is_told(shelf):
    shelf.create(named("Harbour Beacon", **ENERGY))
    found = shelf.ask("harbor baecon")
    assert found.corrected == (("harbor", "harbour"), ("baecon", "beacon"))
    assert not found.relaxed
    assert shelf.found("harbor baecon") == ["harbour-beacon"]


def test_only_a_word_that_nothing_has_is_corrected(shelf):
    shelf.create(named("Harbour Beacon", **ENERGY), named("Harbor", **ENERGY))
    assert shelf.ask("harbor").corrected == ()
    assert shelf.found("harbor") == ["harbor"]


def test_of_words_that_are_there_but_nowhere_together_one_is_read_as_its_neighbour(shelf):
    shelf.create(named("Harbour Beacon", **ENERGY), named("Harbor", **ENERGY))
    assert shelf.ask("harbor beacon").corrected == (("harbor", "harbour"),)
    assert shelf.found("harbor beacon") == ["harbour-beacon"]


def test_exact_corrects_nothing(shelf):
    shelf.create(named("Harbour Beacon", **ENERGY), named("Harbor", **ENERGY))
    assert shelf.found("harbuor", exact="yes") == []
    assert shelf.ask("harbuor beacon", exact="yes").corrected == ()
    assert shelf.ask("harbor beacon", exact="yes").relaxed


@pytest.mark.parametrize("q", ['"harbuor beacon"', "-harbuor", "灯龙"])
def test_phrases_runs_and_what_is_left_out_are_not_corrected(shelf, q):
    shelf.create(named("Harbour Beacon"))
    assert shelf.ask(q).corrected == ()


def test_a_correction_that_the_filters_leave_nothing_of_is_told_too(shelf):
    shelf.create(named("Harbour", **ENERGY), named("Kite", **ENERGY))
    assert shelf.ask("harbuor", among={"harbour"}).corrected == (("harbuor", "harbour"),)
    assert shelf.ask("harbuor", among={"kite"}).corrected == (("harbuor", "harbour"),), (
        "the page says which filter to drop"
    )


def test_a_word_of_names_of_things_is_corrected_too(shelf):
    shelf.create(named("One", country="FR"), named("Two", **ENERGY))
    assert shelf.ask("lantren").corrected == (("lantren", "lantern"),)
    assert shelf.found("lantren") == ["one"]
    assert shelf.found("gremany") == ["two"]


def test_numbers_are_not_corrected(shelf):
    shelf.create(named("Kite 20260", **ENERGY), named("Qwen3 House", **ENERGY))
    assert shelf.found("20261 xqzzwv") == []
    assert shelf.found("qwen2") == []


def test_where_nothing_has_all_of_it_a_part_is_enough_and_said(shelf):
    shelf.create(named("Red Kite", **ENERGY), named("Blue Kite", **ENERGY), named("Grey Hawk", **ENERGY))
    found = shelf.ask("red kite xqzzwv")
    assert found.relaxed
    assert shelf.found("red kite xqzzwv") == ["red-kite", "blue-kite"]
    assert not shelf.ask("red kite").relaxed


def test_a_single_word_that_nothing_has_is_not_relaxed(shelf):
    shelf.create(named("Red Kite", **ENERGY))
    found = shelf.ask("xqzzwv")
    assert (found.relaxed, shelf.scores(found)) == (False, {})


def test_what_is_left_out_stays_out_where_a_part_is_enough(shelf):
    shelf.create(named("Red Kite", **ENERGY), named("Blue Kite", **ENERGY))
    assert shelf.found("kite xqzzwv -blue") == ["red-kite"]


def test_the_beginning_of_a_word_is_no_part_that_matches(shelf):
    shelf.create(named("Kitehawk", **ENERGY), named("Hawk", **ENERGY))
    assert shelf.found("kiteh") == ["kitehawk"]
    assert shelf.found("xqzzwv germ", exact="yes") == []
    assert shelf.found("xqzzwv kiteh", exact="yes") == []


def test_only_the_last_word_may_be_unfinished(shelf):
    shelf.create(named("Novotel Werke", **ENERGY), named("Novo Werke", **ENERGY))
    assert shelf.found("werke nov", exact="yes") == ["novo-werke", "novotel-werke"]
    assert "novotel-werke" not in shelf.found("nov werke", exact="yes")[:1]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("灯笼大模型", ["one"]),
        ("灯笼", ["one"]),
        ("燈籠", ["one"]),
        ("笼大模", ["one"]),
        ("denglong", ["one"]),
        ("deng long", ["one"]),
        ("灯模", []),
        ("Lantern-1", ["one"]),
        ("L1", ["one"]),
        ("lantern lab", ["one"]),
        ("deutschland", ["two"]),
        ("Allemagne", ["two"]),
        ("paris", ["one"]),
        ("Parigi", ["one"]),
        ("hôpital", ["one"]),
        ("on-premises", ["one"]),
    ],
)
def test_what_a_company_uses_and_where_it_is_finds_it(shelf, q, found):
    one = {"country": "FR", "city": "Paris", "sectors": ["health"], "adoptions": [adoption(versions=["L1"])]}
    two = saying("It uses some model.") | {"sectors": ["energy"]}
    two["adoptions"] = [each | {"route": "vendor-api"} for each in two["adoptions"]]
    shelf.create(named("One", **one), named("Two", **two))
    assert shelf.found(q, exact="yes") == found


def test_a_quote_is_found_by_another_form_of_the_word_in_its_own_language(shelf):
    def quoting(name, quote, language):
        said = [source(quote=quote, language=language)]
        return named(name, **ENERGY | {"adoptions": [adoption(model="other", statement="It.", sources=said)]})

    shelf.create(
        quoting("French", "Nos télévisions sont chiffrées.", "fr"),
        quoting("German", "Wir betreiben verschlüsselte Datenbanken.", "de"),
        quoting("Untold", "Avec nos télévisions pour les clients qui sont dans une ville.", None),
        quoting("Polish", "Korzystamy z modelami.", "pl"),
    )
    assert shelf.found("télévision chiffré", exact="yes") == ["french"]
    assert set(shelf.found("télévision", exact="yes")) == {"french", "untold"}
    assert set(shelf.found("TELEVISION 1", exact="yes")) == {"french", "untold"}, "without accents"
    assert shelf.found("Datenbank", exact="yes") == ["german"]
    assert shelf.found("databank", exact="yes") == []


def test_the_stem_of_one_language_does_not_match_a_text_of_another(shelf):
    """Häuser is another form of Haus, and not of an English word."""
    shelf.create(
        named("German", **ENERGY | saying("It.", "Viele Häuser", "de")),
        named("English", **ENERGY | saying("It.", "Many Häuser", "en")),
    )
    assert shelf.found("haus", exact="yes") == ["german"]
    assert set(shelf.found("häuser", exact="yes")) == {"german", "english"}


@pytest.mark.parametrize(
    ("q", "found"), [("beacons", ["one"]), ("beacon", ["one"]), ("training", ["two"]), ("train", ["two"])]
)
def test_the_base_form_of_a_word_and_its_other_forms_find_each_other(shelf, q, found):
    one, two = saying("It is a beacon of light."), saying("It trains it.")
    shelf.create(named("One", **ENERGY | one), named("Two", **ENERGY | two))
    assert shelf.found(q, exact="yes") == found


def test_no_word_means_everybody_and_only_what_is_left_out_means_the_others(shelf):
    shelf.create(named("Red Kite", **ENERGY), named("Blue Kite", **ENERGY))
    assert shelf.found("-red") == ["blue-kite"]
    assert shelf.found("-xqzzwv") == ["blue-kite", "red-kite"]
    assert shelf.found('-"red kite" -blue') == []


@pytest.mark.parametrize("q", [*NASTY, "ﷺ ﷺ", '"ﷺ ﷺ"', '-"ﷺ novo"', "ﷺ", "kite -ﷺ"])
def test_nasty_texts_are_answered(town, q):
    assert town.ask(q).scores is not None


@given(st.text(max_size=40))
def test_any_text_is_answered(town, q):
    for way in (q, f'"{q}"', f"-{q}", f'kimi -"{q}" {q}'):
        found = town.ask(way)
        assert len(found.scores) == len(town.slugs)
        assert (found.scores >= 0).all()
