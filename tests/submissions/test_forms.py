"""What the company form gives back is what was put in: nothing moves, nothing is lost, nothing is invented."""

import pytest

from directory import db
from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.submissions.models import Submission, SubmittedVersion
from tests.factories import typed
from tests.people import forms, send


def rows(table):
    with db.database.connection_context():
        return list(table.select())


def test_every_entry_s_form_sent_untouched_changes_nothing(app, anonymous):
    with db.database.connection_context():
        slugs = [record.slug for record in queries.every(Kind.COMPANY)]
    accepted = [slug for slug in slugs if send(anonymous, f"/companies/{slug}/suggest", {}).status_code != 422]
    assert len(slugs) > 80
    assert accepted == []
    assert rows(Submission) == []


def test_the_same_name_with_the_same_domain_is_told_at_once(anonymous):
    page = send(anonymous, "/submit", typed(name="Aalto University", website="https://www.aalto.fi"))
    assert page.status_code == 422
    assert "is listed with the same domain already" in page.text


def test_going_back_to_correct_only_the_mail_address_counts(app, anonymous):
    form = forms(anonymous.get("/submit"))[-1].fields
    for contact in ("wrnog@example.org", "right@example.org"):
        assert anonymous.post("/submit", data=form | typed(contact=contact)).status_code == 303
    (kept,) = rows(Submission)
    assert (kept.contact, kept.version) == ("right@example.org", 1)


def test_what_was_sent_last_is_what_stands(app, anonymous):
    form = forms(anonymous.get("/submit"))[-1].fields
    for city in ("Aachen", "Berlin", "Aachen", "Aachen"):
        assert anonymous.post("/submit", data=form | typed(city=city)).status_code == 303
    cities = [version.document.partition('"city":"')[2].partition('"')[0] for version in rows(SubmittedVersion)]
    assert cities == ["Aachen", "Berlin", "Aachen"]


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u115f\u1160", "\u034f", "Novo\u3164AI", "\u200d"])
def test_a_name_that_nobody_sees_is_refused(anonymous, name):
    assert send(anonymous, "/submit", typed(name=name)).status_code == 422
