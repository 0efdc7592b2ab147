"""What anybody proposes: a new company or a change, without an account."""

from flask import Flask

from directory.submissions import commands
from directory.submissions.models import Signal
from directory.submissions.views import (
    blueprint,
    decided,
    design,
    duplicates,
    proof,
    removal,
    reply,
    report,
    screened,
    status,
    submit,
)
from directory.web.i18n import know_words

# Imported for the pages that they add to the blueprint.
PAGES = (duplicates, proof, removal, reply, report, screened, status, submit)


def init_app(app: Flask) -> None:
    """Add the pages and the operator's commands."""
    app.register_blueprint(blueprint)
    know_words(Signal)
    app.cli.add_command(commands.privacy)
    app.cli.add_command(commands.replies)
    app.register_blueprint(decided.blueprint)
    app.register_blueprint(design.blueprint)
