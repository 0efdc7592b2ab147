"""What anybody proposes: a new company or a change, without an account."""

from flask import Flask

from directory.submissions.views import blueprint, duplicates, removal, reply, report, status, submit

# Imported for the pages that they add to the blueprint.
PAGES = (duplicates, removal, reply, report, status, submit)


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(blueprint)
