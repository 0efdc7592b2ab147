"""Search and browse what is published; the index is a view of the database and can be thrown away."""

import os

from flask import Flask

from directory import db
from directory.config import Settings
from directory.search import commands, freshness, similar, views
from directory.search.engine import Engine
from directory.search.indexer import Indexer, Worker
from directory.web.i18n import know_words


def init_app(app: Flask) -> None:
    """Add the directory page, the indexer and the operator's commands."""
    settings: Settings = app.config["SETTINGS"]
    know_words(freshness.Checked, freshness.Read)
    engine = Engine(settings.index)
    app.extensions["search"] = engine
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.data)
    app.jinja_env.globals["similar_companies"] = similar.companies
    app.cli.add_command(commands.search)
    if settings.indexing:
        worker = Worker(Indexer(engine))
        db.on_commit(worker.wake)
        # A process that serves has the thread from its start; after a fork, from its first request; a command never.
        app.before_request(worker.start)
        if "FLASK_RUN_FROM_CLI" not in os.environ:
            worker.start()
