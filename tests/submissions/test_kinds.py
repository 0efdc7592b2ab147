"""Every kind of submission, from its form to what is kept of it; the company document is underneath."""

import json
import re

import pytest

from directory import db
from directory.catalogue import kinds, queries
from directory.catalogue.document import Company
from directory.ledger import publish
from directory.submissions.models import Submission, SubmittedVersion
from tests.conftest import MAILED, settings_in
from tests.factories import typed
from tests.people import forms, send


@pytest.fixture
def settings(tmp_path):
    """Give the settings of a site that sends mail, so that control can be proved by one."""
    return settings_in(tmp_path / "data", **MAILED)


def rows(table):
    with db.database.connection_context():
        return list(table.select())


def kept():
    """Give the one submission, its document as data ("" where there is none) and its details."""
    (version,) = rows(SubmittedVersion)
    return version.submission, json.loads(version.document or '""'), json.loads(version.details)


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def entry(slug):
    with db.database.connection_context():
        return queries.published(kinds.Kind.COMPANY, slug).document


def change(slug, **fields):
    """Publish a change of an entry, as somebody else would."""
    with db.database.connection_context():
        publish.publish(Company.model_validate(entry(slug) | fields), publish.Why("A test says so."))


ADDED = {name: value for name, value in typed().items() if name.startswith("adoptions-")}
REPLY = {"text": "We stopped using this model in March 2026.", "mailbox": "press"}
NOTICE = {"explanation": "The quoted sentence was never said by us.", "good_faith": "y"}
WAYS = {
    "/submit": (typed(), "company", ""),
    "/companies/novo-ai/suggest": ({"city": "Hamburg"}, "correction", "novo-ai"),
    "/companies/novo-ai/adoption": (ADDED, "adoption", "novo-ai"),
    "/companies/novo-ai/removal": ({"what": "entry", "explanation": "It is not true."}, "removal", "novo-ai"),
    "/companies/berget-ai/reply": (REPLY, "reply", "berget-ai"),
    "/report?about=/companies/novo-ai": (NOTICE, "notice", "novo-ai"),
    "/report?about=/methodology": (NOTICE, "notice", ""),
}


@pytest.mark.parametrize("address", WAYS)
def test_each_kind_ends_on_its_private_page(app, anonymous, address):
    filled, kind, slug = WAYS[address]
    sent = send(anonymous, address, filled | {"contact": "me@example.org", "listed": "y"})
    assert sent.status_code == 303, text(sent)
    assert re.fullmatch(r"/submissions/[0-9a-f]{40}", sent.location)
    submission, _document, _details = kept()
    assert (submission.kind, submission.slug) == (kind, slug)
    assert (submission.contact, submission.listed, submission.language) == ("me@example.org", 1, "en")


@pytest.mark.parametrize("address", WAYS)
def test_an_empty_form_is_refused_with_links_to_what_is_missing(app, anonymous, address):
    page = send(anonymous, address, {})
    assert page.status_code == 422
    for anchor in re.findall(r'<li><a href="#([\w-]+)">', page.text):
        assert f'id="{anchor}"' in page.text
    assert rows(Submission) == []


@pytest.mark.parametrize("address", WAYS)
def test_the_reason_of_a_refusal_is_listed_only_where_its_sender_ticks_it(app, anonymous, address):
    send(anonymous, address, WAYS[address][0])
    assert kept()[0].listed == 0


def test_a_company_s_page_offers_every_way(client):
    page = client.get("/companies/novo-ai").text
    for way in ("suggest", "adoption", "removal", "reply"):
        assert f'href="/companies/novo-ai/{way}"' in page
    assert 'href="/report?about=/companies/novo-ai"' in page


def test_a_new_adoption_is_the_entry_and_it(app, anonymous):
    before = entry("novo-ai")
    send(anonymous, "/companies/novo-ai/adoption", ADDED)
    _submission, document, _details = kept()
    added = document.pop("adoptions")[-1]
    assert (added["model"], added["use"]) == ("qwen", "production")
    assert document == {name: value for name, value in before.items() if name != "adoptions"}


