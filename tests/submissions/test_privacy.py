"""What people told in confidence goes after a while, and at once where they ask: from the database to the last byte."""

import json
import shutil

import pytest

from directory import clock, db
from directory.mail.models import Letter
from directory.moderation.models import FailedSignIn, Session
from directory.search import generations
from directory.submissions import privacy
from directory.submissions.details import Details
from directory.submissions.models import Appeal, Control, Decision, Draft, Sending, Submission, SubmittedVersion
from directory.submissions.models import UsedProof as Used
from directory.text import sha256
from tests.factories import typed
from tests.moderation.deciding import CHECKED, decide, one
from tests.people import forms, later, send

CONTACT = "confidential-person@mail.example"
WORDS = {
    "contact": CONTACT,
    "note": "Confidential words about my employer",
    "summary": "A confidential summary that nobody should read.",
    "adoptions-0-statement": "A confidential statement that nobody should read.",
}
SECRETS = [word.encode() for word in (CONTACT, "Confidential words", "confidential s", "Confidential Sender")]


def run(app, *arguments):
    told = app.test_cli_runner().invoke(args=list(arguments))
    return told.exit_code, told.output


def purge(app):
    code, told = run(app, "privacy", "purge")
    assert code == 0, told
    return told


def submitted(anonymous):
    """Send something in confidence; give the private link."""
    answer = send(anonymous, "/submit", typed(**WORDS))
    assert answer.status_code == 303
    return f"http://localhost{answer.location}"


def told_by_others(number=1):
    """Add what other parts keep about a submission: a letter, a proof of control, a name."""
    at = clock.stamp()
    with db.write():
        for state in ("sent", "waiting"):
            Letter.create(
                key=f"{state} {number}",
                submission=number,
                recipient=CONTACT,
                subject="Received",
                body=f"Confidential words for {CONTACT}",
                state=state,
                due=at,
                written=at,
            )
        Control.create(
            submission=number, method="mail", domain="company-1.example", mailbox=CONTACT, code="confidential secret"
        )
        version = SubmittedVersion.get(SubmittedVersion.submission == number)
        version.details = Details(
            sender_name="Confidential Sender", mailbox="confidential", explanation="It is wrong."
        ).model_dump_json()
        version.save()


def bytes_on_disk():
    """Read the database and its write-ahead log as they lie on the disk."""
    file = db.file_in_use()
    return b"".join(f.read_bytes() for f in file.parent.iterdir() if f.is_file() and f.name.startswith(file.name))


def found_on_disk():
    told = bytes_on_disk()
    return [word for word in SECRETS if word in told]


def test_the_address_of_a_sender_goes_thirty_days_after_the_decision_and_not_before(app, anonymous, moderator):
    with later(days=-20):
        submitted(anonymous)
        told_by_others()
    decide(moderator, 1, "rejection")
    with later(days=29):
        purge(app)
        assert one(Submission).contact == CONTACT
    with later(days=31):
        told = purge(app)
        assert "2 mail addresses, 1 letters, 1 names and mailboxes" in told
    kept = one(Submission)
    assert (kept.contact, one(Control).mailbox) == ("", "")
    details = json.loads(one(SubmittedVersion).details)
    assert details == {"explanation": "It is wrong."}, "neither the name nor the mailbox that it named"
    assert [(row.recipient, row.body) for row in everything(Letter)] == [
        ("", ""),
        (CONTACT, everything(Letter)[1].body),
    ]
    assert one(SubmittedVersion).note == WORDS["note"], "what was proposed stays"


def test_a_mailbox_goes_where_no_name_was_told(app, anonymous, moderator):
    submitted(anonymous)
    with db.write():
        SubmittedVersion.update(
            details=Details(mailbox="confidential").model_dump_json(exclude_defaults=True)
        ).execute()
    decide(moderator, 1, "rejection")
    with later(days=31):
        assert "1 names and mailboxes" in purge(app)
    assert one(SubmittedVersion).details == "{}"


def everything(table):
    with db.database.connection_context():
        return list(table.select())


def test_while_a_submission_waits_its_sender_can_be_reached(app, anonymous):
    submitted(anonymous)
    with later(days=400):
        purge(app)
    assert one(Submission).contact == CONTACT


def test_network_keys_go_after_a_day(app, anonymous):
    submitted(anonymous)
    with later(hours=23):
        purge(app)
        assert one(Submission).sender
    with later(hours=25):
        assert "2 network keys" in purge(app)
    assert one(Submission).sender == ""
    assert everything(Sending) == []


def test_drafts_proofs_sessions_and_failed_sign_ins_go_in_their_time(app, anonymous, moderator):
    send(anonymous, "/moderation/sign-in", {"name": "Mona Moderator", "password": "a wrong password"})
    at = clock.stamp()
    with db.write():
        Draft.create(token="t", key="k", purpose="submit", address="/submit", fields="{}", saved=at)
        Used.create(digest="d", until=at)
    with later(minutes=1):
        assert purge(app) == "Forgotten: 1 used proofs.\n"
    with later(days=29):
        assert purge(app) == "Forgotten: 3 failed sign-ins.\n"
    with later(days=31):
        assert purge(app) == "Forgotten: 1 drafts, 2 sessions.\n"
        assert purge(app) == "Nothing was due.\n"
    assert [everything(table) for table in (Draft, Used, Session, FailedSignIn)] == [[], [], [], []]


def test_a_session_in_use_is_not_purged(app, moderator):
    purge(app)
    assert moderator.get("/moderation/").status_code == 200


