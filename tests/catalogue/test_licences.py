"""Which licence leads to which warning: by what its text says of Europe, in words that accuse nobody."""

import pytest

from directory.catalogue import licences, queries
from directory.catalogue.kinds import Kind
from directory.catalogue.licences import Effect
from directory.vocabulary import EUROPE, Condition
from tests.catalogue.test_pages import page, words
from tests.factories import adoption, company, put

LIMITING = {"non-commercial", "revenue-threshold", "user-threshold"}
TERRITORY = ["Hunyuan-A13B", "Hunyuan3D-2.1", "HunyuanImage-3.0", "HunyuanOCR", "HunyuanVideo", "HunyuanVideo-1.5"]


def effect(conditions=(), territory=(), layer="weights"):
    licence = {
        "id": "X",
        "name": "X",
        "source": {},
        "conditions": list(conditions),
        "territory_excludes": list(territory),
    }
    found = licences.cautions({"licence": {layer: licence}})
    return found[0].effect if found else None


@pytest.mark.parametrize("place", sorted(EUROPE | {"EU"}))
@pytest.mark.parametrize("layer", licences.LAYERS)
def test_a_text_that_leaves_out_a_place_in_europe_excludes_use(place, layer):
    assert effect(["territory"], [place, "KR"], layer) is Effect.EXCLUDES


@pytest.mark.parametrize("place", ["KR", "US", "CN", "RU"])
def test_a_text_that_leaves_out_places_elsewhere_is_no_matter_of_europe(place):
    assert effect(["territory"], [place]) is None


@pytest.mark.parametrize("condition", list(Condition))
def test_each_condition_alone_limits_use_or_does_not(condition):
    expected = Effect.LIMITS if condition in LIMITING | {"territory"} else None
    assert effect([condition]) is expected


def test_the_licences_of_the_launch_data_lead_to_these_warnings_and_no_others(client):
    found = licences.cautioned(each.document for each in queries.every(Kind.MODEL))
    told = {kind: sorted(e.name for e in found if e.cautions[0].effect is kind) for kind in Effect}
    assert told == {
        Effect.EXCLUDES: TERRITORY,
        Effect.LIMITS: ["Kimi K3", "MiniMax-M2.7", "MiniMax-M3", "Qwen2.5-3B", "Qwen2.5-VL-3B"],
    }
    assert all(quote["quote"] and quote["accessed"] for e in found for c in e.cautions for quote in c.quotes)


def test_the_page_of_a_version_quotes_the_clause_with_its_source_and_day(client):
    html = page(client, "/models/hunyuan-a13b")
    told = words(html)
    assert "grants nothing in: European Union, United Kingdom." in told
    assert "DOES NOT APPLY IN THE EUROPEAN UNION" in told
    assert html.count("DOES NOT APPLY IN THE EUROPEAN UNION") == 1, "once, beside the warning"
    assert "it says nothing on a company that uses the model" in told
    assert told.count("not seen") >= 2, "the layers that nobody saw"


@pytest.mark.parametrize(
    ("path", "mark"), [("/models/hunyuan", "excludes"), ("/models", "excludes"), ("/models", "limits")]
)
def test_lists_mark_it_in_words(client, path, mark):
    assert f'<span class="terms {mark}">' in page(client, path)


def test_a_version_under_a_free_licence_has_no_warning(client):
    assert 'class="terms' not in page(client, "/models/deepseek-r1")


def test_a_claim_that_names_such_a_version_leads_to_its_licence_in_one_neutral_line(app):
    told = adoption(model="hunyuan", versions=["Hunyuan-A13B", "HunyuanOCR-9"])
    put(Kind.COMPANY, company(1, adoptions=[told, adoption(model="deepseek", versions=["DeepSeek-R1"])]))
    html = page(app.test_client(), "/companies/example-company-1")
    assert html.count("See the clause on the page of") == 1
    assert 'href="/models/hunyuan-a13b#licence"' in html
    assert "What the licence of Hunyuan-A13B says:" in words(html)


def test_the_twin_says_it_too(client):
    told = client.get("/models/hunyuan-a13b.md").text
    assert "excludes use in Europe" in told
    assert "European Union" in told
