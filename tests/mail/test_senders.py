"""Senders that die, meet or speak to servers that ask who they are: no letter is ever sent twice by itself."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import time_machine
from aiosmtpd.smtp import AuthResult

from directory import db
from directory.mail import outbox
from directory.mail.models import Letter
from tests.mail.post import CERTIFICATE, certified, running
from tests.serving import PATIENCE, ROOT


def send(app):
    return app.test_cli_runner().invoke(args=["mail", "send"]).output


def write(key="a key"):
    # Long ago for every clock: other processes have the machine's own.
    with time_machine.travel("2020-01-01T12:00:00Z"), db.write():
        outbox.write_letter(key, "sender@submitter.example", "A subject", "A text.")


def states():
    return [letter.state for letter in Letter.select().order_by(Letter.id)]


def sender_of(settings):
    """Start a sender in a process of its own."""
    environ = {
        "PASSERELLE_DATA_DIR": settings.data_dir,
        "PASSERELLE_SECRET_KEY": settings.secret_key,
        "MAIL_HOST": settings.mail_host,
        "MAIL_PORT": settings.mail_port,
        "MAIL_SECURITY": settings.mail_security,
        "MAIL_FROM": settings.mail_from,
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "mail", "send"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environ, stdout=subprocess.PIPE, text=True)


class Killer:
    """Kill the sender that it is told of; who asks before that waits."""

    def __init__(self):
        self.told, self.victim = threading.Event(), None

    def __call__(self):
        assert self.told.wait(PATIENCE)
        self.victim.send_signal(signal.SIGKILL)
        self.victim.wait(PATIENCE)

    def watch(self, settings):
        with sender_of(settings) as self.victim:
            self.told.set()
            assert self.victim.wait(PATIENCE) == -signal.SIGKILL


def test_a_sender_that_dies_once_the_server_took_the_letter_leaves_a_doubt(empty_app, office, settings):
    write()
    office.on_data = killer = Killer()
    killer.watch(settings)
    assert states() == ["sending"]
    office.on_data = lambda: pytest.fail("it was sent a second time")
    assert send(empty_app) == "0 sent, 0 tried again later, 0 failed, 1 uncertain.\n"
    assert states() == ["uncertain"]
    assert send(empty_app).startswith("0 sent")
    assert len(office.taken) == 1


def test_a_sender_that_dies_before_it_hands_a_letter_over_loses_nothing(empty_app, office, settings):
    write()
    office.on_rcpt = killer = Killer()
    killer.watch(settings)
    assert states() == ["waiting"]
    office.on_rcpt = lambda: None
    assert send(empty_app).startswith("1 sent")
    assert len(office.taken) == 1


def test_two_senders_at_once_deliver_each_letter_once(empty_app, office, settings):
    write()
    write("another")
    at_work, go_on = threading.Event(), threading.Event()
    office.on_data = lambda: (at_work.set(), go_on.wait(PATIENCE))
    with sender_of(settings) as first:
        assert at_work.wait(PATIENCE)
        second = empty_app.test_cli_runner().invoke(args=["mail", "send"])
        assert (second.output, second.exit_code) == ("Another sender is at work.\n", 0)
        assert states() == ["sending", "waiting"], "a second one doubts nothing that is at work"
        go_on.set()
        assert first.stdout.read().startswith("2 sent")
    assert len(office.taken) == 2


def sign_in(server, session, envelope, mechanism, told):
    right = (told.login, told.password) == (b"passerelle", b"a made-up password")
    return AuthResult(success=right, handled=right)


SIGNED_IN = {"authenticator": sign_in, "auth_required": True}


# The server does not see that its line is encrypted from the first byte.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize(
    ("security", "served"),
    [
        ("starttls", {"tls_context": certified(), "require_starttls": True, **SIGNED_IN}),
        ("tls", {"ssl_context": certified(), "auth_require_tls": False, **SIGNED_IN}),
    ],
)
def test_the_line_is_encrypted_checked_and_signed_in(empty_app, post, monkeypatch, security, served):
    right = {"mail_security": security, "mail_user": "passerelle", "mail_password": "a made-up password"}
    known = empty_app.config["SETTINGS"] = replace(empty_app.config["SETTINGS"], **right)
    write()
    with running(post, **served):
        assert "certificate verify failed" in send(empty_app), "nobody vouches for this server yet"
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        empty_app.config["SETTINGS"] = replace(known, mail_password="a wrong one")
        write("another")
        assert "535" in send(empty_app)
        empty_app.config["SETTINGS"] = known
        write("a third")
        assert send(empty_app).startswith("1 sent")
    assert states() == ["waiting", "waiting", "sent"], "a wrong setting fails no letter"


def test_a_server_without_encryption_gets_no_letter_that_should_be_encrypted(empty_app, office):
    empty_app.config["SETTINGS"] = replace(empty_app.config["SETTINGS"], mail_security="starttls")
    write()
    assert "STARTTLS" in send(empty_app)
    assert (states(), office.taken) == (["waiting"], [])
