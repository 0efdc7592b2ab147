"""What may be written for a value of a facet."""

import pytest

from directory import db
from directory.search import known, queries
from directory.search.analysis import folded
from directory.search.concepts import Reference
from directory.search.query import FACETS
from directory.vocabulary import EUROPE


@pytest.fixture
def values(client):
    with db.database.connection_context():
        return known.values(queries.reference(), ["2025", "2026"])


@pytest.mark.parametrize(
    ("facet", "written", "code"),
    [
        ("country", "DE", "DE"),
        ("country", "de", "DE"),
        ("country", "Germany", "DE"),
        ("country", "Allemagne", "DE"),
        ("country", "Deutschland", "DE"),
        ("country", "UK", "GB"),
        ("country", "England", "GB"),
        ("country", "Großbritannien", "GB"),
        ("country", "grossbritannien", "GB"),
        ("country", "great-britain", "GB"),
        ("country", "Holland", "NL"),
        ("country", "Czech Republic", "CZ"),
        ("country", "Czechia", "CZ"),
        ("country", "Österreich", "AT"),
        ("country", "Oesterreich", "AT"),
        ("country", "osterreich", "AT"),
        ("country", "Ελλάδα", "GR"),
        ("country", "Україна", "UA"),
        ("country", "Kosovo", "XK"),
        ("country", "Suomi", "FI"),
        ("country", "Bosnia and Herzegovina", "BA"),
        ("model", "qwen", "qwen"),
        ("model", "QWEN", "qwen"),
        ("model", "通义千问", "qwen"),
        ("model", "Tongyi Qianwen", "qwen"),
        ("model", "Qwen2.5-VL-3B", "qwen2-5-vl-3b"),
        ("model", "Qwen2.5-VL-3B-Instruct", "qwen2-5-vl-3b"),
        ("model", "qwen2-5-vl-3b", "qwen2-5-vl-3b"),
        ("model", "GLM 5.1", "glm-5-1"),
        ("model", "Yi", "yi"),
        ("developer", "Alibaba", "alibaba"),
        ("developer", "智谱", "zai"),
        ("developer", "BAAI", "baai"),
        ("use", "in production", "production"),
        ("route", "self-hosted", "self-hosted"),
        ("route", "Hosted in Europe", "hosted-europe"),
        ("status", "not found", "not-found"),
        ("sector", "Health", "health"),
        ("sector", "finance and insurance", "finance-insurance"),
        ("size", "Public body", "public-body"),
        ("year", "2025", "2025"),
    ],
)
def test_a_value_is_known_under_its_names(values, facet, written, code):
    assert values[facet][folded(written)] == code


def test_every_code_is_known_as_it_is(values):
    assert set(values) == set(FACETS)
    assert all(values[facet][code] == code for facet in FACETS for code in values[facet].values())
    assert set(values["country"].values()) == EUROPE
    assert not any("" in told for told in values.values())


def test_an_ambiguous_name_is_the_family_s_and_an_own_name_goes_before_another_one():
    reference = Reference(
        models={"aa": ("Aa", "Shared", "Bb"), "bb": ("Bb", "Shared")},
        versions={("bb", "Bb 1"): ("Bb 1", "Aa", "Cc 1"), ("aa", "Cc 1"): ("Cc 1",)},
    )
    found = known.values(reference, [])["model"]
    assert found["aa"] == "aa"
    assert found["bb"] == "bb"
    assert found["shared"] == "aa"
    assert found["bb 1"] == "bb-1"
    assert found["cc 1"] == "cc-1"
