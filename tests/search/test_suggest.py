"""What is suggested while somebody types: which names, in which order, from whatever was typed."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.search.spelling import Beginnings
from tests import factories
from tests.conftest import rebuild_index
from tests.search.conftest import NASTY, named

FIELDS = {"kind", "facet", "code", "label", "name", "marks", "detail", "address"}


def ask(client, q):
    answer = client.get("/suggest", query_string={"q": q})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    return answer.get_json()


def suggested(client, q):
    return ask(client, q)["suggestions"]


def names(client, q):
    return [each["name"] for each in suggested(client, q)]


def addresses(client, q):
    return [each["address"] for each in suggested(client, q)]


def emphasised(suggestion):
    return [suggestion["name"][start:end] for start, end in suggestion["marks"]]


@pytest.fixture
def shelf(empty_app):
    """Publish made-up companies, build the index, and be a visitor."""

    def publish(*companies):
        db.database.connect(reuse_if_open=True)
        factories.lay_ground()
        for number, each in enumerate(companies):
            given = {"name": each} if isinstance(each, str) else each
            slug = f"{named(given['name'])['slug'].strip('-')}-{number}"
            factories.put(Kind.COMPANY, named(**{"website": f"https://{slug}.example"} | given | {"slug": slug}))
        db.database.close()
        rebuild_index(empty_app)
        return empty_app.test_client()

    return publish


def test_a_company_leads_to_its_entry_and_says_where_it_is(client):
    (novo,) = suggested(client, "nov")
    assert novo == {
        "kind": "company",
        "facet": "",
        "code": "novo-ai",
        "label": "Company",
        "name": "Novo AI",
        "marks": [[0, 3]],
        "detail": "Germany",
        "address": "/companies/novo-ai",
    }


def test_anything_else_leads_to_the_directory_and_says_how_many_it_will_show(client):
    qwen = suggested(client, "qwen")[0]
    assert (qwen["facet"], qwen["code"]) == ("model", "qwen")
    assert (qwen["kind"], qwen["name"], qwen["address"]) == ("model", "Qwen", "/companies?model=qwen")
    page = client.get(qwen["address"]).get_data(as_text=True)
    assert f'class="total">{qwen["detail"]}<' in page


@pytest.mark.parametrize(
    ("q", "address"),
    [
        ("deepse", "/companies?model=deepseek"),
        ("deep seek", "/companies?developer=deepseek"),
        ("germ", "/companies?country=DE"),
        ("ALLEMAGNE", "/companies?country=DE"),
        ("software an", "/companies?sector=software-ai"),
        ("千问", "/companies?model=qwen"),
        ("问", "/companies?model=qwen"),
        ("通义千", "/companies?model=qwen"),
        ("tongyi qianw", "/companies?model=qwen"),
        ("深度", "/companies?model=deepseek"),
        ("shendu", "/companies?model=deepseek"),
        ("月之暗面", "/companies?developer=moonshot-ai"),
        ("yuezhi", "/companies?developer=moonshot-ai"),
    ],
)
def test_things_are_found_by_any_of_their_names(client, q, address):
    assert address in addresses(client, q)


def test_the_other_name_that_matched_is_said(client):
    qwen = suggested(client, "通义千问")[0]
    assert qwen["name"] == "Qwen"
    assert qwen["marks"] == []
    assert qwen["detail"].startswith("通义千问, ")


@pytest.mark.parametrize(
    ("typo", "address"),
    [
        ("depseek", "/companies?model=deepseek"),
        ("depsee", "/companies?model=deepseek"),
        ("qewn", "/companies?model=qwen"),
        ("germnay", "/companies?country=DE"),
        ("untied kigndom", "/companies?country=GB"),
        ("heatlh", "/companies?sector=health"),
        ("nvoo", "/companies/novo-ai"),
        ("mercdes", "/companies/mercedes-benz"),
        ("colud templ", "/companies/cloud-temple"),
    ],
)
def test_a_typo_is_forgiven(client, typo, address):
    assert address in addresses(client, typo)


@pytest.mark.parametrize("q", ["novo", "novo a"])
def test_what_is_right_is_not_corrected(client, q):
    assert names(client, q) == ["Novo AI"]


def test_exact_names_come_first_then_beginnings_then_later_words(shelf):
    client = shelf("Old Kite", "Kite Works", "Kite", "Works of Kites", "Skites")
    assert names(client, "kite") == ["Kite", "Kite Works", "Old Kite", "Works of Kites"]


def test_words_may_stand_in_any_order_and_each_is_marked(shelf):
    client = shelf("Red Kite Works (made up)")
    (found,) = suggested(client, "works red")
    assert emphasised(found) == ["Red", "Works"]


def test_another_name_of_a_company_is_said_with_its_place(shelf):
    client = shelf({"name": "Red Kite", "aliases": ["Blue Bird"], "city": "Łódź", "country": "PL"})
    (found,) = suggested(client, "blue b")
    assert (found["name"], found["marks"], found["detail"]) == ("Red Kite", [], "Blue Bird, Łódź, Poland")


@pytest.mark.parametrize(
    ("name", "q", "marked"),
    [
        ("Łódź Kites", "lodz", "Łódź"),
        ("Große Drachen", "gross", "Groß"),
        ("Œuvre Kites", "oe", "Œ"),
        ("😀 Kites", "kite", "Kite"),
        ("Red-Kite.ai", "red kit", "Red-Kit"),
        ("Kites & Co", "kites co", "Kites & Co"),
    ],
)
def test_marks_count_the_characters_of_the_name(shelf, name, q, marked):
    (found,) = suggested(shelf(name), q)
    assert emphasised(found) == [marked]


def test_no_kind_crowds_another_out(shelf):
    client = shelf(*(f"Lantern Company {number:05} (made up)" for number in range(9)))
    kinds = [each["kind"] for each in suggested(client, "lantern")]
    assert kinds == ["model", "developer", *["company"] * 5]
    assert all(len(suggested(client, q)) <= 8 for q in ("la", "lan", "co", "ge", "in"))


def test_what_has_no_company_is_not_suggested(shelf):
    client = shelf("Red Kite")
    assert addresses(client, "germany") == ["/companies?country=DE"]
    assert addresses(client, "france") == []


def test_a_name_is_plain_text(shelf):
    client = shelf("<b>Example (made up)</b>")
    answer = client.get("/suggest?q=example")
    assert answer.get_json()["suggestions"][0]["name"] == "<b>Example (made up)</b>"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("q", ["", " ", "a", "Q", "é", "!", '"', "-", "\0", "\u202e"])
def test_too_little_suggests_nothing(client, q):
    assert ask(client, q) == {"told": "", "suggestions": []}


@pytest.mark.parametrize(("q", "told"), [("novo", "1 suggestion"), ("xqzzwv", "No suggestions")])
def test_it_is_told_how_many_there_are(client, q, told):
    assert ask(client, q)["told"] == told


def test_only_the_first_200_characters_are_read(client):
    assert names(client, " " * 196 + "novo xqzzwv") == ["Novo AI"]
    assert names(client, " " * 200 + "novo") == []


@pytest.mark.parametrize("q", [*NASTY, "novo " * 30, "ab " * 60, "千" * 20])
def test_every_text_has_an_answer(client, q):
    assert all(set(each) == FIELDS for each in suggested(client, q.encode("utf-8", "surrogatepass")))


@given(st.text(max_size=250))
def test_any_text_has_an_answer_with_good_marks(client, q):
    for each in suggested(client, q.encode("utf-8", "replace")):
        assert set(each) == FIELDS
        assert each["address"].startswith("/companies")
        ends = [0, *(place for span in each["marks"] for place in span), len(each["name"])]
        assert ends == sorted(ends)
        assert all(start < end for start, end in each["marks"])


@pytest.mark.parametrize(
    "raw", ["/suggest", "/suggest?q=%ED%A0%80", "/suggest?q=%", "/suggest?q=a&q=bb", "/suggest?Q=x"]
)
def test_addresses_that_nobody_meant_have_an_answer(client, raw):
    assert client.get(raw).get_json()["suggestions"] == []


def test_the_answer_is_public_and_validated_by_the_revision(app):
    visitor = app.test_client()
    before = visitor.get("/suggest?q=novo")
    assert before.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in before.headers
    same = {"If-None-Match": before.headers["ETag"]}
    assert visitor.get("/suggest?q=novo", headers=same).status_code == 304
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("A test says so."))
    after = visitor.get("/suggest?q=novo", headers=same)
    assert (after.status_code, after.get_json()["suggestions"]) == (200, [])


def test_without_an_index_names_that_begin_so_are_still_suggested(app):
    shutil.rmtree(app.config["SETTINGS"].index)
    visitor = app.test_client()
    assert addresses(visitor, "nov") == ["/companies/novo-ai"]
    assert addresses(visitor, "qwen")[0] == "/companies?model=qwen"
    assert "simple" in visitor.get("/suggest?q=nov").headers["ETag"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("kte", []),
        ("kite", ["kite"]),
        ("ktie", ["kite"]),
        ("kiite", ["kite"]),
        ("lantren", ["lantern"]),
        ("lantrenn", ["lanterns", "lantern"]),
        ("lant", ["lant"]),
        ("latn", ["lant", "lan"]),
        ("xxxxxxxxxx", []),
    ],
)
def test_a_misspelt_beginning_is_near_to_beginnings(word, near):
    assert Beginnings(["kite", "lantern", "lanterns"]).near(word) == near
