"""Measure one size: both servers side by side, the same questions in turn, then what only one of them can."""

import math
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from flask import Flask
from werkzeug.datastructures import MultiDict

from bench import questions, rival
from bench.corpus import SEED, Corpus, Timed
from bench.invented import Words
from bench.made_up import HOME, Maker, models
from bench.questions import Question
from bench.serving import Memory, Server, passerelle
from directory import clock, create_app, db
from directory.catalogue.kinds import company
from directory.config import Settings
from directory.ledger.imports import launch_data
from directory.ledger.publish import Why, publish
from directory.search import query, results, snapshot
from directory.vocabulary import Status

COLD_STARTS = 3
PUBLISHED = 5
LEAST_ROUNDS = 2
LOOK_EVERY = 0.002
PATIENCE = 30.0

Milliseconds = list[float]


@dataclass(frozen=True)
class Asked:
    """Hold how long one question took each time: over HTTP, inside this process, and by Datasette; the first apart.

    Relieved, Datasette need not look for further facets to suggest, which it does as it comes. Unseen are pages of
    results that nobody asked for before: Passerelle keeps how an entry is written in a list.
    """

    question: Question
    first: float
    ours: Milliseconds = field(default_factory=list)
    inside: Milliseconds = field(default_factory=list)
    theirs: Milliseconds = field(default_factory=list)
    relieved: Milliseconds = field(default_factory=list)
    unseen: Milliseconds = field(default_factory=list)


@dataclass(frozen=True)
class Bare:
    """Hold how long the bare query took: hits in their order, no page."""

    ours: Milliseconds = field(default_factory=list)
    fts: Milliseconds = field(default_factory=list)


@dataclass(frozen=True)
class Measured:
    """Hold everything that was measured of one size."""

    count: int
    commands: dict[str, Timed]
    megabytes: dict[str, float]
    cold: dict[str, float]
    mix: list[Asked]
    browsing: list[Asked]
    suggest: dict[str, Milliseconds]
    bare: Bare
    memory: dict[str, Memory]
    found: dict[str, list[float]]


@dataclass(frozen=True)
class Limits:
    """Say how often each question is asked at most, and for how many seconds rounds go on."""

    rounds: int
    seconds: float


def measure(corpus: Corpus, limits: Limits, say: Callable[[str], None]) -> Measured:
    """Measure a corpus that is made."""
    known = questions.names(corpus.lines, corpus.count)
    mix, browsing = questions.mix(known, Words(SEED)), questions.browsing()
    say("starting both servers, cold")
    cold = {"Passerelle": _cold(corpus, mix[0]), "Datasette": _cold_datasette(corpus, mix[0])}
    app = _application(corpus, indexer="off")
    with passerelle(corpus.folder, mix[0].ours(0)) as ours, rival.datasette(corpus.flat, mix[0].theirs(0)) as theirs:
        asked = _asked(ours, theirs, app, [*mix, *browsing], limits, say)
        say("suggestions")
        suggest = _suggestions(ours, app, questions.typed(known), limits.rounds)
        memory = {"Passerelle": ours.memory(), "Datasette": theirs.memory()}
        say("from commit to found, by another process")
        found = {"another process": list(_found(lambda path: ours.page(path).body))}
        memory["Passerelle, after publishing"] = ours.memory()
    say("the bare query")
    bare = _bare(corpus, app, mix, limits.rounds)
    say("from commit to found, by the same process")
    visitor = _application(corpus, indexer="on").test_client()
    found["the same process"] = list(_found(lambda path: visitor.get(path).text))
    return Measured(
        count=corpus.count,
        commands=corpus.timed,
        megabytes=corpus.megabytes(),
        cold=cold,
        mix=asked[: len(mix)],
        browsing=asked[len(mix) :],
        suggest=suggest,
        bare=bare,
        memory=memory,
        found=found,
    )


def _application(corpus: Corpus, indexer: str) -> Flask:
    secret = "measured, and thrown away " * 2
    return create_app(Settings(data_dir=str(corpus.folder), secret_key=secret, indexer=indexer))


def _cold(corpus: Corpus, question: Question) -> float:
    """Start Passerelle several times; give the seconds to its first search page."""
    times = []
    for turn in range(COLD_STARTS):
        with passerelle(corpus.folder, question.ours(turn)) as server:
            times.append(server.seconds)
    return median(times)


def _cold_datasette(corpus: Corpus, question: Question) -> float:
    times = []
    for turn in range(COLD_STARTS):
        with rival.datasette(corpus.flat, question.theirs(turn)) as server:
            times.append(server.seconds)
    return median(times)


