"""The company's own words stand beside the claims that they answer; a disputed claim says that it is one."""

import json
import re

import pytest

from directory.catalogue import explain
from directory.catalogue.kinds import Kind
from tests.factories import adoption, company, family, lay_ground, put

REPLY = {
    "model": "lantern",
    "on": "2026-11-22",
    "text": "Nous n’utilisons plus Lantern.",
    "language": "fr",
    "proof": "dns",
}
GENERAL = {"on": "2026-11-23", "text": "All of this is <b>old</b> & wrong.", "proof": "mail"}


@pytest.fixture
def site(empty_app):
    with empty_app.app_context():
        lay_ground()
        put(Kind.MODEL, family(slug="torch", name="Torch", aliases=[], versions=[]))
        put(Kind.COMPANY, replying([]))
        yield empty_app


def replying(replies, **given):
    claims = {"adoptions": [adoption(), adoption(model="torch", status="disputed")]}
    return company(1, **claims | ({"replies": replies} if replies else {}) | given)


def shown(site):
    return site.test_client().get("/companies/example-company-1").text


def claim(page, number):
    return re.search(rf'<article class="claim" id="claim-{number}".*?</article>', page, re.DOTALL)[0]


def test_a_reply_stands_at_the_claims_that_it_answers_with_day_language_and_proof(site):
    put(Kind.COMPANY, replying([REPLY]))
    page = shown(site)
    assert page.count("n’utilisons") == 1
    told = claim(page, 1)
    assert '<blockquote lang="fr"><p>Nous n’utilisons plus Lantern.</p></blockquote>' in told
    assert "22 November 2026" in told or "Nov 22, 2026" in told or "22 Nov 2026" in told
    assert "in French" in told
    assert "Proved by DNS record." in told
    assert "Example Company 00001 (made up) replies" in told


def test_a_reply_on_all_stands_once_before_the_claims_and_stays_text(site):
    put(Kind.COMPANY, replying([REPLY, GENERAL]))
    page = shown(site)
    assert page.count("All of this is &lt;b&gt;old&lt;/b&gt; &amp; wrong.") == 1
    assert page.index("All of this") < page.index('id="claim-1"')


def test_a_reply_whose_claim_is_gone_stays_and_says_what_it_was_about(site):
    put(Kind.COMPANY, replying([REPLY], adoptions=[adoption(model="torch")]))
    page = shown(site)
    assert "replies about lantern" in page
    assert page.index("n’utilisons") < page.index('id="claim-1"')


def test_replies_are_sorted_by_the_model_that_they_are_about():
    assert explain.replies(replying([REPLY, GENERAL, REPLY | {"model": "gone"}])) == {
        "lantern": [REPLY],
        "": [GENERAL, REPLY | {"model": "gone"}],
    }


def test_the_document_holds_replies_and_the_schema_tells_them(site):
    put(Kind.COMPANY, replying([REPLY]))
    client = site.test_client()
    assert client.get("/companies/example-company-1.json").json["replies"] == [REPLY]
    told = client.get("/schema/company.json").json
    assert set(told["$defs"]["Reply"]["properties"]) == {"model", "on", "text", "language", "proof"}
    assert told["$defs"]["ProofMethod"]["enum"] == ["mail", "dns", "file"]
    assert json.dumps(told)


def test_the_history_names_the_fields_of_a_reply(site):
    put(Kind.COMPANY, replying([GENERAL]))
    put(Kind.COMPANY, replying([GENERAL, REPLY]))
    put(Kind.COMPANY, replying([REPLY | {"text": "Nous n’utilisons que Torch."}, GENERAL]))
    page = re.sub(r"\s+", " ", site.test_client().get("/companies/example-company-1/history").text)
    for field in ("Reply 1 › Reply", "Reply 2 › Model", "Reply 1 › Proved by", "Reply 2 › Language"):
        assert f'<th scope="row">{field}</th>' in page
    assert "<ins>DNS record</ins>" in page
    # The edited one is told as edited, though it changed places.
    assert "<del>Nous n’utilisons plus Lantern.</del>" in page


def test_a_disputed_claim_is_marked_at_the_claim_and_others_are_not(site):
    page = shown(site)
    assert "Disputed: somebody with standing denies it." in claim(page, 2)
    assert 'class="status disputed"' in claim(page, 2)
    assert 'class="badge disputed"' in claim(page, 2)
    assert "isputed" not in claim(page, 1)
