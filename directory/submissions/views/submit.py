"""Submit a company, suggest a change."""

from flask import current_app, request, url_for
from flask_babel import gettext

from directory.catalogue import kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import LONGEST_NAME
from directory.submissions import proposals, tokens
from directory.submissions.views import blueprint
from directory.submissions.views.editor import Editor, Page, Sent
from directory.text import unfit


@blueprint.route("/submit", methods=["GET", "POST"])
def submit() -> Page:
    """Take a new company."""

    def save(sent: Sent) -> str:
        token = _token(sent.proposal.key)
        proposals.submit(sent.proposal, token, slug="", base=0)
        return url_for("submissions.status", token=token)

    name = request.args.get("name", "")[:LONGEST_NAME]
    return Editor(gettext("Submit a company"), "submit", save, {} if unfit(name) else {"name": name}).answer()


@blueprint.route("/companies/<slug>/suggest", methods=["GET", "POST"])
def suggest(slug: str) -> Page:
    """Take a change of an entry."""
    entry = catalogue.published(kinds.Kind.COMPANY, slug)

    def save(sent: Sent) -> str:
        token = _token(sent.proposal.key)
        proposals.submit(sent.proposal, token, slug=slug, base=sent.seen)
        return url_for("submissions.status", token=token)

    title = gettext("Suggest a change: %(name)s", name=entry.name)
    context = {"entry": entry}
    return Editor(title, f"suggest {slug}", save, entry.document, slug, entry.revision, context).answer()


def _token(key: str) -> str:
    return tokens.token_for(key, str(current_app.secret_key))
