"""Bring documents in from files, through the one door: the launch data, and JSON Lines of companies."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml

from directory.catalogue.document import Company
from directory.catalogue.kinds import Document, Kind, company, kind_of, parse
from directory.db import write
from directory.errors import Invalid, Problem, Refused
from directory.ledger import history
from directory.ledger.models import Change, Hiding
from directory.ledger.publish import Why, problems, publish
from directory.text import LONGEST_SLUG

BATCH = 500
LONGEST_LINE = 1_000_000
Shape = TypeVar("Shape")
Line = tuple[str, Company | Refused]
LAUNCH = Why("Launch data, read in public sources.")


class BadFile(Refused):
    """Refuse a file; the sentence names file, entry and field, one line for each fault."""


@dataclass(frozen=True)
class Item:
    """Hold one entry of a file: where it stands, and its document."""

    where: str
    document: Document


@dataclass
class Report:
    """Count what became of the entries, and keep a sentence for each that was refused or left out."""

    done: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def refuse(self, where: str, faults: Iterable[str]) -> None:
        """Count an entry as refused and keep what is wrong with it."""
        self.done["refused"] += 1
        self.refused += [f"{where}: {fault}" for fault in faults]

    def keep(self, where: str, because: Iterable[str]) -> None:
        """Count an entry as left out for what people decided, and keep why."""
        self.done["kept"] += 1
        self.left_out += [f"{where}: {reason}" for reason in because]


class _Loader(yaml.SafeLoader):
    """Read dates as the text that they are: a month stays a month."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def launch_data(folder: Path) -> list[Item]:
    """Read and check the seed files, in the order in which they build on each other; raise BadFile."""
    items: dict[tuple[Kind, str], Item] = {}
    domains: set[str] = set()
    faults: list[str] = []
    for number, (file, kind, data) in enumerate(_seed_entries(folder), start=1):
        where = f"{file}: {_label(data, number)}"
        try:
            document = parse(kind, data)
        except Invalid as refusal:
            faults += [f"{where}: {fault}" for fault in _told(refusal)]
            continue
        if (kind, document.slug) in items:
            faults.append(f"{where}: slug: Another entry has this slug.")
        domain = document.domain if isinstance(document, Company) else ""
        if domain and domain in domains:
            faults.append(f"{where}: website: Another entry has this domain: {domain}.")
        domains.add(domain)
        items[kind, document.slug] = Item(where, document)
    if faults:
        raise BadFile("\n".join(faults))
    return list(items.values())


def _label(data: object, number: int) -> str:
    """Name an entry for people: by its slug or name, else by its number."""
    named = (data.get("slug"), data.get("name")) if isinstance(data, dict) else (data,)
    return next((name[:LONGEST_SLUG] for name in named if isinstance(name, str) and name), f"entry {number}")


def _seed_entries(folder: Path) -> Iterator[tuple[str, Kind, Any]]:
    models = _yaml(folder / "models.yaml", dict)
    versions = _listed(models.get("versions", []), "models.yaml: versions")
    families = _listed(models.get("families", []), "models.yaml: families")
    known = [family.get("slug") for family in families if isinstance(family, dict)]
    for data in _listed(models.get("developers", []), "models.yaml: developers"):
        yield "models.yaml", Kind.DEVELOPER, data
    for data in families:
        yield "models.yaml", Kind.MODEL, _with_versions(data, versions)
    for number, version in enumerate(versions, start=1):
        if not isinstance(version, dict) or version.get("family") not in known:
            raise BadFile("models.yaml: %(name)s: family: There is no such family.", name=_label(version, number))
    for file, kind in (("regulation.yaml", Kind.ACTION), ("companies.yaml", Kind.COMPANY)):
        for data in _listed(_yaml(folder / file, list), file):
            yield file, kind, data


def _with_versions(family: object, versions: list[Any]) -> object:
    if not isinstance(family, dict):
        return family
    own = [v for v in versions if isinstance(v, dict) and v.get("family") == family.get("slug")]
    return family | {"versions": [{k: x for k, x in v.items() if k != "family"} for v in own]}


