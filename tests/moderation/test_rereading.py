"""The screen of one claim: what a moderator says of each source, and what becomes of the claim."""

import json
import re

import pytest

from directory import db
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption
from directory.ledger import imports, publish
from directory.ledger.models import Change
from directory.ledger.replay import faults
from directory.moderation.models import LogEntry
from directory.submissions.models import Decision
from tests.conftest import SEEDS
from tests.factories import BECAUSE, source
from tests.moderation.claims import claim, lay, seen, sources
from tests.moderation.deciding import ENTRY, SLUG, at, count, one, published, text
from tests.people import forms, later, send, signed_in

OWN = f"/moderation/rereading/{SLUG}/1"
QUEUE = "/moderation/rereading"


def lantern(number, *claims):
    """Publish a company whose claims rest on two sources each; give the address of its first claim's screen."""
    with db.database.connection_context():
        given = [each | {"model": "qwen"} for each in claims or (claim(number),)]
        return f"{QUEUE}/{lay(number, *given)}/1"


def today(here):
    """Give a claim as it is published, by the address of its screen."""
    slug, number = here.split("/")[-2:]
    return json.loads(at(slug).document)["adoptions"][int(number) - 1]


def answer(client, here, *saw, **more):
    """Say something of each source and save."""
    return send(client, here, {f"saw-{n}": each for n, each in enumerate(saw)} | more, action=here.split("?")[0][-9:])


def sound():
    with db.database.connection_context():
        assert list(faults()) == []


def test_the_screen_shows_all_that_is_needed_to_read_again(app, anonymous, moderator):
    here = lantern(10, claim(10, sources=[source(archive_url="https://archive.example/1"), *sources(10, 1)]))
    with db.database.connection_context():
        seen(10, "gone", on="2026-11-22")
    page = moderator.get(here)
    told = text(page)
    for part in (
        "It runs Lantern for its help desk.",
        "We run the Lantern model in production, the company told us.",
        "Link check: not checked yet",
        "Link check: no page at the last check, 22 Nov 2026",
        "dead link",
        "Confidence today confirmed",
        "If each source still says so confirmed to be re-read by 24 Nov 2027",
        "Re-read before not yet",
    ):
        assert re.sub(r"\s", "", part) in re.sub(r"\s", "", told), part
    assert 'href="https://archive.example/1"' in page.text
    assert "#:~:text=We%20run%20the%20Lantern,company%20told%20us." in page.text.replace("the%20company", "company")
    assert not re.search(r'type="radio"[^>]* checked', page.text), "nothing is chosen beforehand"
    assert moderator.get(f"{here[:-1]}2").status_code == moderator.get(f"{here[:-1]}0").status_code == 404
    assert moderator.get(f"{QUEUE}/nobody/1").status_code == 404


def test_what_still_says_so_is_re_read_today_and_loses_its_mark(app, anonymous, moderator):
    marked = [source(recheck="quote-lost"), *sources(10)]
    here = lantern(10, claim(10, sources=marked), claim(10, use="pilot"))
    assert answer(moderator, here, "stands", "stands", "stands", reason="Seen by hand.").status_code == 303
    assert today(here)["reread"] == "2026-11-24"
    assert [each.get("recheck") for each in today(here)["sources"]] == [None] * 3
    assert "reread" not in today(f"{here[:-1]}2"), "the other claim stays as it was"
    decision, change = one(Decision), one(Change, Change.slug == "example-company-10", Change.act == "changed")
    assert (decision.act, decision.by, decision.change) == ("rereading", "Mona Moderator", change.number)
    assert change.reason == "Re-read on 2026-11-24: sources 1, 2 and 3 still say so. Seen by hand."
    assert one(LogEntry, LogEntry.what == "rereading").who == "Mona Moderator"
    assert "example-company-10" in moderator.get("/moderation/log?what=rereading").text
    row = one(Adoption, Adoption.reread == "2026-11-24")
    assert row.reread_by == "2027-11-24" >= row.turn
    told = text(anonymous.get("/changes"))
    assert "by a moderator" in told
    assert "Re-read on 2026-11-24" not in text(anonymous.get("/corrections")), "nothing was put right"
    sound()


def test_what_no_longer_says_so_is_marked_and_the_rest_carries_the_claim(app, anonymous, moderator):
    here = lantern(10, claim(10, sources=[*sources(10, 3)]))
    assert answer(moderator, here, "lost", "shut", "stands").status_code == 303
    assert [each.get("recheck") for each in today(here)["sources"]] == ["quote-lost", "page-gone", None]
    assert today(here)["reread"] == "2026-11-24"
    assert one(Adoption, Adoption.reread != "").basis == "reported"
    told = text(anonymous.get("/corrections"))
    said = "source 3 still says so; source 1 no longer says so; source 2 could not be opened."
    assert said in told, "a lost quote is told where errors are"
    assert answer(moderator, here, "stands", "stands", "stands").status_code == 303
    assert text(anonymous.get("/corrections")).count("Re-read on") == 1, "that it is there again is none"
    sound()


