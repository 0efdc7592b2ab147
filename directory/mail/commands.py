"""The operator's commands of the outbox."""

from collections import Counter

import click
from flask import current_app
from flask.cli import AppGroup

from directory import db
from directory.config import Settings
from directory.mail import delivery, outbox
from directory.mail.outbox import Fate

mail = AppGroup("mail", help="Letters to submitters.")


@mail.command("send")
@db.on_database
def send() -> None:
    """Deliver the letters that are due; run it every minute."""
    settings: Settings = current_app.config["SETTINGS"]
    report = delivery.deliver(settings)
    if not report.alone:
        click.echo("Another sender is at work.")
        return
    counted = Counter(report.fates)
    told = {Fate.SENT: "sent", Fate.WAITING: "tried again later", Fate.FAILED: "failed", Fate.UNCERTAIN: "uncertain"}
    click.echo(", ".join(f"{counted[fate]} {words}" for fate, words in told.items()) + ".")
    if report.trouble:
        raise click.ClickException(report.trouble)


@mail.command("list")
@db.on_database
def list_letters() -> None:
    """List the letters that are not sent: those that wait, failed, or may have arrived or not."""
    for letter in outbox.troubled():
        to = outbox.masked(letter.recipient, letter.recipient)
        since = f"due {letter.due}" if letter.state == Fate.WAITING else f"since {letter.ended or letter.due}"
        click.echo(f"{letter.id}  {letter.state}  {since}  {letter.attempts} tried  {to}  {letter.key}  {letter.error}")


@mail.command("retry")
@click.argument("number", type=click.IntRange(min=1))
@db.on_database
def retry(number: int) -> None:
    """Send a letter again that failed, or one that may have arrived: then it may arrive twice."""
    outbox.retry(number)
    click.echo(f"Letter {number} waits again; `mail send` delivers it.")
