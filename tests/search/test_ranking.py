"""Who comes first, asked of a real index."""

from dataclasses import replace
from itertools import pairwise

import pytest

from directory.search import concepts, content, ranking
from tests.factories import adoption, source
from tests.search.conftest import named, saying

PLAIN = saying("It uses some model.")
ENERGY = PLAIN | {"sectors": ["energy"]}


def test_fields_weigh_in_their_order(shelf):
    """Name ≫ alias ≫ website ≫ version ≫ place ≫ summary, operator ≫ statement ≫ quote."""
    plain = {"adoptions": [adoption(model="other", statement="It uses some model.", sources=[source(quote="Some.")])]}
    shelf.create(
        named("Beacon One", **plain),
        named("Two", **plain | {"aliases": ["Beacon"]}),
        named("Three", **plain | {"website": "https://beacon.example"}),
        named("Four", adoptions=[adoption(model="other", versions=["Beacon"], statement="It.", sources=[source()])]),
        named("Five", **plain | {"city": "Beacon"}),
        named("Six", **plain | {"summary": "A beacon of a company."}),
        named("Seven", **saying("It uses a beacon somewhere.")),
        named("Eight", **saying("It uses some model.", quote="A beacon, they said.")),
    )
    assert shelf.found("beacon -nothing") == ["beacon-one", "two", "three", "four", "five", "six", "seven", "eight"]


def test_a_name_is_worth_many_quotes(shelf):
    many = [source(quote=f"A beacon, said number {number}.", url=f"https://x.example/{number}") for number in range(9)]
    shelf.create(named("Beacon", **PLAIN), named("Quoted", adoptions=[adoption(model="other", sources=many)]))
    scores = shelf.scores(shelf.ask("beacon"))
    assert scores["beacon"] > 5 * scores["quoted"]


def test_what_is_named_weighs_model_then_developer_then_country_then_use(shelf):
    reference = {"models": {"lantern": ("Beacon",)}, "developers": {"lantern-lab": ("Harbour",)}}
    shelf.concepts = concepts.build(replace(shelf.reference, **reference))
    shelf.create(*(named(f"Kite {letter}") for letter in "ABC"), named("Hawk", country="FR", **PLAIN))
    scores = [shelf.scores(shelf.ask(q))["kite-a"] for q in ("beacon", "harbour", "germany", "benchmark production")]
    assert all(one > other for one, other in pairwise(scores))


def test_the_rarer_word_counts_more(shelf):
    shelf.create(*(named(f"Red Kite {number}") for number in range(9)), named("Red Hawk"), named("Blue Hawk"))
    assert shelf.found("red hawk", exact="yes")[0] == "red-hawk"
    assert shelf.found("kite hawk", exact="yes")[:2] == ["blue-hawk", "red-hawk"], "any may match: hawks are rarer"


def test_the_whole_name_comes_before_longer_ones_and_a_beginning_before_a_middle(shelf):
    shelf.create(named("Old Novo House"), named("Novo Nordlicht"), named("Novo"))
    assert shelf.found("novo") == ["novo", "novo-nordlicht", "old-novo-house"]


def test_an_alias_may_be_the_whole_name_too(shelf):
    shelf.create(named("Harbour", aliases=["Novo"]), named("Beacon", aliases=["Novo Nordlicht"]))
    assert shelf.found("novo") == ["harbour", "beacon"]


def test_the_whole_name_is_preferred_even_where_it_is_misspelt(shelf):
    shelf.create(
        named("Harbour House"), named("Old Harbour"), named("Harbour Works"), named("Harbour", slug="zz-harbour")
    )
    assert shelf.found("harbor")[0] == "zz-harbour"
    assert shelf.found("harbuor")[0] == "zz-harbour"


def test_the_order_of_the_words_of_a_name_does_not_hide_it(shelf):
    shelf.create(named("Kite Works Red"), named("Red Kite"), named("Red"), named("Kite"))
    assert shelf.found("kite red")[0] in {"red-kite", "kite-works-red"}
    assert shelf.found("red kite")[0] == "red-kite"


def test_a_whole_word_comes_before_one_that_begins_so(shelf):
    shelf.create(named("Novotel Werke"), named("Novo Werke"))
    assert shelf.found("novo") == ["novo-werke", "novotel-werke"]


def test_a_word_comes_before_another_form_of_it(shelf):
    shelf.create(named("One", **saying("It hosts it.")), named("Two", **saying("It is hosting it.")))
    assert shelf.found("hosting") == ["two", "one"]
    assert shelf.found("hosts it now", exact="yes")[0] == "one"


