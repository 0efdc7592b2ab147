"""The Nu HTML checker: it is asked once about a folder of pages, as it starts slowly."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
JAR = ROOT / "judges" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def checked(folder: Path, *kinds: str) -> list[str]:
    """Give what the checker says about every file of a folder; `--css` or `--svg` where they are no pages."""
    command = ["java", "-Xss1m", "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--stdout", *kinds]
    told = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    return list(_lines(json.loads(told.stdout)["messages"]))


def _lines(messages: Iterable[dict[str, object]]) -> Iterable[str]:
    for each in messages:
        page = str(each["url"]).rpartition("/")[2]
        said = f"{each.get('subType', each['type'])}: {each['message']}"
        yield f"{page}:{each.get('lastLine')}: {said} {each.get('extract', '')!r}"
