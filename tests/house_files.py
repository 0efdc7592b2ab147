"""The rules of the house on files: their length, their names, what templates and tests may hold."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.house import house, module_of, rule

MOST_LINES, MOST_IN_FUNCTION, MOST_IN_NINE_OF_TEN, MEDIAN = 300, 45, 25, 8
# Tests that watch other processes look again and again until a deadline, and why.
WAITING = {"test_faults.py": "a killed process tells nobody that it is gone"}


@rule
def templates_are_escaped_and_hold_no_script(root: Path) -> Iterator[str]:
    wrong = re.compile(
        # Linked data is no script: no browser runs it.
        r"\|\s*safe\b|autoescape|<script(?! type=\"application/ld\+json\")(?![^>]*\bsrc=)"
        r"|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:",
        re.IGNORECASE,
    )
    for file in sorted((root / "templates").rglob("*.*")):
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if found := wrong.search(line):
                yield f"{file.relative_to(root)}:{number}: {found[0].strip()}"


@rule
def names_say_what_a_file_is_for(root: Path) -> Iterator[str]:
    vague = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "lib", "core"}
    return (m.path for m in house(root).values() if vague & set(m.parts))


@rule
def files_are_short(root: Path) -> Iterator[str]:
    folders = ("directory", "tests", "bench")
    files = [root / "app.py", *(file for name in folders for file in (root / name).rglob("*.py"))]
    for file in files:
        if (lines := len(file.read_text().splitlines())) > MOST_LINES:
            yield f"{file.relative_to(root)} has {lines} lines"


@rule
def functions_are_short(root: Path) -> Iterator[str]:
    """Tell functions that are too long; the frozen schema is a list, not a function to read."""
    sizes = {
        module.at(node, node.name): size(node)
        for module in house(root).values()
        if module.feature != "schema"
        for node in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    }
    yield from (f"{name} has {lines} lines" for name, lines in sizes.items() if lines > MOST_IN_FUNCTION)
    ordered = sorted(sizes.values())
    if statistics.median(ordered) > MEDIAN:
        yield f"the median function has {statistics.median(ordered)} lines"
    if ordered[int(len(ordered) * 0.9)] > MOST_IN_NINE_OF_TEN:
        yield f"one function in ten has more than {ordered[int(len(ordered) * 0.9)]} lines"


def size(node: ast.FunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    first = node.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return node.end_lineno - node.lineno + 1 - (first.end_lineno - first.lineno + 1 if told else 0)


@rule
def tests_neither_sleep_nor_mock(root: Path) -> Iterator[str]:
    for file in sorted((root / "tests").rglob("*.py")):
        for node in module_of(str(file.relative_to(root)), file.read_text()).nodes(ast.AST):
            told = ast.unparse(node) if isinstance(node, ast.Import | ast.ImportFrom | ast.Attribute) else ""
            slept = told == "time.sleep" and file.name not in WAITING
            if slept or told == "import mock" or re.match(r"(from|import) (unittest.mock|mock)\b", told):
                yield f"{file.relative_to(root)}:{node.lineno}: {told}"
