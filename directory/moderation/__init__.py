"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import commands
from directory.moderation.views import blueprint, door, submission
from directory.moderation.views import entries as entry_pages
from directory.moderation.views import log as log_pages
from directory.moderation.views import queue as queue_pages

# Imported for the pages that they add to the blueprint; under names of their own where a verb's file has the same.
PAGES = (door, entry_pages, log_pages, queue_pages, submission)


def init_app(app: Flask) -> None:
    """Add the pages and the command."""
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.moderator)
