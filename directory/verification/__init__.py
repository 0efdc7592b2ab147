"""Links answered, quotes found: a command looks, off until the operator switches it on; never the web process."""

from flask import Flask

from directory.verification import models

TABLES = (models.SeenPage,)


def init_app(_app: Flask) -> None:
    """Join the application."""
