"""The same companies as a Datasette user would publish them: one flat table, JSON lists as facets, FTS5."""

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from babel import Locale

from bench.made_up import Data
from bench.serving import HOME, LOOPBACK, Server, free_port, serving
from directory.catalogue.kinds import Kind, kind_of, plain
from directory.ledger.imports import launch_data
from directory.text import slugify
from directory.vocabulary import NEGATIVE

PYTHON = HOME / ".venv-bench" / "bin" / "python"
SHOWN = (
    *("slug", "name", "country", "city", "size", "sector", "model", "developer", "use", "route", "status", "year"),
    "summary",
)
SEARCHED = ("title", "names", "place", "sectors", "known_as", "about", "statements", "quotes")
# Long texts stand in the FTS table only. That is kind to Datasette, whose facets of lists sort whole rows.
TABLES = f"""
CREATE TABLE company (id INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT" for name in SHOWN)});
CREATE VIRTUAL TABLE company_fts USING fts5 ({", ".join(SEARCHED)});
"""
FINISH = """
CREATE INDEX company_country ON company (country);
CREATE INDEX company_name ON company (name);
INSERT INTO company_fts (company_fts) VALUES ('optimize');
ANALYZE;
"""
METADATA = {"databases": {"flat": {"tables": {"company": {"fts_table": "company_fts"}}}}}
# Its time limits are raised until it answers in full; all else is as it comes.
SETTINGS = {"facet_time_limit_ms": "600000", "sql_time_limit_ms": "600000"}
# It then suggests no further facets, which Passerelle does not do either.
RELIEVED = "&_nosuggest=1"
TONGUES = ("en", "fr", "de")


class Flattened:
    """Flatten companies: what adoptions say stands in lists, what is searched in columns of text."""

    def __init__(self) -> None:
        """Read the names of models and developers from the launch data."""
        documents = [(kind_of(item.document), plain(item.document)) for item in launch_data(HOME / "seeds")]
        self.families = {each["slug"]: each for kind, each in documents if kind is Kind.MODEL}
        self.developers = {each["slug"]: each for kind, each in documents if kind is Kind.DEVELOPER}
        self.locales = [Locale(code) for code in TONGUES]

    def shown(self, company: Data) -> list[str]:
        """Give what is listed and counted; what was looked for and not found is no adoption here either."""
        adoptions = [each for each in company["adoptions"] if each["status"] not in NEGATIVE]
        said = {
            **{key: str(company.get(key, "")) for key in SHOWN},
            "sector": _listed(set(company["sectors"])),
            "model": _listed({code for each in adoptions for code in _models(each)}),
            "developer": _listed({self.families[each["model"]]["developer"] for each in adoptions}),
            **{key: _listed({each[key] for each in adoptions}) for key in ("use", "route", "status")},
            "year": _listed({each["since"][:4] for each in adoptions}),
        }
        return [said[key] for key in SHOWN]

    def searched(self, company: Data) -> list[str]:
        """Give all texts that Passerelle searches, too."""
        sources = [source for each in company["adoptions"] for source in each["sources"]]
        texts = [text for each in sources for text in (each["title"], each["publisher"], each["quote"])]
        places = [locale.territories.get(company["country"], "") for locale in self.locales]
        parts = (
            [company["name"]],
            [company.get("legal_name", ""), *company.get("aliases", ())],
            [company["city"], *places],
            company["sectors"],
            [name for each in company["adoptions"] for name in self._names(each)],
            [company["summary"]],
            [each["statement"] for each in company["adoptions"]],
            texts,
        )
        return [" · ".join(part) for part in parts]

    def _names(self, adoption: Data) -> Iterator[str]:
        family = self.families[adoption["model"]]
        for known in (family, self.developers[family["developer"]]):
            yield from (known["name"], known.get("name_zh", ""), *known.get("aliases", ()))
        yield from adoption["versions"]


def _models(adoption: Data) -> Iterator[str]:
    return iter((adoption["model"], *map(slugify, adoption["versions"])))


def _listed(values: set[str]) -> str:
    return json.dumps(sorted(values))


def make(lines: Path, file: Path) -> None:
    """Write the flat table and its FTS5 index, once."""
    if file.exists():
        return
    draft, flattened = file.with_suffix(".draft"), Flattened()
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as flat, flat:
        flat.executescript(TABLES)
        with lines.open(encoding="utf-8") as read:
            for number, line in enumerate(read, start=1):
                company = json.loads(line)
                _insert(flat, "company", [number, *flattened.shown(company)])
                _insert(
                    flat, "company_fts (rowid, " + ", ".join(SEARCHED) + ")", [number, *flattened.searched(company)]
                )
        flat.executescript(FINISH)
    draft.rename(file)


def _insert(flat: sqlite3.Connection, table: str, values: Sequence[int | str]) -> None:
    flat.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  (our own names)


@contextmanager
def datasette(file: Path, path: str) -> Iterator[Server]:
    """Serve the flat table with Datasette."""
    if not PYTHON.exists():
        sys.exit("Datasette is not installed. Type: make bench")
    port = free_port()
    metadata = file.with_suffix(".json")
    metadata.write_text(json.dumps(METADATA))
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    where = ["--host", LOOPBACK, "--port", str(port), "--metadata", str(metadata)]
    command = [str(PYTHON), "-m", "datasette", "serve", str(file), *where, *settings]
    with serving(command, port, path, {}) as server:
        yield server


def bare(flat: sqlite3.Connection, match: str) -> int:
    """Ask FTS5 for its best twenty; give how many came."""
    query = "SELECT rowid FROM company_fts WHERE company_fts MATCH ? ORDER BY rank LIMIT 20"
    return len(flat.execute(query, (match,)).fetchall())


def in_full(body: str) -> bool:
    """Tell whether Datasette counted every facet."""
    return "facet-results" in body and "timed out" not in body