def test_what_is_wrong_with_a_new_adoption_is_told_at_its_own_field(anonymous):
    page = send(anonymous, "/companies/novo-ai/adoption", ADDED | {"adoptions-0-since": "soon"})
    assert page.status_code == 422
    assert '<a href="#adoptions-0-since">' in page.text


def test_a_claim_that_is_there_already_is_no_new_adoption(anonymous):
    there = entry("novo-ai")["adoptions"][0]
    same = {f"adoptions-0-{name}": there[name] for name in ("model", "use", "route")}
    page = send(anonymous, "/companies/novo-ai/adoption", ADDED | same)
    assert "The entry has this claim already" in text(page)


def test_a_removal_of_some_claims_proposes_the_entry_without_them(app, anonymous):
    before = entry("berget-ai")
    first = before["adoptions"][0]
    claim = f"{first['model']} {first['use']} {first['route']}"
    send(anonymous, "/companies/berget-ai/removal", {"claims": [claim], "explanation": "It ended long ago."})
    _submission, document, details = kept()
    assert document == before | {"adoptions": before["adoptions"][1:]}
    assert details["claims"] == [{"model": first["model"], "use": first["use"], "route": first["route"]}]
    assert details["explanation"] == "It ended long ago."


def test_a_removal_of_every_claim_is_one_of_the_whole_entry(app, anonymous):
    claims = [f"{a['model']} {a['use']} {a['route']}" for a in entry("berget-ai")["adoptions"]]
    send(anonymous, "/companies/berget-ai/removal", {"claims": claims, "explanation": "None of it is true."})
    _submission, document, details = kept()
    assert document == ""
    assert "claims" not in details


def test_a_removal_of_claims_that_are_not_there_is_refused(app, anonymous):
    told = {"claims": ["qwen no-such use"], "explanation": "It ended long ago."}
    page = send(anonymous, "/companies/novo-ai/removal", told)
    assert "Tick at least one claim." in text(page)
    assert "It ended long ago." in page.text


def test_a_reply_stands_in_the_entry_as_it_was_written(app, anonymous):
    words = "Wir setzen dieses Modell seit März 2026 nicht mehr ein, und zwar nirgends."
    send(anonymous, "/companies/berget-ai/reply", {"text": words, "mailbox": "press"})
    _submission, document, details = kept()
    told = {"on": "2026-11-24", "text": words, "language": "de", "proof": "mail"}
    assert document["replies"] == [told]
    assert details == {"reply": told, "mailbox": "press"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "x" * 1001, "Write at most 1000 characters."),
        ("text", "short", "Write at least 10 characters."),
        ("text", "hidden \u202e words", "invisible character"),
        ("model", "no-such-model", "The entry has no claim on this model."),
        ("language", "German", "Write a language code"),
        ("proof", "telephone", "Choose one of"),
        ("mailbox", "", "Choose a mailbox of the list."),
        ("mailbox", "press@elsewhere.example", "Choose a mailbox of the list."),
        ("mailbox", "jane.student", "Choose a mailbox of the list."),
    ],
)
def test_a_wrong_reply_is_answered_at_its_field(app, anonymous, field, value, sentence):
    page = send(anonymous, "/companies/berget-ai/reply", REPLY | {field: value})
    assert page.status_code == 422
    assert sentence in text(page)
    assert f'<a href="#{field}">' in page.text
    assert rows(Submission) == []


def test_a_proof_by_record_needs_no_mailbox(app, anonymous):
    send(anonymous, "/companies/berget-ai/reply", REPLY | {"proof": "dns"})
    assert "mailbox" not in kept()[2]


def test_without_a_website_nobody_can_prove_to_be_the_company(app, anonymous):
    page = anonymous.get("/companies/novo-ai/reply")
    assert page.status_code == 200
    assert "This entry names no website" in text(page)
    assert "form_token" not in page.text
    assert anonymous.post("/companies/novo-ai/reply", data=REPLY).status_code == 422


