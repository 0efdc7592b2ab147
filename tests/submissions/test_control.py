"""A reply counts once its sender proved to speak for the company: by a mailed link, a record or a file."""

import re

import pytest
from flask import render_template

from directory import db
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind, company
from directory.errors import Invalid, Refused
from directory.mail.models import Letter
from directory.submissions import control, lookups
from directory.submissions.details import Details
from directory.submissions.letters import Sender
from directory.submissions.models import Control, Submission
from directory.submissions.proposals import Proposal, resubmit, submit
from directory.submissions.tokens import token_for
from directory.vocabulary import State, SubmissionKind
from tests import factories
from tests.conftest import settings_in
from tests.factories import put
from tests.people import forms, later
from tests.submissions.outside import Names, answering

SLUG, DOMAIN = "example-company-1", "company-1.example"
WORDS = "We only tried it for <b>a week</b>, in a made-up test."
SENDER = Sender("https://passerelle.example", "a secret that only tests know, 0123456789", 30)


@pytest.fixture
def names():
    with answering(Names()) as names:
        yield names


@pytest.fixture
def settings(tmp_path, names):
    return settings_in(tmp_path / "data", resolver=f"127.0.0.1:{names.port}")


@pytest.fixture(autouse=True)
def _company(app):
    put(Kind.COMPANY, factories.company(adoptions=[factories.adoption(model="qwen")]))
    with app.test_request_context():
        yield


def proposal(words=WORDS, key="a key"):
    reply = {"on": "2026-11-24", "text": words, "proof": "dns"}
    document = catalogue.published(Kind.COMPANY, SLUG).document | {"replies": [reply]}
    details = Details.model_validate({"reply": reply})
    return Proposal(company(document), key=key, kind=SubmissionKind.REPLY, details=details)


def token(key="a key"):
    return token_for(key, SENDER.secret)


def reply(method="dns", mailbox="", sender=SENDER, key="a key"):
    """Send a reply, as the verb does it."""
    with db.write():
        made = submit(proposal(key=key), token(key), slug=SLUG, base=0)
        control.begin(made, method, mailbox, sender)
    return made


def again(mailbox="press", method="mail"):
    """Send a changed reply."""
    with db.write():
        made = resubmit(token(), proposal("Something quite different, made up later."), base=0)
        control.begin(made, method, mailbox, SENDER)
    return made


def link():
    """Give the path of the newest mailed link."""
    newest = Letter.select().where(Letter.key.startswith("control")).order_by(Letter.id.desc()).get()
    return re.search(r"https://passerelle\.example(/proofs/\S+)", newest.body)[1]


def test_the_mailed_link_opens_a_page_whose_button_proves_control(anonymous):
    made = reply("mail", "press")
    kept = control.of(made)
    assert (kept.mailbox, Letter.get().recipient) == (f"press@{DOMAIN}", f"press@{DOMAIN}")
    assert link().rpartition("/")[2] != kept.code, "only the hash of the code is kept"
    for _look in range(2):
        page = anonymous.get(link())
        assert page.status_code == 200
        assert "We only tried it for &lt;b&gt;a week&lt;/b&gt;" in page.text
        assert not control.proved(made), "opening it changes nothing: mail programs open links by themselves"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    (form,) = forms(page)
    sent = anonymous.post(link(), data=form.fields)
    assert (sent.status_code, sent.location) == (303, link()), "the private page is its sender's"
    assert control.proved(made)
    assert anonymous.post(link(), data=form.fields).status_code == 303, "again is the same"
    thanks = anonymous.get(link())
    assert "This reply was confirmed." in thanks.text
    assert token() not in thanks.text + page.text


def test_a_button_from_elsewhere_or_a_form_that_was_open_for_hours_proves_nothing(anonymous):
    made = reply("mail", "press")
    assert anonymous.post(link()).status_code == 403
    (form,) = forms(anonymous.get(link()))
    foreign = {"Origin": "https://evil.example"}
    assert anonymous.post(link(), data=form.fields, headers=foreign).status_code == 403
    with later(hours=5):
        late = anonymous.post(link(), data=form.fields)
    assert late.status_code == 422
    assert "open for more than four hours" in late.text
    assert not control.proved(made)
    (again_,) = forms(late)
    assert again_.fields.keys() == {"form_token"}


@pytest.mark.parametrize("code", ["x", "a" * 32, "%00", "a/b"])
def test_a_wrong_code_opens_and_proves_nothing(anonymous, code):
    made = reply("mail", "press")
    wrong = f"/proofs/{code}"
    assert anonymous.get(wrong).status_code == anonymous.post(wrong).status_code == 404
    assert not control.proved(made)


def test_the_code_of_a_record_confirms_no_mail(anonymous):
    made = reply("dns")
    assert anonymous.get(f"/proofs/{control.of(made).code}").status_code == 404


def test_whoever_confirms_confirms_the_words_that_they_read(anonymous):
    made = reply("mail", "press")
    first = link()
    control.prove(first.rpartition("/")[2])
    assert control.proved(made)
    made = again()
    assert not control.proved(made), "other words need another proof"
    assert anonymous.get(first).status_code == 404
    assert "Something quite different" in anonymous.get(link()).text
    control.prove(link().rpartition("/")[2])
    assert control.proved(made)


def test_words_that_changed_without_a_new_proof_are_not_proved(anonymous):
    made = reply("mail", "press")
    control.prove(link().rpartition("/")[2])
    made = resubmit(token(), proposal("Something quite different, made up later."), base=0)
    assert not control.proved(made)


def test_a_reply_that_does_not_wait_any_more_is_not_confirmed(anonymous):
    made = reply("mail", "press")
    made.state = State.REJECTED
    made.save()
    page = anonymous.get(link())
    assert page.status_code == 422
    assert "there is nothing to confirm" in page.text


