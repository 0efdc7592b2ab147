"""What two entries say together: nothing of the survivor is lost, nothing is said twice."""

from directory.catalogue.kinds import company as checked
from directory.moderation.union import united
from tests.factories import adoption, company, source


def test_the_survivors_words_come_first_and_what_it_lacks_is_filled_in():
    told = united(company(1, city=None), company(2, city="Bremen", founded=2019))
    assert (told["slug"], told["name"]) == ("example-company-1", "Example Company 00001 (made up)")
    assert (told["city"], told["founded"]) == ("Bremen", 2019)
    assert told["website"] == "https://www.company-1.example"


def test_the_names_of_the_other_become_aliases_once_each():
    ours = company(1, aliases=["Éxample"])
    theirs = company(2, aliases=["example", "Example Company 00001 (MADE UP)", "Another"])
    assert united(ours, theirs)["aliases"] == ["Éxample", "Example Company 00002 (made up)", "Another"]


def test_the_same_claim_gets_the_sources_of_both_and_another_one_stands_beside_it():
    more = source(url="https://other.press.example/")
    theirs = company(2, adoptions=[adoption(sources=[source(), more], versions=["Lantern-2"]), adoption(use="pilot")])
    first, second = united(company(1), theirs)["adoptions"]
    assert [each["url"] for each in first["sources"]] == ["https://news.press.example/lantern", more["url"]]
    assert (first["versions"], second["use"]) == (["Lantern-2"], "pilot")


def test_the_replies_of_both_stay_and_the_rules_take_the_whole():
    reply = {"on": "2026-11-24", "text": "We run it on our own machines.", "proof": "dns"}
    told = united(company(1, replies=[reply]), company(2, replies=[reply | {"on": "2026-11-23"}]))
    assert [each["on"] for each in told["replies"]] == ["2026-11-24", "2026-11-23"]
    assert checked(told).name == "Example Company 00001 (made up)"
