"""Reference documents tell a wrong field where it is; seeds keep every fact to the letter."""

import pytest
import yaml

from directory.catalogue import kinds
from directory.catalogue.kinds import Kind, parse, plain
from directory.errors import Invalid
from directory.ledger import imports
from tests.conftest import SEEDS
from tests.factories import action, citation, developer, family

MAKERS = {Kind.DEVELOPER: developer, Kind.MODEL: family, Kind.ACTION: action}


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        (Kind.MODEL, {"versions": [{"name": "Lantern"}]}, "versions"),
        (Kind.MODEL, {"versions": [{"name": "Lantern 1"}, {"name": "Lantern-1"}]}, "versions"),
        (Kind.MODEL, {"versions": [{"name": "灯"}]}, "versions"),
        (
            Kind.MODEL,
            {"versions": [{"name": "L", "licence": {"weights": {"id": "x", "source": citation()}}}]},
            "versions[1].licence.weights.name",
        ),
        (Kind.MODEL, {"modalities": []}, "modalities"),
        (Kind.MODEL, {"open_weights": "maybe"}, "open_weights"),
        (Kind.MODEL, {"sources": [citation(quote="")]}, "sources[1].quote"),
        (Kind.DEVELOPER, {"country": "China"}, "country"),
        (Kind.DEVELOPER, {"organisation": "club"}, "organisation"),
        (Kind.DEVELOPER, {"sources": []}, "sources"),
        (Kind.ACTION, {"objects": ["everything"]}, "objects[1]"),
        (Kind.ACTION, {"developers": []}, "developers"),
        (Kind.ACTION, {"date": "2027-01-01"}, "date"),
        (Kind.ACTION, {"jurisdiction": "Italy"}, "jurisdiction"),
    ],
)
def test_a_wrong_field_of_a_reference_document_is_told_where_it_is(kind, given, field):
    with pytest.raises(Invalid) as refusal:
        parse(kind, MAKERS[kind](**given))
    assert [problem.where for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize(
    ("file", "part", "kind"),
    [
        ("companies.yaml", None, Kind.COMPANY),
        ("regulation.yaml", None, Kind.ACTION),
        ("models.yaml", "developers", Kind.DEVELOPER),
    ],
)
def test_seeds_keep_every_fact_key_for_key(file, part, kind):
    data = yaml.load((SEEDS / file).read_text(), Loader=imports._Loader)
    entries = data[part] if part else data
    assert [plain(parse(kind, entry)) for entry in entries] == entries
    assert [list(plain(parse(kind, entry))) for entry in entries] == [
        [name for name in type(parse(kind, entry)).model_fields if name in entry] for entry in entries
    ]


def test_seeds_keep_every_family_and_version_key_for_key():
    data = yaml.load((SEEDS / "models.yaml").read_text(), Loader=imports._Loader)
    families = [item.document for item in imports.launch_data(SEEDS) if kinds.kind_of(item.document) is Kind.MODEL]
    told = [plain(document) for document in families]
    versions = [{"family": each["slug"]} | version for each in told for version in each.get("versions", [])]
    assert [{k: v for k, v in each.items() if k != "versions"} for each in told] == data["families"]
    assert sorted(versions, key=str) == sorted(({"family": v["family"]} | v for v in data["versions"]), key=str)
