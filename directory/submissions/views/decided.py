"""The public page on decisions: figures of the queue, and what was refused and why."""

import hashlib
from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from directory.submissions import figures
from directory.submissions.figures import Figures, Refusal
from directory.text import whole_number
from directory.web.pages import make_public


class Shown(NamedTuple):
    """Hold all that the page shows."""

    figures: Figures
    refusals: list[Refusal]
    before: int | None
    older: int | None


def _shown() -> Shown:
    if "decided" not in g:
        before = whole_number(request.args.get("before"))
        found = figures.refusals(figures.PAGE + 1, before=before)
        older = found[figures.PAGE - 1].number if len(found) > figures.PAGE else None
        g.decided = Shown(figures.figures(), found[: figures.PAGE], before, older)
    shown: Shown = g.decided
    return shown


def revision() -> str:
    """Validate the page by all that it shows: a reason that is redacted, say, gets no new number."""
    return hashlib.blake2b(repr(_shown()).encode(), digest_size=8).hexdigest()


blueprint = Blueprint("decisions", __name__)
make_public(blueprint, revision)


@blueprint.get("/decisions")
def decisions() -> str:
    """Show how decisions are doing, and what was refused and why."""
    return render_template("submissions/decisions.html", shown=_shown())
