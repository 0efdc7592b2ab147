"""Passerelle: a public directory of European companies that adopt Chinese AI models, put together here."""

import os
from pathlib import Path

from flask import Flask

from directory import (
    catalogue,
    config,
    db,
    export,
    insights,
    ledger,
    mail,
    moderation,
    search,
    submissions,
    verification,
    web,
)
from directory.web import assets
from directory.web.errors import prepare

HOME = Path(__file__).parents[1]


def create_app(settings: config.Settings | None = None) -> Flask:
    """Put the application together; raise BadSetting or CannotStart in plain words."""
    settings = settings or config.load(os.environ)
    app = Flask("directory", template_folder=str(HOME / "templates"), static_folder=str(HOME / "static"))
    app.config.update(SETTINGS=settings, SECRET_KEY=settings.secret_key)
    folders = (HOME / "directory", HOME / "templates", HOME / "static")
    app.config["RELEASE"] = assets.release(*folders, shown=settings.shown)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (db, web, catalogue, ledger, verification, export, search, insights, mail, submissions, moderation):
        part.init_app(app)
    prepare(app)
    return app
