"""Search and browse what is published; the index is a view of the database and can be thrown away."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add the directory page, the indexer and the operator's commands."""