@pytest.mark.parametrize("settings", [{"keep_contact_days": "3"}], indirect=True)
def test_the_operator_says_how_long_an_address_is_kept(app, anonymous, moderator):
    submitted(anonymous)
    decide(moderator, 1, "rejection")
    with later(days=4):
        purge(app)
    assert one(Submission).contact == ""


def test_erasing_leaves_no_byte_and_the_private_page_says_so(app, anonymous, moderator):
    link = submitted(anonymous)
    told_by_others()
    decide(moderator, 1, "changes-request", **{"remark-note": "You wrote: Confidential words about my employer"})
    assert len(found_on_disk()) == len(SECRETS), "the search finds what is there"
    code, told = run(app, "privacy", "erase", link)
    assert code == 0, told
    assert "Erased" in told
    assert found_on_disk() == []
    page = anonymous.get(link)
    assert page.status_code == 410
    assert "This submission was erased on 24 Nov 2026" in page.text
    assert anonymous.get(f"{link}/edit").status_code == 410
    kept = one(Submission)
    assert (kept.kind, kept.state, kept.submitted != "", kept.name) == ("company", "taken-back", True, "")
    assert one(Decision).reason == "Checked against its source."
    assert [letter.state for letter in everything(Letter)] == ["sent", "failed"]


def test_nothing_that_was_sent_before_is_left_either(app, anonymous):
    link = submitted(anonymous)
    for city in ("Hamburg", "Bremen"):
        send(anonymous, f"{link}/edit", {"city": city})
    run(app, "privacy", "erase", link)
    assert len(everything(SubmittedVersion)) == 3
    assert found_on_disk() == []


def test_the_same_form_sent_once_more_does_not_bring_it_back(app, anonymous):
    data = forms(anonymous.get("/submit"))[-1].fields | typed(**WORDS)
    link = anonymous.post("/submit", data=data).location
    run(app, "privacy", "erase", link)
    again = anonymous.post("/submit", data=data)
    assert again.status_code == 410
    assert everything(SubmittedVersion)[0].document == ""


def test_what_was_published_stays_and_what_was_told_beside_it_goes(app, anonymous, moderator):
    link = submitted(anonymous)
    decide(moderator, 1, "approval")
    before = anonymous.get("/companies/example-company-00001-made-up.json").text
    run(app, "privacy", "erase", link)
    assert anonymous.get("/companies/example-company-00001-made-up.json").text == before
    assert one(Submission).state == "approved"
    assert "confidential summary" in one(SubmittedVersion).document, "the ledger says the same"
    assert CONTACT.encode() not in bytes_on_disk()
    assert b"Confidential words" not in bytes_on_disk()


def test_what_a_moderator_took_out_before_publishing_goes(app, anonymous, moderator):
    link = submitted(anonymous)
    edited = {"reason": "Made neutral.", "checked": CHECKED, "summary": "A made-up company that only tests know."}
    edited["adoptions-0-statement"] = "It runs Qwen in its made-up product."
    assert send(moderator, "/moderation/submissions/1/edit", edited, action="edit").status_code == 303
    run(app, "privacy", "erase", link)
    assert found_on_disk() == []


def test_an_appeal_and_a_draft_go_too(app, anonymous, moderator):
    link = submitted(anonymous)
    decide(moderator, 1, "rejection")
    digest = sha256(link.rsplit("/", 1)[1])
    with db.write():
        decision = Decision.get()
        Appeal.create(submission=1, decision=decision, against="Mona", text="Confidential words", at=clock.stamp())
        Draft.create(token=digest, key="k", purpose="p", address="/", fields="Confidential words", saved=clock.stamp())
    run(app, "privacy", "erase", link)
    assert found_on_disk() == []


def test_erasing_rebuilds_the_index_and_drops_every_older_one(app, anonymous, settings):
    link = submitted(anonymous)
    before = generations.current(settings.index)
    run(app, "privacy", "erase", link)
    assert [folder for folder in settings.index.iterdir() if folder.is_dir() and not folder.is_symlink()] == [
        generations.current(settings.index)
    ]
    assert generations.current(settings.index) != before
    assert "novo-ai" in anonymous.get("/companies?q=novo").text


def test_a_backup_that_is_restored_forgets_again_whom_it_should_not_know(app, anonymous, settings, tmp_path):
    link = submitted(anonymous)
    db.checkpoint()
    shutil.copy(settings.database, tmp_path / "backup.db")
    run(app, "privacy", "erase", link)
    noted = settings.erasures.read_text()
    assert link.rsplit("/", 1)[1] not in noted
    db.database.close()
    shutil.copy(tmp_path / "backup.db", settings.database)
    assert found_on_disk() != []
    assert purge(app) == "Forgotten: 1 submissions erased again.\n"
    assert found_on_disk() == []
    assert anonymous.get(link).status_code == 410
    assert purge(app) == "Nothing was due.\n"


def test_an_erasure_may_be_repeated_and_is_noted_once(app, anonymous, settings):
    link = submitted(anonymous)
    for _again in range(2):
        assert run(app, "privacy", "erase", link)[0] == 0
    assert len(settings.erasures.read_text().splitlines()) == 1
    assert settings.erasures.stat().st_mode & 0o777 == 0o600


def test_half_a_line_hides_no_other(app, settings):
    digest = "0123456789abcdef" * 4
    settings.erasures.write_text('{"token": "0123')
    privacy.note(settings.erasures, digest)
    assert privacy.noted(settings.erasures) == [digest]


def test_an_unknown_link_erases_nothing_and_says_so(app, settings):
    code, told = run(app, "privacy", "erase", "https://localhost/submissions/nobody")
    assert code == 1
    assert "no submission under this private link" in told
    assert not settings.erasures.exists()
