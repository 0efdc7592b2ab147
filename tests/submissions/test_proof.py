"""Proof of work: asked for only when posts are many, and worth something once, in time, for one form."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from directory import db
from directory.submissions.models import Submission, UsedProof
from directory.submissions.screening import PROOF, proved
from tests.people import forms, later
from tests.serving import served
from tests.submissions.proving import challenge, company, marks, solved, wave

SECRET = "a secret that only tests know, 0123456789"


@pytest.fixture
def hot(app, anonymous):
    """Be somebody whose network has sent what is usual."""
    wave(anonymous, range(5))
    return anonymous


def newest(app):
    return marks(app)[-1]


def flat(data):
    return {name: data[name][0] if isinstance(data[name], list) else data[name] for name in ("form_token", PROOF)}


def test_nothing_is_asked_while_posts_are_few(anonymous):
    page = anonymous.get("/submit")
    assert challenge(page) is None
    assert "proof.js" not in page.text


def test_a_hot_network_is_asked_on_every_form_and_its_neighbour_is_not(app, hot):
    for address in ("/submit", "/companies/novo-ai/suggest"):
        assert challenge(hot.get(address))
    other = app.test_client()
    other.environ_base["REMOTE_ADDR"] = "203.0.113.1"
    assert challenge(other.get("/submit")) is None


def test_with_its_proof_a_post_is_plain(app, hot):
    assert hot.post("/submit", data=solved(hot.get("/submit")) | company(9)).status_code == 303
    assert newest(app) == []


def test_the_same_post_again_with_its_proof_is_the_same_submission(app, hot):
    data = solved(hot.get("/submit")) | company(9)
    assert len({hot.post("/submit", data=data).location for _again in range(3)}) == 1
    assert newest(app) == []


def test_a_reply_names_two_proofs_and_each_counts(app, hot):
    typed = {"text": "We stopped using this model in March 2026.", "proof": "dns"}
    address = "/companies/berget-ai/reply"
    assert hot.post(address, data=solved(hot.get(address)) | typed).status_code == 303
    assert newest(app) == []


def test_a_proof_counts_once(app, hot):
    data = solved(hot.get("/submit"))
    hot.post("/submit", data=data | company(9))
    hot.post("/submit", data=data | company(9, city="Hamburg"))
    assert newest(app) == ["many"]
    with db.database.connection_context():
        assert UsedProof.select().count() == 1


def test_the_proof_of_another_form_is_none(app, hot):
    other = solved(hot.get("/submit"))[PROOF]
    hot.post("/submit", data=forms(hot.get("/submit"))[-1].fields | company(9) | {PROOF: other})
    assert newest(app) == ["many"]


def test_a_proof_is_too_old_when_its_form_is(app, hot):
    data = solved(hot.get("/submit"))
    assert proved(flat(data), SECRET)
    with later(hours=4, seconds=5):
        assert not proved(flat(data), SECRET)
        assert hot.post("/submit", data=data | company(9)).status_code == 422


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("keyPrefix", ""),
        ("keyPrefix", "0"),
        ("expiresAt", 99999999999),
        ("expiresAt", None),
        ("data", {}),
        ("cost", 0),
        ("cost", 10**9),
        ("algorithm", "ARGON2ID"),
        ("memoryCost", 10**9),
        ("nonce", ""),
    ],
)
def test_a_task_made_easier_is_forged(app, hot, place, value):
    page = hot.get("/submit")
    task = challenge(page)
    task["parameters"][place] = value
    told = {"challenge": task, "solution": {"counter": 0, "derivedKey": "00"}}
    proof = base64.b64encode(json.dumps(told).encode()).decode()
    hot.post("/submit", data=forms(page)[-1].fields | company(9) | {PROOF: proof})
    assert newest(app) == ["many"]


@pytest.mark.parametrize(
    "solution", [{"counter": 0, "derivedKey": "00"}, {"counter": -1, "derivedKey": ""}, {}, [], None]
)
def test_a_wrong_solution_is_no_proof(app, hot, solution):
    page = hot.get("/submit")
    proof = base64.b64encode(json.dumps({"challenge": challenge(page), "solution": solution}).encode()).decode()
    assert hot.post("/submit", data=forms(page)[-1].fields | company(9) | {PROOF: proof}).status_code == 303
    assert newest(app) == ["many"]


def test_a_task_of_our_own_making_with_another_secret_is_forged(hot):
    data = flat(solved(hot.get("/submit")))
    assert proved(data, SECRET)
    assert not proved(data, SECRET + "x")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["challenge", "parameters", "solution"]), inner),
)


@given(st.text(max_size=200) | json_values.map(lambda value: base64.b64encode(json.dumps(value).encode()).decode()))
def test_no_text_is_a_proof(text):
    assert proved({PROOF: text, "form_token": "x"}, SECRET) == ""


def test_a_proof_that_nests_without_end_is_none(app):
    bomb = base64.b64encode(b'{"challenge":' * 200).decode()
    assert proved({PROOF: bomb, "form_token": "x"}, SECRET) == ""


def send(page):
    page.get_by_role("button", name="Send").last.click()
    expect(page.get_by_text("It waits for a decision.")).to_be_visible()


@pytest.mark.browser
def test_a_real_browser_solves_it_under_the_strict_policy(browser, launched, tmp_path, monkeypatch):
    monkeypatch.setenv("PASSERELLE_POSTS_PER_HOUR", "1")
    with served(launched.folder, tmp_path / "data") as site:
        page = browser.new_page(base_url=site.address, viewport={"width": 390, "height": 900})
        told = []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        for city in ("Berlin", "Hamburg"):
            page.goto("/companies/novo-ai/suggest")
            if city == "Hamburg":
                expect(page.get_by_text("Your browser has done it.")).to_be_visible()
                page.get_by_role("button", name="Add another adoption").click()
                expect(page.locator("#adoptions-1 button", has_text="Remove adoption")).to_be_visible()
                expect(page.get_by_text("Your browser has done it.")).to_be_visible()
            page.get_by_label("City").fill(city)
            send(page)
        page.goto("/companies/berget-ai/reply")
        expect(page.get_by_text("Your browser has done it.")).to_be_visible()
        page.locator("#text").fill("We stopped using this model in March 2026.")
        send(page)
        page.context.close()
        assert told == []
        db.use(site.folder / "passerelle.db")
        with db.database.connection_context():
            assert "many" not in [mark for row in Submission.select() for mark in row.marks]
            assert UsedProof.select().count() == 2


def test_without_the_proof_the_post_is_taken_and_marked(app, hot):
    assert hot.post("/submit", data=forms(hot.get("/submit"))[-1].fields | company(9)).status_code == 303
    assert newest(app) == ["many"]
