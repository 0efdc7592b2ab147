"""No sentence for people is written beside the messages: not in a template, not in what is refused."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from tests.house import house

ROOT = Path(__file__).parents[2]
LEXER = Environment(autoescape=True)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WORD = re.compile(r"[^\W\d_]{2,}")
# What is called the same in every language.
NAMES = frozenset(
    {"Passerelle", "JSON", "CSV", "BibTeX", "RIS", "CSL", "UTC", "TXT", "DOCTYPE", "html", "lt", "gt", "amp", "nbsp"}
)
NOT_READ = re.compile(r"<(script|style|code|kbd|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^<>]*>")
# Attributes that people read or hear.
READ = re.compile(r'\s(?:alt|aria-label|aria-description|placeholder|title|data-label|summary)="([^"]*)"')
# Words of another kind: what somebody may write into the box, an address.
EXAMPLES = {
    "catalogue/home.html": {"novo", "deepseek", "sovereign", "cloud", "通义千问"},
    "moderation/entry.html": {"companies"},
    "catalogue/design.html": {"Sample", "Example", "Muster", "Ltd", "AG", "example", "check"}
    | {"sentences", "its", "own", "runs", "on", "servers", "to"},
}
SENTENCE = re.compile(r"[A-Z].* ")
# Who is refused in these reads a terminal, in English.
OPERATORS = re.compile(r"(commands|app|config|db|delivery|outbox|index|postings|imports|kinds|catalogues)(\.py)?\Z")


def literal(source: str) -> str:
    """Give what a template says by itself: expressions and blocks are taken out."""
    parts = [value if kind == "data" else "" for _line, kind, value in LEXER.lex(source)]
    return NOT_READ.sub(" ", "".join(parts))


def unmarked(source: str) -> set[str]:
    """List the words of a template that no message holds."""
    told = literal(source)
    spoken = " ".join([TAG.sub(" ", told), *READ.findall(told)])
    return set(WORD.findall(spoken)) - NAMES


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_by_itself(file):
    allowed = EXAMPLES.get(str(file.relative_to(ROOT / "templates")), set())
    assert unmarked(file.read_text()) - allowed == set()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", {"Hello"}),
        ("<p>{{ _('Hello') }}</p>", set()),
        ('<a class="button" aria-label="Close it">×</a>', {"Close", "it"}),
        ('<a class="button" aria-label="{{ _("Close") }}" href="/a/b">JSON</a>', set()),
        ("{% if big > small %}<b>{{ x }}</b>{% endif %} and", {"and"}),
        ("<code>flask run</code>{# a comment #}", set()),
    ],
)
def test_what_a_template_says_by_itself_is_found(source, words):
    assert unmarked(source) == words


def _is_text(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)


def refusals() -> list[str]:
    """List the sentences that are handed to somebody who is refused, and are no marked messages."""
    found = []
    for module in house(ROOT).values():
        if OPERATORS.search(module.path):
            continue
        for node in module.nodes(ast.Raise):
            call = node.exc
            told = ast.literal_eval(call.args[0]) if isinstance(call, ast.Call) and _is_text(call) else ""
            if SENTENCE.match(told):
                found.append(module.at(node, told))
    return found


def test_who_is_refused_reads_a_message_that_can_be_translated():
    assert refusals() == []
