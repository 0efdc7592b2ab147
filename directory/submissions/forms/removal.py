"""The form that asks to take claims, or a whole entry, out."""

from wtforms import RadioField, TextAreaField

from directory.catalogue.labels import EXTRA
from directory.errors import Problem
from directory.submissions.details import LONGEST_EXPLANATION
from directory.submissions.forms.fields import Help, Ticks, offered
from directory.submissions.forms.sending import SendingForm
from directory.vocabulary import _
from directory.web.i18n import sentence

CHOSEN, WHOLE = "claims", "entry"
WHAT = {CHOSEN: _("The claims that are ticked below"), WHOLE: _("The whole entry")}


class RemovalForm(SendingForm):
    """Ask what is to go, and why."""

    what = RadioField(
        EXTRA["what"],
        choices=lambda: offered((value, sentence(Problem((), told))) for value, told in WHAT.items()),
        default=CHOSEN,
        validate_choice=False,
    )
    claims = Ticks(_("Claims"), description=Help(_("Each by its model, use and route.")), choices=list)
    explanation = TextAreaField(
        EXTRA["explanation"],
        description=Help(
            _("What is wrong, and where that can be read. The moderators check it against the sources."),
            _("the quoted article was corrected on 3 May: we tested the model and never used it"),
        ),
        render_kw={"rows": 5, "data-longest": LONGEST_EXPLANATION, "aria-required": "true"},
    )
