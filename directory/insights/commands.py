"""The operator's command: the figures of the quality report, and what each entry lacks."""

from collections.abc import Iterator

import click

from directory import clock
from directory.catalogue import gaps, queries
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import revision
from directory.db import on_database
from directory.insights import quality as figures
from directory.insights.queries import looked_last
from directory.ledger.commands import plain
from directory.vocabulary import Confidence
from directory.web import sheets


@click.command("quality")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", help="How it is written.")
@click.option("--company", "slug", default="", help="Only this entry, by its address.")
@click.option(
    "--strict",
    type=click.Choice([gap.value for gap in gaps.Gap]),
    multiple=True,
    help="Exit 1 where an entry has this gap.",
)
@on_database
def quality(form: str, slug: str, strict: tuple[str, ...]) -> None:
    """Tell how good the evidence is, in figures, and what each entry lacks by the standard."""
    found = dict(_found(slug))
    if slug and not found:
        raise click.ClickException("There is no published entry at this address.")
    lines = _as_sheet(found, figured=not slug) if form == "csv" else _as_text(found, figured=not slug)
    for line in lines:
        click.echo(plain(line))
    failing = sum(each.gap in strict for listed in found.values() for each in listed)
    if failing:
        raise click.ClickException(f"{failing} gap(s) of the kinds that --strict names.")


def _found(slug: str) -> Iterator[tuple[str, list[gaps.Found]]]:
    families, developers = ([each.document for each in queries.every(kind)] for kind in (Kind.MODEL, Kind.DEVELOPER))
    catalogue = gaps.known(families, developers)
    for each in queries.every(Kind.COMPANY):
        if slug in ("", each.slug):
            yield each.slug, gaps.of(each.document, catalogue)


def _as_text(found: dict[str, list[gaps.Found]], *, figured: bool) -> Iterator[str]:
    if figured:
        rules, facts = figures.of_day(clock.today())
        yield f"Quality of the evidence on {clock.today()}, revision {revision()}"
        for code, number in rules.rows:
            yield f"{number:>8}  {Confidence(str(code)).label}"  # type: ignore[call-arg]
        for fact in facts.values():
            share = f"{fact.number / fact.whole:>8.1%}" if fact.whole and fact.number is not None else " " * 8
            yield f"{'-' if fact.number is None else fact.number:>8}{share}  {fact.measure.label}"
        if not looked_last():
            yield "No link check has run yet: nothing is known of links and quotes."
        yield ""
    for slug, listed in found.items():
        yield f"{slug}: {gaps.told(listed) or 'nothing is missing'}"


def _as_sheet(found: dict[str, list[gaps.Found]], *, figured: bool) -> Iterator[str]:
    """Write one row a figure (no entry), then one row a gap."""
    rows: list[tuple[object, ...]] = [("entry", "claim", "source", "code", "number", "of")]
    if figured:
        rows += [("", "", "", *row) for row in figures.sheet(*figures.of_day(clock.today())).rows]
    rows += [
        (slug, each.claim or "", each.source or "", each.gap, 1, "")
        for slug, listed in found.items()
        for each in listed
    ]
    yield from sheets.lines([sheets.cell(value) for value in row] for row in rows).splitlines()
