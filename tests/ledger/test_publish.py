"""The one door: what may pass it, what it writes, and what it refuses."""

import multiprocessing
import re
import sqlite3
from contextlib import closing

import pytest

from directory import db
from directory.catalogue import queries
from directory.catalogue.kinds import Kind, parse
from directory.catalogue.models import AdoptedVersion, Adoption, Company, Entry
from directory.catalogue.queries import revision
from directory.errors import ChangedMeanwhile, Invalid, Missing
from directory.ledger import replay
from directory.ledger.models import Change
from directory.ledger.publish import Why, publish, withdraw
from tests.factories import BECAUSE, action, adoption, company, developer, family, lay_ground, put

SLUG = "example-company-1"


@pytest.fixture(autouse=True)
def _ground(empty_app):
    lay_ground()


def refused(kind, data):
    before = revision()
    with pytest.raises(Invalid) as refusal:
        put(kind, data)
    assert revision() == before
    return {problem.where: str(problem) for problem in refusal.value.problems}


def test_a_new_entry_is_published_with_its_reason_and_shown():
    change = put(Kind.COMPANY, company(), Why("We read it.", submission=7))
    assert (change.number, change.act, change.before, change.reason, change.submission) == (
        3,
        "published",
        "",
        "We read it.",
        7,
    )
    assert change.at == change.at[:19] + "Z"
    record = queries.published(Kind.COMPANY, SLUG)
    assert record.document == company()
    assert (record.revision, record.created, record.changed) == (3, change.at, change.at)
    assert revision() == 3


def test_publishing_the_same_again_changes_nothing():
    put(Kind.COMPANY, company())
    assert put(Kind.COMPANY, company()) is None
    assert revision() == 3


def test_a_change_keeps_what_was_before_and_replaces_the_rest():
    first = put(Kind.COMPANY, company())
    second = put(Kind.COMPANY, company(country="FR", adoptions=[adoption(use="pilot")]))
    assert (second.act, second.before, second.previous) == ("changed", first.after, first.digest)
    assert Company.get().country == "FR"
    assert [row.use for row in Adoption.select()] == ["pilot"]


def test_a_withdrawn_entry_is_gone_with_its_reason_and_can_come_back():
    put(Kind.COMPANY, company())
    gone = withdraw(Kind.COMPANY, SLUG, Why("The company asked for it."))
    assert (gone.act, gone.after) == ("withdrawn", "")
    with pytest.raises(queries.Withdrawn, match="The company asked for it"):
        queries.published(Kind.COMPANY, SLUG)
    assert Adoption.select().count() == Company.select().count() == 0
    back = put(Kind.COMPANY, company(), Why("It was a mistake.", undoes=gone.number))
    assert (back.act, back.before, back.undoes) == ("restored", "", gone.number)
    assert queries.published(Kind.COMPANY, SLUG).document == company()
    assert Entry.get(Entry.slug == SLUG).reason == ""


def test_what_is_not_there_cannot_be_withdrawn():
    with pytest.raises(Missing):
        withdraw(Kind.COMPANY, "nobody", BECAUSE)
    put(Kind.COMPANY, company())
    withdraw(Kind.COMPANY, SLUG, BECAUSE)
    with pytest.raises(Missing):
        withdraw(Kind.COMPANY, SLUG, BECAUSE)
    with pytest.raises(Missing):
        withdraw(Kind.DEVELOPER, "lantern", BECAUSE)
    assert revision() == 4


def test_a_model_nobody_knows_is_told_at_its_field():
    told = refused(Kind.COMPANY, company(adoptions=[adoption(), adoption(model="ghost")]))
    assert told == {"adoptions[2].model": "“ghost” is not in the catalogue."}


def test_a_version_is_no_family():
    assert refused(Kind.COMPANY, company(adoptions=[adoption(model="lantern-1")])) == {
        "adoptions[1].model": "“lantern-1” is not in the catalogue."
    }


