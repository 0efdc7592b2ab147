"""Who adopts a model adopts what it was made from no more surely than the weakest link says."""

import re

import pytest

from directory.catalogue import weakest
from directory.catalogue.kinds import Kind
from directory.catalogue.lineage import Place
from directory.catalogue.publishers import Party
from directory.catalogue.weakest import ORDER, Link, Proof, descents, inherited, links, proved
from directory.vocabulary import Confidence
from tests import factories

MAKER = Party("lantern.example", frozenset({"lantern lab"}), frozenset({"lantern lab"}))


def cited(url, quote, publisher="Somebody"):
    return factories.citation(url=url, quote=quote, publisher=publisher)


card = cited("https://lantern.example/card", "Glow-2 is derived from Qwen2.5-7B.")
press = cited("https://press.example/1", "It is based on Qwen2.5-7B.", "Press (made up)")
other = cited("https://other.example/1", "Glow-2, a child of Qwen 2.5 7B", "Other (made up)")
silent = cited("https://press.example/2", "Glow-2 came out in May.", "Press (made up)")


@pytest.mark.parametrize(
    ("sources", "proof"),
    [
        ([], Proof.NONE),
        ([card], Proof.MAKER),
        ([cited("https://github.com/lantern-lab/glow", "based on Qwen2.5-7B")], Proof.MAKER),
        ([cited("https://host.example/glow", "based on Qwen2.5-7B", "Lantern Lab")], Proof.MAKER),
        ([card, card], Proof.MAKER),
        ([press], Proof.REPORTED),
        ([press, press], Proof.REPORTED),
        ([press, other], Proof.CONFIRMED),
        ([card, press], Proof.CONFIRMED),
        # A copy of the maker's text, and of another's, is no second voice.
        ([card, cited("https://press.example/1", card["quote"])], Proof.MAKER),
        ([press, cited("https://copy.example/1", press["quote"])], Proof.REPORTED),
        # What does not name the base says nothing of it.
        ([silent], Proof.NONE),
        ([card, silent], Proof.MAKER),
    ],
)
def test_who_says_that_a_model_was_made_from_another(sources, proof):
    assert proved({"name": "Glow-2", "sources": sources}, ["Qwen2.5-7B"], MAKER) is proof


@pytest.mark.parametrize(
    ("quote", "version", "base", "named"),
    [
        ("Built on Qwen 2.5 7B", "Glow", "Qwen2.5-7B", True),
        ("Built on Qwen2.5-72B", "Glow", "Qwen2.5-7B", False),
        ("V3.2-Exp builds upon V3.1-Terminus", "DeepSeek-V3.2-Exp", "DeepSeek-V3.1-Terminus", True),
        ("The seventh of its kind, 7B", "Glow", "Qwen-7B", True),
        ("Kimi K2 Thinking is out", "Kimi K2 Thinking", "Kimi K2", False),
        ("Kimi K2 Thinking is built on Kimi K2", "Kimi K2 Thinking", "Kimi K2", True),
    ],
)
def test_a_quote_names_the_base(quote, version, base, named):
    told = {"name": version, "sources": [cited("https://press.example/1", quote)]}
    assert (proved(told, [base], MAKER) is Proof.REPORTED) is named


def link(proof, origin="qwen2-5", version="Glow-2"):
    return Link(version, version.lower(), origin, Place("qwen", origin), proof)


@pytest.mark.parametrize(
    ("rule", "proofs", "shown", "at"),
    [
        ("confirmed", ["confirmed"], "confirmed", None),
        ("confirmed", ["reported"], "reported", 0),
        ("confirmed", ["developer-stated"], "developer-stated", 0),
        ("confirmed", ["not-sourced"], "not-sourced", 0),
        ("company-stated", ["confirmed"], "company-stated", None),
        ("company-stated", ["developer-stated"], "developer-stated", 0),
        ("reported", ["reported"], "reported", None),
        ("developer-stated", ["reported"], "developer-stated", None),
        ("confirmed", ["reported", "developer-stated"], "developer-stated", 1),
        ("confirmed", ["developer-stated", "reported"], "developer-stated", 0),
        ("company-stated", ["confirmed", "confirmed", "reported"], "reported", 2),
        ("stale", ["developer-stated"], "stale", None),
        ("to-recheck", ["confirmed"], "to-recheck", None),
        ("to-recheck", ["not-sourced"], "not-sourced", 0),
        ("disputed", ["not-sourced"], "disputed", None),
    ],
)
def test_the_weakest_link_tells(rule, proofs, shown, at):
    way = [link(Proof(proof), f"base-{n}") for n, proof in enumerate(proofs)]  # type: ignore[call-arg]
    found = inherited(rule, way)
    assert (found.rule, found.weakest) == (shown, None if at is None else way[at])
    assert found.base is way[-1]


