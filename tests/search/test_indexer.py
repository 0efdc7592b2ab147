import os
import shutil

import pytest

from directory import db
from directory.catalogue.kinds import Kind
from directory.ledger.publish import Why, withdraw
from directory.search import generations, index, indexer, lexicon, queries
from directory.search.engine import Engine
from directory.search.index import Reader
from directory.search.indexer import BATCH, Indexer, Worker, lock
from tests.factories import adoption, company, developer, family, lay_ground, put
from tests.search.conftest import look, named

GONE = Why("A test says so.")


@pytest.fixture
def site(empty_app):
    """A site with one made-up model, its database open; the test's site closes it."""
    db.database.connect()
    lay_ground()
    return empty_app


@pytest.fixture
def at_work(site):
    worker = Indexer(site.extensions["search"])
    run(worker)
    return worker


def run(worker):
    """Do all that is due, and say what was done."""
    return list(iter(worker.step, ""))


KNOWN = ("red-kite", "blue-kite", "example-company-1", "example-company-2", *(f"kite-{number}" for number in range(5)))


def found(worker, q="kite"):
    """List who has a word in the index, be it published or not."""
    bits = {slug: bit for bit, slug in enumerate(KNOWN)}
    numbers = worker.engine.ask(bits, lambda lookup: lookup.postings("text", q).numbers.tolist())
    return {KNOWN[number] for number in numbers or ()}