def test_a_domain_belongs_to_one_company():
    put(Kind.COMPANY, company(1))
    told = refused(Kind.COMPANY, company(2, website="http://blog.company-1.example/about"))
    assert told == {"website": "Example Company 00001 (made up) is listed with the same domain already."}
    withdraw(Kind.COMPANY, SLUG, BECAUSE)
    assert put(Kind.COMPANY, company(2, website="http://blog.company-1.example/about"))


def test_companies_without_a_website_do_not_stand_in_each_other_s_way():
    assert put(Kind.COMPANY, company(1, website=None))
    assert put(Kind.COMPANY, company(2, website=None))


def test_the_same_slug_of_two_kinds_is_two_entries():
    put(Kind.COMPANY, company(slug="lantern"))
    withdraw(Kind.COMPANY, "lantern", BECAUSE)
    assert queries.published(Kind.MODEL, "lantern").name == "Lantern"


def test_reference_documents_need_what_they_name():
    assert refused(Kind.MODEL, family(slug="x", name="X", versions=[], developer="ghost")) == {
        "developer": "“ghost” is not in the catalogue."
    }
    assert refused(Kind.ACTION, action(developers=["lantern-lab", "ghost"])) == {
        "developers[2]": "“ghost” is not in the catalogue."
    }


def test_models_share_one_space_of_addresses():
    told = refused(Kind.MODEL, family(slug="torch", name="Torch", versions=[{"name": "Lantern 1"}]))
    assert told == {"versions": "The address “lantern-1” belongs to another model."}


def test_what_is_named_by_others_cannot_be_withdrawn():
    put(Kind.COMPANY, company())
    for kind, slug in ((Kind.MODEL, "lantern"), (Kind.DEVELOPER, "lantern-lab")):
        with pytest.raises(Invalid, match="Published entries still name it"):
            withdraw(kind, slug, BECAUSE)
    withdraw(Kind.COMPANY, SLUG, BECAUSE)
    withdraw(Kind.MODEL, "lantern", BECAUSE)
    withdraw(Kind.DEVELOPER, "lantern-lab", BECAUSE)
    assert [row.state for row in Entry.select()] == ["withdrawn"] * 3


def test_a_developer_under_regulation_cannot_be_withdrawn():
    put(Kind.DEVELOPER, developer(slug="other-lab", name="Other Lab (made up)"))
    put(Kind.ACTION, action(developers=["other-lab"]))
    with pytest.raises(Invalid, match="Published entries still name it"):
        withdraw(Kind.DEVELOPER, "other-lab", BECAUSE)


