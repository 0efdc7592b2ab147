"""Mail: an outbox that is written with what it tells of, and a command that delivers it."""

from flask import Flask

from directory.config import Settings
from directory.mail import commands, models

TABLES = (models.Letter,)


def init_app(app: Flask) -> None:
    """Add the commands; let pages say whether the site sends mail."""
    settings: Settings = app.config["SETTINGS"]
    app.cli.add_command(commands.mail)
    app.jinja_env.globals["sends_mail"] = settings.mails