def test_a_source_on_somebody_elses_page_stays_marked_so(app, moderator):
    here = lantern(10, claim(10, sources=[source(recheck="owner-moved"), *sources(10, 1)]))
    assert answer(moderator, here, "lost", "stands").status_code == 303
    assert today(here)["sources"][0]["recheck"] == "owner-moved"


def test_a_source_that_no_longer_says_so_can_be_suggested_to_go(app, moderator):
    here = lantern(10)
    led = moderator.get(answer(moderator, here, "stands", "lost").location)
    assert "Suggest taking source 2 out" in led.text
    assert "Suggest taking source 1 out" not in led.text
    address, anchor = re.search(r'href="([^"]+)#([^"]+)">Suggest taking', led.text).groups()
    assert f'id="{anchor}' in moderator.get(address).text


def test_what_is_closed_to_programs_was_not_asked(app, moderator):
    here = lantern(10)
    with db.database.connection_context():
        seen(10, "refused", on="2026-11-22")
    told = moderator.get(here).text
    assert "not open to programs (asked on" in told
    assert "bulk rejection" not in told


def test_where_nothing_stands_the_claim_is_not_re_read_and_the_page_leads_on(app, moderator):
    here = lantern(10, claim(10, reread="2026-11-20"))
    led = answer(moderator, here, "lost", "shut", next="1")
    assert led.status_code == 303
    assert led.location.startswith(here), "nobody is led away from a claim that nothing carries"
    assert today(here)["reread"] == "2026-11-20"
    assert one(Adoption, Adoption.reread == "2026-11-20").basis == "to-recheck"
    page = moderator.get(led.location)
    assert "No source stands any more" in text(page)
    for way in ("/companies/example-company-10/suggest?claim=1#adoptions-0", "/example-company-10/claims"):
        assert f'{way}"' in page.text
    sound()


def test_each_source_needs_an_answer_and_what_was_chosen_is_kept(app, moderator):
    here = lantern(10)
    page = answer(moderator, here, "stands", reason="Half of it.")
    assert page.status_code == 422
    assert 'href="#saw-1"' in page.text
    assert "Say what this source says today." in page.text
    assert re.search(r'id="saw-0-stands" value="stands" checked', page.text)
    assert "Half of it." in page.text
    assert answer(moderator, here, "stands", "perhaps").status_code == 422
    assert count(Decision) == 0


def test_a_source_without_an_address_stands_only_with_a_note_of_where_it_was_read(app, moderator):
    book = source(url=None, quote=None, locator="Annual report 2025, page 41")
    here = lantern(10, claim(10, sources=[{name: value for name, value in book.items() if value}]))
    for note in ("", "  "):
        page = answer(moderator, here, "stands", reason=note)
        assert page.status_code == 422
        assert "This source has no address: say in the note where you read it again." in page.text
        assert 'href="#saw-0"' in page.text
    assert count(Decision) == 0
    assert answer(moderator, here, "stands", reason="Read in the library of Graz.").status_code == 303
    assert today(here)["reread"] == "2026-11-24"


def test_an_entry_that_changed_meanwhile_answers_409_and_a_retry_the_success_page(app, moderator, admin):
    here = lantern(10, claim(10), claim(10, use="pilot"))
    mine, theirs = (
        forms(who.get(here))[-1].fields | {"saw-0": "stands", "saw-1": "stands"} for who in (moderator, admin)
    )
    second = forms(moderator.get(f"{here[:-1]}2"))[-1].fields | {"saw-0": "stands", "saw-1": "stands"}
    done = moderator.post(here, data=mine)
    assert done.status_code == 303
    late = admin.post(here, data=theirs | {"reason": "Mine too."})
    assert late.status_code == 409
    assert "was changed meanwhile" in late.text
    assert "Mine too." in late.text
    assert "24 Nov 2026" in text(late).split("Re-read before")[1][:40], "the present state is shown"
    again = moderator.post(here, data=mine)
    assert (again.status_code, again.location) == (303, done.location)
    other = moderator.post(here, data=mine | {"saw-1": "lost"})
    assert other.status_code == 409, "another answer is no retry"
    assert moderator.post(f"{here[:-1]}2", data=second).status_code == 409, "nor is another claim"
    assert count(Decision) == 1
    assert answer(admin, here, "stands", "stands").status_code == 422, "the same again says nothing new"


