"""Who decided what and why."""

from flask import render_template, request

from directory.moderation import access
from directory.moderation.views import blueprint
from directory.submissions import queries


@blueprint.get("/log")
@access.require_role("moderator")
def log() -> str:
    """List who decided what and why, newest first."""
    before = request.args.get("before", type=int)
    rows = queries.log(queries.PAGE, before=before if before and 0 < before < 2**31 else None)
    return render_template("moderation/log.html", rows=rows, size=queries.PAGE)
