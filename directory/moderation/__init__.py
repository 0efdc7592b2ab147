"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask

from directory.moderation import commands, views


def init_app(app: Flask) -> None:
    """Add the pages and the command."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.moderator)
