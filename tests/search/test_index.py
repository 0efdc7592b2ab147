import inspect
import os
from pathlib import Path

import babel
import pytest

from directory import text, vocabulary
from directory.search import content, index
from directory.search.generations import newest_commit
from directory.search.index import Damaged, Reader
from tests.factories import adoption, source
from tests.search.conftest import clauses, named


def found(reader, q, *, every=True):
    scores = reader.search(clauses(q), q, every=every)
    return sorted(scores, key=lambda slug: (-scores[slug], slug))


def saying(statement, quote="A made-up quote.", **given):
    return {"adoptions": [adoption(statement=statement, sources=[source(quote=quote)])]} | given


def test_a_name_beats_an_alias_beats_a_model_beats_a_place_beats_a_text(shelf):
    reader = shelf.create(
        named("Quote", **saying("It uses the model.", quote="We like the lantern of old.")),
        named("Statement", **saying("It lit a lantern for its desk.")),
        named("Lantern Works"),
        named("Alias", aliases=["Lantern Makers"], adoptions=[adoption(model="other")]),
        named("Place", city="Lantern", adoptions=[adoption(model="other", statement="It uses some model.")]),
    )
    order = found(reader, "lantern")
    assert order[:2] == ["lantern-works", "alias"]
    assert set(order) == {"lantern-works", "alias", "place", "quote", "statement"}


def test_fields_weigh_in_their_order(shelf):
    plain = {"adoptions": [adoption(model="other", statement="It uses some model.", sources=[source(quote="Some.")])]}
    reader = shelf.create(
        named("One", **plain | {"summary": "A beacon of a company."}),
        named("Two", **saying("It uses a beacon somewhere.")),
        named("Three", **saying("It uses some model.", quote="A beacon, they said.")),
        named("Four", **plain | {"city": "Beacon"}),
        named("Five", **plain | {"legal_name": "Beacon GmbH"}),
        named("Beacon Six", **plain),
    )
    assert found(reader, "beacon") == ["beacon-six", "five", "four", "one", "two", "three"]


def test_the_whole_name_comes_before_longer_ones_and_a_beginning_before_a_middle(shelf):
    reader = shelf.create(named("Old Novo House"), named("Novo Nordlicht"), named("Novo"))
    assert found(reader, "novo") == ["novo", "novo-nordlicht", "old-novo-house"]


def test_the_last_word_is_found_while_it_is_typed_after_whole_words(shelf):
    reader = shelf.create(named("Novotel Werke"), named("Novo Werke"))
    assert found(reader, "nov") == ["novo-werke", "novotel-werke"]
    assert found(reader, "novo") == ["novo-werke", "novotel-werke"]
    assert found(reader, "nov werke") == [], "only the last word may be incomplete"


def test_accents_may_be_left_out_or_added(shelf):
    reader = shelf.create(named("Société Générale Łódź"))
    for q in ("societe generale", "SOCIÉTÉ", "lodz", "Łódż", "sociéte\u0301"):
        assert found(reader, q), q


def test_a_part_of_a_chinese_name_finds_the_model(shelf):
    reader = shelf.create(named("One"), named("Two", adoptions=[adoption(model="other")]))
    for q in ("灯笼大模型", "灯笼", "模型", "笼大模"):
        assert found(reader, q) == ["one"], q
    assert found(reader, "灯模") == []


def test_another_name_of_a_version_finds_who_adopted_it(shelf):
    reader = shelf.create(named("One", adoptions=[adoption(versions=["L1"])]), named("Two"))
    assert found(reader, '"lantern 1"') == ["one"]


def test_words_of_a_phrase_stand_in_order_and_in_one_text(shelf):
    reader = shelf.create(
        named("Yes", **saying("It runs an open source desk.")),
        named("Turned", **saying("The source is open to all.")),
        named("Apart", **saying("The desk is open.", quote="Source of all.")),
        named("Thrice", **saying("A source, an open open source.")),
    )
    assert set(found(reader, "open source")) == {"yes", "turned", "apart", "thrice"}
    assert set(found(reader, '"open source"')) == {"yes", "thrice"}
    assert found(reader, '"open source desk"') == ["yes"]
    assert found(reader, '"open source" turned') == []


def test_all_must_match_or_any_may(shelf):
    reader = shelf.create(named("Red Kite"), named("Blue Kite"), named("Grey Hawk"))
    assert found(reader, "red kite") == ["red-kite"]
    assert found(reader, "red kite", every=False) == ["red-kite", "blue-kite"]


def test_a_later_word_of_a_maker_s_name_is_no_match_of_its_own_where_any_may(shelf):
    """The developer is called Lantern Lab: "lab" alone does not mean it, its first word or its whole name does."""
    plain = {"adoptions": [adoption(model="other", statement="It uses some model.", sources=[source(quote="Some.")])]}
    reader = shelf.create(named("Red Kite", **saying("It runs it.")), named("Blue Hawk Lab", **plain))
    assert found(reader, "lab hawks", every=False) == ["blue-hawk-lab"]
    assert found(reader, "grey lab", every=False) == ["blue-hawk-lab"]
    assert found(reader, '"lantern lab" grey', every=False) == ["red-kite"]
    assert set(found(reader, "lantern lab grey", every=False)) == {"red-kite", "blue-hawk-lab"}
    assert found(reader, "kite lab") == ["red-kite"], "where all must match it counts"
    assert found(reader, "lab") == ["blue-hawk-lab", "red-kite"]
    assert found(reader, "大模型 grey", every=False) == ["red-kite"]


