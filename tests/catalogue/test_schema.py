"""The published JSON Schema tells what the document's rules ask, as far as it has words for it."""

import json
import re

import pytest

from directory.catalogue.document import Company
from directory.vocabulary import EUROPE, Route, Use


def test_the_schema_names_every_field_and_lists_the_closed_lists():
    schema = Company.model_json_schema()
    assert set(schema["properties"]) == set(Company.model_fields)
    assert schema["additionalProperties"] is False
    listed = {name: part["enum"] for name, part in schema["$defs"].items() if "enum" in part}
    assert listed["Use"] == [word.value for word in Use]
    assert listed["Route"] == [word.value for word in Route]
    others = {"Status", "Size", "Sector", "Medium", "Speaker", "Translator", "Existence", "ProofMethod", "Recheck"}
    assert set(listed) == {"Use", "Route"} | others
    assert json.loads(json.dumps(schema)) == schema


def told_of(where):
    """Give what the schema says of a text, by its path; of an optional one what it says where it is there."""
    schema = Company.model_json_schema()
    part = schema if where[0] == "Company" else schema["$defs"][where[0]]
    part = part["properties"][where[1]]
    return next((each for each in part.get("anyOf", ()) if each["type"] != "null"), part)


@pytest.mark.parametrize(
    ("where", "good", "bad"),
    [
        (("Source", "published"), ["2026", "2026-11", "2026-11-24"], ["26", "2026-1", "2026-11-24T10", "May 2026"]),
        (("Adoption", "since"), ["2026"], ["yesterday", ""]),
        (("Adoption", "until"), ["2026-02"], ["2026-02-"]),
        (("Source", "language"), ["fr", "zh-Hans"], ["French", "f", "fr_CA"]),
        (("Source", "url"), ["https://a.example/x", "HTTP://a.example"], ["a.example", "ftp://a.example"]),
        (("Company", "website"), ["https://a.example"], ["javascript:alert(1)", "//a.example"]),
    ],
)
def test_the_schema_tells_the_shape_of_texts(where, good, bad):
    told = told_of(where)
    assert told["type"] == "string"
    assert all(re.search(told["pattern"], text) for text in good)
    assert not any(re.search(told["pattern"], text) for text in bad)


def test_the_schema_tells_days_and_the_countries_of_the_directory():
    assert told_of(("Source", "accessed"))["format"] == told_of(("Adoption", "reread"))["format"] == "date"
    assert told_of(("Company", "country"))["enum"] == sorted(EUROPE)
    assert told_of(("Company", "country"))["title"] == "Country"
    assert told_of(("Source", "url"))["maxLength"] == 2000
