"""Ask the outside judges: `python -m bench.judges` serves the launch data, asks them page by page and writes the table.

Lighthouse, pa11y, html-validate and the types of schema.org look at every kind of public page; axe-core and the Nu HTML
checker, which `make test` asks, look at every other kind too.
"""

import argparse
import http.client
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from shutil import which
from typing import Any

from bench.serving import HOME, LOOPBACK, passerelle
from directory import clock, create_app, db
from directory.config import Settings
from directory.ledger import imports

TABLE = HOME / "bench" / "JUDGES.md"
TOOLS = HOME / "judges" / "outside"
BIN = TOOLS / "node_modules" / ".bin"
KEPT = HOME / "tests" / "addresses.txt"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TOP = 100
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# The browser as root in a test machine, without calls of its own to the outside.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)
# What is indexed is what is public; a form is kept out of search engines on purpose.
HIDDEN = "noindex"


@dataclass
class Page:
    """Be a page with what the judges say of it: marks of Lighthouse, findings of the others."""

    address: str
    text: str
    indexed: bool
    marks: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give a name for a file."""
        return re.sub(r"\W+", "-", self.address).strip("-") or "home"

    @property
    def best(self) -> bool:
        """Tell whether no judge finds anything."""
        wanted = set(CATEGORIES) - (set() if self.indexed else {"seo"})
        return all(self.marks.get(name, TOP) == TOP for name in wanted) and not any(self.found.values())


def main() -> None:
    """Ask everybody and write the table; fail where a page has not the top mark."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--only", default="", help="addresses that contain this")
    given.add_argument("--without-lighthouse", action="store_true")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, _site(Path(folder) / "data") as base:
        _prove(Path(folder) / "planted")
        pages = [page for page in _pages(base) if asked.only in page.address]
        validate(pages, Path(folder))
        typed(pages, Path(folder))
        for page in pages:
            page.found["pa11y"] = pa11y(base + page.address, Path(folder))
            if not asked.without_lighthouse:
                page.marks = lighthouse(base + page.address)
            print(page.address, *page.marks.values(), "" if page.best else "!", flush=True)
    report = "\n".join(_report(pages))
    # Half an answer is no answer.
    if not asked.only and not asked.without_lighthouse:
        TABLE.write_text(report)
    for page in pages:
        for judge, lines in page.found.items():
            print(*(f"{page.address}: {judge}: {line}" for line in lines), sep="\n", end="\n" if lines else "")
    sys.exit(not all(page.best for page in pages))


def _prove(folder: Path) -> None:
    """Plant a fault for each judge that reads files, and stop where one does not see it."""
    folder.mkdir()
    linked = '{"@context": "https://schema.org", "@type": "Organization", "nothing": 1}'
    text = f'<!DOCTYPE html><p><img src="x"><script type="application/ld+json">{linked}</script>'
    page = Page("/planted", text, indexed=True)
    validate([page], folder)
    typed([page], folder)
    page.found["pa11y"] = pa11y((folder / "pages" / "planted.html").as_uri(), folder)
    print("Planted:", {judge: lines[:2] for judge, lines in page.found.items()}, flush=True)
    blind = [judge for judge, lines in page.found.items() if not lines]
    if blind:
        sys.exit(f"These judges do not see a planted fault: {', '.join(blind)}")


@contextmanager
def _site(folder: Path) -> Iterator[str]:
    """Serve a throw-away site with the launch data."""
    folder.mkdir(mode=0o700)
    settings = Settings(data_dir=str(folder), secret_key="judged, and thrown away " * 2, indexer="off")
    app = create_app(settings)
    db.upgrade(settings.database)
    imports.bring_in(imports.launch_data(HOME / "seeds"), imports.Report())
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    with passerelle(folder, "/healthz") as server:
        yield f"http://{LOOPBACK}:{server.port}"


def _pages(base: str) -> list[Page]:
    """Open every kept address; give those that are pages."""
    kept = [line for line in KEPT.read_text().splitlines() if line and not line.startswith("#")]
    return [page for address in kept if (page := _page(base, address))]


def _page(base: str, address: str) -> Page | None:
    line = http.client.HTTPConnection(base.removeprefix("http://"))
    try:
        line.request("GET", address)
        answer = line.getresponse()
        text = answer.read()
        robots = answer.getheader("X-Robots-Tag") or ""
        whole = "text/html" in (answer.getheader("Content-Type") or "") and b"</html>" in text
        indexed = HIDDEN not in robots and HIDDEN.encode() not in text
        return Page(address, text.decode(), indexed) if whole else None
    finally:
        line.close()


