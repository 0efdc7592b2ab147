"""What is listed and why we believe it."""

from flask import Flask

from directory.catalogue import views


def init_app(app: Flask) -> None:
    """Add the public pages of the catalogue."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.machine)