def _yaml(file: Path, shape: type[Shape]) -> Shape:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  (a SafeLoader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        raise BadFile("%(file)s cannot be read: %(error)s", file=file.name, error=error) from error
    if not isinstance(data, shape):
        raise BadFile("%(file)s does not hold what it should: a list of entries.", file=file.name)
    return data


def _listed(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadFile("%(where)s: This should be a list.", where=where)
    return value


def bring_in(items: Iterable[Item], report: Report, why: Why = LAUNCH) -> None:
    """Publish all items in one transaction; raise BadFile, and publish none, where the door refuses one.

    An entry whose domain another one has by now is none of these: what people brought in stays, with a warning.
    """
    with write():
        for item in items:
            try:
                report.done[_bring(item.document, why)] += 1
            except Invalid as refusal:
                if all(problem.path == ("website",) for problem in refusal.problems):
                    report.keep(item.where, _told(refusal))
                else:
                    report.refuse(item.where, _told(refusal))
        if report.refused:
            raise BadFile("\n".join(report.refused))


def _bring(document: Document, why: Why) -> str:
    """Publish unless people decided on the entry since: a file never overwrites a decision."""
    kind, slug = kind_of(document), document.slug
    rows = Change.select().where(Change.kind == kind, Change.slug == slug)
    last = rows.order_by(Change.number.desc()).first()
    if last and (last.submission or last.undoes or last.act in ("withdrawn", "moved") or _told_since(last, why)):
        return "kept"
    change = publish(document, why)
    return str(change.act) if change else "same"


def _told_since(last: Change, why: Why) -> bool:
    """Tell whether the newest change hid claims, or noted what a re-reading or a link check saw: no file did."""
    hid = Hiding.select().where(Hiding.change == last.number).exists()
    return bool(hid) or (last.reason != why.reason and history.only_marks(last))


def lines(file: Path) -> Iterator[Line]:
    """Read JSON Lines of companies one by one: where each stands, and the company or what is wrong."""
    with file.open(encoding="utf-8", errors="surrogateescape") as opened:
        for number, line in enumerate(opened, start=1):
            if line.strip():
                yield f"{file.name}: line {number}", _company(line)


def _company(line: str) -> Company | Refused:
    try:
        if len(line) > LONGEST_LINE:
            return Refused("This line is longer than a million characters.")
        return company(json.loads(line))
    except Refused as refusal:
        return refusal
    except (ValueError, RecursionError) as error:
        return Refused("This line is not JSON: %(error)s", error=error)


def count(file: Path) -> int:
    """Count the lines that hold something: how long the progress bar is."""
    with file.open("rb") as opened:
        return sum(1 for line in opened if line.strip())


def check(rows: Iterable[Line], report: Report) -> None:
    """Check every line against all rules, the other entries and the other lines; write nothing."""
    seen: dict[str, str] = {}
    for where, row in rows:
        faults = _told(row) if isinstance(row, Refused) else [_say(each) for each in problems(row)]
        if isinstance(row, Company):
            faults = faults or _twice(row, seen)
            seen |= {} if faults else dict.fromkeys(_keys(row), where)
        if faults:
            report.refuse(where, faults)


def _twice(document: Company, seen: dict[str, str]) -> list[str]:
    return [f"{document.slug}: {key} stands in {seen[key]} already." for key in _keys(document) if key in seen]


def _keys(document: Company) -> list[str]:
    return [f"slug: {document.slug}", *([f"website: {document.domain}"] if document.domain else [])]


def _told(refusal: Refused) -> list[str]:
    return [_say(each) for each in refusal.problems] if isinstance(refusal, Invalid) else [str(refusal)]


def _say(problem: Problem) -> str:
    return f"{problem.where}: {problem}"


def bring_in_lines(rows: Iterable[Line], report: Report, why: Why) -> None:
    """Publish the good lines in batches, each in one transaction; report the refused ones."""
    seen: dict[str, str] = {}
    read = iter(rows)
    while batch := list(islice(read, BATCH)):
        with write():
            for where, row in batch:
                if faults := _bring_line(where, row, seen, report, why):
                    report.refuse(where, faults)


def _bring_line(where: str, row: Company | Refused, seen: dict[str, str], report: Report, why: Why) -> list[str]:
    faults = _told(row) if isinstance(row, Refused) else _twice(row, seen)
    if faults or isinstance(row, Refused):
        return faults
    try:
        with write():
            report.done[_bring(row, why)] += 1
    except Invalid as refusal:
        return _told(refusal)
    seen |= dict.fromkeys(_keys(row), where)
    return []
