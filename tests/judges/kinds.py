"""Every kind of page, in groups that files of tests share out; a new route needs a kind here or in addresses.txt."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.judges.stage import Kind, Stage
from tests.moderation.deciding import ENTRY
from tests.test_addresses import KEPT

# What a program reads, or what is a part of another page: no page of its own.
PARTS = ("/submit/duplicates", "/suggest", "/healthz", "/moderation/account/factor.svg", "/static/<path:filename>")
# Posts that only lead on, whatever is sent: the page that they lead to is judged under its own address.
LEADING = {
    "/moderation/account/session-end",
    "/moderation/batches",  # refused, it shows the page of its preview
    "/moderation/account/sign-out-everywhere",
    "/moderation/sign-out",
    "/moderation/submissions/<number>/claim",
    "/moderation/submissions/<number>/release",
    "/submissions/<token>/withdrawal",
}
# Pages that lead to another one.
MOVED = {
    "/moderation",
    "/moderation/companies/<slug>/withdrawal",
    "/moderation/submissions/<number>/approval",
    "/moderation/submissions/<number>/changes-request",
    "/moderation/submissions/<number>/rejection",
    "/moderation/submissions/<number>/reopening",
}
DATA = (
    "atom",
    "bib",
    "csv",
    "ics",
    "json",
    "jsonl",
    "md",
    "ris",
    "svg",
    "txt",
    "xml",
    "png",
    "ico",
    "woff2",
    "xlsx",
    "sqlite",
)
MODERATION = "/moderation"


def public(stage: Stage) -> Iterator[Kind]:
    """Give every public page that has a kept address, and the searches that end otherwise."""
    for kept in KEPT:
        path = urlsplit(kept).path
        if path.rpartition(".")[2] not in DATA and path not in PARTS and not path.startswith("/api/"):
            yield Kind(kept, kept)
    yield Kind("a search with a typo", "/companies?q=deepsek")
    yield Kind("a search without a hit", "/companies?q=xqzzwv")
    yield Kind("a filter that leaves nothing", "/companies?q=novo&country=MT")
    yield Kind("the second page", "/companies?page=2")
    yield Kind("an entry with much to say", "/companies/berget-ai")
    yield Kind("a model's version", "/models/qwen3-8b")
    yield Kind("a link check", stage.at["check"])
    yield Kind("an entry with sources to re-check", stage.at["demoted"])
    yield Kind("an entry of claims that are none today", stage.at["negative"])


def forms(stage: Stage) -> Iterator[Kind]:
    """Give every form as it is refused, and the ones that only open from somewhere."""
    for name, address in {
        "a company": "/submit",
        "an adoption": f"{ENTRY}/adoption",
        "a removal": f"{ENTRY}/removal",
        "a reply": "/companies/berget-ai/reply",
        "a notice": "/report",
    }.items():
        yield Kind(f"{name}, refused", address, status=422, typed={}, form_at=address)
    wrong = {"name": "", "website": "not an address", "founded": "soon", "country": "XX"}
    yield Kind("a suggestion, refused", f"{ENTRY}/suggest", status=422, typed=wrong, form_at=f"{ENTRY}/suggest")
    yield Kind(
        "a suggestion that changes nothing", f"{ENTRY}/suggest", status=422, typed={}, form_at=f"{ENTRY}/suggest"
    )
    again = f"{stage.at['rejected']}/edit"
    yield Kind("to send again", again)
    yield Kind("to send again, refused", again, status=422, typed={"name": ""}, form_at=again)
    appeal = f"{stage.at['rejected']}/appeal"
    yield Kind("an appeal, refused", appeal, status=422, typed={}, form_at=stage.at["rejected"])
    yield Kind("a draft", stage.at["draft"])
    yield Kind("a proof of control", stage.at["proof"])


def states(stage: Stage) -> Iterator[Kind]:
    """Give the private page of a submission of each kind and in each state."""
    named = ("approved", "undone", "changes requested", "rejected", "appealed", "taken back", "pending", "edited")
    for name in (*named, "adoption", "correction", "removal", "reply", "notice", "removed"):
        yield Kind(f"private page: {name}", stage.at[name])


def errors(stage: Stage) -> Iterator[Kind]:
    """Give the page of each error; what no visitor can cause is raised."""
    yield Kind("404", "/nothing/here", status=404)
    yield Kind("404 of an entry", "/companies/nobody", status=404)
    yield Kind("405", "/methodology", status=405, typed={})
    yield Kind("403, a forged form", "/submit", status=403, typed={"name": "n"})
    yield Kind("410, a withdrawn entry", stage.at["gone"], status=410)
    yield Kind("history of a withdrawn entry", f"{stage.at['gone']}/history")
    yield Kind("500", "/broken", status=500)
    yield Kind("no such proof", "/proofs/nothing", status=404)
    yield Kind("no such proof, posted", "/proofs/nothing", status=404, typed={})
    for status in (400, 409, 413, 422, 429, 503):
        yield Kind(str(status), f"/abort/{status}", status=status)


def queue(stage: Stage) -> Iterator[Kind]:
    """Give what moderators read and decide on."""
    yield Kind("queue", f"{MODERATION}/", "moderator")
    yield Kind("queue, nothing found", f"{MODERATION}/?q=xqzzwv", "moderator")
    for name in ("pending", "adoption", "correction", "removal", "reply", "notice"):
        yield Kind(f"submission: {name}", f"{MODERATION}/submissions/{stage.at[f'{name} number']}", "moderator")
    for number, name in enumerate(("approved", "undone", "changes requested", "rejected", "appealed"), start=1):
        yield Kind(f"submission: {name}", f"{MODERATION}/submissions/{number}", "moderator")
    waits = f"{MODERATION}/submissions/{stage.at['pending number']}"
    for act in ("approval", "changes-request", "rejection"):
        to = f"{waits}/changes-request"
        yield Kind(f"{act}, refused", f"{waits}/{act}", "moderator", 422, {"reason": ""}, waits, to)
    refused = f"{MODERATION}/submissions/4"
    yield Kind("reopening, refused", f"{refused}/reopening", "moderator", 422, {"reason": ""}, refused)
    yield Kind("edit", f"{waits}/edit", "moderator")
    yield Kind("edit, refused", f"{waits}/edit", "moderator", 422, {"name": ""}, f"{waits}/edit")
    yield Kind("bulk", f"{MODERATION}/batch-preview", "moderator", 200, {"pick": ["7.1", "8.2"]}, f"{MODERATION}/")
    batch = stage.at["batch"]
    yield Kind("batch", batch, "moderator")
    yield Kind("batch, refused", f"{batch}/reversal", "moderator", 422, {"reason": ""}, batch)


def desk(stage: Stage) -> Iterator[Kind]:
    """Give what moderators do to entries, and their log."""
    yield Kind("log", f"{MODERATION}/log", "moderator")
    yield Kind("entry", stage.at["company"], "moderator")
    for name, place in {
        "withdrawal": stage.at["company"],
        "claims": f"{stage.at['company']}/claims",
        "address": f"{stage.at['company']}/address",
    }.items():
        action = f"{stage.at['company']}/{name}"
        if place == action:
            yield Kind(name, place, "moderator")
        yield Kind(f"{name}, refused", action, "moderator", 422, {}, place)
    yield Kind("to re-read", f"{MODERATION}/rereading", "moderator")
    yield Kind("to re-read, nothing found", f"{MODERATION}/rereading?country=MT&reason=disputed", "moderator")
    read = f"{MODERATION}/rereading/berget-ai/1"
    yield Kind("re-read", read, "moderator")
    yield Kind("re-read, refused", read, "moderator", 422, {}, read)
    merge = f"{stage.at['company']}/merge"
    yield Kind("merge", merge, "moderator")
    yield Kind("merge, refused", f"{merge}?into=nobody", "moderator", 422)
    into = f"{merge}?into=novo-ai"
    yield Kind("merge into another", into, "moderator")
    yield Kind("merge into another, refused", into, "moderator", 422, {"name": ""}, into)
    yield Kind("a withdrawn entry", f"{MODERATION}{stage.at['gone']}", "moderator")
    yield Kind("a change that was undone", stage.at["undone change"], "moderator")
    change = stage.at["change"]
    yield Kind("a change", change, "moderator")
    yield Kind("a change, refused", change, "moderator", 422, {"reason": ""}, change)
    for name in (f"{MODERATION}/submissions/3/redaction", stage.at["line"]):
        yield Kind(f"redaction {name}", name, "admin")
        yield Kind(f"redaction {name}, refused", name, "admin", 422, {}, name)


def accounts(stage: Stage) -> Iterator[Kind]:
    """Give the door, and what people do to their accounts."""
    door, factor = f"{MODERATION}/sign-in", f"{MODERATION}/account/factor"
    yield Kind("sign-in", door)
    yield Kind("sign-in, refused", door, "anybody", 403, {"name": "nobody"}, door)
    invitation = stage.at["Ingo Invited"]
    yield Kind("invitation", invitation)
    yield Kind("invitation, refused", invitation, "anybody", 422, {}, invitation)
    yield Kind("second factor", factor, "newcomer")
    yield Kind("second factor, refused", factor, "newcomer", 422, {"code": "1"}, factor)
    yield Kind("403, for admins only", f"{MODERATION}/people", "moderator", 403)
    account = f"{MODERATION}/account"
    yield Kind("account", account, "admin")
    yield Kind("password", f"{account}/password", "admin")
    yield Kind("password, refused", f"{account}/password", "admin", 422, {}, f"{account}/password")
    yield Kind("recovery codes", f"{account}/recovery-codes", "admin")
    yield Kind("recovery codes, made", f"{account}/recovery-codes", "admin", 200, {}, f"{account}/recovery-codes")
    people = f"{MODERATION}/people"
    yield Kind("people", people, "admin")
    yield Kind("people, refused", people, "admin", 422, {"name": ""}, people)
    yield Kind("person", f"{people}/2", "admin")
    yield Kind("person, refused", f"{people}/2", "admin", 422, {}, f"{people}/2")
    yield Kind("a one-time link", f"{people}/5", "admin", 200, {"act": "reset", "why": "lost"}, f"{people}/5")


GROUPS = {each.__name__: each for each in (public, forms, states, errors, queue, desk, accounts)}


def every(stage: Stage, *groups: str) -> list[Kind]:
    """List the kinds of some groups, of all unless told."""
    return [kind for name in groups or GROUPS for kind in GROUPS[name](stage)]