def test_every_rule_and_every_proof_has_its_place_in_the_order():
    assert set(ORDER) == {*map(str, Confidence), *map(str, Proof)}
    assert len(ORDER) == len(set(ORDER))


def family(slug, name, *versions):
    return {"slug": slug, "name": name, "versions": list(versions)}


def version(name, base="", *sources, aliases=()):
    return {"name": name, "aliases": list(aliases), "sources": list(sources)} | ({"base": base} if base else {})


QWEN = [version("Qwen2.5-7B", "Qwen2.5", cited("https://x.example/", "From Qwen2.5")), version("Qwen2.5")]
GLOW = [version("Glow-2", "Qwen2.5-7B", card, press, aliases=["Glow Two"]), version("Glow-3", "Gemma-2")]
FAMILIES = [
    family("qwen", "Qwen", *QWEN),
    family("glow", "Glow", *GLOW),
    family("ring", "Ring", version("Ring-1", "Ring-2"), version("Ring-2", "Ring-1")),
]


def back(model, *versions, rule="confirmed"):
    known = links(FAMILIES, {"glow": MAKER})
    found = descents({"model": model, "versions": list(versions)}, rule, known)
    return [(each.base.origin.slug, each.rule, len(each.links)) for each in found]


@pytest.mark.parametrize("name", ["Glow-2", "Glow Two"])
def test_a_claim_is_followed_back_from_model_to_model(name):
    assert back("glow", name) == [("qwen2-5-7b", "confirmed", 1), ("qwen2-5", "reported", 2)]
    assert back("glow", name, rule="reported")[0] == ("qwen2-5-7b", "reported", 1)


@pytest.mark.parametrize(
    ("model", "versions"),
    [("glow", ()), ("glow", ("Glow-9",)), ("glow", ("Glow-3",)), ("qwen", ("Qwen2.5",)), ("nobody", ("Glow-2",))],
)
def test_without_a_known_base_there_is_nothing_to_inherit(model, versions):
    assert back(model, *versions) == []


def test_what_the_claim_names_itself_it_does_not_inherit():
    assert back("qwen", "Qwen2.5-7B", "Qwen2.5") == []
    assert back("qwen", "Qwen2.5-7B") == [("qwen2-5", "reported", 1)]


def test_a_circle_ends():
    assert back("ring", "Ring-1") == [("ring-2", "not-sourced", 1)]


def test_the_page_of_a_company_shows_the_weakest_link(empty_app):
    sources = [factories.citation(quote="Lantern-2 is made from Lantern-1.")]
    versions = [{"name": "Lantern-1"}, {"name": "Lantern-2", "base": "Lantern-1", "sources": sources}]
    factories.lay_ground()
    factories.put(Kind.MODEL, factories.family(versions=versions))
    adoption = factories.adoption(versions=["Lantern-2"], sources=[factories.source(), factories.own_source()])
    factories.put(Kind.COMPANY, factories.company(adoptions=[adoption]))
    page = " ".join(empty_app.test_client().get("/companies/example-company-1").text.split())
    verdict = page.partition('class="verdict"')[2].partition('class="evidence"')[0]
    assert 'class="badge confirmed"' in verdict
    assert 'class="badge developer-stated"' in verdict
    assert "Lantern-2</a> was made from <a" in verdict
    assert "only its maker says so. This is the weakest link." in verdict


def test_the_order_of_strength_is_printed(client):
    printed = client.get("/methodology").text.partition('id="strength"')[2].partition("</ol>")[0]
    labels = {str(each): each.label for each in (*Proof, *Confidence)}
    assert re.findall("<li>(.*?)</li>", printed) == [labels[each] for each in weakest.ORDER]
