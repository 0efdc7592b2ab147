"""The operator's commands that open the pages of sources: look whether they still say it, have them archived."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from directory import clock, db
from directory.catalogue import queries
from directory.catalogue.checks import ANSWERING, Outcome
from directory.catalogue.kinds import Kind
from directory.config import Settings
from directory.ledger.commands import plain
from directory.text import host_of
from directory.verification import archiving, run, sightings
from directory.verification.run import Report
from directory.verification.visits import Visitor

ROLLING = 7
MOST_LISTED = 20
OFFLINE = (
    f"None of the first {run.FIRST} pages could be reached, on several hosts: this machine's network or its name "
    "server may be down. Nothing that was seen was published."
)
STOPPED = 130
BUSY = "Another `flask verify` is at work; this one did nothing."
OFF = (
    "The link check is off, and nothing was opened. To let this command open the pages of sources, set "
    "PASSERELLE_LINK_CHECK=on (README, Settings)."
)
NO_ARCHIVE = (
    "There is no web archive to ask, and nothing was sent. Name one in PASSERELLE_WEB_ARCHIVE, like "
    "https://web.archive.org/save/ (README, Settings)."
)

verify = AppGroup("verify", help="Pages of sources: do they answer, do they still hold the quote?")


@verify.command("links")
@click.option(
    "--days",
    type=click.IntRange(min=0),
    help=f"Look at pages that nobody looked at for so many days (default: {ROLLING}; with --company: 0).",
)
@click.option("--limit", type=click.IntRange(min=1), help="Look at no more pages than this, the oldest look first.")
@click.option("--company", default="", metavar="SLUG", help="Look at the sources of this company only.")
@click.option("--dry-run", is_flag=True, help="Open the pages, but keep and publish nothing.")
@db.on_database
def links(days: int | None, limit: int | None, company: str, *, dry_run: bool) -> None:
    """Open the pages of sources and publish which still hold their quote; for a timer.

    A source whose quote is lost, whose address leads to somebody else, or whose page is gone does not count any more
    until a human has re-read it. It may be stopped at any time, and goes on where it was.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.checks_links:
        raise click.ClickException(OFF)
    _check_company(company)
    days = days if days is not None else 0 if company else ROLLING
    with _locked(settings) as alone, _told_to_stop():
        if alone:
            _check_links(days, limit, company, keeps=not dry_run)


def _check_links(days: int, limit: int | None, company: str, *, keeps: bool) -> None:
    report = Report()
    if keeps:
        # What a run that was killed had seen.
        run.tell(report)
    urls = sightings.due(clock.today() - timedelta(days=min(days, clock.today().toordinal() - 1)), company)
    stopped = False
    try:
        with click.progressbar(
            sightings.spread(urls[:limit]), label="Looking at pages", item_show_func=_host, show_pos=True
        ) as bar:
            run.go(bar, _visitor(), report, keeps=keeps)
    except run.Offline:
        raise click.ClickException(OFFLINE) from None
    except KeyboardInterrupt:
        stopped = True
    _summary(report, len(urls) - report.pages.total(), days, keeps=keeps)
    if stopped:
        click.echo("Stopped; what was seen is kept. Type it again to go on.", err=True)
        click.get_current_context().exit(STOPPED)


@verify.command("archive")
@click.option("--company", default="", metavar="SLUG", help="Archive the sources of this company only.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Ask for no more copies.")
@db.on_database
def archive(company: str, limit: int) -> None:
    """Have the pages of sources without an archived copy archived, and keep where their copies are."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.web_archive:
        raise click.ClickException(NO_ARCHIVE)
    _check_company(company)
    with _locked(settings) as alone, _told_to_stop():
        if alone:
            _archive(settings.web_archive, sightings.unarchived(company), limit)


def _archive(service: str, urls: list[str], limit: int) -> None:
    stored = asked = 0
    trouble = ""
    visitor = _visitor()
    try:
        with click.progressbar(urls[:limit], label="Archiving pages", item_show_func=_host, show_pos=True) as bar:
            for url in bar:
                stored += bool(archiving.store(visitor, service, url))
                asked += 1
    except archiving.Shut as refusal:
        trouble = f"The archive takes no more pages at the moment ({plain(refusal)}). Type it again tomorrow."
    except KeyboardInterrupt:
        trouble = "Stopped; what was archived is kept. Type it again to go on."
    click.echo(f"Asked for {asked} copies, {stored} are kept; {len(urls) - stored} pages have none.")
    if trouble:
        raise click.ClickException(trouble)


def _visitor() -> Visitor:
    made: Visitor = current_app.extensions["visitor"](current_app.config["SETTINGS"])
    return made


def _check_company(slug: str) -> None:
    if slug:
        queries.published(Kind.COMPANY, slug)


def _host(url: str | None) -> str:
    return plain(host_of(url)) if url else ""


@contextmanager
def _locked(settings: Settings) -> Iterator[bool]:
    with run.alone(settings.folder) as alone:
        if not alone:
            click.echo(BUSY)
        yield alone


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Let who stops a service stop this as Ctrl-C does: what was seen is published first."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _summary(report: Report, more: int, days: int, *, keeps: bool) -> None:
    pages, quotes = report.pages, report.quotes
    if not pages and not more:
        click.echo(f"Nothing was due: every page was looked at in the last {days} days." if days else "Nothing to ask.")
    else:
        answered = sum(number for outcome, number in pages.items() if outcome in ANSWERING)
        rest = ", ".join(
            f"{pages[each]} {label}"
            for each, label in (
                (Outcome.GONE, "gone"),
                (Outcome.SILENT, "silent"),
                (Outcome.REFUSED, "not open to programs"),
            )
        )
        unread = f", {quotes[Outcome.ANSWERED]} on pages that a program cannot read" if quotes[Outcome.ANSWERED] else ""
        click.echo(f"Asked {pages.total()} page(s): {answered} answered, {rest}.")
        click.echo(f"Quotes: {quotes[Outcome.FOUND]} found, {quotes[Outcome.MISSING]} not found{unread}.")
    _marks(report, keeps=keeps)
    if report.checks:
        click.echo(f"Published: {', '.join(report.checks)}. The directory stands at revision {queries.revision()}.")
    if report.refused:
        click.echo("Left out, as an address like this may stand in no entry today; correct these sources:")
        for url in report.refused[:MOST_LISTED]:
            click.echo(f"  {plain(url)}")
    if more:
        click.echo(f"{more} more page(s) are due: type it again.")


def _marks(report: Report, *, keeps: bool) -> None:
    if not report.marks:
        click.echo(f"No source {'was' if keeps else 'would be'} marked to re-check.")
        return
    click.echo(f"{len(report.marks)} source(s) {'do' if keeps else 'would'} not count until a human re-reads them:")
    for (slug, claim, place), mark in list(report.marks.items())[:MOST_LISTED]:
        click.echo(f"  {slug}, source {place + 1} of claim {claim + 1}: {mark.label}")
    if len(report.marks) > MOST_LISTED:
        click.echo(f"  and {len(report.marks) - MOST_LISTED} more")
    if keeps:
        click.echo("Next: moderators re-read them at /moderation/rereading.")
