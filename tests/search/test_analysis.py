import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import analysis
from directory.text import fold


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "companies", "company"),
        ("en", "hosting", "hosted"),
        ("en", "training", "trained"),
        ("fr", "hébergée", "hébergées"),
        ("fr", "hébergement", "hébergements"),
        ("fr", "entraîné", "entraînés"),
        ("de", "Banken", "Bank"),
        ("de", "Versicherungen", "Versicherung"),
        ("es", "modelos", "modelo"),
        ("es", "utilizamos", "utilizado"),
        ("it", "utilizziamo", "utilizzato"),
        ("nl", "banken", "bank"),
        ("pl", "modelami", "modelem"),
        ("pt", "modelos", "modelo"),
        ("sv", "modellerna", "modell"),
        ("da", "modellerne", "modellen"),
        ("fi", "mallia", "mallin"),
        ("cs", "modely", "model"),
        ("hu", "modellek", "modell"),
        ("ro", "modelele", "modelul"),
        ("el", "μοντέλα", "μοντέλο"),
        ("ru", "моделями", "модели"),
    ],
)
def test_forms_of_a_word_share_a_stem_in_their_language(language, one, other):
    one, other = (next(analysis.tokens(word)).raw for word in (one, other))
    assert analysis.stem(one, language) == analysis.stem(other, language)


@pytest.mark.parametrize("word", ["ai", "gas", "bus", "qwen2", "123456", "业务"])
def test_short_words_numbers_and_runs_are_their_own_stems(word):
    assert {analysis.stem(word, language) for language in analysis.STEMMERS} == {word}


def test_a_language_without_a_stemmer_keeps_its_words():
    assert analysis.stem("kompanije", "sl") == "kompanije"


def test_a_stem_is_folded():
    assert analysis.stem("société", "fr").isascii()


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        ("Novo", ("novo",)),
        ("Bäcker", ("backer", "baecker")),
        ("MÜLLER", ("muller", "mueller")),
        ("Straße", ("strasse",)),
        ("Société", ("societe",)),
        ("Łódź", ("lodz",)),
        ("Żółw", ("zolw",)),
        ("Ørsted", ("orsted", "oersted")),
        ("Århus", ("arhus", "aarhus")),
        ("Þór", ("thor",)),
        ("Çelebi", ("celebi",)),
        ("Αθήνα", ("αθηνα", "athina")),
        ("ΜΠΑΝΤΑ", ("μπαντα", "bada")),
        ("Київ", ("киів", "kiiv")),
        ("Београд", ("београд", "beograd")),
        ("ＮＯＶＯ", ("novo",)),
        ("２０２６", ("2026",)),
    ],
)
def test_a_word_is_found_as_it_is_written_spelt_out_and_in_latin_letters(written, ways):
    (token,) = analysis.tokens(written)
    assert analysis.spellings(token.raw) == ways


def test_chinese_is_heard_alike_in_simplified_and_traditional_characters():
    assert analysis.syllables("月之暗面") == ["yue", "zhi", "an", "mian"]
    assert analysis.syllables("靈龍") == analysis.syllables("灵龙")


def test_words_and_runs_part_where_the_script_changes():
    text = "阿里 通义千问Qwen-2.5 Kimi_k2"
    assert [(token.text, token.run) for token in analysis.tokens(text)] == [
        ("阿里", True),
        ("通义千问", True),
        ("qwen", False),
        ("2", False),
        ("5", False),
        ("kimi", False),
        ("k2", False),
    ]
    assert [token.text for token in analysis.tokens("さくら 서울 漢字")] == ["さくら", *analysis.words("서울"), "漢字"]


def test_pairs_of_a_run_overlap_and_a_single_character_is_its_own():
    assert analysis.pairs("通义千问") == ["通义", "义千", "千问"]
    assert analysis.pairs("千") == ["千"]


def test_beginnings_have_two_to_twenty_letters():
    assert analysis.prefixes("novo") == ["no", "nov", "novo"]
    assert len(analysis.prefixes("x" * 80)[-1]) == 20
    assert analysis.prefixes("x") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have been using this model for our customers since it was released.", "en"),
        ("Nous utilisons ce modèle pour les clients qui sont dans notre pays.", "fr"),
        ("Wir betreiben das Modell nicht selbst, und es wird auf Servern in Köln betrieben.", "de"),
        ("Los modelos que usamos son más baratos por la licencia y están en nuestra nube.", "es"),
        ("Il modello che usiamo è nella nostra infrastruttura, anche per gli utenti della rete.", "it"),
        ("Het model wordt niet door ons getraind, maar wij gebruiken het voor onze klanten.", "nl"),
        ("Não treinamos o modelo, mas ele está na nossa nuvem com uma licença.", "pt"),
        ("Model jest dostępny dla klientów, którzy nie mają własnych serwerów oraz przez API.", "pl"),
        ("Vi kör modellen på våra servrar och det är inte med andra som vi kan dela den.", "sv"),
        ("Malli on käytössä, ja tämä on myös avoin, mutta se ei ole ilmainen.", "fi"),
        ("Lantern 1.5B", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words_else_it_is_english(text, language):
    assert analysis.language_of(text) == language


@pytest.mark.parametrize(
    ("named", "language"),
    [("fr", "fr"), ("fr-CH", "fr"), ("DE", "de"), ("nb", "no"), ("hr", "sr"), ("gl", "pt"), ("xx", "en"), ("sl", "en")],
)
def test_a_language_that_is_named_is_believed_where_it_has_a_stemmer(named, language):
    assert analysis.language_of("The words are English and this is what it is.", named) == language


def test_every_language_of_small_words_has_a_stemmer():
    assert set(analysis.TELLING) <= set(analysis.STEMMERS)
    assert set(analysis.SAME.values()) <= set(analysis.STEMMERS)
    assert all(analysis.stem("kite", language) for language in analysis.STEMMERS), "each is installed"


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_the_short_way_for_ascii_folds_the_same(text):
    assert analysis.folded(text) == fold(text)


@given(st.text(max_size=80))
def test_tokens_stand_where_they_say_in_the_composed_text(text):
    composed = unicodedata.normalize("NFC", text)
    found = list(analysis.tokens(text))
    for token in found:
        assert token.text in fold(composed[token.start : token.end][: analysis.LONGEST_TERM])
    assert all(one.end <= other.start or one[2:4] == other[2:4] for one, other in pairwise(found))
    assert analysis.words(" ".join(analysis.words(text))) == analysis.words(text)


@given(st.text(max_size=80))
def test_every_word_can_be_looked_up_as_it_is_folded(text):
    for token in analysis.tokens(text):
        assert analysis.spellings(token.raw)[0] == token.text


@pytest.mark.parametrize(("letter", "words"), [("¼", ["1", "4"]), ("ﷺ", fold("ﷺ").split())])
def test_a_letter_that_is_folded_to_several_words_is_each_of_them(letter, words):
    assert analysis.words(letter) == words
    assert [analysis.spellings(token.raw)[0] for token in analysis.tokens(letter)] == words
