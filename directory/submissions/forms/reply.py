"""The form by which a company puts its own words beside what is claimed of it."""

from wtforms import SelectField

from directory.catalogue.document import Reply
from directory.submissions.control import ROLES
from directory.submissions.forms.fields import CODE, Help, choice, long, offered, short
from directory.submissions.forms.sending import SendingForm
from directory.vocabulary import ProofMethod, _


class ReplyForm(SendingForm):
    """Ask for the reply, and how the company proves that it is the company."""

    model = SelectField(
        _("About the model"),
        description=Help(_("Your reply stands beside the claims on this model, or beside all of them.")),
        choices=list,
        validate_choice=False,
    )
    text = long(Reply, "text", rows=6)
    language = short(Reply, "language", told=CODE | {"list": "languages"})
    proof = choice(Reply, "proof", "proofmethod", default=str(ProofMethod.MAIL))
    mailbox = SelectField(
        _("Mailbox"),
        description=Help(_("Only for a proof by mail: a link is sent there. Not a person's, but the company's.")),
        choices=offered((name, name) for name in ROLES),
        validate_choice=False,
    )
