"""The private page of a submission: what became of it, edit and send again."""

from http import HTTPStatus
from urllib.parse import urlencode

from flask import render_template, request, url_for
from werkzeug.utils import redirect

from directory.catalogue import identity
from directory.errors import Missing, Refused
from directory.submissions import drafts, proposals, queries
from directory.submissions.models import Draft, Submission
from directory.submissions.views import again, blueprint
from directory.submissions.views.editor import Page, Sent
from directory.vocabulary import State, _


@blueprint.get("/submissions/<token>")
def status(token: str) -> str:
    """Show a submitter what became of a submission, or that it was not sent yet."""
    if (draft := _draft(token)) is not None:
        return render_template("submissions/draft.html", draft=draft, token=token)
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
    """Continue a draft; or change a submission, carried over to today's entry, and send it again."""
    if (draft := _draft(token)) is not None:
        return redirect(f"{draft.address}?{urlencode({'draft': token})}", HTTPStatus.SEE_OTHER)
    submission = _load(token)
    if submission.state == State.APPROVED:
        raise Refused(_("This submission was approved. Suggest a change of the entry instead."))

    def save(sent: Sent) -> str:
        proposals.resubmit(token, sent.proposal, base=sent.seen)
        return url_for("submissions.status", token=token)

    remarks = queries.remarks_on(submission)
    # At the fields only on opening: parts that are added or removed move, and a remark must not move with the place.
    at_fields = {} if request.method == "POST" else queries.by_place(remarks)
    return again.asking(submission, save, {"remarks": remarks, "at_fields": at_fields, "again": True}).answer()


def _draft(token: str) -> Draft | None:
    return None if queries.by_token_digest(proposals.digest(token)) else drafts.of(token)


def _load(token: str) -> Submission:
    submission = queries.by_token_digest(proposals.digest(token))
    if submission is None:
        raise Missing(_("There is no submission at this address. Check that the whole address was copied."))
    return submission
