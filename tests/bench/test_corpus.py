"""What speed is measured on: made-up companies that nobody takes for real, the same ones for both that are compared."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from bench import made_up, questions, rival
from bench.invented import Words
from directory.catalogue.kinds import company
from directory.catalogue.models import Adoption, CompanySector, Entry
from directory.catalogue.models import Company as Row
from directory.db import write
from directory.ledger.imports import Report as Imported
from directory.ledger.imports import bring_in_lines, lines
from directory.ledger.publish import Why
from directory.vocabulary import NEGATIVE

SEED, COUNT = 7, 300


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    file = tmp_path_factory.mktemp("corpus") / "companies.jsonl"
    made_up.write(file, COUNT, SEED)
    return file


@pytest.fixture(scope="module")
def companies(corpus):
    return [json.loads(line) for line in corpus.read_text().splitlines()]


def words(companies):
    return {word for each in companies for word in re.findall(r"\w+", json.dumps(each, ensure_ascii=False))}


def test_a_seed_gives_the_same_companies_and_another_seed_others(corpus, tmp_path):
    again, other = tmp_path / "again", tmp_path / "other"
    made_up.write(again, COUNT, SEED)
    made_up.write(other, COUNT, SEED + 1)
    assert again.read_bytes() == corpus.read_bytes() != other.read_bytes()


def test_nobody_takes_a_company_for_real(companies):
    for each in companies:
        assert company(each).slug == each["slug"]
        assert each["name"].startswith("Example ")
        assert each["name"].endswith(" (made up)")
        addresses = [each["website"], *(s["url"] for a in each["adoptions"] for s in a["sources"])]
        assert all(re.match(r"https://[a-z0-9.-]+\.example(/|$)", address) for address in addresses)


def test_the_vocabulary_grows_more_slowly_than_the_corpus(companies):
    some, all_of_them = len(words(companies[:30])), len(words(companies))
    assert 2 * some < all_of_them < 8 * some


def test_names_differ_and_hold_accents_joined_words_and_other_alphabets(companies):
    names = [each["name"].removeprefix("Example ").removesuffix(" (made up)") for each in companies]
    assert len(set(names)) > 0.98 * COUNT
    for wanted in (r"^\w+$", r"^\w+ \w+$", r"[a-z][A-Z]", r"[äöüéèáąśå]", r"[α-ω]", r"[а-я]"):
        assert any(re.search(wanted, name) for name in names), wanted


def test_quotes_are_in_several_languages_and_derived_versions_are_adopted(companies):
    adoptions = [adoption for each in companies for adoption in each["adoptions"]]
    spoken = Counter(source["language"] for each in adoptions for source in each["sources"])
    assert len(spoken) == 10
    assert any(version.startswith("DeepSeek-R1-Distill-Qwen") for each in adoptions for version in each["versions"])


def test_datasette_is_given_the_rows_that_passerelle_counts(app, corpus, tmp_path):
    before = {each.slug for each in Entry.select(Entry.slug)}
    report = Imported()
    with write():
        bring_in_lines(lines(corpus), report, Why("Made up."))
    assert report.done["published"] == COUNT, report.refused
    new = Entry.select(Entry.id).where(Entry.slug.not_in(before))
    rival.make(corpus, tmp_path / "flat.db")
    with closing(sqlite3.connect(tmp_path / "flat.db")) as flat:
        listed = "SELECT value, count(*) FROM company, json_each(company.{}) GROUP BY value"
        assert dict(flat.execute("SELECT country, count(*) FROM company GROUP BY country")) == Counter(
            row.country for row in Row.select(Row.country).where(Row.entry.in_(new))
        )
        assert dict(flat.execute(listed.format("sector"))) == Counter(
            row.sector for row in CompanySector.select(CompanySector.sector).where(CompanySector.entry.in_(new))
        )
        for facet in ("developer", "use", "route"):
            rows = Adoption.select().where(Adoption.entry.in_(new), Adoption.status.not_in(NEGATIVE))
            pairs = {(row.entry_id, getattr(row, facet)) for row in rows}
            assert dict(flat.execute(listed.format(facet))) == Counter(value for _, value in pairs), facet


def test_every_question_is_put_to_both_with_the_same_words_and_filters(corpus):
    known = questions.names(corpus, COUNT)
    mix = [*questions.mix(known, Words(SEED)), *questions.browsing()]
    assert len(mix) == len({each.name for each in mix}) > 30
    for question in mix:
        asked, put = question.ours(1), question.theirs(1)
        assert ("q=" in asked) == ("_search=" in put) == bool(question.text(1)), question.name
        for facet in question.filters:
            assert f"{facet}=" in asked
            assert f"{facet}__" in put
        assert put.count("_facet") == len(questions.FACETS)


def test_fts_finds_the_names_that_are_asked_for(corpus, tmp_path):
    rival.make(corpus, tmp_path / "flat.db")
    by_name = [each for each in questions.mix(questions.names(corpus, COUNT), Words(SEED)) if "name" in each.name]
    with closing(sqlite3.connect(tmp_path / "flat.db")) as flat:
        for question in by_name:
            assert rival.bare(flat, question.match(1)) >= 1, question.name