def test_what_is_published_changed_and_withdrawn_is_caught_up_with(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    put(Kind.COMPANY, named("Blue Kite"))
    assert found(at_work) == set()
    assert run(at_work) == ["caught up"]
    assert found(at_work) == {"red-kite", "blue-kite"}
    put(Kind.COMPANY, named("Red Kite", summary="It flies a hawk, too."))
    withdraw(Kind.COMPANY, "blue-kite", GONE)
    assert run(at_work) == ["caught up", "rebuilt"]
    assert found(at_work) == {"red-kite"}
    assert found(at_work, "hawk") == {"red-kite"}
    put(Kind.COMPANY, named("Blue Kite"))
    run(at_work)
    assert found(at_work) == {"red-kite", "blue-kite"}


def test_nothing_new_is_nothing_to_do(at_work):
    before = generations.standing(at_work.home)
    assert run(at_work) == []
    assert generations.standing(at_work.home) == before


def test_the_present_state_counts_not_the_steps_in_between(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    withdraw(Kind.COMPANY, "red-kite", GONE)
    run(at_work)
    assert found(at_work) == set()
    assert at_work.engine.state().revision == queries.newest_change()[0]


def test_a_new_name_of_a_model_or_a_developer_is_found_at_once_and_nobody_is_written_anew(at_work, site, monkeypatch):
    put(Kind.COMPANY, company(1))
    put(Kind.COMPANY, company(2))
    run(at_work)
    written, update = [], index.update

    def watched_update(folder, touched, companies, state):
        kept = list(companies)
        written.append((list(touched), [each.slug for each in kept]))
        update(folder, touched, kept, state)

    monkeypatch.setattr(index, "update", watched_update)
    put(Kind.MODEL, family(aliases=["Beacon"]))
    put(Kind.DEVELOPER, developer(aliases=["Harbour Works"]))
    for q in ("beacon", "harbour"):
        assert sorted(look(site.test_client(), f"/companies?q={q}").slugs) == ["example-company-1", "example-company-2"]
    assert run(at_work) == ["caught up"]
    assert written == [([], [])]
    assert at_work.engine.state().revision == queries.newest_change()[0]
    put(Kind.COMPANY, company(2, city="Bonn"))
    withdraw(Kind.COMPANY, "example-company-1", GONE)
    assert run(at_work) == ["caught up", "rebuilt"]
    assert written[1] == (["example-company-1", "example-company-2"], ["example-company-2"])
    assert at_work.engine.state().companies == 1
    assert found(at_work, "bonn") == {"example-company-2"}


def test_many_changes_are_caught_up_with_in_batches(at_work, monkeypatch):
    monkeypatch.setattr(indexer, "BATCH", 2)
    for number in range(5):
        put(Kind.COMPANY, named(f"Kite {number}"))
    assert run(at_work) == ["caught up"] * 3
    assert len(found(at_work)) == 5
    assert BATCH > 2


def test_a_missing_index_is_rebuilt(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    shutil.rmtree(at_work.home)
    assert at_work.engine.ask({}, lambda lookup: lookup) is None
    assert run(at_work) == ["rebuilt"]
    assert found(at_work) == {"red-kite"}


def test_a_file_in_the_place_of_the_index_is_replaced(at_work):
    shutil.rmtree(at_work.home)
    at_work.home.write_text("not a folder")
    assert run(at_work) == ["rebuilt"]
    assert at_work.engine.state().companies == 0


def test_a_folder_in_the_place_of_the_link_is_replaced(at_work):
    link = at_work.home / generations.CURRENT
    target = link.resolve()
    link.unlink()
    target.rename(link)
    assert run(at_work) == ["rebuilt"]
    assert link.is_symlink()


def test_a_damaged_index_is_noticed_when_it_is_asked_and_rebuilt(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    for file in generations.current(at_work.home).glob("MAIN_*.*"):
        file.write_bytes(b"")
    other = Indexer(Engine(at_work.home))
    assert found(other) == set()
    assert other.engine.suspect.is_set()
    assert run(other) == ["rebuilt"]
    assert found(other) == found(at_work) == {"red-kite"}
    other.engine.close()


@pytest.mark.parametrize("other", ["another boot", "another version"])
def test_an_index_of_another_boot_or_version_is_rebuilt(at_work, monkeypatch, tmp_path, other):
    if other == "another boot":
        (tmp_path / "boot").write_text("another")
        monkeypatch.setattr(indexer, "BOOT_ID", tmp_path / "boot")
    else:
        monkeypatch.setattr(indexer, "FORM", "another")
    assert run(Indexer(at_work.engine)) == ["rebuilt"]


def test_an_index_that_is_ahead_of_a_restored_database_is_rebuilt(at_work, site):
    file = site.config["SETTINGS"].database
    db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(file, file.with_name("backup"))
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    db.database.close()
    for extra in ("-wal", "-shm"):
        file.with_name(file.name + extra).unlink(missing_ok=True)
    shutil.copy(file.with_name("backup"), file)
    db.database.connect()
    put(Kind.COMPANY, named("Blue Kite"))
    assert run(at_work) == ["rebuilt"], "the same number, another history"
    assert found(at_work) == {"blue-kite"}


def test_only_who_holds_the_lock_works(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    with lock(at_work.home) as held, lock(at_work.home) as twice:
        assert (held, twice) == (True, False)
        assert run(at_work) == []
    assert run(at_work) == ["caught up"]


def test_what_a_killed_rebuild_left_is_swept_and_old_generations_live_for_a_while(at_work):
    (at_work.home / "new-1").mkdir()
    (at_work.home / "new-1" / "part").write_text("half")
    old = generations.current(at_work.home)
    at_work.rebuild()
    assert not (at_work.home / "new-1").exists()
    assert old.exists()
    os.utime(old, (0, 0))
    at_work.rebuild()
    assert not old.exists()
    assert generations.current(at_work.home).exists()


def test_a_worker_does_what_is_due_and_survives_what_fails(site, monkeypatch):
    worker = Worker(Indexer(site.extensions["search"]))
    put(Kind.COMPANY, named("Red Kite"))
    db.database.close()
    assert worker._try() is True
    shutil.rmtree(site.config["SETTINGS"].index)
    monkeypatch.setattr(generations, "sync", lambda _: (_ for _ in ()).throw(OSError("the disk is full")))
    assert worker._try() is False
    monkeypatch.undo()
    assert worker._try() is True
    db.database.connect()
    assert found(worker._indexer) == {"red-kite"}


def test_the_page_follows(site):
    worker = Indexer(site.extensions["search"])
    run(worker)
    visitor = site.test_client()
    put(Kind.COMPANY, named("Red Kite", adoptions=[adoption()]))
    db.database.close()
    assert look(visitor, "/companies?q=kite").slugs == []
    assert look(visitor).slugs == ["red-kite"], "the list needs no index"
    with db.database.connection_context():
        run(worker)
    assert look(visitor, "/companies?q=kite").slugs == ["red-kite"]
    with db.database.connection_context():
        withdraw(Kind.COMPANY, "red-kite", GONE)
    assert look(visitor, "/companies?q=kite").slugs == [], "a stale index never shows what was withdrawn"


def test_what_was_taken_down_leaves_no_word_behind(at_work):
    put(Kind.COMPANY, named("Brontovulkan Kite", summary="A made-up company that only tests know."))
    run(at_work)
    withdraw(Kind.COMPANY, "brontovulkan-kite", GONE)
    assert run(at_work) == ["caught up", "rebuilt"]
    assert run(at_work) == []
    kept = [file for file in at_work.home.rglob("*") if file.is_file() and b"brontovulkan" in file.read_bytes()]
    assert kept == []


def test_no_correction_tells_a_word_of_what_was_withdrawn(site, at_work):
    put(Kind.COMPANY, named("Brontovulkan Kite"))
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    withdraw(Kind.COMPANY, "brontovulkan-kite", GONE)
    page = look(site.test_client(), "/companies?q=brontovulkam+kite")
    assert page.slugs == ["red-kite"]
    assert "brontovulkan" not in page.html.lower()


@pytest.mark.parametrize("word", ["щ" * 64, "ﷲ" * 64, "𠀀" * 64, "ß" * 64, "𐐨" * 64])
def test_no_word_is_too_odd_to_be_indexed_and_corrected(site, at_work, word):
    put(Kind.COMPANY, named("Red Kite", summary=f"A made-up company, {word}."))
    assert run(at_work) == ["caught up"]
    page = look(site.test_client(), "/companies?q=kitte")
    assert page.slugs == ["red-kite"]
    assert not any("simple search" in note for note in page.notes)
    assert run(at_work) == []


def test_damage_that_only_the_next_commit_meets_is_healed(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    assert found(at_work) == {"red-kite"}
    (newest,) = sorted(generations.current(at_work.home).glob("*.pst"), key=os.path.getmtime)[-1:]
    newest.write_bytes(newest.read_bytes()[:10])
    for number in range(4):
        put(Kind.COMPANY, named(f"Kite {number}"))
        try:
            run(at_work)
        except generations.Damaged:
            assert run(at_work)[0] == "rebuilt"
    assert found(at_work) == {"red-kite", "kite-0", "kite-1", "kite-2", "kite-3"}


def test_what_the_next_reader_would_wait_for_is_made_by_the_thread(site, monkeypatch):
    worker = Worker(Indexer(site.extensions["search"]))
    put(Kind.COMPANY, named("Red Kite", adoptions=[adoption()]))
    db.database.close()
    assert worker._try() is True

    def late(*_):
        raise AssertionError("It is made in a request.")

    for made, name in ((lexicon, "build"), (Reader, "_placed"), (index, "Wordbook")):
        monkeypatch.setattr(made, name, late)
    visitor = site.test_client()
    assert look(visitor, "/companies?q=kiet").slugs == ["red-kite"]
    assert [each["kind"] for each in visitor.get("/suggest?q=lanter").get_json()["suggestions"]][:1] == ["model"]


def test_damage_that_no_rebuild_heals_does_not_keep_it_busy(at_work):
    put(Kind.COMPANY, named("Red Kite"))
    run(at_work)
    done = []
    for _ in range(6):
        at_work.engine.suspect.set()
        done.append(at_work.step())
    assert done[0] == "rebuilt"
    assert done[-2:] == ["", ""], "it waits"
