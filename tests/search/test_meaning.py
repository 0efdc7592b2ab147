from directory.search import concepts, meaning
from tests.search.conftest import LANTERN, asked, meanings


def read(q, **near):
    """Read a text with some words taken for others."""
    return meaning.read(asked(q).clauses, q, concepts.build(LANTERN), {word: (other,) for word, other in near.items()})


def values(one):
    return {(sense.concept.facet, sense.concept.value) for sense in one.senses}


def test_a_word_has_its_spellings_as_it_was_typed():
    (one,) = meanings("Bäcker")
    assert one.words == (("backer", "baecker"),)
    assert one.begins == one.forms == ("backer", "baecker")


def test_a_word_has_a_stem_in_every_language():
    (one,) = meanings("hébergements")
    assert dict(one.stems)["fr"] == "heberg"
    assert len(one.stems) == len(dict(one.stems)) == len(meaning.analysis.STEMMERS)


def test_neighbours_may_be_one_word():
    one, two, three = meanings("open ai lab")
    assert (one.joined, two.joined, three.joined) == (("openai",), ("openai", "ailab"), ("ailab",))


def test_small_words_between_are_neighbours_too():
    one, two = meanings("bank of kite")
    assert (one.joined, two.joined) == (("bankof",), ("ofkite",))


def test_only_the_last_word_may_be_the_beginning_of_one():
    one, two = meanings("red kit")
    assert (one.begins, two.begins) == ((), ("kit",))
    assert meanings('"red kit"')[0].begins == ()


def test_a_phrase_has_the_spellings_of_each_of_its_words_and_names_things_in_order():
    (one,) = meanings('"Lantern Bäcker"')
    assert one.words == (("lantern",), ("backer", "baecker"))
    assert one.senses == ()
    assert values(meanings('"lantern lab"')[0]) == {("developer", "lantern-lab")}


def test_a_run_names_things():
    (one,) = meanings("灯笼")
    assert one.clause.run
    assert values(one) == {("model", "lantern")}


def test_a_value_is_named_once_with_the_most_that_is_said_of_it():
    (one,) = meanings("lantern")
    assert len(values(one)) == len(one.senses)
    assert {sense.concept.value: sense.weight for sense in one.senses}["lantern"] == 12


def test_a_word_that_is_taken_for_another_means_what_that_one_means_and_is_no_beginning():
    (one,) = read("lantrn", lantrn="lantern")
    assert one.words == (("lantern",),)
    assert one.begins == ()
    assert ("model", "lantern") in values(one)
    assert dict(one.stems)["en"] == "lantern"


def test_a_form_of_a_word_names_a_thing_by_its_stem():
    assert ("sector", "finance-insurance") in values(meanings("insurers 1")[0])
    assert ("developer", "lantern-lab") in values(meanings("lanterns 1")[0])


def test_only_a_single_word_that_is_wanted_may_be_misspelt():
    single = [meaning.single(clause) for clause in asked('kite -hawk "red kite" 灯笼 bank').clauses]
    assert single == [True, False, False, False, True]


def test_what_is_left_out_is_no_neighbour():
    one, two = meanings("kite -hawk")
    assert one.joined == two.joined == ()