def test_a_notice_says_where_why_and_in_good_faith(app, anonymous):
    first = entry("novo-ai")["adoptions"][0]
    claim = f"{first['model']} {first['use']} {first['route']}"
    told = NOTICE | {"claims": [claim], "law": "defamation", "sender_name": "Example Person"}
    send(anonymous, "/report?about=/companies/novo-ai", told)
    _submission, document, details = kept()
    assert document == ""
    assert details["address"] == "/companies/novo-ai"
    assert details["claims"] == [{"model": first["model"], "use": first["use"], "route": first["route"]}]
    assert (details["law"], details["sender_name"], details["good_faith"]) == ("defamation", "Example Person", True)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "novo-ai",
        "https://elsewhere.example/companies/novo-ai",
        "//elsewhere.example",
        "/\\x",
        "javascript:1",
        "/\x00",
    ],
)
def test_a_notice_is_about_a_page_of_this_site(app, anonymous, address):
    page = send(anonymous, "/report", NOTICE | {"address": address})
    assert page.status_code == 422
    assert "Give the address of a page on this site." in text(page)


@pytest.mark.parametrize("address", ["http://localhost/companies/novo-ai?x=1#claims", "/companies/novo-ai/history"])
def test_the_address_of_a_page_may_be_pasted_whole(app, anonymous, address):
    assert send(anonymous, "/report", NOTICE | {"address": address}).status_code == 303
    assert kept()[0].slug == "novo-ai"


@pytest.mark.parametrize("way", ["suggest", "adoption", "removal"])
def test_no_form_touches_the_company_s_replies(app, anonymous, way):
    reply = {"on": "2026-11-20", "text": "We never used this model.", "proof": "dns"}
    change("berget-ai", replies=[reply])
    first = entry("berget-ai")["adoptions"][0]
    filled = {
        "suggest": {"city": "Solna", "replies-0-text": "Forged words of the company."},
        "adoption": ADDED | {"adoptions-0-route": "app", "replies-0-text": "Forged words of the company."},
        "removal": {"claims": [f"{first['model']} {first['use']} {first['route']}"], "explanation": "It ended in May."},
    }
    sent = send(anonymous, f"/companies/berget-ai/{way}", filled[way])
    assert sent.status_code == 303, text(sent)
    assert kept()[1]["replies"] == [reply]


def test_the_revision_of_another_entry_brings_nothing_of_it(app, anonymous):
    change("berget-ai", replies=[{"on": "2026-11-20", "text": "We never used this model.", "proof": "dns"}])
    change("novo-ai", city="Berlin")
    with db.database.connection_context():
        other = queries.published(kinds.Kind.COMPANY, "berget-ai").revision
    sent = send(anonymous, "/companies/novo-ai/suggest", {"city": "Hamburg", "seen": str(other)})
    assert sent.status_code == 303
    assert "replies" not in kept()[1]


EDITS = {
    "/submit": {"city": "Hamburg"},
    "/companies/novo-ai/suggest": {"city": "Kiel"},
    "/companies/novo-ai/adoption": {"adoptions-1-statement": "It runs Qwen in another made-up product."},
    "/companies/novo-ai/removal": {"explanation": "It is not true, as the register shows."},
    "/companies/berget-ai/reply": {"text": "We stopped using this model in May 2026."},
    "/report?about=/companies/novo-ai": {"law": "defamation"},
    "/report?about=/methodology": {"law": "defamation"},
}


@pytest.mark.parametrize("address", WAYS)
def test_each_kind_is_edited_with_its_own_form_and_sent_again(app, anonymous, address):
    private = send(anonymous, address, WAYS[address][0]).location
    form = forms(anonymous.get(f"{private}/edit"))[-1].fields
    assert set(EDITS[address]) <= set(form)
    again = anonymous.post(f"{private}/edit", data=form | EDITS[address])
    assert again.status_code == 303, text(again)
    first, second = rows(SubmittedVersion)
    (value,) = EDITS[address].values()
    assert value not in first.document + first.details
    assert value in second.document + second.details
    assert len(second.document) - len(first.document) < 60, "nothing else changed"


def test_a_notice_stays_one_on_its_page(app, anonymous):
    private = send(anonymous, "/report?about=/methodology", NOTICE).location
    page = send(anonymous, f"{private}/edit", {"address": "/companies/novo-ai"})
    assert "This notice is about another page" in text(page)
