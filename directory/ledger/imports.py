"""Bring documents in from files, through the one door: the launch data, and JSON Lines of companies."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from peewee import fn

from directory.catalogue.document import Company
from directory.catalogue.kinds import Document, Kind, company, kind_of, parse
from directory.db import write
from directory.errors import Invalid, Problem, Refused
from directory.ledger.models import Change
from directory.ledger.publish import Why, problems, publish

BATCH = 500
LONGEST_LINE = 1_000_000
Shape = TypeVar("Shape")
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
    """Count what became of the entries, and keep a sentence for each that was refused."""

    done: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


class _Loader(yaml.SafeLoader):
    """Read dates as the text that they are: a month stays a month."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def launch_data(folder: Path) -> list[Item]:
    """Read and check the seed files, in the order in which they build on each other; raise BadFile."""
    items: list[Item] = []
    faults: list[str] = []
    for file, kind, data in _seed_entries(folder):
        label = data.get("slug") if isinstance(data, dict) else data
        try:
            items.append(Item(f"{file}: {label}", parse(kind, data)))
        except Invalid as refusal:
            faults += [f"{file}: {label}: {problem.where}: {problem}" for problem in refusal.problems]
    if faults:
        raise BadFile("\n".join(faults))
    return items


def _seed_entries(folder: Path) -> Iterator[tuple[str, Kind, Any]]:
    models = _yaml(folder / "models.yaml", dict)
    versions = _listed(models.get("versions", []), "models.yaml: versions")
    families = _listed(models.get("families", []), "models.yaml: families")
    known = {family.get("slug") for family in families if isinstance(family, dict)}
    for data in _listed(models.get("developers", []), "models.yaml: developers"):
        yield "models.yaml", Kind.DEVELOPER, data
    for data in families:
        yield "models.yaml", Kind.MODEL, _with_versions(data, versions)
    for version in versions:
        if not isinstance(version, dict) or version.get("family") not in known:
            name = version.get("name") if isinstance(version, dict) else version
            raise BadFile("models.yaml: %(name)s: family: There is no such family.", name=name)
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
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise BadFile("%(file)s cannot be read: %(error)s", file=file.name, error=error) from error
    if not isinstance(data, shape):
        raise BadFile("%(file)s does not hold what it should: a list of entries.", file=file.name)
    return data


def _listed(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise BadFile("%(where)s: This should be a list.", where=where)
    return value


def bring_in(items: Iterable[Item], report: Report, why: Why = LAUNCH) -> None:
    """Publish all items in one transaction; raise BadFile, and publish none, where the door refuses one."""
    with write():
        for item in items:
            try:
                report.done[_bring(item.document, why)] += 1
            except Invalid as refusal:
                report.refused += [f"{item.where}: {fault}" for fault in _told(refusal)]
        if report.refused:
            raise BadFile("\n".join(report.refused))


def _bring(document: Document, why: Why) -> str:
    """Publish unless people decided on the entry since: a file never overwrites a decision."""
    kind, slug = kind_of(document), document.slug
    newest = Change.select(fn.MAX(Change.number)).where(Change.kind == kind, Change.slug == slug).scalar()
    if newest:
        last = Change.get_by_id(newest)
        if last.submission or last.undoes or last.act == "withdrawn":
            return "kept"
    change = publish(document, why)
    return str(change.act) if change else "same"


def lines(file: Path) -> Iterator[tuple[str, Company | Refused]]:
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


def check(rows: Iterable[tuple[str, Company | Refused]], report: Report) -> None:
    """Check every line against all rules, the other entries and the other lines; write nothing."""
    seen: dict[str, str] = {}
    for where, row in rows:
        faults = (
            _told(row) if isinstance(row, Refused) else [*map(_say, problems(row)), *_twice(row, where, seen)]
        )
        report.refused += [f"{where}: {fault}" for fault in faults]


def _twice(document: Company, where: str, seen: dict[str, str]) -> list[str]:
    label = document.slug
    keys = [f"slug: {document.slug}", *([f"website: {document.domain}"] if document.domain else [])]
    found = [f"{label}: {key} stands in {seen[key]} already." for key in keys if key in seen]
    seen.update(dict.fromkeys(keys, where))
    return found


def _told(refusal: Refused) -> list[str]:
    return [_say(each) for each in refusal.problems] if isinstance(refusal, Invalid) else [str(refusal)]


def _say(problem: Problem) -> str:
    return f"{problem.where}: {problem}"


def bring_in_lines(rows: Iterable[tuple[str, Company | Refused]], report: Report, why: Why) -> None:
    """Publish the good lines in batches, each in one transaction; report the refused ones."""
    batch: list[Item] = []
    for where, row in rows:
        if isinstance(row, Refused):
            report.refused += [f"{where}: {fault}" for fault in _told(row)]
        else:
            batch.append(Item(where, row))
        if len(batch) == BATCH:
            _bring_batch(batch, report, why)
            batch = []
    _bring_batch(batch, report, why)


def _bring_batch(batch: list[Item], report: Report, why: Why) -> None:
    with write():
        for item in batch:
            try:
                with write():
                    report.done[_bring(item.document, why)] += 1
            except Invalid as refusal:
                report.refused += [f"{item.where}: {fault}" for fault in _told(refusal)]
