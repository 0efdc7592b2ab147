"""Citations of an entry: each format as its readers read it, and what is cited is what stands there."""

import json
import re

import pytest

from directory.catalogue import citations, queries
from directory.catalogue.citations import Citation
from directory.catalogue.kinds import Kind, company
from directory.ledger.publish import Why, move, withdraw

CITED = Citation(
    "r-and-d", "R&D {50 %} #1_a \\ ~ö", "https://passerelle.example/companies/r-and-d", 7, "2026-03-05", "2026-11-24"
)
FORMATS = pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])


def fields_of(bibtex):
    """Read an entry as BibTeX does: each value up to the brace that closes it."""
    found, depth, name, value = {}, 0, "", ""
    body = bibtex.partition(",\n")[2]
    for place, sign in enumerate(body):
        escaped = place and body[place - 1] == "\\"
        depth += 0 if escaped else (sign == "{") - (sign == "}")
        if depth == 0 and sign == "\n":
            found[name.partition("=")[0].strip()] = value[1:]
            name = value = ""
        elif depth < 0:
            return found
        elif depth == 0:
            name += sign
        else:
            value += sign
    raise AssertionError(bibtex)


def test_bibtex_is_balanced_and_escapes_what_latex_would_read():
    told = citations.bibtex(CITED)
    assert told.startswith("@misc{passerelle-r-and-d-7,\n")
    fields = fields_of(told)
    assert fields["title"] == r"{R\&D \{50 \%\} \#1\_a \textbackslash{} \textasciitilde{}ö}"
    assert fields["author"] == "{Passerelle contributors}"
    assert (fields["url"], fields["urldate"]) == (CITED.address, "2026-11-24")
    assert (fields["year"], fields["month"], fields["version"]) == ("2026", "3", "7")


def test_ris_has_a_tag_on_each_line_and_ends():
    lines = citations.ris(CITED).split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    tags = dict(line.split("  - ", 1) for line in lines)
    assert (lines[0], lines[-1]) == ("TY  - ELEC", "ER  - ")
    assert tags["TI"] == CITED.title
    assert (tags["DA"], tags["Y2"], tags["UR"]) == ("2026/03/05", "2026/11/24", CITED.address)


def test_csl_json_names_what_programs_ask_for():
    (item,) = json.loads(citations.csl(CITED))
    assert item["type"] == "webpage"
    assert item["author"] == [{"literal": "Passerelle contributors"}]
    assert item["accessed"] == {"date-parts": [[2026, 11, 24]]}
    assert item["issued"] == {"date-parts": [[2026, 3, 5]]}
    assert (item["title"], item["URL"], item["version"]) == (CITED.title, CITED.address, "7")


@FORMATS
def test_each_format_is_a_file_of_the_entry_as_it_is_today(client, ending):
    with client.application.app_context():
        revision = queries.published(Kind.COMPANY, "novo-ai").revision
    answer = client.get(f"/companies/novo-ai.{ending}")
    assert answer.status_code == 200
    assert f"filename=novo-ai.{ending}" in answer.headers["Content-Disposition"]
    told = answer.get_data(as_text=True)
    assert "/companies/novo-ai" in told
    assert str(revision) in told
    assert client.get(f"/fr/companies/novo-ai.{ending}").status_code == 301


@FORMATS
def test_a_company_that_is_gone_or_moved_is_not_cited(app, ending):
    with app.app_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("Its only source was taken back."))
        entry = queries.published(Kind.COMPANY, "berget-ai")
        move("berget-ai", company(entry.document | {"slug": "berget"}), Why("A new name."), seen=entry.revision, onto=0)
    client = app.test_client()
    assert client.get(f"/companies/novo-ai.{ending}").status_code == 410
    assert client.get(f"/companies/nobody.{ending}").status_code == 404
    moved = client.get(f"/companies/berget-ai.{ending}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/companies/berget.{ending}")


def test_the_page_says_how_to_cite_it_in_any_language_with_one_address(client):
    for path in ("/companies/novo-ai", "/de/companies/novo-ai"):
        html = client.get(path).get_data(as_text=True)
        (told,) = re.findall(r'id="citation" lang="en">([^<]+)</p>', html)
        assert told.startswith("Passerelle contributors. “Novo AI”. Passerelle:")
        assert "/companies/novo-ai (read 2026-11-24). CC BY 4.0." in told
        assert "/de/" not in told
        assert 'href="/companies/novo-ai.bib"' in html
