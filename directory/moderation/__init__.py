"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import commands, retention
from directory.moderation.views import blueprint, door, entries, log, queue, submission

# Imported for the pages that they add to the blueprint.
PAGES = (door, entries, log, queue, submission)
# Imported for the rule that it adds to `flask privacy purge`.
RETENTION = retention.forget


def init_app(app: Flask) -> None:
    """Add the pages and the command."""
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.moderator)
