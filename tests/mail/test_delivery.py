"""Letters: written with what they tell of, delivered once by a real mail server, retried, doubted, never lost."""

import re
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import db
from directory.mail import delivery, outbox
from directory.mail.models import Letter
from tests.factories import typed
from tests.people import later, send

HEADERS = [
    b"Auto-Submitted",
    b"Content-Language",
    b"Content-Transfer-Encoding",
    b"Content-Type",
    b"Date",
    b"From",
    b"MIME-Version",
    b"Message-ID",
    b"Subject",
    b"To",
]
BODY = "Łódź decides.\n.\n.. A line that begins with a dot.\n" + "A long line. " * 100


def command(app, *arguments):
    return app.test_cli_runner().invoke(args=["mail", *arguments])


def write(key="a key", recipient="sender@submitter.example", subject="Ærø decided", body=BODY):
    with db.write():
        outbox.write_letter(key, recipient, subject, body, submission=7, language="fr")


def letter():
    return Letter.get()


def test_a_letter_is_delivered_once_and_nothing_of_it_is_kept(empty_app, office):
    write()
    assert command(empty_app, "send").output == "1 sent, 0 tried again later, 0 failed, 0 uncertain.\n"
    assert command(empty_app, "send").output.startswith("0 sent")
    (message,) = office.taken
    assert message.get_content().replace("\r\n", "\n") == BODY + "\n"
    assert (message["To"], message["Subject"]) == ("sender@submitter.example", "Ærø decided")
    assert message["From"] == "Passerelle <post@passerelle.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message.get_content_type() == "text/plain"
    assert re.fullmatch(r"<[0-9a-f]{32}@passerelle\.example>", message["Message-ID"])
    kept = letter()
    assert (kept.state, kept.attempts, kept.recipient, kept.body) == ("sent", 1, "", "")


def test_the_same_key_is_one_letter_and_nobody_gets_none(empty_app):
    write()
    write(subject="again")
    write(key="another", recipient="")
    assert letter().subject == "Ærø decided"
    assert Letter.select().count() == 1


def write_and_fail():
    with db.write():
        write()
        raise ZeroDivisionError


def test_a_letter_whose_transaction_fails_was_never_written(empty_app):
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert Letter.select().count() == 0


def test_a_temporary_refusal_is_tried_again_later_with_the_same_identity(empty_app, office):
    office.to_data = ["451 4.3.0 busy, ask sender@submitter.example"]
    write()
    before = delivery.written(letter(), empty_app.config["SETTINGS"])
    assert "1 tried again later" in command(empty_app, "send").output
    kept = letter()
    assert (kept.state, kept.attempts, kept.error) == ("waiting", 1, "451 4.3.0 busy, ask s…@submitter.example")
    assert command(empty_app, "send").output.startswith("0 sent, 0 tried"), "it is not due yet"
    with later(minutes=1):
        assert command(empty_app, "send").output.startswith("1 sent")
    assert [message["Message-ID"] for message in office.taken] == [before["Message-ID"]]
    assert [message["Date"] for message in office.taken] == [before["Date"]]


def test_the_pauses_grow_and_the_eighth_failure_is_the_last(empty_app, office):
    office.to_rcpt = ["450 4.2.1 mailbox busy"] * 8
    write()
    passed = 0
    for pause in [0, 1, 5, 15, 60, 240, 480, 720]:
        passed += pause
        with later(minutes=passed - 0.5):
            assert pause == 0 or command(empty_app, "send").output.startswith("0 sent, 0 tried")
        assert letter().state == "waiting"
        with later(minutes=passed, seconds=1):
            command(empty_app, "send")
    assert (letter().state, letter().attempts) == ("failed", 8)
    assert office.taken == []


def test_a_permanent_refusal_fails_and_the_others_are_delivered(empty_app, office):
    office.to_rcpt = ["550 5.1.1 <sender@submitter.example> is unknown"]
    write()
    write(key="another", recipient="other@submitter.example")
    told = command(empty_app, "send")
    assert told.output == "1 sent, 0 tried again later, 1 failed, 0 uncertain.\n"
    assert told.exit_code == 0
    listed = command(empty_app, "list").output
    assert "failed" in listed
    assert "550 5.1.1 <s…@submitter.example> is unknown" in listed
    assert "sender@" not in listed


