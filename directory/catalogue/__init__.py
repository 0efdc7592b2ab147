"""What is listed and why we believe it."""

from flask import Flask

from directory.catalogue import labels, views


def init_app(app: Flask) -> None:
    """Add the public pages of the catalogue."""
    app.register_blueprint(views.blueprint)
    app.jinja_env.globals["steps"] = labels.steps
    app.register_blueprint(views.machine)
