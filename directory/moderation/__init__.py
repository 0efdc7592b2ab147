"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.catalogue.checks import Outcome
from directory.catalogue.source import Recheck
from directory.moderation import access, commands, retention
from directory.moderation.doubts import Doubt
from directory.moderation.matrix import Ready
from directory.moderation.models import AccountAct, Noted, Role, Standing
from directory.moderation.reading import Saw
from directory.moderation.views import account, blueprint, door, people, submission
from directory.moderation.views import bulk as bulk_pages
from directory.moderation.views import entries as entry_pages
from directory.moderation.views import log as log_pages
from directory.moderation.views import queue as queue_pages
from directory.moderation.views import redaction as redaction_pages
from directory.moderation.views import rereading as rereading_pages
from directory.web.i18n import know_words

# Imported for the pages that they add to the blueprint; under names of their own where a verb's file has the same.
PAGES = (account, bulk_pages, door, entry_pages, log_pages, people, queue_pages)
MORE_PAGES = (redaction_pages, rereading_pages, submission)
# Imported for the rule that it adds to `flask privacy purge`.
RETENTION = retention.forget


def init_app(app: Flask) -> None:
    """Add the pages and the commands."""
    app.register_blueprint(blueprint)
    access.know_senders(app)
    know_words(AccountAct, Doubt, Noted, Outcome, Ready, Recheck, Role, Saw, Standing)
    app.cli.add_command(commands.moderator)
