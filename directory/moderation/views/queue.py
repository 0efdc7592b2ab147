"""What waits for a decision."""

from flask import render_template, request

from directory.catalogue import identity
from directory.moderation import access
from directory.moderation.views import blueprint
from directory.submissions import queries
from directory.vocabulary import State


@blueprint.get("")
@blueprint.get("/")
@access.require_role("moderator")
def queue() -> str:
    """List what waits, those that wait longest first; other states by `?state=`."""
    state = request.args.get("state", State.PENDING)
    state = state if state in list(State) else State.PENDING
    number = request.args.get("page", 1, type=int)
    page = number if 0 < number < 10000 else 1  # noqa: PLR2004
    return render_template(
        "moderation/queue.html",
        rows=queries.queue(state, page),
        counts=queries.waiting(list(State)),
        families=dict(identity.families()),
        state=state,
        page=page,
        size=queries.PAGE,
    )
