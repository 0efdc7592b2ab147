"""The operator's commands: rebuild the index, compare it with the database."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from directory import db
from directory.search import content, generations, queries
from directory.search.engine import Engine
from directory.search.generations import Damaged
from directory.search.index import Reader
from directory.search.indexer import Indexer, lock

search = AppGroup("search", help="The search index.")
MOST_TOLD = 20
PATIENCE = 60.0


@search.command("rebuild")
@click.option("--if-needed", is_flag=True, help="Only where the index is missing, damaged or outdated; else catch up.")
@with_appcontext
@db.on_database
def rebuild(*, if_needed: bool) -> None:
    """Write the search index anew and switch to it at once; the site may run meanwhile."""
    engine: Engine = current_app.extensions["search"]
    indexer = Indexer(engine)
    with db.database.connection_context(), _alone(indexer):
        done = _steps(indexer) if if_needed else _anew(indexer)
    click.echo(f"The search index {done}: {_count(engine)} companies.")


@contextmanager
def _alone(indexer: Indexer) -> Iterator[None]:
    """Hold the lock; say so where another process holds it, and wait for a while."""
    with lock(indexer.home) as held:
        if held:
            yield
            return
    click.echo("Another process is writing the search index; waiting for it.", err=True)
    with lock(indexer.home, PATIENCE) as held:
        if not held:
            raise click.ClickException("The index is still being written by another process. Try again in a moment.")
        yield


def _steps(indexer: Indexer) -> str:
    done = list(iter(lambda: indexer.work(_bar), ""))
    return f"was {done[-1]}" if done else "is in order"


def _anew(indexer: Indexer) -> str:
    indexer.rebuild(_bar)
    return "was rebuilt"


def _bar(slugs: Sequence[str]) -> Iterator[str]:
    with click.progressbar(slugs, label="Indexing ") as bar:
        yield from bar


def _count(engine: Engine) -> int:
    state = engine.state()
    return state.companies if state else 0


@search.command("check")
@with_appcontext
@db.on_database
def check() -> None:
    """Compare the index with the database, entry by entry; exit 1 where they differ."""
    engine: Engine = current_app.extensions["search"]
    with db.database.connection_context():
        found = list(_differences(engine))
    for sentence in found[:MOST_TOLD]:
        click.echo(sentence, err=True)
    if found:
        raise click.ClickException(f"{len(found)} difference(s). Type: flask --app app search rebuild")
    click.echo("The search index holds exactly what is published.")


def _differences(engine: Engine) -> Iterator[str]:
    folder = generations.current(engine.home)
    try:
        indexed = _digests(folder) if folder else {}
    except Damaged as damage:
        yield f"The index cannot be read ({damage})."
        return
    published = {
        document["slug"]: content.indexed(document).digest for document in queries.documents(queries.every_slug())
    }
    yield from _told(published.keys() - indexed.keys(), "is published and not in the index")
    yield from _told(indexed.keys() - published.keys(), "is in the index and not published")
    both = published.keys() & indexed.keys()
    yield from _told({slug for slug in both if published[slug] != indexed[slug]}, "differs in the index")


def _digests(folder: Path) -> dict[str, str]:
    with closing(Reader(folder)) as reader:
        return reader.digests()


def _told(slugs: Iterable[str], what: str) -> Iterator[str]:
    return (f"{slug} {what}." for slug in sorted(slugs))