def _asked(
    ours: Server, theirs: Server, app: Flask, listed: Sequence[Question], limits: Limits, say: Callable[[str], None]
) -> list[Asked]:
    """Ask everything once to warm up, then in rounds with another wording each: us, them, us in this process.

    When time is up, Datasette is no longer asked twice, and after some rounds nobody is asked any more.
    """
    asked = [Asked(question, ours.page(question.ours(0)).milliseconds) for question in listed]
    until = time.perf_counter() + limits.seconds
    for turn in range(1, limits.rounds + 1):
        late = time.perf_counter() > until
        if late and turn > LEAST_ROUNDS:
            break
        say(f"round {turn} of at most {limits.rounds}: {len(listed)} questions to each")
        for each in asked:
            each.ours.append(ours.page(each.question.ours(turn)).milliseconds)
            if not each.question.text(turn):
                each.unseen.append(ours.page(each.question.unseen(turn)).milliseconds)
            each.theirs.append(_their_page(theirs, each.question.theirs(turn)))
            if not late:
                each.relieved.append(_their_page(theirs, each.question.theirs(turn) + rival.RELIEVED))
            each.inside.append(_inside(app, each.question.ours(turn)))
    return asked


def _their_page(theirs: Server, path: str) -> float:
    answer = theirs.page(path)
    if not rival.in_full(answer.body):
        sys.exit(f"Datasette did not answer {path} in full.")
    return answer.milliseconds


def _inside(app: Flask, path: str) -> float:
    """Ask the whole application without a server: the computing alone."""
    visitor = app.test_client()
    start = time.perf_counter()
    answer = visitor.get(path)
    taken = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        sys.exit(f"{path} answered {answer.status_code}.")
    return taken


def _suggestions(ours: Server, app: Flask, typed: Sequence[str], rounds: int) -> dict[str, Milliseconds]:
    """Ask for suggestions; nothing is measured where this version makes none."""
    paths = ["/suggest?" + urlencode({"q": text}) for text in typed]
    if ours.ask(paths[0]).status != 200:
        return {"HTTP": [], "inside": []}
    turns = [path for _ in range(rounds) for path in paths]
    return {
        "HTTP": [ours.page(path).milliseconds for path in turns],
        "inside": [_inside(app, path) for path in turns],
    }


def _bare(corpus: Corpus, app: Flask, mix: Sequence[Question], rounds: int) -> Bare:
    """Ask for hits in their order, in this process: our engine and FTS5 in turn, what neither has to guess."""
    taken = Bare()
    asked = [each for each in mix if each.text(0) and not each.filters and "finds nothing" not in each.unlike]
    with closing(sqlite3.connect(f"file:{corpus.flat}?mode=ro", uri=True)) as flat, db.database.connection_context():
        for turn in range(1, rounds + 1):
            for each in asked:
                taken.ours.append(_took(lambda: best(app, each.text(turn))))  # noqa: B023  (called at once)
                taken.fts.append(_took(lambda: rival.bare(flat, each.match(turn))))  # noqa: B023  (the same)
    return taken


def best(app: Flask, text: str) -> int:
    """Ask our engine for its best hits, no facets and no page; give how many came."""
    shot = snapshot.of(clock.today())
    search = query.read(MultiDict({"q": text}), shot.known)
    return len(results.ordered(results.match(search, app.extensions["search"], shot), shot, 0, 20))


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _found(page: Callable[[str], str]) -> Iterator[float]:
    """Publish companies through the door; give the seconds from each commit to a page that lists it.

    They stay: a company that is taken down would have the index made anew, without its words.
    """
    maker = Maker(models(launch_data(HOME / "seeds")), SEED + time.time_ns())
    for _ in range(PUBLISHED):
        word = f"found{maker.random.getrandbits(64):x}"
        data = maker.company(0) | {"slug": f"example-{word}", "name": f"Example {word} (made up)", "website": None}
        # What was looked for and not found would not be shown.
        made = company(data | {"adoptions": [each | {"status": Status.ACTIVE} for each in data["adoptions"]]})
        with db.database.connection_context():
            publish(made, Why("To measure how soon it is found."))
        yield _until(lambda: made.slug in page(f"/companies?q={word}"))  # noqa: B023  (called at once)


def _until(done: Callable[[], bool]) -> float:
    """Look until it is so; a failure is a figure too, and must not cost all that was measured."""
    start = time.perf_counter()
    while not done():
        if time.perf_counter() - start > PATIENCE:
            return math.inf
        time.sleep(LOOK_EVERY)
    return time.perf_counter() - start
