"""Who did what and why."""

from flask import render_template, request

from directory.moderation import access
from directory.moderation.forms import number
from directory.moderation.log import PAGE, companies, decisions_of, deeds, lines, people, undone
from directory.moderation.views import blueprint


@blueprint.get("/log")
@access.require_role("moderator")
def log() -> str:
    """List who did what and why, newest first; decisions with the way to undo them."""
    who, what = request.args.get("who", ""), request.args.get("what", "")
    found = lines(who=who, what=what, before=number(request.args.get("before")))
    decisions = decisions_of(found)
    return render_template(
        "moderation/log.html",
        lines=found,
        decisions=decisions,
        undone=undone(decisions.values()),
        companies=companies(decisions.values()),
        who=who,
        what=what,
        people=people(),
        deeds=deeds(),
        size=PAGE,
    )
