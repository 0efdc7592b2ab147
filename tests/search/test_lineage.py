"""What adopted models were made from: read from what sources write, never guessed."""

from datetime import date

import pytest

from directory import db
from directory.catalogue import lineage
from directory.search import facets, grid, listing, queries, snapshot
from directory.search.concepts import Reference
from directory.search.grid import Listed
from directory.search.query import FACETS, Search

TODAY = date(2026, 11, 24)


def version(name, base="", origin="CN", **given):
    told = {"base": base, "base_origin": origin} if base else {}
    return {"name": name} | {key: value for key, value in told.items() if value} | given


def made(base, origin="CN"):
    """Give the ancestors of a version, in a family of its own, that was made from this."""
    families = [
        {"slug": "qwen", "name": "Qwen", "name_zh": "通义千问", "aliases": ["Qwen-VL"], "versions": QWEN},
        {"slug": "internlm", "name": "InternLM", "versions": [version("InternLM3-8B-Instruct")]},
        {"slug": "yi", "name": "Yi", "versions": [version("Yi-34B", aliases=["Yi"])]},
        {"slug": "step", "name": "Step", "versions": [version("Step3")]},
        {"slug": "bge", "name": "BGE", "versions": [version("bge-m3", aliases=["BAAI/bge-m3"])]},
        {"slug": "glm", "name": "GLM", "versions": [version("Twice")]},
        {"slug": "kimi", "name": "Kimi", "versions": [version("Twice")]},
        {"slug": "own", "name": "Own", "versions": [version("Own-1", base, origin)]},
    ]
    return lineage.ancestors(families).get(("own", "Own-1"), ())


QWEN = [version("Qwen2.5"), version("Qwen2.5-14B"), version("Qwen3-8B", aliases=["Qwen3 8B"])]


@pytest.mark.parametrize(
    ("base", "found"),
    [
        ("Qwen3-8B", ("qwen3-8b", "qwen")),
        ("Qwen3 8B", ("qwen3-8b", "qwen")),
        ("qwen 3 8b", ("qwen3-8b", "qwen")),
        ("Qwen/Qwen3-8B", ("qwen3-8b", "qwen")),
        ("Qwen2.5", ("qwen2-5", "qwen")),
        ("通义千问", ("qwen",)),
        ("Qwen2.5-Math-1.5B", ("qwen",)),
        ("Qwen4-8B", ("qwen",)),
        ("Qwen", ("qwen",)),
        ("Qwen base", ("qwen",)),
        ("Yi", ("yi",)),
        ("Yi-34B", ("yi-34b", "yi")),
        ("Yi-1.5-9B", ("yi",)),
        ("bge-m3", ("bge-m3", "bge")),
        (
            "Qwen2.5 (most sizes) and InternLM3-8B-Instruct (9B)",
            ("qwen2-5", "qwen", "internlm3-8b-instruct", "internlm"),
        ),
        ("SigLip2, Whisper-medium, CosyVoice2 and Qwen3-8B", ("qwen3-8b", "qwen")),
        ("SigLIP2-400M and Qwen3.5-0.8B", ("qwen",)),
        ("Yield-7B", ()),
        ("Stepwise-7B", ()),
        ("Android-1", ()),
        ("Twice", ()),
        ("Whisper-medium", ()),
        ("()", ()),
        ("-", ()),
    ],
)
def test_a_base_is_found_as_sources_write_it(base, found):
    assert made(base) == found


@pytest.mark.parametrize(
    ("base", "found"),
    [
        ("Llama-3.1-8B", ()),
        ("XLM-RoBERTa (large), by way of bge-m3-retromae", ()),
        ("gpt-oss-20b (OpenAI)", ()),
        ("Step by step distilled Llama", ()),
        ("Step3-VL", ("step",)),
        ("Qwen2.5-7B", ("qwen",)),
    ],
)
def test_a_foreign_base_is_nobody_s_unless_a_family_is_named(base, found):
    assert made(base, "US") == found
    assert made(base, "") == found


def test_lineage_goes_on_across_families_and_a_circle_ends():
    first = {"slug": "a", "name": "Aa", "versions": [version("A-1", "B-1", aliases=["First"]), version("A-2", "A-1")]}
    second = {"slug": "b", "name": "Bb", "versions": [version("B-1", "C-1")]}
    third = {"slug": "c", "name": "Cc", "versions": [version("C-1", "A-1"), version("C-2", "C-2")]}
    found = lineage.ancestors([third, first, second])
    assert found["a", "A-1"] == found["a", "First"] == ("b-1", "b", "c-1", "c")
    assert found["a", "A-2"] == ("a-1", "a", "b-1", "b", "c-1", "c")
    assert found["c", "C-1"] == ("a-1", "a", "b-1", "b")
    assert ("c", "C-2") not in found


