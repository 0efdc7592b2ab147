"""The form of a submission that was sent already, to be edited and sent again."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext

from directory.catalogue import kinds
from directory.catalogue import queries as catalogue
from directory.errors import Refused
from directory.submissions import queries
from directory.submissions.models import Submission
from directory.submissions.views.editor import Asking, Editor, Sent
from directory.submissions.views.removal import Removing
from directory.submissions.views.reply import Replying
from directory.submissions.views.report import Reporting
from directory.vocabulary import SubmissionKind, _

SHAPES: dict[str, type[Asking]] = {
    SubmissionKind.COMPANY: Editor,
    SubmissionKind.ADOPTION: Editor,
    SubmissionKind.CORRECTION: Editor,
    SubmissionKind.REMOVAL: Removing,
    SubmissionKind.REPLY: Replying,
    SubmissionKind.NOTICE: Reporting,
}


def asking(submission: Submission, save: Callable[[Sent], str], context: dict[str, Any]) -> Asking:
    """Open a submission with the form of its kind as it was filled in; a company carried over to today's entry."""
    shape = SHAPES.get(submission.kind)
    if shape is None:
        raise Refused(_("A moderator sent this: it is edited nowhere. Send another one."))
    version, slug = queries.newest_version(submission), catalogue.survivor(kinds.Kind.COMPANY, submission.slug)
    details = queries.details(version)
    entry = catalogue.published(kinds.Kind.COMPANY, slug) if slug else None
    # Only the company form shows the document; the others propose it anew from what they ask.
    document = (queries.today(submission).proposed if shape is Editor else {}) or {}
    private = {"note": version.note, "contact": submission.contact, "listed": bool(submission.listed)}
    name = document.get("name") or (entry.name if entry else details.address)
    return shape(
        title=gettext("Edit and send again: %(name)s", name=name),
        purpose=f"edit {submission.id}",
        save=save,
        start=document | shape.of(details) | private,
        slug=slug,
        seen=entry.revision if entry else 0,
        entry=entry.document if entry else {},
        context=context | ({"entry": entry} if entry and shape is not Reporting else {}),
        kind=next(kind for kind in SubmissionKind if kind == submission.kind),
    )
