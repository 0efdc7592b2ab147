"""What anybody proposes: a new company or a change, without an account."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages."""