def test_a_whole_run_comes_before_a_part_of_one(shelf):
    shelf.create(named("Part", aliases=["通义千问"]), named("Whole", aliases=["千问"]))
    assert shelf.found("千问") == ["whole", "part"]


def test_pairs_of_a_run_must_all_be_there(shelf):
    shelf.create(named("One", aliases=["通义千问"]), named("Two", aliases=["通义"]))
    assert shelf.found("通义千问") == ["one"]
    assert shelf.found("义千") == ["one"]
    assert shelf.found("问通") == []


def test_several_things_in_one_adoption_come_first(shelf):
    other = adoption(model="other", route="vendor-api", use="pilot", statement="It.", sources=[source(quote="It.")])
    shelf.create(
        named("Apart", adoptions=[adoption(route="hosted-europe"), other]),
        named("Together", adoptions=[adoption(route="vendor-api", use="pilot")]),
    )
    assert shelf.found("lantern pilot") == ["together", "apart"]
    scores = shelf.scores(shelf.ask("lantern pilot"))
    assert scores["together"] > 1.5 * scores["apart"]


def test_of_what_any_may_match_who_matches_more_comes_first(shelf):
    shelf.create(named("Red Kite"), named("Blue Kite"), named("Red Hawk"), named("Grey Owl"))
    assert shelf.found("red kite xqzzwv")[0] == "red-kite"
    assert set(shelf.found("red kite xqzzwv")) == {"red-kite", "blue-kite", "red-hawk"}


def test_a_quote_that_has_another_form_of_a_word_is_a_part_that_matches(shelf):
    shelf.create(named("One", **saying("It runs.", quote="Ils hébergent des lanternes", language="fr")))
    assert shelf.found("lanterne xqzzwv") == ["one"]


def test_a_later_word_of_a_maker_s_name_is_no_match_of_its_own_where_any_may(shelf):
    """The developer is called Lantern Lab: "lab" alone does not mean it, its first word or its whole name does."""
    shelf.create(named("Red Kite", sectors=["energy"]), named("Blue Hawk Lab", **ENERGY))
    assert shelf.found("grey lab") == ["blue-hawk-lab"]
    assert shelf.found('"lantern lab" grey') == ["red-kite"]
    assert set(shelf.found("lantern lab grey")) == {"red-kite", "blue-hawk-lab"}
    assert shelf.found("kite lab") == ["red-kite"], "where all must match it counts"
    assert shelf.found("lab") == ["blue-hawk-lab", "red-kite"]
    assert shelf.found("大模型 grey") == ["red-kite"]


def test_what_is_left_out_is_out_however_it_is_meant(shelf):
    shelf.create(
        named("Red Kite", **ENERGY),
        named("Blue Kite", sectors=["energy"]),
        named("Grey Kite", **ENERGY | saying("It.", quote="Bankers like kites.")),
        named("Kite Lab", country="FR", **ENERGY),
    )
    assert set(shelf.found("kite -red")) == {"blue-kite", "grey-kite", "kite-lab"}
    assert set(shelf.found("kite -lantern")) == {"red-kite", "grey-kite", "kite-lab"}
    assert set(shelf.found("kite -france")) == {"red-kite", "blue-kite", "grey-kite"}
    assert set(shelf.found("kite -banker")) == {"red-kite", "blue-kite", "kite-lab"}, "another form of the word"
    assert set(shelf.found("kite -lab")) == {"red-kite", "blue-kite", "grey-kite"}, "a later word of a maker's is faint"
    assert set(shelf.found('kite -"blue kite"')) == {"red-kite", "grey-kite", "kite-lab"}
    assert set(shelf.found("-kites")) == set(), "names are words of English, too"
    assert set(shelf.found("-red -blue")) == {"grey-kite", "kite-lab"}


def test_the_preferences_are_ordered():
    assert content.WEIGHTS["quote"] * ranking.STEM > concepts.FULL > 2 * concepts.FAINT
    assert 1 > ranking.STEM > ranking.PREFIX > 0
    assert ranking.WHOLE > ranking.FIRST > 0


def test_scores_grow_with_weight_and_flatten_out():
    flat = [float(ranking._flat(ranking.np.float32(weight))) for weight in (1, 10, 60, 120, 1000)]
    assert all(one < other for one, other in pairwise(flat))
    assert flat[2] > 30 * flat[0]
    assert flat[-1] < ranking.FLATTEN + 1


@pytest.mark.parametrize("size", [1, 2, 10, 100_000])
def test_the_rarer_the_more_and_never_less_than_nothing(size):
    rarities = [ranking._rarity(size, count) for count in {1, size // 2, size} if count]
    assert min(rarities) > 0
    assert ranking._rarity(size, 1) >= ranking._rarity(size, size)
