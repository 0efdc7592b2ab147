"""Who does not decide on what: on what is their own, and on what was appealed against them."""

from peewee import Expression

from directory.errors import Refused
from directory.ledger import history
from directory.ledger.models import Change
from directory.submissions import appeals, queries
from directory.submissions.models import Appeal, Decision, Submission, SubmittedVersion
from directory.vocabulary import Act, _


class NotYours(Refused):
    """Refuse to let somebody decide on what is their own."""

    status = 403


def own(by: str) -> Expression:
    """Match the submissions of which somebody sent any version."""
    versions = SubmittedVersion.select(SubmittedVersion.submission).where(SubmittedVersion.by == by)
    return (Submission.by == by) | Submission.id.in_(versions)


def hindrance(submission: Submission, by: str) -> str:
    """Say why somebody does not decide here, "" where they may: it is their own, or an appeal against them."""
    if Submission.select().where(Submission.id == submission.id, own(by)).exists():
        return _("You sent this in yourself: another moderator decides on it.")
    appeal = queries.appeal_of(submission)
    open_still = appeal and appeals.answer_to(appeal) is None
    if appeal and open_still and (appeal.against == by or _undid(appeal, by)):
        return _("This is an appeal against your own decision: another moderator decides on it.")
    return ""


def check(submission: Submission, by: str) -> None:
    """Raise NotYours where somebody may not decide."""
    if told := hindrance(submission, by):
        raise NotYours(told)


def check_undo(change: Change, by: str) -> None:
    """Raise NotYours where a change, or one that it undid in turn, came of what somebody may not decide on."""
    while True:
        submission = queries.of_change((history.move_of(change) or change).number)
        if submission:
            check(submission, by)
        if not change.undoes:
            return
        change = history.change(change.undoes)


def _undid(appeal: Appeal, by: str) -> bool:
    """Tell whether somebody was among those who undid what was published before the appeal; one or two did."""
    before = Decision.select().where(Decision.submission == appeal.submission, Decision.id <= appeal.decision)
    published = [each.change for each in before.where(Decision.act == Act.APPROVAL)]
    undoing = Submission.select(Submission.id).where(Submission.undoes.in_(published))
    undone = Decision.submission.in_(undoing) | Decision.undoes.in_(published)
    return bool(Decision.select().where(undone, Decision.by == by).exists())
