"""What waits for a decision, and who is at it."""

from http import HTTPStatus

from flask import g, render_template, request, url_for
from werkzeug.utils import redirect

from directory.catalogue import identity
from directory.moderation import access, bulk, claims
from directory.moderation.queue import AGES, PAGE, Filters, counts, page
from directory.moderation.views import blueprint
from directory.submissions import queries
from directory.submissions.views.editor import Page
from directory.text import whole_number
from directory.vocabulary import State
from directory.web.errors import answer
from directory.web.i18n import sentence

LAST_PAGE = 9999


@blueprint.get("")
@blueprint.get("/")
@access.require_role("moderator")
def queue() -> str:
    """List what waits, or is in another state, as the address's filters ask."""
    asked = Filters.read(request.args)
    number = whole_number(request.args.get("page"), LAST_PAGE) or 1
    rows, total = page(asked, g.person.name, number)
    return render_template(
        "moderation/queue.html",
        asked=asked,
        rows=rows,
        total=total,
        page=number,
        size=PAGE,
        ages=AGES,
        counts=counts(asked.state),
        families=dict(identity.families()),
        most=bulk.MOST,
        refusable=bulk.count(asked, g.person.name) if asked.state == State.PENDING else 0,
    )


@blueprint.post("/submissions/<int(max=2147483647):number>/claim")
@access.require_role("moderator")
def claim(number: int) -> Page:
    """Claim a submission, or take it over from who was seen to have it."""
    try:
        access.check_posted("claim")
        claims.claim(number, g.person.name, over=request.form.get("over", ""))
    except claims.Claimed as refusal:
        told = render_template("moderation/claimed.html", submission=queries.by_id(number), told=sentence(refusal))
        return answer(refusal, told, refusal.status)
    return redirect(_deciding(number, "claimed"), HTTPStatus.SEE_OTHER)


@blueprint.post("/submissions/<int(max=2147483647):number>/release")
@access.require_role("moderator")
def release(number: int) -> Page:
    """Give a claim back."""
    access.check_posted("claim")
    claims.release(number, g.person.name)
    return redirect(_deciding(number, "released"), HTTPStatus.SEE_OTHER)


def _deciding(number: int, done: str) -> str:
    """Lead to where a submission is decided on: its page is long."""
    kept = Filters.read(request.args).kept
    return url_for("moderation.submission", number=number, done=done, **kept, _anchor="decide")
