"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import access, commands, retention
from directory.moderation.models import AccountAct, Role, Standing
from directory.moderation.views import account, blueprint, door, entries, log, people, queue, submission
from directory.web.i18n import know_words

# Imported for the pages that they add to the blueprint.
PAGES = (account, door, entries, log, people, queue, submission)
# Imported for the rule that it adds to `flask privacy purge`.
RETENTION = retention.forget


def init_app(app: Flask) -> None:
    """Add the pages and the commands."""
    app.register_blueprint(blueprint)
    access.know_senders(app)
    know_words(AccountAct, Role, Standing)
    app.cli.add_command(commands.moderator)