def run(command: Sequence[str | Path], **environment: str) -> str:
    """Run a judge; what it prints is what it says, whatever it returns."""
    # Into a file: some of them leave before a pipe has taken all that they say.
    with tempfile.TemporaryFile("w+") as said:
        subprocess.run(  # noqa: S603  (installed from the lock file)
            command, cwd=TOOLS, env=os.environ | environment, stdout=said, stderr=subprocess.DEVNULL, check=False
        )
        said.seek(0)
        return said.read()


def validate(pages: Sequence[Page], folder: Path) -> None:
    """Let html-validate read every page as it was sent."""
    place = folder / "pages"
    place.mkdir()
    for page in pages:
        (place / f"{page.name}.html").write_text(page.text)
    config = TOOLS / "html-validate.json"
    told = run([BIN / "html-validate", "--config", config, "--formatter", "json", f"{place}/*.html"])
    found = {Path(each["filePath"]).stem: each["messages"] for each in json.loads(told)}
    for page in pages:
        messages = found.get(page.name, [])
        page.found["html-validate"] = [f"{m['line']}: {m['ruleId']}: {m['message']}" for m in messages]


def typed(pages: Sequence[Page], folder: Path) -> None:
    """Let the TypeScript compiler hold what a page says for machines against the types of schema.org."""
    place = folder / "linked"
    place.mkdir()
    (place / "node_modules").symlink_to(TOOLS / "node_modules")
    for page in pages:
        for number, data in enumerate(LINKED.findall(page.text)):
            head = 'import type { Graph, Thing, WithContext } from "schema-dts";\n'
            body = f"export const page: Graph | WithContext<Thing> = {unescape(data)};\n"
            (place / f"{page.name}.{number}.ts").write_text(head + body)
    files = sorted(place.glob("*.ts"))
    options = ["--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "bundler", "--module", "esnext"]
    told = run([BIN / "tsc", *options, *files]) if files else ""
    for page in pages:
        lines = [line for line in told.splitlines() if f"{page.name}." in line]
        page.found["schema-dts"] = [line.partition(": ")[2] for line in lines]


def pa11y(address: str, folder: Path) -> list[str]:
    """Ask both runners of pa11y for issues by WCAG 2 AA."""
    config = folder / "pa11y.json"
    launch = {"executablePath": which("chromium"), "args": list(FLAGS)}
    # No judge can tell what a letter in a drawing stands on: tests/web/test_chart_colours.py reckons it.
    asked = {"standard": "WCAG2AA", "runners": ["axe", "htmlcs"], "hideElements": "svg text"}
    config.write_text(json.dumps(asked | {"chromeLaunchConfig": launch}))
    told = run([BIN / "pa11y", "--config", config, "--reporter", "json", address])
    issues: list[Mapping[str, str]] = json.loads(told) if told.startswith("[") else [{"code": "", "message": told}]
    return [f"{issue['code']}: {issue['message']} {issue.get('context', '')[:120]}" for issue in issues]


def lighthouse(address: str) -> dict[str, int]:
    """Give the marks of Lighthouse for a telephone."""
    with tempfile.TemporaryDirectory() as profile:
        flags = " ".join([*FLAGS, f"--user-data-dir={profile}"])
        command: list[str | Path] = [BIN / "lighthouse", address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
        told = run([*command, f"--only-categories={','.join(CATEGORIES)}"], CHROME_PATH=which("chromium") or "")
    marks: Mapping[str, Any] = json.loads(told)["categories"] if told.startswith("{") else {}
    return {name: round(TOP * (marks.get(name, {}).get("score") or 0)) for name in CATEGORIES}


def _report(pages: Sequence[Page]) -> Iterator[str]:
    """Write the table."""
    packages = json.loads((TOOLS / "package.json").read_text())["dependencies"]
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    browser = run([which("chromium") or "chromium", "--version"]).strip()
    yield "# What outside judges say\n"
    yield "`make judge` writes this: the launch data, served on this machine, every kind of public page.\n"
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    yield f"{clock.today()}, {machine}; {browser}; {versions}.\n"
    yield "Lighthouse: a telephone, its four marks of 100 (what search engines shall leave out has no mark for SEO)."
    yield "The others: findings.\n"
    yield "| page | performance | accessibility | best practices | SEO | pa11y | html-validate | schema-dts |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for page in pages:
        marks = [str(page.marks.get(name, "")) for name in CATEGORIES[:-1]]
        marks.append(str(page.marks.get("seo", "")) if page.indexed else "–")
        found = [str(len(page.found[judge])) for judge in ("pa11y", "html-validate", "schema-dts")]
        linked = found[2] if LINKED.search(page.text) else "–"
        yield f"| `{page.address}` | {' | '.join([*marks, *found[:2], linked])} |"
    yield ""


if __name__ == "__main__":
    main()
