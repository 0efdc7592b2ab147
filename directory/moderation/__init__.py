"""Moderators: who they are, what waits for them, what they decide."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the pages."""
