"""What is listed and why we believe it."""

from flask import Flask

from directory.catalogue import labels, views
from directory.catalogue.source import Translator
from directory.web import i18n


def init_app(app: Flask) -> None:
    """Add the public pages of the catalogue."""
    app.register_blueprint(views.blueprint)
    i18n.know_words(Translator)
    app.jinja_env.globals["steps"] = labels.steps
    app.register_blueprint(views.machine)
