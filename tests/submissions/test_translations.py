"""A translation of a quote is added in the form that everybody has, with buttons that need no script."""

import json

from directory import db
from directory.submissions import typed as reading
from directory.submissions.models import SubmittedVersion
from tests.factories import typed
from tests.people import forms, send

SPOT = "adoptions-0-sources-0"
GERMAN = {
    f"{SPOT}-translations-0-language": "de",
    f"{SPOT}-translations-0-text": "Wir betreiben Qwen in Produktion.",
    f"{SPOT}-translations-0-by": "human",
}


def proposed():
    with db.database.connection_context():
        (kept,) = SubmittedVersion.select()
    return json.loads(kept.document)["adoptions"][0]["sources"][0]


def test_a_button_adds_the_fields_and_another_takes_them_away(anonymous):
    page = send(anonymous, "/submit", typed(step=f"add {SPOT}-translations"))
    form = forms(page)[-1].fields
    assert set(GERMAN) <= set(form)
    assert f'<fieldset class="group" id="{SPOT}-translations-0">' in page.text
    again = anonymous.post("/submit", data=form | GERMAN | {"step": f"remove {SPOT}-translations-0"})
    assert not set(GERMAN) & set(forms(again)[-1].fields)


def test_what_is_typed_is_proposed_with_its_quote(app, anonymous):
    assert send(anonymous, "/submit", typed(**GERMAN)).status_code == 303
    assert proposed()["translations"] == [
        {"language": "de", "text": "Wir betreiben Qwen in Produktion.", "by": "human"}
    ]


def test_one_that_was_left_empty_is_none(app, anonymous):
    assert send(anonymous, "/submit", typed(**dict.fromkeys(GERMAN, ""))).status_code == 303
    assert "translations" not in proposed()


def test_what_is_missing_is_told_at_its_field_and_the_rest_stays(anonymous):
    page = send(anonymous, "/submit", typed(**GERMAN | {f"{SPOT}-translations-0-by": ""}))
    assert page.status_code == 422
    assert f'href="#{SPOT}-translations-0-by"' in page.text
    (kept,) = forms(page)[-1].fields[f"{SPOT}-translations-0-text"]
    assert kept.strip() == "Wir betreiben Qwen in Produktion."


def test_a_form_counts_them_among_its_parts():
    assert reading.parts(typed(**GERMAN)) == 3


def test_a_link_at_a_claim_opens_that_claim_in_the_form(anonymous):
    link = "/companies/compar-ia/suggest?claim=2#adoptions-1"
    assert f'href="{link}"' in anonymous.get("/companies/compar-ia").text
    form = anonymous.get(link.partition("#")[0]).text
    assert '<details class="group" id="adoptions-1" open>' in form
    assert '<details class="group" id="adoptions-2">' in form
