"""What the directory as a whole says: figures as charts, each with its table and its file."""

from flask import Flask

from directory.catalogue.measures import Measure
from directory.insights import commands, figures, views
from directory.web.i18n import know_words


def init_app(app: Flask) -> None:
    """Add the page of figures and the file behind each."""
    know_words(figures.Age, Measure)
    app.cli.add_command(commands.quality)
    app.register_blueprint(views.blueprint)