@pytest.mark.parametrize(
    "mailbox",
    ["", "a b", "jane.student", "Press", "press@evil.example", "press@evil.example\r\nBcc: x", "x" * 65, "é", "<a"],
)
def test_a_letter_goes_to_a_mailbox_of_the_domain_only(mailbox):
    with pytest.raises(Invalid):
        reply("mail", mailbox)
    assert (Submission.select().count(), Control.select().count(), Letter.select().count()) == (0, 0, 0)


def test_a_site_that_sends_no_mail_says_which_other_ways_there_are():
    with pytest.raises(Invalid, match="prove it by a DNS record or by a file"):
        reply("mail", "press", sender=None)
    assert reply("file", sender=None)


def test_nobody_fills_a_companys_mailbox_through_the_form():
    for number in range(control.MOST_LETTERS):
        reply("mail", "press", key=f"key {number}")
    with pytest.raises(Refused, match="Enough letters went to this domain today"):
        reply("mail", "info", key="one more")
    with later(days=1, seconds=1):
        reply("mail", "info", key="one more")


def test_a_proof_for_the_website_of_before_counts_no_more(anonymous):
    made = reply("mail", "press")
    control.prove(link().rpartition("/")[2])
    entry = catalogue.published(Kind.COMPANY, SLUG)
    put(Kind.COMPANY, entry.document | {"website": "https://new-owner.example"}, seen=entry.revision)
    assert not control.proved(made)
    assert "names another website than company-1.example now" in anonymous.get(f"/submissions/{token()}").text
    assert control.begin(made, "mail", "press", SENDER).mailbox == "press@new-owner.example"


def test_an_entry_without_a_website_has_nothing_by_which_to_prove_anything():
    entry = catalogue.published(Kind.COMPANY, SLUG)
    put(Kind.COMPANY, entry.document | {"website": None}, seen=entry.revision)
    with pytest.raises(Refused, match="names no website"):
        control.begin(Submission(slug=SLUG, version=1), "dns", "", SENDER)


def verify(app):
    told = app.test_cli_runner().invoke(args=["replies", "verify"])
    assert told.exit_code == 0, told.output
    return told.output


def record(made):
    return {(f"_passerelle.{DOMAIN}.", "TXT"): [f'"passerelle-verification={control.of(made).code}"']}


def test_the_command_looks_at_most_every_ten_minutes_until_it_finds_the_record(app, names):
    made = reply("dns")
    assert verify(app) == f"{DOMAIN}: {lookups.NO_RECORD}\n1 looked for, 0 proved.\n"
    assert control.of(made).told == lookups.NO_RECORD
    names.records = record(made)
    with later(minutes=9):
        assert verify(app) == "0 looked for, 0 proved.\n"
    with later(minutes=10):
        assert verify(app).endswith("1 looked for, 1 proved.\n")
    assert control.proved(made)
    names.records = {}
    with later(days=1):
        assert verify(app) == "0 looked for, 0 proved.\n", "what was proved stays proved"
    assert control.proved(again(method="dns")), "who holds the domain may word it anew"


def test_the_command_looks_for_a_file_at_no_address_of_this_machine(app, names):
    made = reply("file")
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    assert "not at a public address" in verify(app)
    assert not control.proved(made)


def test_the_command_gives_up_after_two_weeks_and_on_what_does_not_wait(app):
    made = reply("dns")
    with later(days=13, hours=23):
        assert verify(app).startswith(DOMAIN)
    with later(days=14, seconds=1):
        assert verify(app) == "0 looked for, 0 proved.\n"
    made.state = State.TAKEN_BACK
    made.save()
    with later(days=1):
        assert verify(app) == "0 looked for, 0 proved.\n"


def test_what_was_erased_is_not_looked_for(app):
    reply("file")
    Control.update(code="").execute()
    assert verify(app) == "0 looked for, 0 proved.\n", "an empty file would be right"


def test_another_way_of_proof_begins_anew(app, names):
    made = reply("dns")
    names.records = record(made)
    made = again("press", "mail")
    assert verify(app) == "0 looked for, 0 proved.\n"
    made = again("", "dns")
    assert verify(app).endswith("1 looked for, 0 proved.\n"), "the old code is no code any more"


def told(made):
    """Read what the status page says of the proof."""
    page = render_template(
        "submissions/_control.html", control=control.of(made), proved=control.proved(made), submission=made
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_says_where_the_record_goes_and_how_the_last_look_went(app, names):
    made = reply("dns")
    assert f"Name _passerelle.{DOMAIN} Value passerelle-verification={control.of(made).code} " in told(made)
    assert "We have not looked yet." in told(made)
    verify(app)
    assert "24 Nov 2026, 12:0" in told(made)
    assert lookups.NO_RECORD in told(made)
    assert "again and again, until 8 Dec 2026" in told(made)
    with later(days=14, seconds=1):
        assert "We stopped looking after two weeks." in told(made)
    names.records = record(made)
    with later(minutes=10):
        verify(app)
    assert f"Control of {DOMAIN} was proved: DNS record, 24 Nov 2026 . You may take the code away again." in told(made)


def test_the_page_says_where_the_file_goes_and_what_was_mailed():
    made = reply("file")
    assert f"https://{DOMAIN}/.well-known/passerelle-verification.txt" in told(made)
    assert control.of(made).code in told(made)
    made = reply("mail", "press", key="another")
    assert f"We wrote to press@{DOMAIN}. Open the link in that letter" in told(made)
    assert control.of(made).code not in told(made)
    made.state = State.TAKEN_BACK
    assert "It was not proved." in told(made)
