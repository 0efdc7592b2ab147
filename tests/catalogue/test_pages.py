"""The public pages of the catalogue, on the launch data."""

import json
import logging
import re
from contextlib import contextmanager
from itertools import pairwise

import pytest
from peewee import logger as statements

from directory.catalogue import claims
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, publish, withdraw
from tests import factories

PAGES = [
    "/",
    "/companies/novo-ai",
    "/companies/berget-ai",
    "/models",
    "/models/qwen",
    "/models/deepseek-r1-distill-qwen-14b",
    "/developers",
    "/developers/deepseek",
    "/countries",
    "/countries/DE",
    "/countries/MT",
    "/sectors",
    "/sectors/software-ai",
    "/regulation",
    "/checks",
    "/insights",
    "/about",
    "/methodology",
    "/methodology/quality",
    "/accessibility",
    "/privacy",
    "/imprint",
]
# Each page asks a handful of questions, however long its list is; the first one is for the revision.
MOST_QUESTIONS = 9
# The first two are about everything: the home page tells the last changes of the ledger too, the figures ask one each.
# A company asks what link checks saw of its sources; where its models were made from others, for the lineage of all.
MORE_QUESTIONS = {"/": 12, "/insights": 11, "/models/qwen": 11, "/companies/novo-ai": 11, "/companies/berget-ai": 14}


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@contextmanager
def asked():
    """Collect the statements that reach the database."""
    seen: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(record.getMessage())
    level = statements.level
    statements.addHandler(handler)
    statements.setLevel(logging.DEBUG)
    try:
        yield seen
    finally:
        statements.setLevel(level)
        statements.removeHandler(handler)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_title_and_headings_in_order(client, path):
    html = page(client, path)
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert html.count("<main") == 1
    assert re.search(r"<title>[^<]+ · Passerelle</title>", html)


@pytest.mark.parametrize("path", PAGES)
def test_every_id_is_one_and_every_inner_link_finds_it(client, path):
    html = page(client, path)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_everybody(client, path):
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_few_questions(client, path):
    with asked() as seen:
        page(client, path)
    assert len(seen) <= MORE_QUESTIONS.get(path, MOST_QUESTIONS)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_and_links_out_give_nothing_away(client, path):
    html = page(client, path)
    assert "style=" not in html
    scripts = re.findall(r"<script.*?</script>", html, re.DOTALL)
    # Linked data is no script: no browser runs it.
    run = [script for script in scripts if not script.startswith('<script type="application/ld+json">')]
    assert run
    for script in run:
        assert re.fullmatch(r'<script type="module" src="/static/[a-z]+\.js\?v=[0-9a-f]+"></script>', script)
    for link in re.findall(r'<a class="out"[^>]*>', html):
        assert 'rel="nofollow noopener"' in link


def test_novo_ai_shows_both_sources_with_their_quotes_and_the_rule(client):
    html = page(client, "/companies/novo-ai")
    assert '<blockquote lang="fr"><p>Hemanth Mandapati, patron de l’entreprise allemande Novo AI' in html
    assert "companies like the German startup Novo AI to transition from" in html
    assert 'class="badge reported"' in html
    told = words(html)
    assert "The rule fired on source 1" in told
    assert "A second independent publisher, or the company's own statement or code, is missing." in told.replace(
        "&#39;", "'"
    )
    assert "It names neither publisher nor address: nobody can check it, so no rule fires on it." in told
    assert "23 Nov 2026" in told
    assert "23 Nov 2027" in told


def test_novo_ai_shows_every_action_on_deepseek_and_what_it_covers(client):
    html = page(client, "/companies/novo-ai")
    listed = set(re.findall(r'href="/regulation#([^"]+)"', html))
    actions = set(re.findall(r'<article class="deed" id="([^"]+)"', page(client, "/regulation")))
    # One action concerns another developer.
    assert listed < actions
    assert len(listed) == len(actions) - 1 == 15
    told = words(html)
    assert "Not known whether it touches this route" in told
    assert "It binds the public administration of another country only." in told
    assert "covers the consumer app" in told


