"""The HTTP kit: it knows pages, forms, headers and languages, and no feature."""

from flask import Flask

from directory.web import assets, errors, headers, i18n, languages, limits


def init_app(app: Flask) -> None:
    """Set up everything that each request passes through."""
    limits.init_app(app)
    headers.init_app(app)
    languages.init_app(app)
    i18n.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
