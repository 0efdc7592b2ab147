"""What a moderator sees before undoing, and that an older change can be undone at any time."""

import pytest

from directory.ledger.models import Change
from directory.submissions.models import Submission
from tests.moderation.deciding import ENTRY, SLUG, at, count, decide, one, published, text
from tests.people import forms, send

HERE = f"/moderation/companies/{SLUG}"
TWIN = "example-twin-made-up"


@pytest.fixture
def entry(app, anonymous, moderator):
    """Have a made-up company published."""
    return published(anonymous, moderator)


def suggest(anonymous, *moderators, **typed):
    """Have a suggestion approved by one or two; give the number of its change."""
    assert send(anonymous, f"{ENTRY}/suggest", typed).status_code == 303
    for each in moderators:
        assert decide(each, count(Submission), "approval").status_code == 303
    return at().revision


def reversal(number):
    return f"/moderation/changes/{number}/reversal"


def now(anonymous):
    return anonymous.get(f"{ENTRY}.json").get_json()


def test_an_older_change_is_undone_and_what_came_since_stays(anonymous, moderator, entry):
    first = suggest(anonymous, moderator, city="Bremen")
    suggest(anonymous, moderator, founded="2020")
    page = moderator.get(reversal(first))
    assert "<del>Bremen</del>" in page.text
    assert "<ins>Berlin</ins>" in page.text
    assert "2020" not in text(page)
    assert send(moderator, reversal(first), {"reason": "Wrong."}, action="reversal").status_code == 303
    assert (now(anonymous)["city"], now(anonymous)["founded"]) == ("Berlin", 2020)


def test_who_undoes_what_changed_meanwhile_is_shown_the_new_difference_and_goes_on(anonymous, moderator, entry):
    first = suggest(anonymous, moderator, city="Bremen")
    stale = forms(moderator.get(reversal(first)))[-1].fields | {"reason": "Wrong."}
    suggest(anonymous, moderator, city="Essen")
    refused = moderator.post(reversal(first), data=stale)
    assert refused.status_code == 409
    assert "<del>Essen</del>" in refused.text
    assert "Wrong." in refused.text
    fresh = forms(refused)[-1].fields
    assert moderator.post(reversal(first), data=fresh).status_code == 303
    assert now(anonymous)["city"] == "Berlin"


def test_a_first_publication_that_changed_since_leads_to_the_withdrawal(anonymous, moderator, entry):
    changed = suggest(anonymous, moderator, city="Bremen")
    page = moderator.get(reversal(entry))
    assert "To take it out, withdraw it." in text(page)
    assert f'href="{HERE}"' in page.text
    assert [form for form in forms(page) if form.action.endswith("reversal")] == []
    listed = moderator.get(HERE).text
    assert f'href="{reversal(changed)}"' in listed
    assert f'href="{reversal(entry)}"' not in listed, "no link where nothing can be undone"


def test_a_merge_is_taken_apart_after_the_survivor_changed(anonymous, moderator, admin, entry):
    published(anonymous, moderator, name="Example Twin (made up)", website="https://another.example")
    send(moderator, f"/moderation/companies/{TWIN}/merge?into={SLUG}", {"reason": "Same."}, action=SLUG)
    assert decide(admin, count(Submission), "approval").status_code == 303
    suggest(anonymous, moderator, founded="2020")
    move = one(Change, Change.act == "moved").number
    assert "Example Twin (made up) stands for itself again" in text(moderator.get(reversal(move)))
    assert send(moderator, reversal(move), {"reason": "They are two."}, action="reversal").status_code == 303
    assert decide(admin, count(Submission), "approval", "Indeed.").status_code == 303
    assert anonymous.get(f"/companies/{TWIN}").status_code == 200
    assert now(anonymous)["founded"] == 2020
    assert "aliases" not in now(anonymous)
    history = text(anonymous.get(f"{ENTRY}/history"))
    assert "They are two." in history
    assert "Indeed." not in history


def test_what_would_end_a_dispute_takes_two_people_though_the_change_took_one(anonymous, moderator, admin, entry):
    first = suggest(anonymous, moderator, **{"adoptions-0-status": "ended"})
    suggest(anonymous, moderator, admin, **{"adoptions-0-status": "disputed"})
    assert now(anonymous)["adoptions"][0]["status"] == "disputed"
    page = text(moderator.get(reversal(first)))
    assert "A claim would no longer be disputed." in page


def test_names_stand_where_the_ledger_has_addresses(anonymous, moderator, admin, entry):
    number = suggest(anonymous, moderator, admin, **{"adoptions-0-model": "deepseek"})
    assert "<ins>Qwen</ins>" in moderator.get(reversal(number)).text
