"""JSON Lines of companies come in through the door; refused lines are told and stay out."""

import json

import pytest

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, parse, plain
from directory.catalogue.models import Company
from directory.catalogue.queries import revision
from directory.ledger import imports, replay
from directory.ledger.models import Change
from tests.conftest import SEEDS
from tests.factories import adoption, company, lay_ground, put, source


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


@pytest.fixture
def lines(empty_app, tmp_path):
    lay_ground()
    return tmp_path / "companies.jsonl"


def write(file, *rows):
    file.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows) + b"\n")


def test_good_lines_come_in(empty_app, lines):
    write(lines, company(1), b"", company(2))
    told = run(empty_app, "import", lines, "--reason", "A test's list.")
    assert told.exit_code == 0, told.output
    assert "2 new" in told.output
    assert {change.reason for change in Change.select().where(Change.number > 2)} == {"A test's list."}
    assert queries.published(Kind.COMPANY, "example-company-2").document == company(2)
    assert "2 unchanged" in run(empty_app, "import", lines).output


REFUSED = {
    "not JSON": (b"{oops", "This line is not JSON"),
    "not an object": (b"[1]", "Write an object with named fields here."),
    "a number": (b"7", "Write an object with named fields here."),
    "null": (b"null", "Write an object with named fields here."),
    "deep JSON": (b"[" * 100_000, "This line is not JSON"),
    "deep objects": (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "This line is not JSON"),
    "broken UTF-8": (b'{"name": "\xff\xfe"}', "broken character"),
    "lone surrogate": (b'{"slug": "a", "name": "\\ud800"}', "name: This text holds"),
    "huge number": (b'{"founded": ' + b"9" * 5000 + b"}", "This line is not JSON"),
    "NaN": (b'{"founded": NaN}', "founded: Write a whole number."),
    "two megabytes": (b'{"name": "' + b"a" * 2_000_000 + b'"}', "longer than a million characters"),
    "missing field": (json.dumps(company(3, country=None)).encode(), "country: This is needed."),
    "unknown model": (json.dumps(company(3, adoptions=[adoption(model="ghost")])).encode(), "“ghost” is not in"),
    "slug twice": (json.dumps(company(1, website=None)).encode(), "stands in companies.jsonl: line 1 already"),
    "domain twice": (json.dumps(company(3, website="https://x.company-1.example")).encode(), "line 1 already"),
}


@pytest.mark.parametrize(("line", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_refused_line_is_reported_and_keeps_the_rest_out_unless_told(empty_app, lines, line, sentence):
    write(lines, company(1), line, company(2))
    told = run(empty_app, "import", lines)
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert f"{lines.name}: line 2: " in told.output
    assert sentence in told.output
    assert len(told.output) < 3000
    assert "Nothing was loaded" in told.output
    assert revision() == 2
    told = run(empty_app, "import", lines, "--skip-refused")
    assert told.exit_code == 0, told.output
    assert "2 new" in told.output
    assert "1 refused" in told.output
    assert sorted(row.entry.slug for row in Company.select()) == ["example-company-1", "example-company-2"]
    assert list(replay.faults()) == []


def test_an_empty_file_is_no_error(empty_app, lines):
    lines.write_text("")
    told = run(empty_app, "import", lines)
    assert told.exit_code == 0
    assert "0 new" in told.output


def test_a_company_that_is_listed_elsewhere_is_refused_by_its_domain(empty_app, lines):
    put(Kind.COMPANY, company(9, website="https://www.company-1.example"))
    write(lines, company(1))
    told = run(empty_app, "import", lines)
    assert told.exit_code == 1
    assert "line 1: website: Example Company 00009 (made up) is listed with the same domain already." in told.output


def test_batches_hold_what_their_lines_say(empty_app, lines, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 3)
    write(lines, *(company(n) for n in range(1, 8)))
    assert "7 new" in run(empty_app, "import", lines).output
    assert [change.number for change in Change.select()] == list(range(1, 10))
    assert replay.rebuild(revision()) == replay.contents()


def test_an_export_of_what_is_published_comes_in_as_it_was(app, lines_of_the_site):
    assert "87 unchanged" in run(app, "import", lines_of_the_site).output


@pytest.fixture
def lines_of_the_site(app, tmp_path):
    items = [item.document for item in imports.launch_data(SEEDS) if item.where.startswith("companies.yaml")]
    file = tmp_path / "site.jsonl"
    write(file, *(plain(document) for document in items))
    return file


def test_a_document_survives_the_ledger_to_the_letter(empty_app):
    lay_ground()
    odd = "Ünïcödé 深度求索 “quotes” \\ \" ' <b> & 🚀 %s %(x)s"
    data = company(name=odd, adoptions=[adoption(sources=[source(quote=odd)])])
    put(Kind.COMPANY, data)
    assert queries.published(Kind.COMPANY, "example-company-1").document == data == plain(parse(Kind.COMPANY, data))
    assert replay.rebuild(revision()) == replay.contents()


def test_a_hostile_file_does_not_steer_the_terminal(empty_app, lines):
    write(lines, company(1) | {"\x1b]0;pwn\x07": "x", "slug": "\x1b[2J"})
    told = run(empty_app, "import", lines)
    assert told.exit_code == 1
    assert "There is no such field." in told.output
    assert "\x1b" not in told.output
    assert "\x07" not in told.output
