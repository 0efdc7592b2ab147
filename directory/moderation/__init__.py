"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import access, commands
from directory.moderation.views import account, blueprint, door, entries, log, people, queue, submission

# Imported for the pages that they add to the blueprint.
PAGES = (account, door, entries, log, people, queue, submission)


def init_app(app: Flask) -> None:
    """Add the pages and the commands."""
    app.register_blueprint(blueprint)
    access.know_senders(app)
    app.cli.add_command(commands.moderator)
