"""What anybody proposes: a new company or a change, without an account."""

from flask import Flask

from directory.submissions import views


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(views.blueprint)
