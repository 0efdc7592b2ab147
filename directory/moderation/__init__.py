"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import commands
from directory.moderation.views import blueprint, bulk, door, entries, log, queue, redaction, submission

# Imported for the pages that they add to the blueprint.
PAGES = (bulk, door, entries, log, queue, redaction, submission)


def init_app(app: Flask) -> None:
    """Add the pages and the command."""
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.moderator)