def test_nobody_confirms_what_they_sent_in_themselves(app, anonymous, moderator, admin):
    theirs = signed_in(app, "Sam Sender")
    published(theirs, moderator)
    page = theirs.get(OWN)
    assert "You sent this in yourself" in text(page)
    assert 'type="radio"' not in page.text
    sent = forms(moderator.get(OWN))[-1].fields
    token = forms(page)[-1].fields
    assert theirs.post(OWN, data=sent | token | {"saw-0": "stands"}).status_code == 403
    assert answer(moderator, OWN, "stands").status_code == 303
    assert "You sent this in yourself" in text(theirs.get(OWN)), "nor after somebody else did"
    send(theirs, f"{ENTRY}/suggest", {"city": "Bremen"})


@pytest.mark.parametrize("marked", ["by a link check", "by a moderator"])
def test_nobody_undoes_the_marks_of_what_they_sent_in_themselves(app, moderator, marked):
    theirs = signed_in(app, "Sam Sender")
    published(theirs, moderator)
    if marked == "by a moderator":
        assert answer(moderator, OWN, "lost").status_code == 303
    else:
        with db.database.connection_context():
            document = json.loads(at().document)
            document["adoptions"][0]["sources"][0]["recheck"] = "quote-lost"
            publish.amend(SLUG, document, BECAUSE, seen=at().revision)
    undo, why = f"/moderation/changes/{at().revision}/reversal", {"reason": "It is fine."}
    assert send(theirs, undo, why, action="reversal").status_code == 403
    assert today(OWN)["sources"][0]["recheck"] == "quote-lost"
    assert send(signed_in(app, "Una Undo"), undo, why, action="reversal").status_code == 303
    assert "recheck" not in today(OWN)["sources"][0]
    sound()


def test_a_re_reading_is_undone_by_the_reversal_of_its_change(app, moderator, admin):
    here = lantern(10)
    before = today(here)
    led = answer(moderator, here, "stands", "lost")
    undo = re.search(r'href="(/moderation/changes/\d+/reversal)"', moderator.get(led.location).text)[1]
    with later(days=2):
        assert (
            send(signed_in(app, "Una Undo"), undo, {"reason": "Read the wrong page."}, action="reversal").status_code
            == 303
        )
    assert today(here) == before
    sound()


def test_only_a_human_brings_a_source_back(app, moderator):
    here = lantern(
        10, claim(10, sources=[sources(10)[0] | {"recheck": "quote-lost"}, sources(10)[1] | {"recheck": "page-gone"}])
    )
    with db.database.connection_context():
        seen(10, "found", on="2026-11-24")
        imports.bring_in(imports.launch_data(SEEDS), imports.Report())
        assert Adoption.get(Adoption.basis == "to-recheck")
    assert answer(moderator, here, "stands", "shut").status_code == 303
    assert one(Adoption, Adoption.reread == "2026-11-24").basis == "reported"


def test_the_queue_leads_through_the_claims_of_a_filter_and_back(app, moderator):
    with db.database.connection_context():
        slugs = [lay(n, claim(n, model="qwen", status="disputed"), country="SK") for n in (10, 11)]
    page = moderator.get(f"{QUEUE}?reason=disputed&country=SK")
    found = re.findall(rf'href="({QUEUE}/[^"]+)"', page.text)
    assert sorted(each.split("/")[3] for each in found) == sorted(slugs)
    assert "2 claims" in text(page)
    here = found[0].replace("&amp;", "&")
    led = answer_at(moderator, here)
    assert led.startswith(found[1].partition("?")[0])
    assert "reason=disputed" in led
    assert answer_at(moderator, led).startswith(QUEUE + "?after=")
    assert "Re-read on 2026-11-24: sources 1 and 2 still say so." in text(moderator.get(led))


def answer_at(client, here):
    """Answer all of a claim that its filters lead to, and go on."""
    form = forms(client.get(here))[-1]
    return client.post(form.action, data=form.fields | {"saw-0": "stands", "saw-1": "stands", "next": "1"}).location


def test_the_entry_of_moderators_leads_to_each_claim(app, moderator):
    lantern(10, claim(10), claim(10, use="pilot"))
    page = moderator.get("/moderation/companies/example-company-10").text
    assert page.count(f'href="{QUEUE}/example-company-10/') == 2
    assert f'href="{QUEUE}"' in page


def test_a_withdrawn_entry_is_shown_as_it_is(app, moderator):
    here = lantern(10)
    with db.database.connection_context():
        publish.withdraw(Kind.COMPANY, "example-company-10", BECAUSE)
    assert moderator.get(here).status_code == 410
