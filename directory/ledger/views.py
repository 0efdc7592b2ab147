"""The public history: what changed, when, why."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from directory.catalogue import identity, queries
from directory.catalogue.kinds import Kind, title
from directory.errors import Missing
from directory.ledger import history
from directory.ledger.history import Difference
from directory.ledger.models import Change
from directory.text import whole_number
from directory.vocabulary import _
from directory.web.pages import make_public

PAGE = 50
# The largest number that SQLite takes; anything else starts at the newest change.
LAST = 2**63 - 1

blueprint = Blueprint("ledger", __name__)
make_public(blueprint, queries.revision)


@dataclass(frozen=True)
class Told:
    """Hold a change as pages tell it: with the name of its entry and every field that it touched."""

    change: Change
    name: str
    differences: list[Difference]


@blueprint.get("/companies/<slug>/history")
def entry_history(slug: str) -> str:
    """Show every change of a company as a field diff; a withdrawn company keeps its history."""
    changes = [_told(change) for change in history.of_entry(Kind.COMPANY, slug)]
    if not changes:
        raise Missing(_("There is no entry at this address."))
    withdrawn = changes[0].change.act == "withdrawn"
    return render_template(
        "ledger/history.html", slug=slug, changes=changes, withdrawn=withdrawn, families=dict(identity.families())
    )


@blueprint.get("/changes")
def changes() -> str:
    """Show the public ledger, newest first, a page at a time."""
    before = whole_number(request.args.get("before"), LAST)
    found = history.newest(PAGE + 1, before=before)
    shown = [_told(change) for change in found[:PAGE]]
    older = shown[-1].change.number if len(found) > PAGE else None
    return render_template("ledger/changes.html", changes=shown, older=older, before=before)


def _told(change: Change) -> Told:
    document = history.loaded(change.after or change.before) or {}
    return Told(change, title(document), history.of_change(change))
