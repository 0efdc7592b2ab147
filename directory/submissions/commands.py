"""The operator's commands about submissions: retention, erasure, companies that reply."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from directory import db
from directory.config import Settings
from directory.errors import Missing
from directory.search import generations
from directory.search.commands import rebuild
from directory.submissions import control
from directory.submissions import privacy as verbs
from directory.submissions.lookups import lookups
from directory.text import sha256

replies = AppGroup("replies", help="Companies that reply.")
privacy = AppGroup("privacy", help="What is kept of people, and for how long.")


@privacy.command("purge")
@db.on_database
def purge() -> None:
    """Forget what was kept long enough, and what was erased and came back with a restored backup. For a timer."""
    settings: Settings = current_app.config["SETTINGS"]
    with db.database.connection_context():
        done = verbs.purge(int(settings.keep_contact_days), verbs.noted(settings.erasures))
        db.checkpoint()
    told = ", ".join(f"{number} {what}" for what, number in done.items())
    click.echo(f"Forgotten: {told}." if done else "Nothing was due.")


@privacy.command("erase")
@click.argument("token")
@click.pass_context
@with_appcontext
@db.on_database
def erase(context: click.Context, token: str) -> None:
    """Erase what a submitter wrote; TOKEN is the private link of the submission, or its last part."""
    settings: Settings = current_app.config["SETTINGS"]
    digest = sha256(token.partition("/submissions/")[2].partition("/")[0] or token)
    with db.database.connection_context():
        if not verbs.known(digest):
            raise Missing("There is no submission under this private link. Was the whole link copied?")
        verbs.note(settings.erasures, digest)
        verbs.erase(digest)
        db.checkpoint()
    # The index holds published words only; should some of them have been taken down, they go now.
    settings.index.mkdir(mode=0o700, parents=True, exist_ok=True)
    generations.forget(settings.index)
    context.invoke(rebuild, if_needed=False)
    click.echo("Erased, in the database and its log. The private page says so. What was published stays in the ledger.")


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
