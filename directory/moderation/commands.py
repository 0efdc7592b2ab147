"""The operator's command that makes moderators."""

import click
from flask import current_app
from flask.cli import AppGroup

from directory import db
from directory.config import Settings
from directory.moderation import accounts

moderator = AppGroup("moderator", help="People who moderate.")


@moderator.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(["moderator", "admin"]), default=None)
@db.on_database
def add(name: str, role: str | None) -> None:
    """Make an account (or a new link for one) and print the one-time link that sets its password."""
    settings: Settings = current_app.config["SETTINGS"]
    with db.database.connection_context():
        token = accounts.invite(name, role or "")
    click.echo(f"Give this link to {name}; it works once, within 48 hours.")
    if not settings.public_url:
        click.echo("(Served on another port? Type PORT=… in front of this command too.)")
    click.echo(f"{settings.address}/moderation/invitation/{token}")
