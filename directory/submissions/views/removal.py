"""Ask to take claims, or a whole entry, out."""

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext

from directory.catalogue import kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import Company
from directory.errors import Invalid, Problem
from directory.submissions import outcomes
from directory.submissions.details import LONGEST_EXPLANATION, Details
from directory.submissions.forms.removal import CHOSEN, WHAT, WHOLE, RemovalForm
from directory.submissions.forms.sending import SendingForm
from directory.submissions.views import blueprint, claims
from directory.submissions.views.editor import Asking, Document, Page, Shown
from directory.submissions.views.submit import asking
from directory.text import text_problems
from directory.vocabulary import SubmissionKind, _

SHORTEST = 10


@dataclass(frozen=True)
class Removing(Asking):
    """Ask what is to go, and why: the entry without it is proposed, none where nothing would be left."""

    template: str = "submissions/form_removal.html"
    kind: SubmissionKind = SubmissionKind.REMOVAL

    shape: ClassVar[type[SendingForm]] = RemovalForm

    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Judge what is to go and why."""
        form, entry = shown.form, self.before(shown.seen)
        explanation = (form.explanation.data or "").strip()
        gone = claims.ticked(form.claims.data, entry) if form.what.data == CHOSEN else []
        problems = text_problems("explanation", explanation, LONGEST_EXPLANATION, SHORTEST)
        if form.what.data not in WHAT:
            problems.insert(0, Problem(("what",), _("This is needed.")))
        if form.what.data == CHOSEN and not gone:
            problems.insert(0, Problem(("claims",), _("Tick at least one claim.")))
        if problems:
            raise Invalid(problems)
        left = outcomes.without(gone, entry)
        company = kinds.company(left) if left else None
        return company, Details(claims=gone if left else [], explanation=explanation)

    def furnish(self, shown: Shown) -> Document:
        """Offer the claims of the entry."""
        claims.offer(shown.form.claims, self.before(shown.seen))
        return {}

    @staticmethod
    def of(details: Details) -> Document:
        """Fill the form with what was sent."""
        ticked = [claim.value for claim in details.claims]
        return {"what": CHOSEN if ticked else WHOLE, "claims": ticked, "explanation": details.explanation}


@blueprint.route("/companies/<slug>/removal", methods=["GET", "POST"])
def removal(slug: str) -> Page:
    """Take a request to take something out."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)
    title = gettext("Ask for removal: %(name)s", name=entry.name)
    return asking(Removing, title, "removal", entry, kind=SubmissionKind.REMOVAL).answer()
