"""The site that the judges look at: launch data, submissions in every state, people signed in, a real server."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from directory import db
from directory.catalogue.checks import Outcome
from directory.catalogue.kinds import Kind as Kinds
from directory.ledger.models import Change
from directory.ledger.publish import amend
from directory.mail.models import Letter
from directory.submissions.models import Submission
from tests import factories
from tests.factories import typed
from tests.moderation.deciding import ENTRY, SLUG, decide, submitted
from tests.people import forms, invited, send, signed_in

ADOPTION = {name: value for name, value in typed().items() if name.startswith("adoptions-")}
PILOT = {"adoptions-0-use": "pilot", "adoptions-0-sources-0-url": "https://press.example/pilot"}


@dataclass(frozen=True)
class Kind:
    """Be one kind of page: how it is opened, by whom, and what it answers with; posted where something is typed."""

    name: str
    address: str
    who: str = "anybody"
    status: int = 200
    typed: dict[str, str | list[str]] | None = None
    form_at: str = ""
    form_to: str = ""


@dataclass
class Stage:
    """Hold the prepared site: the people, and the addresses that only came to be."""

    app: Flask
    people: dict[str, FlaskClient]
    # Private addresses and numbers by what they stand for: "rejected", "proof", "batch" …
    at: dict[str, str] = field(default_factory=dict)
    address: str = ""

    def posted(self, kind: Kind) -> dict[str, list[str]] | None:
        """Give what a kind that is posted sends: its form as it stands on the page, and what is typed into it."""
        if kind.typed is None:
            return None
        if not kind.form_at:
            return {name: _listed(value) for name, value in kind.typed.items()}
        page = self.people[kind.who].get(kind.form_at)
        found = [f for f in forms(page) if (f.action or kind.form_at) == (kind.form_to or kind.address)]
        assert found, f"no form of {kind.form_at} goes to {kind.address}"
        return found[0].fields | {name: _listed(value) for name, value in kind.typed.items()}

    def open(self, kind: Kind, language: str = "") -> TestResponse:
        """Open a kind of page without a browser."""
        data = self.posted(kind)
        where = f"/{language}{kind.address}" if language else kind.address
        who = self.people[kind.who]
        return who.get(where) if data is None else who.post(where, data=data)

    def cookies(self, who: str) -> list[dict[str, str]]:
        """Give the cookies of somebody, as a browser takes them."""
        held = self.people[who]._cookies.values()
        return [{"name": each.key, "value": each.value, "url": self.address} for each in held]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


class Quiet(WSGIRequestHandler):
    """Serve without a word on the terminal."""

    def log(self, *_told: object) -> None:
        """Say nothing."""


@contextmanager
def on_line(stage: Stage) -> Iterator[Stage]:
    """Serve a stage by HTTP until the test is over."""
    server = make_server("127.0.0.1", 0, stage.app, threaded=True, request_handler=Quiet)
    stage.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield stage
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def prepare(app: Flask) -> Stage:
    """Fill a copy of the launched site with one of everything that a page can show."""
    app.add_url_rule("/abort/<int:code>", "abort", abort)
    app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    people = {
        "anybody": app.test_client(),
        "newcomer": invited(app, "Nina Newcomer", "admin"),
        "moderator": signed_in(app, "Mona Moderator"),
        "admin": signed_in(app, "Ada Admin", "admin"),
    }
    stage = Stage(app, people)
    _states(stage)
    _about_entries(stage)
    _withdrawn(stage)
    _behind_the_door(stage)
    _checked(stage)
    return stage


def _company(stage: Stage, number: int, **more: str) -> str:
    """Send a made-up company; give its private address."""
    own = {
        "name": f"Example Company {number:05} (made up)",
        "website": f"https://www.company-{number}.example",
        "summary": f"A made-up company, number {number}, that only tests know.",
        "adoptions-0-statement": f"We run Qwen in our made-up product number {number}.",
        "adoptions-0-sources-0-url": f"https://www.company-{number}.example/blog/qwen",
    }
    return submitted(stage.people["anybody"], **own | more)


def _newest() -> int:
    with db.database.connection_context():
        return int(Submission.select().order_by(Submission.id.desc()).get().id)


def _states(stage: Stage) -> None:
    """Have a submission in each state."""
    anybody, moderator = stage.people["anybody"], stage.people["moderator"]
    acts = {
        "approved": ("approval", {}),
        "undone": ("approval", {}),
        "changes requested": ("changes-request", {"remark-city": "Which one?"}),
        "rejected": ("rejection", {"ground": "unsourced"}),
        "appealed": ("rejection", {"ground": "unsourced"}),
    }
    for number, (state, (act, more)) in enumerate(acts.items(), start=1):
        stage.at[state] = _company(stage, number, email="somebody@company.example")
        told = decide(moderator, _newest(), act, **more)
        assert told.status_code == 303, told.text
    with db.database.connection_context():
        last = Change.select().order_by(Change.number.desc()).get().number
    stage.at["change"], stage.at["undone change"] = (f"/moderation/changes/{n}/reversal" for n in (last - 1, last))
    undone = send(moderator, stage.at["undone change"], {"reason": "Wrong."}, action="reversal")
    assert undone.status_code == 303, undone.text
    assert send(anybody, stage.at["appealed"], {"text": "It has a source."}, action="appeal").status_code == 303
    stage.at["taken back"] = _company(stage, 6)
    assert send(anybody, stage.at["taken back"], {}, action="withdrawal").status_code == 303
    stage.at["pending"] = _company(stage, 7)
    stage.at["pending number"] = str(_newest())
    stage.at["edited"] = _company(stage, 8)
    edited = send(anybody, f"{stage.at['edited']}/edit", {"city": "Bremen"})
    assert edited.status_code == 303, edited.text
    stage.at["draft"] = send(anybody, "/submit", {"name": "Half a name", "draft": "yes"}).location


def _about_entries(stage: Stage) -> None:
    """Have a submission of each kind about an entry."""
    anybody = stage.people["anybody"]
    why = {"explanation": "The quoted sentence was never said by us."}
    ways = {
        "adoption": (f"{ENTRY}/adoption", ADOPTION | PILOT),
        "correction": (f"{ENTRY}/suggest", {"city": "Hamburg"}),
        "removal": (f"{ENTRY}/removal", {"what": "entry"} | why),
        "reply": ("/companies/berget-ai/reply", {"text": "We stopped in March 2026.", "mailbox": "press"}),
        "notice": (f"/report?about={ENTRY}", why | {"good_faith": "y"}),
    }
    for kind, (address, data) in ways.items():
        sent = send(anybody, address, data)
        assert sent.status_code == 303, (kind, sent.text)
        stage.at[kind], stage.at[f"{kind} number"] = sent.location, str(_newest())
    with db.database.connection_context():
        letter = Letter.select().where(Letter.key.startswith("control")).get()
    stage.at["proof"] = re.search(r"/proofs/\S+", letter.body)[0]


def _withdrawn(stage: Stage) -> None:
    """Have an entry that two people took out."""
    moderator, admin = stage.people["moderator"], stage.people["admin"]
    stage.at["gone"] = "/companies/example-gone-made-up"
    _company(stage, 9, name="Example Gone (made up)")
    assert decide(moderator, _newest(), "approval").status_code == 303
    removal = {"what": "entry", "explanation": "It never was."}
    sent = send(stage.people["anybody"], f"{stage.at['gone']}/removal", removal)
    assert sent.status_code == 303, sent.text
    stage.at["removed"] = sent.location
    for each in (moderator, admin):
        assert decide(each, _newest(), "approval").status_code == 303
    assert stage.people["anybody"].get(stage.at["gone"]).status_code == 410


def _checked(stage: Stage) -> None:
    """Have a link check of each outcome, an entry that it demoted, and one of claims that are no adoptions today."""
    pages = [factories.source(url=f"https://press.example/{each}", publisher=f"Example {each}") for each in Outcome]
    claim = factories.adoption(model="qwen", sources=pages[: len(pages) // 2])
    other = factories.adoption(model="qwen", use="pilot", sources=pages[len(pages) // 2 :])
    watched = factories.company(90, adoptions=[claim, other])
    ways = ({"status": "not-found", "since": None}, {"status": "ended", "until": "2026-05", "use": "pilot"})
    states = [*ways, {"status": "disputed", "use": "research"}]
    listed = [factories.adoption(**{"model": "qwen"} | given) for given in states]
    looks = [factories.look(of=page, outcome=each) for page, each in zip(pages, Outcome, strict=True)]
    with db.database.connection_context():
        change = factories.put(Kinds.COMPANY, watched)
        factories.put(Kinds.COMPANY, factories.company(91, adoptions=listed))
        with db.write():
            factories.put(Kinds.CHECK, factories.check(*looks))
            pages[1]["recheck"], pages[3]["recheck"] = "quote-lost", "page-gone"
            amend(watched["slug"], watched, factories.BECAUSE, seen=change.number)
    stage.at["check"], stage.at["demoted"] = "/checks/2026-11-24-1", f"/companies/{watched['slug']}"
    stage.at["negative"] = "/companies/example-company-91"


def _behind_the_door(stage: Stage) -> None:
    """Have a batch, an invitation and words that could be taken out."""
    moderator = stage.people["moderator"]
    _company(stage, 10)
    picked = {"pick": [f"{_newest()}.1"]}
    preview = send(moderator, "/moderation/", picked, action="batch-preview")
    form = next(each for each in forms(preview) if each.action == "/moderation/batches")
    stage.at["batch"] = moderator.post(form.action, data=form.fields).location
    for name in ("Ingo Invited", "Rita Reset"):
        told = stage.app.test_cli_runner().invoke(args=["moderator", "add", name, "--role", "moderator"])
        stage.at[name] = urlsplit(told.output.split()[-1]).path
    log = stage.people["admin"].get("/moderation/log").text
    stage.at["line"] = re.search(r"/moderation/log/\d+/redaction", log)[0]
    stage.at["company"] = f"/moderation/companies/{SLUG}"
