"""The operator's commands on accounts."""

import click
from flask import current_app
from flask.cli import AppGroup

from directory import db
from directory.config import Settings
from directory.moderation import accounts
from directory.moderation.models import Role

moderator = AppGroup("moderator", help="People who moderate.")


@moderator.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=None)
@db.on_database
def add(name: str, role: str | None) -> None:
    """Make an account (or a new link for one) and print the one-time link that sets its password."""
    with db.database.connection_context():
        token = accounts.invite(name, role or "")
    _print_link(name, token)


@moderator.command("disable")
@click.argument("name")
@db.on_database
def disable(name: str) -> None:
    """Shut an account and end its sessions at once; it stays for the log."""
    with db.database.connection_context():
        accounts.disable(name)
    click.echo(f"{name} is signed out everywhere and cannot sign in.")


@moderator.command("enable")
@click.argument("name")
@db.on_database
def enable(name: str) -> None:
    """Open a disabled account again."""
    with db.database.connection_context():
        accounts.enable(name)
    click.echo(f"{name} can sign in again.")


@moderator.command("reset")
@click.argument("name")
@db.on_database
def reset(name: str) -> None:
    """Take password and second factor away, sign out everywhere and print a new one-time link."""
    with db.database.connection_context():
        token = accounts.reset(name)
    _print_link(name, token)


@moderator.command("list")
@db.on_database
def list_all() -> None:
    """List the accounts: name, role and how each stands."""
    with db.database.connection_context():
        everyone = accounts.everyone()
    for person in everyone:
        click.echo(f"{person.name}\t{person.role}\t{person.standing.label}")


def _print_link(name: str, token: str) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    click.echo(f"Give this link to {name}; it works once, within 48 hours.")
    if not settings.public_url:
        click.echo("(Served on another port? Type PORT=… in front of this command too.)")
    click.echo(f"{settings.address}/moderation/invitation/{token}")
