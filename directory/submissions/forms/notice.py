"""The form for notices of illegal content, with what the Digital Services Act (Article 16) asks of one."""

from wtforms import BooleanField, StringField, TextAreaField

from directory.catalogue.labels import EXTRA
from directory.submissions.details import LONGEST_EXPLANATION, LONGEST_LAW, LONGEST_SENDER
from directory.submissions.forms.fields import CODE, Help, Ticks
from directory.submissions.forms.sending import SendingForm
from directory.text import LONGEST_ADDRESS
from directory.vocabulary import _


class NoticeForm(SendingForm):
    """Ask where the illegal content is, why it is illegal, and who says so."""

    address = StringField(
        EXTRA["address"],
        description=Help(_("The address of the page on this site that holds it."), "/companies/novo-ai"),
        render_kw=CODE | {"maxlength": LONGEST_ADDRESS, "aria-required": "true", "inputmode": "url"},
    )
    claims = Ticks(
        _("Claims"),
        description=Help(_("Those that the notice is about; tick none where it is about the whole page.")),
        choices=list,
    )
    explanation = TextAreaField(
        EXTRA["explanation"],
        description=Help(
            _("What exactly is illegal, and the facts that show it."),
            _("the quoted sentence was never said; a court forbade to repeat it on 3 May 2026"),
        ),
        render_kw={"rows": 6, "data-longest": LONGEST_EXPLANATION, "aria-required": "true"},
    )
    law = StringField(
        EXTRA["law"],
        description=Help(_("Which law it breaks, or whose right; as well as you know it."), _("defamation")),
        render_kw={"maxlength": LONGEST_LAW},
    )
    sender_name = StringField(
        EXTRA["sender_name"],
        description=Help(
            _(
                "Optional. The law (DSA, Article 16) has us ask for name and mail address, so that we can confirm the "
                "notice and tell you the decision. You may leave both empty; the next page tells you as well."
            ),
            "Example Person",
        ),
        render_kw={"maxlength": LONGEST_SENDER, "autocomplete": "name"},
    )
    good_faith = BooleanField(
        _("I believe in good faith that what this notice says is accurate and complete"),
        render_kw={"aria-required": "true"},
    )
