"""The private page of a submission: what became of it, edit and send again."""

from flask import render_template, request, url_for
from flask_babel import gettext

from directory.catalogue import identity
from directory.errors import Missing, Refused
from directory.submissions import proposals, queries
from directory.submissions.models import Submission
from directory.submissions.views import blueprint
from directory.submissions.views.editor import Editor, Page, Sent
from directory.vocabulary import State, _


@blueprint.get("/submissions/<token>")
def status(token: str) -> str:
    """Show a submitter what became of a submission."""
    submission = _load(token)
    return render_template(
        "submissions/status.html",
        submission=submission,
        document=queries.proposed(submission),
        differences=queries.sent(submission),
        decisions=queries.decisions_on(submission),
        families=dict(identity.families()),
        ahead=queries.ahead_of(submission),
        slug=queries.published_as(submission),
        token=token,
    )


@blueprint.route("/submissions/<token>/edit", methods=["GET", "POST"])
def edit(token: str) -> Page:
    """Change a submission, carried over to today's entry, and send it again."""
    submission = _load(token)
    if submission.state == State.APPROVED:
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))

    def save(sent: Sent) -> str:
        proposals.resubmit(token, sent.proposal, base=sent.seen)
        return url_for("submissions.status", token=token)

    today = queries.today(submission)
    proposed = today.proposed or {}
    start = proposed | {"note": queries.newest_version(submission).note, "contact": submission.contact}
    remarks = queries.remarks_on(submission)
    # At the fields only on opening: parts that are added or removed move, and a remark must not move with the place.
    at_fields = {} if request.method == "POST" else queries.by_place(remarks)
    context = {"remarks": remarks, "at_fields": at_fields, "again": True}
    title = gettext("Edit and send again: %(name)s", name=proposed.get("name", ""))
    return Editor(title, f"edit {submission.id}", save, start, submission.slug, today.revision, context).answer()


def _load(token: str) -> Submission:
    submission = queries.by_token_digest(proposals.digest(token))
    if submission is None:
        raise Missing(_("There is no submission at this address. Check that the whole address was copied."))
    return submission
