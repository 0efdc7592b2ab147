"""Links answered, quotes found: a command looks, off until the operator switches it on; never the web process."""

from flask import Flask

from directory.verification import commands, models, visits

TABLES = (models.SeenPage,)


def init_app(app: Flask) -> None:
    """Add the commands; `visitor` makes from the settings who opens pages for them."""
    app.extensions["visitor"] = visits.visitor
    app.cli.add_command(commands.verify)
