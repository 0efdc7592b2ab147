"""What an entry lacks is told by a closed list, from its document alone, and never told of what is there."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue import gaps
from directory.catalogue.gaps import Gap
from tests.conftest import ROOT, SEEDS
from tests.factories import adoption, company, developer, family, own_source, source

KNOWN = gaps.known([family(name_zh="灯笼")], [developer()])
COPY = "https://archive.example/lantern"
WHOLE_SOURCE = source(archive_url=COPY)
SECOND = own_source(publisher="Example Company", archive_url=COPY)
WHOLE = company(size="startup", adoptions=[adoption(versions=["Lantern-1"], sources=[WHOLE_SOURCE, SECOND])])


def found(document=WHOLE):
    return {(each.gap, each.place) for each in gaps.of(document, KNOWN)}


def with_claim(**given):
    return WHOLE | {"adoptions": [WHOLE["adoptions"][0] | given]}


def with_source(**given):
    changed = {name: value for name, value in (WHOLE_SOURCE | given).items() if value is not None}
    return with_claim(sources=[changed, SECOND])


def test_an_entry_to_the_standard_has_no_gap():
    assert found() == set()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({k: v for k, v in WHOLE.items() if k != "city"}, {(Gap.CITY, "")}),
        ({k: v for k, v in WHOLE.items() if k != "size"}, {(Gap.SIZE, "")}),
        ({k: v for k, v in WHOLE.items() if k != "website"}, {(Gap.WEBSITE, "")}),
        (with_claim(since=""), {(Gap.SINCE, "1")}),
        (with_claim(route="unknown"), {(Gap.ROUTE, "1")}),
        (with_claim(versions=[]), {(Gap.VERSIONS, "1")}),
        (with_claim(versions=["Lantern-1", "Lantern-9"]), {(Gap.NEW_VERSION, "1")}),
        (with_claim(sources=[WHOLE_SOURCE]), {(Gap.SINGLE, "1")}),
        (with_claim(sources=[WHOLE_SOURCE, SECOND, WHOLE_SOURCE]), {(Gap.TWICE, "1.3")}),
        (with_source(publisher=None), {(Gap.PUBLISHER, "1.1")}),
        (with_source(published=None), {(Gap.PUBLISHED, "1.1")}),
        (with_source(language=None), {(Gap.LANGUAGE, "1.1")}),
        (with_source(archive_url=None), {(Gap.ARCHIVE, "1.1")}),
        (with_source(quote=None, locator="Page 4", language=None), {(Gap.QUOTE, "1.1")}),
        (with_source(by="company"), {(Gap.SPEAKER, "1.1")}),
        (
            with_source(quote="They run it.", title="News"),
            {(Gap.UNNAMED, "1.1"), (Gap.UNNAMED_PROOF, "1")},
        ),
    ],
)
def test_each_gap_is_told_where_it_is_and_no_other(document, expected):
    assert found(document) == expected


@pytest.mark.parametrize(
    ("quote", "names", "named"),
    [
        ("We run QWEN2.5-VL.", {"Qwen"}, True),
        ("`Qwen/Qwen3-8B`", {"Qwen"}, True),
        ("Saying yields.", {"Yi"}, False),
        ("Yi-34B and others", {"Yi"}, True),
        ("我们使用通义千问。", {"千问"}, True),
        ("DeepSeekV3", {"DeepSeek"}, True),
        ("It answers.", {"Qwen", "千问"}, False),
        ("", set(), False),
    ],
)
def test_a_name_is_met_as_a_word_and_not_inside_another(quote, names, named):
    assert gaps.names_one({"quote": quote, "title": "A title"}, names) is named


def test_the_title_may_name_the_model():
    assert gaps.names_one({"quote": "It runs.", "title": "Lantern at work"}, {"Lantern"})


OPTIONAL = ["publisher", "published", "language", "archive_url"]


@given(
    dropped=st.lists(st.tuples(st.integers(0, 1), st.sampled_from(OPTIONAL)), unique=True),
    own=st.lists(st.sampled_from(["city", "size", "website"]), unique=True),
)
def test_filling_a_gap_closes_it_and_opens_no_other(dropped, own):
    document = deepcopy(WHOLE)
    for name in own:
        del document[name]
    for place, name in dropped:
        document["adoptions"][0]["sources"][place].pop(name, None)
    told = found(document)
    assert {gap for gap, place in told if not place} == set(map(Gap, own))
    assert len(told) == len(own) + len(dropped)
    assert gaps.told(gaps.of(document, KNOWN)).count(";") == max(0, len({gap for gap, _place in told}) - 1)


def test_the_readme_of_the_launch_data_lists_what_they_lack(empty_app):
    told = empty_app.test_cli_runner().invoke(args=["seeds", "gaps"])
    assert told.exit_code == 0, told.output
    assert told.output.strip() in (SEEDS / "README.md").read_text(), "Type: flask --app app seeds gaps --write"
    assert "flask seeds gaps --write" in (ROOT / "seeds" / "README.md").read_text()