def test_no_clause_no_match(shelf):
    assert shelf.create(named("One")).search((), "", every=True) == {}


def test_an_update_replaces_adds_and_takes_away_in_one_commit(shelf):
    shelf.create(named("One"), named("Two"), named("Three"))
    before = newest_commit(shelf.folder)
    reader = shelf.update(["one", "two", "four"], named("One", summary="A changed company."), named("Four"))
    assert newest_commit(shelf.folder) == before + 1
    assert set(reader.digests()) == {"one", "three", "four"}
    assert (reader.state.revision, reader.state.companies) == (2, 3)
    assert found(reader, "changed") == ["one"]
    assert found(reader, "two") == []


def test_the_same_update_twice_is_the_same(shelf):
    shelf.create(named("One"))
    first = shelf.update(["one", "two"], named("One"), named("Two")).digests()
    assert shelf.update(["one", "two"], named("One"), named("Two")).digests() == first


def test_many_small_updates_keep_every_entry_once(shelf):
    shelf.create()
    for number in range(25):
        shelf.update([f"kite-{number}", "kite-0"], named(f"Kite {number}"), *([named("Kite 0")] if number else []))
    reader = shelf.read()
    assert sorted(reader.digests()) == sorted(f"kite-{number}" for number in range(25))
    assert len(found(reader, "kite")) == 25


def test_a_reader_keeps_its_moment_while_another_is_opened(shelf):
    old = shelf.create(named("One"), named("Two"))
    new = shelf.update(["one"])
    assert found(old, "one") == ["one"]
    assert found(new, "one") == []
    assert Reader(shelf.folder, old.segments).digests() == new.digests()


def test_the_library_s_refresh_still_brings_deleted_entries_back(shelf):
    """Why a new searcher is opened instead: where this fails, the library was mended, and the rule can go."""
    shelf.create(named("One"), named("Two"))
    searcher = index._opened(index.Loaded(shelf.folder)).searcher()
    shelf.update(["one"])
    refreshed = {document["slug"] for document in searcher.refresh().documents()}
    assert "one" in refreshed
    assert "one" not in shelf.read().digests()


def damage_cut(folder):
    for file in folder.glob("*.pst"):
        file.write_bytes(file.read_bytes()[:40])


def damage_empty(folder):
    for file in folder.iterdir():
        file.write_bytes(b"")


def damage_gone(folder):
    for file in [*folder.glob("*.trm"), *folder.glob("*.col")]:
        file.unlink()


def damage_noise(folder):
    for file in folder.glob("MAIN_*.*"):
        file.write_bytes(bytes(byte ^ 0xA5 for byte in file.read_bytes()))


@pytest.mark.parametrize("damage", [damage_cut, damage_empty, damage_gone, damage_noise])
def test_damage_of_any_kind_is_one_exception(shelf, damage):
    shelf.create(named("Lantern Works"), named("Lantern House"))
    damage(shelf.folder)
    with pytest.raises(Damaged):
        found(shelf.read(), "lantern")


def test_a_fault_of_what_is_to_be_indexed_is_not_called_damage(shelf):
    def broken():
        yield shelf.indexed(named("Lantern Works"))
        raise ZeroDivisionError("ours, not the index's")

    with pytest.raises(ZeroDivisionError):
        index.create(shelf.folder, broken(), shelf.state(0))
    assert newest_commit(shelf.folder) <= 0, "nothing was committed"


def test_a_missing_folder_is_damage_too(shelf):
    with pytest.raises(Damaged):
        shelf.read()
    assert newest_commit(shelf.folder) == -1


def test_an_open_index_outlives_its_files(shelf):
    reader = shelf.create(named("One"))
    damage_empty(shelf.folder)
    assert found(reader, "one") == ["one"]


def test_everything_is_on_the_disk_before_the_commit_s_rename(shelf, monkeypatch):
    """Watch the order of syncs and renames: files, then the rename, then the folder."""
    seen = []
    sync, rename = index.sync, os.rename
    monkeypatch.setattr(index, "sync", lambda path: (seen.append(("sync", path.name)), sync(path)))

    def watched_rename(old, new):
        seen.append(("rename", Path(new).name))
        rename(old, new)

    monkeypatch.setattr(os, "rename", watched_rename)
    shelf.create(named("One"))
    shelf.update(["two"], named("Two"))
    last = max(place for place, (what, name) in enumerate(seen) if what == "rename" and name.endswith("_2.toc"))
    before = {name for what, name in seen[:last] if what == "sync"}
    segment = {file.name for file in shelf.folder.glob("MAIN_*.*")}
    assert segment <= before
    assert seen[last + 1] == ("sync", shelf.folder.name)


def behind(module, found=()):
    """Follow what a module of ours takes from others of ours."""
    known = {module, *found}
    for value in vars(module).values():
        other = inspect.getmodule(value)
        if other not in known and getattr(other, "__name__", "").startswith("directory."):
            known |= behind(other, known)
    return known


def test_whatever_makes_a_term_makes_the_form():
    """A changed folding or label must not leave an index of the old one in use."""
    assert {text, vocabulary} < behind(content)
    assert {Path(module.__file__) for module in behind(content)} <= set(index.MAKERS)


def test_another_version_of_the_names_of_countries_is_another_form(monkeypatch):
    monkeypatch.setattr(babel, "__version__", "0")
    assert index._form() != index.FORM
