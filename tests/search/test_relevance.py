"""How good search is: the figures are right, the judgements are sound, and the goals are reached."""

import pytest
from rapidfuzz.distance import OSA

from bench.relevance import GOALS, Judgement, Measured, Rules, judgements, measured, ndcg, reciprocal_rank, report
from directory.ledger import imports
from directory.text import words
from tests.conftest import SEEDS, site

ASKED_FOR = {"exact", "prefix", "typo", "accent", "transliterated", "multi-word", "concept"}
SLIPS = {"typo": 1, "typos": 2}
DOCUMENTS = [
    {"slug": "qwen", "open_weights": "mixed", "developer": "alibaba", "name": "Qwen", "versions": []},
    {
        "slug": "deepseek",
        "open_weights": "yes",
        "developer": "deepseek",
        "name": "DeepSeek",
        "versions": [{"name": "Distilled 14B", "aliases": ["Small"], "base": "Qwen2.5-14B"}],
    },
]


def adopts(model, route="self-hosted", versions=(), since=None):
    use = {"use": "production", "status": "active", "statement": f"It runs {model}.", "sources": [{"quote": "Läuft."}]}
    return use | {"model": model, "route": route, "versions": list(versions), "since": since}


def firm(slug, country, *adoptions):
    named = {"slug": slug, "name": slug, "aliases": [], "summary": "Made up.", "sectors": ["health"]}
    return named | {"country": country, "adoptions": list(adoptions)}


RULES = Rules(
    [
        *DOCUMENTS,
        firm("one", "DE", adopts("qwen", "vendor-api", since="2024-05"), adopts("deepseek", versions=["Small"])),
        firm("two", "FR", adopts("qwen", versions=["Qwen3 8B"], since="2025-02")),
    ]
)


@pytest.mark.parametrize(
    ("slugs", "figure"), [(["a", "x"], 1), (["x", "y", "a"], 1 / 3), (["x", "b", "a"], 1 / 2), (["x"], 0), ([], 0)]
)
def test_the_reciprocal_rank_is_that_of_the_first_that_is_wanted(slugs, figure):
    assert reciprocal_rank(slugs, frozenset("ab")) == figure


@pytest.mark.parametrize(
    ("slugs", "figure"),
    [
        ("abc", 1),
        # 7 + 3 / 1.58496 + 1 / 2 is the best; a stranger in front of `a` leaves 7 / 1.58496.
        ("xa", 4.41651 / 9.39279),
        # 1 / 1 + 0 + 7 / 2.
        ("cxa", 4.5 / 9.39279),
        ("cba", 6.39279 / 9.39279),
        ("xyz", 0),
        ("", 0),
    ],
)
def test_ndcg_is_what_a_calculation_by_hand_gives(slugs, figure):
    assert ndcg(slugs, {"a": 3, "b": 2, "c": 1}, 10) == pytest.approx(figure, abs=1e-5)


def test_ndcg_looks_no_deeper_than_it_is_told():
    grades = dict.fromkeys("abcd", 3)

    assert ndcg("abxx", grades, 2) == 1
    assert ndcg("xxab", grades, 2) == 0


def test_an_answer_that_must_be_exact_holds_all_that_is_meant_and_nothing_else():
    judgement = Judgement("filter", "", {"a": 3, "b": 3, "c": 1}, known=False, only=True)

    assert Measured(judgement, ["a", "b"], 2).exact
    assert Measured(judgement, ["a", "b", "c"], 3).exact
    assert not Measured(judgement, ["a"], 1).exact
    assert not Measured(judgement, ["a", "b", "x"], 3).exact
    assert not Measured(judgement, ["a", "b"], 25).exact


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"model": "qwen"}, ["one", "two"]),
        ({"model": "qwen", "route": "self-hosted"}, ["two"]),
        ({"country": ["DE", "FR"], "developer": "deepseek"}, ["one"]),
        ({"from": "qwen"}, ["one"]),
        ({"version": "qwen3-8b"}, ["two"]),
        ({"since": "2025"}, ["two"]),
        ({"year": "2024"}, ["one"]),
        ({"model": "qwen", "not": {"model": "deepseek"}}, ["two"]),
        ([{"slug": "one"}, {"country": "FR"}], ["one", "two"]),
        ({"text": "LÄUFT"}, ["one", "two"]),
        ({"text": "äuft"}, []),
        ({"sector": "automotive"}, []),
    ],
)
def test_a_rule_means_what_one_adoption_of_a_company_says(rule, met):
    assert RULES.meet(rule) == met


def test_a_misspelt_rule_is_an_error_and_not_an_empty_set():
    with pytest.raises(ValueError, match="modle"):
        RULES.meet({"modle": "qwen"})


@pytest.fixture(scope="module")
def judged():
    return judgements()


def test_there_is_enough_to_judge_by(judged):
    typos = [each for each in judged if each.group in SLIPS]

    assert len(judged) >= 150
    assert {each.group for each in judged} >= ASKED_FOR
    assert len({each.query for each in judged}) == len(judged)
    assert len(typos) >= 45
    assert len({frozenset(each.grades) for each in typos}) >= 40


def test_typos_are_no_worse_than_what_search_promises_to_forgive(judged):
    names = {word for name in _names() for word in words(name)}
    for each in judged:
        if each.group in SLIPS:
            slips = [min(OSA.distance(word, name) for name in names) for word in words(each.query)]
            assert 1 <= sum(slips) <= SLIPS[each.group], each.query


def _names():
    for item in imports.launch_data(SEEDS):
        document = item.document.model_dump()
        yield from (document.get("name", ""), document.get("legal_name") or "", *document.get("aliases", ()))
    yield from ("Germany", "Switzerland")


@pytest.fixture(scope="module")
def answers(launched, judged):
    with site(launched) as app:
        return list(measured(app.test_client(), judged))


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.name)
def test_search_is_as_good_as_promised(answers, goal):
    reached = goal.reached(answers)

    assert reached >= goal.least, "\n".join(report(answers))
