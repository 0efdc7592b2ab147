"""Mail: an outbox that is written with what it tells of, and a command that delivers it."""

from flask import Flask

from directory.mail import models

TABLES = (models.Letter,)


def init_app(app: Flask) -> None:
    """Add the command."""