def test_a_self_hosted_model_is_not_touched_by_a_ban_of_the_app(client):
    told = words(page(client, "/companies/berget-ai"))
    assert "weights that somebody else runs are not its object" in told
    assert "Touches this route" not in told


def test_versions_link_to_their_pages(client):
    html = page(client, "/companies/berget-ai")
    for address in re.findall(r'href="(/models/[^"]+)"', html):
        page(client, address)
    assert "/models/kimi-k2-6" in html


def test_a_company_as_json_is_its_document(client):
    answer = client.get("/companies/novo-ai.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json()["adoptions"][0]["sources"][1]["language"] == "fr"


def test_an_ended_adoption_is_marked_in_lists(client):
    html = page(client, "/models/deepseek")
    assert '<span class="status ended">ended</span>' in html


def test_what_was_looked_for_and_not_found_is_marked_and_not_counted(app):
    client = app.test_client()
    before = page(client, "/countries")
    seen = factories.adoption(model="qwen", status="not-found")
    with app.app_context():
        publish(factories.document(Kind.COMPANY, factories.company(country="MT", adoptions=[seen])), Why("A test."))
    assert '<span class="status not-found">not found</span>' in page(client, "/countries/MT")
    assert words(before).count("Malta") == words(page(client, "/countries")).count("Malta") == 1


def test_a_withdrawn_company_is_gone_with_the_reason(app):
    client = app.test_client()
    with app.app_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("Its only source was taken back."))
    assert "Its only source was taken back." in page(client, "/companies/novo-ai", 410)
    page(client, "/companies/novo-ai.json", 410)
    assert "novo-ai" not in page(client, "/countries/DE")


def test_a_long_list_says_that_it_is_cut_and_still_counts_all(client, monkeypatch):
    monkeypatch.setattr(claims, "LONGEST", 3)
    html = page(client, "/countries/DE")
    assert html.count('class="lines"') <= 3
    assert "only its beginning is shown" in html
    assert "21 companies with their headquarters here" in html
    assert 'href="/companies?country=DE"' in html


def test_lineage_leads_across_families(client):
    distilled = page(client, "/models/deepseek-r1-distill-qwen-14b")
    assert '<a href="/models/qwen2-5-14b">Qwen2.5-14B</a>' in distilled
    assert "/models/deepseek-r1-distill-qwen-14b" in page(client, "/models/qwen2-5-14b")


def test_a_base_outside_the_catalogue_is_text(client):
    html = page(client, "/models/deepseek-r1-distill-llama-8b")
    assert "Llama-3.1-8B" in html
    assert ">Llama-3.1-8B</a>" not in html
    assert "United States" in html


def test_a_licence_shows_its_layers_with_quotes(client):
    html = page(client, "/models/hunyuanvideo")
    told = words(html)
    assert "Grants nothing in" in told
    assert "European Union" in told
    assert "<blockquote" in html


@pytest.mark.parametrize(
    "path",
    [
        "/companies/nobody",
        "/companies/nobody.json",
        "/companies/nobody/history",
        "/models/none",
        "/developers/none",
        "/countries/XX",
        "/countries/US",
        "/sectors/none",
    ],
)
def test_what_is_not_there_says_so(client, path):
    assert "Answer 404" in page(client, path, 404)


def test_a_country_in_small_letters_leads_to_its_one_address(client):
    answer = client.get("/countries/de")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/countries/DE")


def test_the_schema_is_published_and_linked(client):
    schema = json.loads(page(client, "/schema/company.json"))
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "adoptions" in schema["properties"]
    assert "/schema/company.json" in page(client, "/methodology")


def test_the_methodology_prints_every_rule_in_order(client):
    html = page(client, "/methodology")
    shown = re.findall(r'class="badge ([a-z-]+)"', html)
    assert shown == ["disputed", "stale", "to-recheck", "confirmed", "company-stated", "reported", "developer-stated"]


def test_the_operator_is_told_that_it_works(client):
    answer = client.get("/healthz")
    assert answer.get_data(as_text=True).startswith("ok\n")
    assert "sqlite 3." in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_empty_directory_has_pages_too(empty_app):
    client = empty_app.test_client()
    for path in ["/", "/models", "/developers", "/countries", "/sectors", "/regulation", "/changes"]:
        page(client, path)
