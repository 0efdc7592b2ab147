"""What every form asks beside its subject: who sends it, and what only the moderators read."""

from wtforms import BooleanField, EmailField, Form, StringField, TextAreaField

from directory.catalogue.labels import EXTRA
from directory.submissions.forms.fields import Help
from directory.text import LONGEST_MAILBOX
from directory.vocabulary import _

LONGEST_NOTE = 2000


class SendingForm(Form):
    """Be the base of the forms of submitters."""

    note = TextAreaField(
        EXTRA["note"],
        description=Help(
            _("Private. Anything that helps to check it."), _("the press release is only in the archive of 2025")
        ),
        render_kw={"rows": 3, "data-longest": LONGEST_NOTE},
    )
    contact = EmailField(
        EXTRA["contact"],
        description=Help(
            _("Optional and private; it is erased after the decision. Without it, keep the address of the next page."),
            "name@example.org",
        ),
        render_kw={"maxlength": LONGEST_MAILBOX, "autocomplete": "email"},
    )
    listed = BooleanField(
        _("If this is not accepted, its reason may be listed in public"),
        description=Help(_("Off, unless you tick it. Neither your name nor your mail address is ever shown.")),
    )
    # A person does not see this field; what fills in everything is looked at with more care.
    homepage = StringField(_("Leave this empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})
