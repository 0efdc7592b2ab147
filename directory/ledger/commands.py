"""The operator's commands: load the launch data, import JSON Lines, verify and replay the ledger."""

from pathlib import Path

import click
from flask.cli import AppGroup

from directory.catalogue.queries import revision
from directory.db import on_database
from directory.ledger import imports, missing, replay
from directory.ledger.publish import Why

SEEDS = Path(__file__).parents[2] / "seeds"

seeds = AppGroup("seeds", help="The launch data.")
ledger = AppGroup("ledger", help="The ledger: its chain and its replay.")


@seeds.command("load")
@click.option("--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=SEEDS)
@on_database
def load_seeds(folder: Path) -> None:
    """Publish the launch data through the one door; loading it again changes nothing."""
    report = imports.Report()
    try:
        with click.progressbar(imports.launch_data(folder), label="Loading the launch data") as bar:
            imports.bring_in(bar, report)
    except imports.BadFile as refusal:
        raise click.ClickException(f"{plain(refusal)}\nNothing was loaded.") from refusal
    for sentence in report.left_out:
        click.echo(f"Left out: {plain(sentence)}", err=True)
    _summary(report)


@seeds.command("gaps")
@click.option("--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=SEEDS)
@click.option("--write", "kept", is_flag=True, help="Put the list between its marks in the folder's README.md.")
def list_gaps(folder: Path, *, kept: bool) -> None:
    """List what the launch data lack by the standard, as Markdown; nothing is asked of the database."""
    text = missing.section(imports.launch_data(folder))
    if not kept:
        click.echo(text)
        return
    file = folder / "README.md"
    before, _begin, rest = file.read_text().partition(missing.BEGIN)
    _old, end, after = rest.partition(missing.END)
    if not end:
        raise click.ClickException(f"{file} has no marks {missing.BEGIN} and {missing.END}.")
    file.write_text(f"{before}{text}{after}")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--reason", default="Imported from a file.", help="The public reason that the ledger gives.")
@click.option("--skip-refused", is_flag=True, help="Bring in the good lines although some are refused.")
@on_database
def import_lines(file: Path, reason: str, *, skip_refused: bool) -> None:
    """Publish companies from JSON Lines, each line one company document."""
    total = imports.count(file)
    report = imports.Report()
    with click.progressbar(imports.lines(file), length=total, label="Checking ") as bar:
        imports.check(bar, report)
    for sentence in report.refused:
        click.echo(plain(sentence), err=True)
    if report.refused and not skip_refused:
        raise click.ClickException(
            f"{len(report.refused)} fault(s). Nothing was loaded; --skip-refused brings in the good lines."
        )
    report = imports.Report()
    with click.progressbar(imports.lines(file), length=total, label="Importing") as bar:
        imports.bring_in_lines(bar, report, Why(reason))
    _summary(report)


def plain(told: object) -> str:
    """Write what a file says so that it cannot steer the operator's terminal."""
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in str(told))


def _summary(report: imports.Report) -> None:
    words = {"published": "new", "changed": "changed", "same": "unchanged", "kept": "kept as people decided"}
    counts = ", ".join(f"{report.done[word]} {label}" for word, label in words.items())
    refused = f", {report.done['refused']} refused" if report.refused else ""
    click.echo(f"{counts}{refused}. The directory stands at revision {revision()}.")


@ledger.command("verify")
@on_database
def verify() -> None:
    """Walk the whole chain and tell each fault; exit 1 where there is one."""
    found = 0
    for fault in replay.faults():
        click.echo(fault, err=True)
        found += 1
    if found:
        raise click.ClickException(f"The ledger has {found} fault(s).")
    click.echo(f"The ledger is whole: {revision()} change(s), each following the one before it.")


@ledger.command("replay")
@click.option("--at", type=click.IntRange(min=0), help="Rebuild the state after this change (default: the newest).")
@on_database
def replay_ledger(at: int | None) -> None:
    """Rebuild a past state; at the newest change, prove that it equals today's tables."""
    newest = revision()
    number = newest if at is None else at
    if number > newest:
        raise click.ClickException(f"The newest change is {newest}.")
    rebuilt = replay.rebuild(number)
    click.echo(f"After change {number}: " + ", ".join(f"{len(rows)} {name}" for name, rows in rebuilt.items()) + ".")
    if number == newest:
        wrong = [name for name, rows in replay.contents().items() if rows != rebuilt[name]]
        if wrong:
            raise click.ClickException(f"These tables are not what the ledger says: {', '.join(wrong)}.")
        click.echo("Replaying everything gives exactly today's tables.")
