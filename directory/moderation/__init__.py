"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import commands
from directory.moderation.models import Noted
from directory.moderation.views import blueprint, door, entries, submission
from directory.moderation.views import bulk as bulk_pages
from directory.moderation.views import log as log_pages
from directory.moderation.views import queue as queue_pages
from directory.moderation.views import redaction as redaction_pages
from directory.web.i18n import know_words

# Imported for the pages that they add to the blueprint; under names of their own where a verb's file has the same.
PAGES = (bulk_pages, door, entries, log_pages, queue_pages, redaction_pages, submission)


def init_app(app: Flask) -> None:
    """Add the pages and the command."""
    know_words(Noted)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.moderator)
