"""The launch data come in through the door, whole or not at all, and never over a decision."""

import json

import pytest
import yaml

from directory.catalogue import queries
from directory.catalogue.kinds import Kind
from directory.catalogue.models import AdoptedVersion, Entry, Model
from directory.catalogue.queries import revision
from directory.ledger import replay
from directory.ledger.models import Change
from directory.ledger.publish import Why, withdraw
from tests.factories import action, adoption, company, developer, family, put


@pytest.fixture
def seeds(tmp_path):
    """Give a small folder of seeds: the whole one takes long to read."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    model = family()
    versions = [{"family": model["slug"]} | version for version in model.pop("versions")]
    write(folder / "models.yaml", {"developers": [developer()], "families": [model], "versions": versions})
    write(folder / "regulation.yaml", [action()])
    write(folder / "companies.yaml", [company(1), company(2)])
    return folder


def write(file, data):
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def spoil(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_launch_data_are_loaded_once(app):
    before = revision()
    told = run(app, "seeds", "load")
    assert told.exit_code == 0
    assert "0 new, 0 changed, 132 unchanged" in told.output
    assert revision() == before


def test_the_launch_data_come_in_through_the_door(empty_app):
    told = run(empty_app, "seeds", "load")
    assert told.exit_code == 0, told.output
    assert "132 new" in told.output
    assert "stands at revision 132" in told.output
    assert Change.select().count() == 132
    assert list(replay.faults()) == []


def test_a_corrected_seed_is_a_change(empty_app, seeds):
    assert run(empty_app, "seeds", "load", "--folder", seeds).exit_code == 0
    spoil(seeds / "companies.yaml", "country: DE", "country: SE")
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert "0 new, 1 changed, 4 unchanged" in told.output


@pytest.mark.parametrize("why", [Why("Decided.", submission=4), Why("Taken back.", undoes=9)])
def test_what_people_decided_is_kept(empty_app, seeds, why):
    run(empty_app, "seeds", "load", "--folder", seeds)
    put(Kind.COMPANY, company(city="Munich"), why)
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert "4 unchanged, 1 kept as people decided" in told.output
    assert queries.published(Kind.COMPANY, "example-company-1").document["city"] == "Munich"


def test_what_was_withdrawn_does_not_come_back(empty_app, seeds):
    run(empty_app, "seeds", "load", "--folder", seeds)
    withdraw(Kind.COMPANY, "example-company-1", Why("The company asked for it."))
    assert "1 kept as people decided" in run(empty_app, "seeds", "load", "--folder", seeds).output
    with pytest.raises(queries.Withdrawn):
        queries.published(Kind.COMPANY, "example-company-1")


def test_a_seed_whose_domain_is_taken_meanwhile_stays_out_with_a_warning(empty_app, seeds):
    whole = (seeds / "companies.yaml").read_text()
    write(seeds / "companies.yaml", [company(1)])
    assert run(empty_app, "seeds", "load", "--folder", seeds).exit_code == 0
    taken = company(9, website="https://company-2.example")
    put(Kind.COMPANY, taken, Why("Approved.", submission=4))
    (seeds / "companies.yaml").write_text(whole)
    for _ in range(2):
        told = run(empty_app, "seeds", "load", "--folder", seeds)
        assert told.exit_code == 0, told.output
        assert "0 new, 0 changed, 4 unchanged, 1 kept as people decided" in told.stdout
        warning = "companies.yaml: example-company-2: website: Example Company 00009 (made up) is listed with the same"
        assert warning in told.stderr
    assert queries.published(Kind.COMPANY, "example-company-9").document == taken
    assert not Entry.select().where(Entry.slug == "example-company-2").exists()


def test_a_malformed_seed_loads_nothing_where_a_domain_is_taken_too(empty_app, seeds):
    run(empty_app, "seeds", "load", "--folder", seeds)
    write(seeds / "companies.yaml", [company(3), company(8, website="https://company-1.example"), company(4)])
    spoil(seeds / "companies.yaml", "slug: example-company-4", "slug: example-company-4\n  trust: 1")
    before = revision()
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert told.exit_code == 1
    assert "Nothing was loaded." in told.output
    assert revision() == before


def test_a_seed_that_is_refused_for_more_than_its_domain_loads_nothing(empty_app, seeds):
    run(empty_app, "seeds", "load", "--folder", seeds)
    wrong = company(8, website="https://company-1.example", adoptions=[adoption(model="ghost")])
    write(seeds / "companies.yaml", [company(3), wrong])
    before = revision()
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert told.exit_code == 1
    assert "“ghost” is not in the catalogue." in told.output
    assert revision() == before


BOMB = "- &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"- &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
COMPANY = "companies.yaml: example-company-1: "
SPOILT = [
    ("companies.yaml", "- slug: example-company-2\n", "- slug: [\n", "companies.yaml cannot be read: "),
    ("companies.yaml", "  country: DE\n", "", COMPANY + "country: This is needed."),
    ("companies.yaml", "  country: DE\n", "  country: [DE]\n", COMPANY + "country: Write text here."),
    ("companies.yaml", "  country: DE\n", "  country: DE\n  trust: 1\n", COMPANY + "trust: There is no such field."),
    ("companies.yaml", "kind: press", "kind: rumour", COMPANY + "adoptions[1].sources[1].kind: Choose one of: "),
    ("companies.yaml", "model: lantern", "model: lanten", COMPANY + "adoptions[1].model: “lanten” is not in the"),
    ("companies.yaml", "since: 2026-01", "since: 2026-99-99", COMPANY + "adoptions[1].since: There is no such date."),
    ("companies.yaml", "since: 2026-01", "since: 2026", COMPANY + "adoptions[1].since: Write text here."),
    (
        "companies.yaml",
        "https://www.company-2.example",
        "http://other.company-1.example/x",
        "companies.yaml: example-company-2: website: Another entry has this domain: company-1.example.",
    ),
    ("companies.yaml", "slug: example-company-2", "slug: example-company-1", COMPANY + "slug: Another entry has this"),
    (
        "companies.yaml",
        "slug: example-company-2",
        "slug: [x]",
        "Example Company 00002 (made up): slug: Write text here.",
    ),
    ("companies.yaml", None, "", "companies.yaml does not hold what it should"),
    ("companies.yaml", None, "- []\n", "companies.yaml: entry 4: "),
    ("companies.yaml", None, "- &a [*a]\n", "companies.yaml: entry 4: "),
    ("companies.yaml", None, "- " + "[" * 9000, "companies.yaml cannot be read: "),
    ("companies.yaml", None, f"- founded: {'9' * 5000}\n", "companies.yaml cannot be read: "),
    ("companies.yaml", None, "- founded: !!int x\n", "companies.yaml cannot be read: "),
    ("companies.yaml", None, "- !!python/object/apply:os.getcwd []\n", "companies.yaml cannot be read: "),
    ("companies.yaml", None, "\x00\x07", "companies.yaml cannot be read: "),
    ("companies.yaml", None, BOMB, "companies.yaml: entry 4: "),
    ("regulation.yaml", None, "slug: x\n", "regulation.yaml does not hold what it should"),
    ("regulation.yaml", None, "- hello\n", "regulation.yaml: hello: "),
    ("models.yaml", "families:", "families: x\nother:", "models.yaml: families: This should be a list."),
    ("models.yaml", "slug: lantern\n", "slug: [lantern]\n", "models.yaml: "),
    (
        "models.yaml",
        "- family: lantern",
        "- family: nowhere",
        "models.yaml: Lantern-1: family: There is no such family.",
    ),
    ("models.yaml", "- family: lantern", "- family: [x]", "models.yaml: Lantern-1: family: There is no such family."),
    ("models.yaml", "versions:\n", "versions:\n- Lost\n", "models.yaml: Lost: family: There is no such family."),
    ("models.yaml", "developer: lantern-lab", "developer: ghost", "models.yaml: lantern: developer: “ghost” is not in"),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), SPOILT)
def test_a_malformed_seed_is_told_and_nothing_is_loaded(empty_app, seeds, file, old, new, sentence):
    if old is None:
        (seeds / file).write_text(new)
    else:
        spoil(seeds / file, old, new)
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert told.exit_code == 1
    assert sentence in told.output
    assert len(told.output) < 5000
    assert isinstance(told.exception, SystemExit)
    assert "Nothing was loaded." in told.output
    assert revision() == 0


@pytest.mark.parametrize("content", [b"\x00\xff\xfe binary", b"- name: \xff\n", "- a: \u202e\x07".encode()])
def test_a_binary_seed_is_told(empty_app, seeds, content):
    (seeds / "companies.yaml").write_bytes(content)
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert told.exit_code == 1
    assert "companies.yaml" in told.output
    assert isinstance(told.exception, SystemExit)
    assert revision() == 0


def test_a_missing_seed_file_is_told(empty_app, seeds):
    (seeds / "models.yaml").unlink()
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert told.exit_code == 1
    assert "models.yaml cannot be read" in told.output


def test_every_fault_of_the_seeds_is_told_at_once(empty_app, seeds):
    spoil(seeds / "companies.yaml", "  country: DE\n", "")
    spoil(seeds / "companies.yaml", "  country: DE\n", "  country: XX\n")
    told = run(empty_app, "seeds", "load", "--folder", seeds)
    assert COMPANY + "country: " in told.output
    assert "example-company-2: country: Choose a country of Europe" in told.output


def test_every_version_that_a_company_names_is_known_by_its_own_address(client):
    named = [
        version
        for entry in Entry.select().where(Entry.kind == Kind.COMPANY)
        for adoption in json.loads(entry.document)["adoptions"]
        for version in adoption.get("versions", [])
    ]
    families = Model.select(Model.slug).where(Model.slug == Model.family)
    assert AdoptedVersion.select().count() == len(named)
    assert not AdoptedVersion.select().where(AdoptedVersion.version.in_(families)).exists()