@pytest.mark.parametrize("seen", [0, 2, 4, 99])
def test_nobody_overwrites_unseen(seen):
    put(Kind.COMPANY, company())
    with pytest.raises(ChangedMeanwhile):
        put(Kind.COMPANY, company(country="FR"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        withdraw(Kind.COMPANY, SLUG, BECAUSE, seen=seen)
    assert Company.get().country == "DE"
    assert put(Kind.COMPANY, company(country="FR"), seen=3).number == 4
    assert withdraw(Kind.COMPANY, SLUG, BECAUSE, seen=4).number == 5


def test_a_new_entry_is_decided_on_as_absent():
    assert put(Kind.COMPANY, company(), seen=0)
    with pytest.raises(ChangedMeanwhile):
        put(Kind.COMPANY, company(2), seen=1)


def test_a_decision_that_fails_later_publishes_nothing():
    with pytest.raises(ZeroDivisionError):
        _publish_and_fail()
    assert revision() == 2
    assert Company.select().count() == 0
    assert list(replay.faults()) == []


def _publish_and_fail():
    with db.write():
        publish(parse(Kind.COMPANY, company()), BECAUSE)
        raise ZeroDivisionError


def test_the_confidence_kept_for_facets_is_the_rule_s():
    put(Kind.COMPANY, company(adoptions=[adoption(), adoption(status="disputed", use="pilot")]))
    assert [row.basis for row in Adoption.select()] == ["reported", "disputed"]
    assert {row.reread_by for row in Adoption.select()} == {"2027-11-23"}


def test_what_is_learnt_of_a_developer_or_model_reaches_the_companies_that_name_it():
    put(Kind.COMPANY, company(adoptions=[adoption(versions=["Lantern-3"])]))
    assert [row.basis for row in Adoption.select()] == ["reported"]
    assert AdoptedVersion.select().count() == 0
    put(Kind.DEVELOPER, developer(website="https://press.example"))
    assert [row.basis for row in Adoption.select()] == ["developer-stated"]
    put(Kind.MODEL, family(versions=[{"name": "Lantern-3"}]))
    assert [row.version for row in AdoptedVersion.select()] == ["lantern-3"]
    assert replay.rebuild(revision()) == replay.contents()


def written(document):
    """Publish a document; tell which tables of companies were written."""
    statements = []
    db.database.connection().set_trace_callback(statements.append)
    put(*document)
    db.database.connection().set_trace_callback(None)
    told = (re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"(\w+)\"", each) for each in statements)
    return {each[1] for each in told if each} & {"company", "name", "company_sector", "adoption", "adopted_version"}


def test_only_what_companies_take_from_a_developer_or_model_is_written_again():
    put(Kind.DEVELOPER, developer(slug="other-lab", name="Other Lab (made up)", website="https://press.example"))
    put(Kind.COMPANY, company(adoptions=[adoption(versions=["Lantern-1"])]))
    assert written((Kind.MODEL, family(summary="Other words about it."))) == set()
    assert written((Kind.MODEL, family(aliases=["Another lantern"]))) == set()
    assert written((Kind.DEVELOPER, developer(note="Other words about it."))) == set()
    assert written((Kind.DEVELOPER, developer(website="https://blog.lantern-lab.example"))) == set()
    assert written((Kind.DEVELOPER, developer(website="https://new-lab.example"))) == set()
    assert written((Kind.MODEL, family(versions=[]))) == {"adopted_version"}
    assert written((Kind.MODEL, family(versions=[], developer="other-lab"))) == {"adoption"}
    assert [(row.developer, row.basis) for row in Adoption.select()] == [("other-lab", "developer-stated")]
    assert replay.rebuild(revision()) == replay.contents()


TAMPERING = {
    "update change set after = replace(after, 'Berlin', 'Munich') where number = 3": "Change 3 was altered",
    "update change set reason = 'Another.' where number = 3": "Change 3 was altered",
    "update change set at = '2020-01-01T00:00:00Z' where number = 3": "Change 3 was altered",
    "update change set submission = 9 where number = 3": "Change 3 was altered",
    "update change set digest = 'x' where number = 3": "Change 4 does not follow",
    "update change set previous = 'x' where number = 3": "Change 3 does not follow",
    "delete from change where number = 3": "Change 3 is missing.",
    "delete from change where number = 1": "Change 1 is missing.",
    "update change set before = '' where number = 4": "Change 4 does not start from what",
}


@pytest.mark.parametrize(("statement", "fault"), TAMPERING.items())
def test_tampering_with_the_ledger_is_found(settings, statement, fault):
    put(Kind.COMPANY, company())
    put(Kind.COMPANY, company(country="FR"))
    assert list(replay.faults()) == []
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute(statement)
    assert any(told.startswith(fault) for told in replay.faults()), list(replay.faults())


def test_rows_cut_off_at_the_end_are_found(settings):
    put(Kind.COMPANY, company())
    put(Kind.COMPANY, company(country="FR"))
    Change.delete().where(Change.number == 4).execute()
    assert replay.rebuild(revision()) != replay.contents()
    assert list(replay.faults()) == ["The tables stand at change 4, but the ledger ends with change 3."]


def _publish_some(first):
    for number in range(first, first + 10):
        put(Kind.COMPANY, company(number))


def test_processes_that_publish_at_once_make_one_chain():
    db.database.close()
    forked = multiprocessing.get_context("fork")
    processes = [forked.Process(target=_publish_some, args=(first,)) for first in (10, 20, 30)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 3
    assert revision() == 32
    assert list(replay.faults()) == []
    assert replay.rebuild(32) == replay.contents()


def test_a_family_without_versions_can_be_adopted():
    put(Kind.MODEL, family(slug="torch", name="Torch", aliases=[], versions=[]))
    assert put(Kind.COMPANY, company(adoptions=[adoption(model="torch")]))
