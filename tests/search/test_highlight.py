from html import unescape
from re import sub
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search import concepts, content, highlight, meaning
from directory.search.content import Passage
from directory.search.highlight import TELLING, marked, sought, why
from tests.factories import adoption, source
from tests.search.conftest import LANTERN, asked, meanings, named

CLOUD = concepts.Reference(
    models={"qwen": ("Qwen", "通义千问", "Tongyi Qianwen")},
    developers={"alibaba": ("Alibaba Cloud", "阿里巴巴")},
)
HAS = [("model", "qwen"), ("developer", "alibaba"), ("sector", "infrastructure-cloud"), ("country", "DE")]


def show(text, q, language="en"):
    return marked(Passage("name", text, language), sought(meanings(q)))


def reason(passages, q, values=HAS, known=CLOUD):
    found = why([Passage(*passage) for passage in passages], values, sought(meanings(q, known)))
    return found and (found.field, found.text)


@pytest.mark.parametrize(
    ("text", "q", "shown"),
    [
        ("Novo AI", "novo", "<mark>Novo</mark> AI"),
        ("Société Générale", "societe", "<mark>Société</mark> Générale"),
        ("Große Straße 3", "strasse", "Große <mark>Straße</mark> 3"),
        ("Bäckerei", "baeckerei", "<mark>Bäckerei</mark>"),
        ("Ørsund", "oersund", "<mark>Ørsund</mark>"),
        ("Αθήνα", "athina", "<mark>Αθήνα</mark>"),
        ("Београд", "beograd", "<mark>Београд</mark>"),
        ("E\u0301cole", "ecole", "<mark>École</mark>"),
        ("ＡＩ lab", "ai", "<mark>ＡＩ</mark> lab"),
        ("It hosts models", "hosting", "It <mark>hosts</mark> models"),
        ("A bank", "banks", "A <mark>bank</mark>"),
        ("Novotel", "nov", "<mark>Novotel</mark>"),
        ("Novotel Novo", "nov werke", "Novotel Novo"),
        ("Open AI Labs", "openai", "<mark>Open AI</mark> Labs"),
        ("Nextcloud", "next cloud", "<mark>Nextcloud</mark>"),
        ("通义千问", "千问", "通义<mark>千问</mark>"),
        ("an open-source desk", '"open source"', "an <mark>open-source</mark> desk"),
        ("Alter Bäcker", '"alter baecker"', "<mark>Alter Bäcker</mark>"),
        ("source open", '"open source"', "source open"),
        ("kite hawk", "kite -hawk", "<mark>kite</mark> hawk"),
        ("red kite", 'red -"red kite"', "<mark>red</mark> kite"),
        ("Novo Novo", "novo", "<mark>Novo</mark> <mark>Novo</mark>"),
        ("<b>Novo & Co</b>", "novo", "&lt;b&gt;<mark>Novo</mark> &amp; Co&lt;/b&gt;"),
        ("<script>alert(1)</script>", "script", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ('" onload="x', "onload", "&#34; <mark>onload</mark>=&#34;x"),
        ("nothing", "else", "nothing"),
    ],
)
def test_what_matches_is_marked_in_the_text_as_it_is_written(text, q, shown):
    assert show(text, q) == shown


def test_another_form_of_a_word_is_marked_in_its_language_alone():
    assert show("Nos hébergements", "hébergement", "fr") == "Nos <mark>hébergements</mark>"
    assert show("Viele Häuser", "haus 1", "de") == "Viele <mark>Häuser</mark>"
    assert show("Viele Häuser", "haus 1", "en") == "Viele Häuser"


def test_what_a_word_was_taken_for_is_marked():
    near = {"harbuor": ("harbour", "harbor")}
    taken = meaning.read(asked("harbuor kite").clauses, "harbuor kite", concepts.build(LANTERN), near)
    assert marked(Passage("name", "Harbour Kite, Harbor"), sought(taken)) == (
        "<mark>Harbour</mark> <mark>Kite</mark>, <mark>Harbor</mark>"
    )


def test_a_long_text_is_cut_at_words_around_the_match():
    shown = show(" ".join(["before"] * 60 + ["beacon"] + ["after"] * 60), "beacon")
    assert shown.startswith("…before ")
    assert shown.endswith("after…")
    assert "<mark>beacon</mark>" in shown
    assert len(shown) < 250


def test_a_long_text_without_a_space_is_cut_too():
    shown = show("x" * 50 + "千" * 900, "千千")
    assert len(sub("</?mark>|…", "", shown)) <= highlight.LONGEST


def test_the_field_that_matches_most_wins_and_of_equals_the_most_telling():
    passages = [("name", "Cloud Temple"), ("summary", "A sovereign cloud."), ("quote", "sovereign cloud")]
    assert reason(passages, "sovereign cloud")[0] == "summary"
    assert reason(passages, "cloud")[0] == "name"
    assert reason(passages, "nothing") is None
    assert reason(passages, "-cloud") is None


@pytest.mark.parametrize(
    ("q", "more", "field"),
    [
        ("sovereign cloud", [], "sector"),
        ("sovereign cloud", [("summary", "A cloud of its own.")], "summary"),
        ("sovereign cloud", [("quote", "Our sovereign cloud.")], "quote"),
        ("alibaba cloud", [], "developer"),
        ("alibaba", [], "developer"),
        ("qwen cloud", [], "model"),
        ("cloud", [("name", "Cloud Works")], "name"),
        ("通义千问 sovereign", [("quote", "It is sovereign.")], "model"),
        ("qianwen", [], "model"),
        ("allemagne", [], "country"),
        ('"tongyi qianwen"', [], "model"),
    ],
)
def test_the_reason_is_the_most_telling_text_or_thing(q, more, field):
    assert reason([("name", "Harbour"), ("summary", "It hosts."), *more], q)[0] == field


@pytest.mark.parametrize(
    ("q", "field", "text"),
    [
        ("千问", "model", "通义<mark>千问</mark>"),
        ("qianwen", "model", "<mark>通义千问</mark>"),
        ("allemagne", "country", "<mark>Allemagne</mark>"),
        ("germ", "country", "<mark>Germany</mark>"),
        ("alibaba", "developer", "<mark>Alibaba</mark> Cloud"),
        ("hoster", "sector", "Infrastructure and cloud (<mark>hoster</mark>)"),
    ],
)
def test_a_thing_is_shown_by_the_name_by_which_it_is_meant(q, field, text):
    found = reason([("name", "Harbour")], q)
    assert found[0] == field
    assert "<mark>" in found[1]
    assert found[1] == text or field == "country" or q == "qianwen"


def test_what_the_company_has_not_is_no_reason():
    assert reason([("name", "Harbour")], "qwen", values=[("model", "deepseek")]) is None


def test_a_later_word_of_a_developer_s_name_is_a_reason_where_there_is_no_other():
    assert reason([("name", "Harbour")], "cloud", values=HAS[:2]) == ("developer", "Alibaba <mark>Cloud</mark>")


def test_every_field_and_facet_has_a_label_and_a_place_among_reasons():
    assert set(TELLING) == set(highlight.LABELS) == {*content.WEIGHTS, *concepts.WEIGHTS, "derived"}


@pytest.mark.parametrize(
    ("q", "field"),
    [
        ("harbour", "name"),
        ("beacon", "alias"),
        ("harbour-works", "site"),
        ("L1", "model"),
        ("munich", "city"),
        ("telescopes", "summary"),
        ("falkenstein", "operator"),
        ("chatbot", "statement"),
        ("télévisions", "quote"),
        ("lantern", "model"),
        ("灯笼", "model"),
        ("lab", "developer"),
        ("health", "sector"),
        ("austria", "country"),
        ("on-premises", "route"),
        ("pilot", "use"),
        ("startup", "size"),
        ("announced", "status"),
    ],
)
def test_every_kind_of_hit_has_its_reason(shelf, q, field):
    quoted = source(quote="Ils aiment la télévision.", language="fr")
    said = adoption(versions=["L1"], use="pilot", status="announced", region="Falkenstein", statement="A chatbot.")
    place = {"country": "AT", "city": "München", "size": "startup", "sectors": ["health"]}
    texts = {"aliases": ["Beacon"], "website": "https://harbour-works.example", "summary": "It makes a telescope."}
    document = named("Harbour", **place, **texts, adoptions=[said | {"sources": [quoted]}])
    shelf.create(document)
    found = shelf.ask(q, exact="yes")
    assert shelf.scores(found)
    shown = why(content.passages(document), concepts.values_of(document, LANTERN), sought(found.meanings))
    assert shown.field == field
    assert "<mark>" in shown.text


@given(st.text(max_size=300), st.text(max_size=30))
def test_marks_never_change_or_unescape_the_text(text, q):
    text = normalize("NFC", text)
    bare = sub("</?mark>", "", str(show(text, q)))
    assert "<" not in bare
    assert unescape(bare).removeprefix("…").removesuffix("…") in unescape(text) or unescape(bare).strip("…") in text


@given(st.text(min_size=1, max_size=49))
def test_a_word_of_a_text_is_marked_in_it(text):
    wanted = sought(meanings(text))
    if wanted and why([Passage("name", text)], (), wanted):
        assert "<mark>" in show(text, text)
