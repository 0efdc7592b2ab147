"""The ledger: the one door by which anything is published, and the history that it leaves."""

from flask import Flask

from directory.catalogue.queries import Withdrawn
from directory.ledger import commands, hiding, telling, views


def init_app(app: Flask) -> None:
    """Add the public history and the operator's commands."""
    app.register_blueprint(views.blueprint)
    app.register_error_handler(Withdrawn, views.withdrawn)
    app.jinja_env.globals["hidden_claims"] = hiding.hidden
    app.jinja_env.globals["newest_changes"] = telling.newest
    app.cli.add_command(commands.seeds)
    app.cli.add_command(commands.ledger)
    app.cli.add_command(commands.import_lines)
