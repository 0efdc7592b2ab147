"""What pages say as linked data is what they show, and no text of an entry gets out of it."""

import json
import re

import pytest

from directory.web.languages import LANGUAGES, prefix
from tests.export.pages import KINDS, SITE, head_of
from tests.factories import Kind, adoption, company, lay_ground, own_source, put, source

HOSTILE = "</script><script>alert(1)</script><!-- \" ' & \\ \u2028"


def texts(node):
    """Give every text that linked data holds, without its own words and addresses."""
    if isinstance(node, dict):
        for name, value in node.items():
            if not name.startswith("@") and name not in ("urlTemplate", "encodingFormat"):
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


@pytest.mark.parametrize("path", ["/companies/novo-ai", "/companies/berget-ai", "/models/qwen", "/developers/deepseek"])
def test_linked_data_tells_nothing_that_the_page_does_not_show(client, path):
    head = head_of(client, path)
    html = client.get(path).text
    shown = re.sub(r"\s+", " ", head.text)
    told = [text for node in json.loads(head.linked[0])["@graph"] for text in texts(node)]
    assert len(told) > 8
    hidden = [
        text
        for text in told
        if re.sub(r"\s+", " ", text) not in shown and f'"{text.replace("&", "&amp;")}"' not in html
    ]
    # Addresses on this site, moments and codes stand on the page in other words.
    other = [
        text
        for text in hidden
        if not re.fullmatch(rf"{SITE}/\S*|[\d-]+(T[\d:]+Z)?|[\d-]+/(\.\.|[\d-]+)|[a-zA-Z]{{2}}", text)
    ]
    assert other == []


def test_a_company_and_its_claims_are_told_with_who_says_so(empty_app):
    lay_ground()
    replies = adoption(
        sources=[own_source(language="de", published="2026-02"), source()], until="2026-09", status="ended"
    )
    put(Kind.COMPANY, company(legal_name="Example GmbH", aliases=["Exco"], founded=2019, adoptions=[replies]))
    head = head_of(empty_app.test_client(), "/de/companies/example-company-1")
    (organisation,), (claim,) = head.nodes("Organization"), head.nodes("Claim")
    assert organisation == {
        "@type": "Organization",
        "@id": f"{SITE}/companies/example-company-1#company",
        "name": "Example Company 00001 (made up)",
        "legalName": "Example GmbH",
        "alternateName": ["Exco"],
        "description": "A made-up company that only tests know.",
        "url": "https://www.company-1.example",
        "foundingDate": "2019",
        "address": {"@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"},
    }
    assert claim["text"] == "It runs Lantern for its help desk."
    assert claim["url"] == f"{SITE}/de/companies/example-company-1#claim-1"
    assert claim["temporalCoverage"] == "2026-01/2026-09"
    assert [each["@id"] for each in claim["about"]] == [organisation["@id"], f"{SITE}/models/lantern#model"]
    first, second = claim["appearance"]
    assert first["hasPart"] == {"@type": "Quotation", "text": "We run Lantern.", "inLanguage": "de"}
    assert (first["datePublished"], first["url"]) == ("2026-02", "https://www.company-1.example/blog/lantern")
    assert second["publisher"] == {"@type": "Organization", "name": "Example Press (made up)"}
    (page,) = head.nodes("WebPage")
    assert (page["inLanguage"], page["mainEntity"]) == ("de", {"@id": organisation["@id"]})


def test_what_an_entry_says_stays_inside_its_text(empty_app):
    lay_ground()
    hostile = HOSTILE.replace("\u2028", "x")
    given = {
        "summary": hostile,
        "adoptions": [adoption(statement=hostile, sources=[source(quote=hostile, title=hostile)])],
    }
    put(Kind.COMPANY, company(name=hostile, **given))
    html = empty_app.test_client().get("/companies/example-company-1").text
    assert "<script>alert" not in html
    head = head_of(empty_app.test_client(), "/companies/example-company-1")
    (organisation,), (claim,) = head.nodes("Organization"), head.nodes("Claim")
    assert {organisation["name"], organisation["description"], claim["text"]} == {hostile}
    assert claim["appearance"][0]["hasPart"]["text"] == hostile


def test_a_thing_has_one_name_in_all_languages(client):
    for path, kind in {"/companies/novo-ai": "Organization", "/models/qwen": "CreativeWork", "/": "Dataset"}.items():
        heads = [head_of(client, prefix(code) + path) for code in LANGUAGES]
        assert len({head.nodes(kind)[0]["@id"] for head in heads}) == 1


def test_the_first_page_tells_how_to_search_and_where_the_data_is(client):
    head = head_of(client, "/fr/")
    (site,), (data,) = head.nodes("WebSite"), head.nodes("Dataset")
    found = site["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "novo")
    assert 'href="/fr/companies/novo-ai"' in client.get(found.removeprefix(SITE)).text
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for form in data["distribution"]:
        with client.get(form["contentUrl"].removeprefix(SITE)) as answer:
            assert (answer.status_code, answer.mimetype) == (200, form["encodingFormat"])


def test_a_model_tells_its_maker_its_versions_and_their_bases(client):
    (qwen,) = head_of(client, "/models/qwen").nodes("CreativeWork")
    assert qwen["creator"]["name"].startswith("Alibaba")
    versions = {each["name"]: each for each in qwen["hasPart"]}
    assert versions["Qwen3"]["datePublished"] == "2025-04"
    assert versions["Qwen3-Embedding"]["isBasedOn"]["@id"] == f"{SITE}/models/qwen3#model"
    (version,) = head_of(client, "/models/qwen3-embedding").nodes("CreativeWork")
    assert (version["isPartOf"]["name"], version["@id"]) == ("Qwen", versions["Qwen3-Embedding"]["@id"])


@pytest.mark.parametrize("path", KINDS)
def test_each_step_of_a_trail_leads_to_a_page(client, path):
    head = head_of(client, f"/pl{path}")
    for trail in head.nodes("BreadcrumbList") if head.linked else []:
        for number, step in enumerate(trail["itemListElement"], 1):
            assert step["position"] == number
            assert client.get(step["item"].removeprefix(SITE)).status_code == 200
        assert step["item"] == f"{SITE}/pl{path}"
