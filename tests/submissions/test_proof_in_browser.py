"""The whole way of a mailed link: outbox, mail server, browser on a small screen, keyboard only."""

import re

import pytest
import time_machine

from directory import db
from directory.catalogue.kinds import Kind, company
from directory.submissions import control
from directory.submissions.details import Details
from directory.submissions.letters import Sender
from directory.submissions.models import Submission
from directory.submissions.proposals import Proposal, submit
from directory.submissions.tokens import token_for
from directory.vocabulary import SubmissionKind
from tests import factories
from tests.conftest import settings_in, site
from tests.factories import put
from tests.mail.post import Post, running
from tests.serving import served

WORDS = "We only tried it for a week, in a made-up test."
SECRET = "a secret that only tests know, 0123456789"


def write_reply(folder, address):
    """Send a reply; long ago for every clock, as the sender is a process with the machine's own."""
    reply = {"on": "2020-01-01", "text": WORDS, "proof": "dns"}
    document = factories.company(adoptions=[factories.adoption(model="qwen")])
    proposal = Proposal(
        company(document | {"replies": [reply]}),
        key="a key",
        kind=SubmissionKind.REPLY,
        details=Details.model_validate({"reply": reply}),
    )
    with site(settings_in(folder)), db.database.connection_context(), db.write():
        put(Kind.COMPANY, document)
        made = submit(proposal, token_for("a key", SECRET), slug="example-company-1", base=0)
        with time_machine.travel("2020-01-01T12:00:00Z"):
            control.begin(made, "mail", "press", Sender(address, SECRET))


@pytest.mark.browser
def test_a_company_confirms_its_reply_from_its_mailbox(launched, tmp_path, browser):
    post = Post()
    with served(launched.folder, tmp_path / "data") as online, running(post):
        write_reply(online.folder, online.address)
        mail = {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(post.port), "MAIL_SECURITY": "none"}
        online.environ.update(mail, MAIL_FROM="post@passerelle.example")
        told = online.flask("mail", "send")
        assert told.stdout.startswith("1 sent"), told.stderr
        (letter,) = post.taken
        assert letter["To"] == "press@company-1.example"
        page = browser.new_page(viewport={"width": 390, "height": 700}, java_script_enabled=False)
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(re.search(r"http://\S+/proofs/\S+", letter.get_content())[0])
        assert page.get_by_text(WORDS).is_visible()
        page.get_by_role("button", name="Yes, this is the reply of company-1.example").focus()
        page.keyboard.press("Enter")
        page.get_by_text("This reply was confirmed.").wait_for()
        assert said == []
        page.close()
        with site(settings_in(online.folder)), db.database.connection_context():
            assert control.proved(Submission.get())
