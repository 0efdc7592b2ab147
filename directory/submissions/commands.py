"""The operator's commands on submissions."""

import click
from flask import current_app
from flask.cli import AppGroup

from directory import db
from directory.config import Settings
from directory.submissions import control
from directory.submissions.lookups import lookups

replies = AppGroup("replies", help="Companies that reply.")


@replies.command("verify")
@db.on_database
def verify() -> None:
    """Look for the codes of companies that reply, in DNS and on their websites; run it every ten minutes.

    Nothing else goes out to others' servers: who does not want that does not run it.
    """
    settings: Settings = current_app.config["SETTINGS"]
    there = lookups(settings)
    proved = looked = 0
    for each in control.to_look_for():
        found, told = there.look(each)
        control.looked(each, found=found, told=told)
        click.echo(f"{each.domain}: {told}")
        proved, looked = proved + found, looked + 1
    click.echo(f"{looked} looked for, {proved} proved.")