def test_a_server_that_is_down_stops_the_run_and_costs_one_attempt(empty_app):
    write()
    write(key="another")
    told = command(empty_app, "send")
    assert told.exit_code == 1
    assert "The mail server 127.0.0.1 cannot be used: [Errno 111]" in told.output
    assert [(each.state, each.attempts) for each in Letter.select().order_by(Letter.id)] == [
        ("waiting", 1),
        ("waiting", 0),
    ]


def test_a_server_that_does_not_take_mail_from_us_fails_no_letter(empty_app, office):
    office.to_mail = ["553 5.7.1 you are not post@passerelle.example"]
    write()
    write(key="another")
    told = command(empty_app, "send")
    assert told.exit_code == 1
    assert "cannot be used: 553 5.7.1 you are not post" in told.output
    assert [each.state for each in Letter.select()] == ["waiting", "waiting"]


@pytest.mark.parametrize("answer", ["break", "what?", "354 go on"])
def test_a_text_that_is_not_answered_leaves_a_doubt(empty_app, office, answer):
    office.to_data = [answer]
    write()
    assert "1 uncertain" in command(empty_app, "send").output
    assert letter().state == "uncertain"
    with later(days=30):
        assert command(empty_app, "send").output.startswith("0 sent, 0 tried"), "it is never sent again by itself"
    assert office.taken == []


def test_an_operator_may_send_again_what_failed_or_is_in_doubt(empty_app, office):
    office.to_rcpt = ["550 5.1.1 unknown"]
    write()
    command(empty_app, "send")
    assert command(empty_app, "retry", "1").output.startswith("Letter 1 waits again")
    assert command(empty_app, "send").output.startswith("1 sent")
    again = command(empty_app, "retry", "1")
    assert again.exit_code == 1
    assert "Letter 1 is sent: only one that failed or is uncertain can be sent again." in again.output
    assert "There is no letter 2." in command(empty_app, "retry", "2").output


def test_a_letter_that_was_erased_while_the_server_thought_is_not_sent(empty_app, office):
    write()
    # The deletion of another process, in the server's thread.
    office.on_rcpt = lambda: erase(empty_app.config["SETTINGS"].database)
    assert command(empty_app, "send").output.startswith("0 sent, 0 tried")
    assert office.taken == []


def erase(file):
    with sqlite3.connect(file) as line:
        line.execute("delete from letter")
    line.close()


@pytest.mark.parametrize(
    "recipient",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "<a@b.example>",
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a@b@c.example",
        "a@",
        "a@localhost",
        "ä@b.example",
        "a@127.0.0.1",
    ],
)
def test_what_is_no_mail_address_fails_and_reaches_no_server(empty_app, office, recipient):
    office.on_rcpt = lambda: pytest.fail("the server was asked")
    write(recipient=recipient)
    assert "1 failed" in command(empty_app, "send").output
    assert office.taken == []


def test_a_host_with_accents_is_written_as_servers_read_it(empty_app, office):
    write(recipient="info@münchen.example")
    assert command(empty_app, "send").output.startswith("1 sent")
    assert office.taken[0]["To"] == "info@xn--mnchen-3ya.example"


@given(subject=st.text(max_size=300), body=st.text(max_size=300))
def test_no_words_make_a_second_header(empty_app, subject, body):
    with db.write():
        Letter.delete().execute()
    write(subject=subject, body=body)
    message = delivery.written(letter(), empty_app.config["SETTINGS"])
    head = message.as_bytes().partition(b"\r\n\r\n")[0]
    names = re.findall(rb"^([A-Za-z-]+):", head, re.MULTILINE)
    assert sorted(names) == HEADERS


def test_without_a_mail_server_no_mail_is_sent(empty_app, office):
    empty_app.config["SETTINGS"] = replace(empty_app.config["SETTINGS"], mail_host="")
    told = command(empty_app, "send")
    assert told.exit_code == 1
    assert "MAIL_HOST is not set: this site sends no mail." in told.output


def test_the_form_says_whether_the_site_sends_mail(app):
    page = app.test_client()
    assert "This site sends no mail" not in page.get("/submit").text
    app.jinja_env.globals["sends_mail"] = False
    assert "This site sends no mail at present: keep the address of the next page" in page.get("/submit").text


@pytest.mark.parametrize("contact", ["", "sender@submitter.example"])
def test_a_submission_needs_neither_a_mail_address_nor_a_mail_server_that_answers(app, anonymous, contact):
    sent = send(anonymous, "/submit", typed(contact=contact))
    assert sent.status_code == 303
    assert anonymous.get(sent.location).status_code == 200
