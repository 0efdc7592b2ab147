"""The ledger: the one door by which anything is published, and the history that it leaves."""

from flask import Flask

from directory.ledger import commands, views


def init_app(app: Flask) -> None:
    """Add the public history and the operator's commands."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.seeds)
    app.cli.add_command(commands.ledger)
    app.cli.add_command(commands.import_lines)