REFERENCE = Reference(
    titles={"model": {"qwen": "Qwen", "qwen2-5-14b": "Qwen2.5-14B", "distil-14b": "Distil 14B"}},
    makers={"qwen": "alibaba", "deepseek": "deepseek"},
    versions={("deepseek", "D 14B"): ("Distil 14B", "D 14B")},
    ancestors={("deepseek", "D 14B"): ("qwen2-5-14b", "qwen", "deepseek")},
)


def test_an_adoption_derives_from_what_it_does_not_adopt_itself():
    told = listing.Kin(REFERENCE).of("deepseek", "deepseek", ("distil-14b",))
    assert told["model"] == ("deepseek", "distil-14b")
    assert told["derived"] == ("qwen2-5-14b", "qwen")
    assert told["derived_developer"] == ("alibaba",)
    assert listing.Kin(REFERENCE).of("deepseek", "deepseek", ()) == {"model": ("deepseek",), "developer": ("deepseek",)}


def test_a_row_tells_what_an_adopted_version_was_made_from():
    found = listing.origins({"model": "deepseek", "versions": ["D 14B", "never heard of"]}, REFERENCE)
    assert found == (("qwen2-5-14b", "Qwen2.5-14B"), ("qwen", "Qwen"))
    assert listing.origins({"model": "deepseek"}, REFERENCE) == ()


def ask(derived=True, excluded=(), **chosen):
    own = tuple((facet, frozenset(chosen[facet])) for facet in FACETS if facet in chosen)
    return Search(chosen=own, excluded=excluded, derived=derived)


def adopts(model, derived=(), maker="", makers=(), use="pilot"):
    told = {"model": [model], "derived": derived, "developer": [maker], "derived_developer": makers}
    return told | {"use": [use], "status": ["active"]}


def test_adopters_of_what_was_made_from_a_model_are_found_counted_and_left_out():
    distilled = adopts("deepseek", ["qwen"], "deepseek-lab", ["alibaba"], use="research")
    made = grid.build(
        [
            Listed("own", "a", "", "", {}, [adopts("qwen", maker="alibaba")]),
            Listed("derived", "b", "", "", {}, [distilled]),
            Listed("both", "c", "", "", {}, [adopts("qwen", maker="alibaba"), distilled]),
            Listed("neither", "d", "", "", {}, [adopts("yi", maker="01-ai")]),
        ]
    )

    def found(search):
        return set(facets.page(made, facets.matching(made, search, made.everyone), made.order("name"), 0, 9))

    for chosen in ({"model": ["qwen"]}, {"developer": ["alibaba"]}):
        assert found(ask(**chosen)) == {"own", "derived", "both"}
        assert found(ask(derived=False, **chosen)) == {"own", "both"}
        only = facets.derived_only(made, ask(**chosen), made.everyone, made.everyone)
        assert facets.page(made, only, made.order("name"), 0, 9) == ["derived"]
        assert facets.derived_only(made, ask(derived=False, **chosen), made.everyone, made.everyone) == 0
        # In the adoption that derives, not in another one of the same company.
        assert found(ask(use=["research"], **chosen)) == {"derived", "both"}
        assert found(ask(derived=False, use=["research"], **chosen)) == set()
    assert facets.counts(made, ask(), made.everyone)["model"] == {"qwen": 3, "deepseek": 2, "yi": 1}
    assert facets.counts(made, ask(derived=False), made.everyone)["model"] == {"qwen": 2, "deepseek": 2, "yi": 1}
    excluding = (("model", frozenset({"qwen"})),)
    assert found(ask(excluded=excluding)) == {"neither"}
    assert found(ask(derived=False, excluded=excluding)) == {"derived", "neither"}
    assert facets.holding(made, "model", ["qwen"]).bit_count() == 2
    assert facets.holding(made, "derived", ["qwen"]).bit_count() == 2, "one of them both ways"


def test_the_launch_data_leads_from_a_distilled_model_back_to_qwen(client):
    with db.database.connection_context():
        reference, shot = queries.reference(), snapshot.of(TODAY)
    ancestors = reference.ancestors
    assert ancestors["deepseek", "DeepSeek-R1-Distill-Qwen-14B"] == ("qwen2-5-14b", "qwen")
    assert ancestors["internvl", "InternVL3"] == ("qwen2-5", "qwen", "internlm3-8b-instruct", "internlm")
    assert ("deepseek", "DeepSeek-R1-Distill-Llama-70B") not in ancestors
    assert ("bge", "bge-m3") not in ancestors
    only = facets.derived_only(
        shot.grid,
        Search(chosen=(("model", frozenset({"qwen2-5-32b"})), ("status", frozenset({"ended"})))),
        shot.grid.everyone,
        shot.grid.everyone,
    )
    assert facets.page(shot.grid, only, shot.grid.order("name"), 0, 9) == ["cloud-temple"]
