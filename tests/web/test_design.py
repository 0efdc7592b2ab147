"""The style sheet: small, nothing dead in it, readable in each scheme, and shown on the page of the design."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from directory.submissions.views import design

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
SHEET = re.sub(r"/\*.*?\*/", "", (STATIC / "site.css").read_text(), flags=re.DOTALL)
TEMPLATES = {file: file.read_text() for file in sorted((ROOT / "templates").rglob("*.html"))}
# What writes classes: templates, modules, the Python that makes charts and fields, words of closed lists.
WRITTEN = [*TEMPLATES.values(), *(f.read_text() for f in [*STATIC.glob("*.js"), *(ROOT / "directory").rglob("*.py")])]
LARGEST = {"css": 20_000, "js": 25_000}
# Grounds that carry text, and what is written on them.
GROUNDS = ("paper", "sheet", "tint")
TEXTS = (*design.TEXTS, *design.RULES)
PAIRS = [*product(TEXTS, GROUNDS), ("button-ink", "button"), *product(("ink",), ("highlight", "gone", "come"))]
SCHEMES = {"light": [], "dark": ["dark"], "more contrast": ["more"], "more contrast, dark": ["dark", "more", "both"]}


def blocks():
    """Give the tokens that each block of :root sets: plain, dark, more contrast, both."""
    layer = SHEET.split("@layer tokens {")[1].split("@layer base {")[0]
    found = re.findall(r"(?:@media ([^{]*) \{\s*)?:root \{([^}]*)\}", layer)
    names = {
        "": "plain",
        "(prefers-color-scheme: dark)": "dark",
        "(prefers-contrast: more)": "more",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)": "both",
    }
    return {names[media.strip()]: dict(re.findall(r"--([\w-]+): ([^;]+);", body)) for media, body in found}


def tokens(scheme):
    known = blocks()
    return {name: value for each in ["plain", *SCHEMES[scheme]] for name, value in known[each].items()}


def luminance(values, name):
    """Give the relative luminance of a colour token, as WCAG 2.2 defines it."""
    value = values[name]
    if known := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return luminance(values, known[1])
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(values, one, other):
    low, high = sorted(luminance(values, name) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_each_ground(scheme):
    values, least = tokens(scheme), 7 if "more" in scheme else 4.5
    weak = {pair: round(contrast(values, *pair), 2) for pair in PAIRS if contrast(values, *pair) < least}
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_one_acts_on_has_an_edge_that_can_be_seen(scheme):
    values = tokens(scheme)
    weak = [pair for pair in product(("edge", "link", "margin"), GROUNDS) if contrast(values, *pair) < 3]
    assert weak == []


@pytest.mark.parametrize("kind", LARGEST)
def test_all_of_a_kind_is_small_when_it_is_sent(kind):
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in STATIC.glob(f"*.{kind}")}
    assert sum(sizes.values()) <= LARGEST[kind], sizes


def test_every_class_of_the_style_sheet_is_used():
    """A class is used where it stands in quotation marks: in an attribute, a module, a field, a closed list."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r'"[^"]*"', '""', SHEET))
    classes = set(re.findall(r"\.(-?[a-z_][\w-]*)", selectors, re.IGNORECASE))
    said = [each for text in WRITTEN for mark in "\"'" for each in re.findall(f"{mark}([^{mark}\n]*){mark}", text)]
    words = {word for each in said for word in re.split(r"[^\w-]+", each)}
    # `shade-1` is written as `shade-{{ number }}`.
    assert sorted(name for name in classes - words if re.sub(r"\d+$", "", name) not in words) == []


def test_every_class_that_templates_write_is_known():
    """A class without a rule is dead weight, unless a module asks for it or a test does."""
    tests = "\n".join(file.read_text() for file in (ROOT / "tests").rglob("*.py"))
    known = SHEET + tests.replace('class="', ".") + "\n".join(file.read_text() for file in STATIC.glob("*.js"))
    known += "".join(f" .{name}-" for name in re.findall(r"\.([\w-]+)-\d", known))
    written = {
        name
        for text in TEMPLATES.values()
        for value in re.findall(r'\bclass="([^"]*)"', text)
        for name in re.sub(r"[\w-]*\{[{%].*?[%}]\}", " ", value).split()
    }
    assert sorted(name for name in written if not re.search(rf"\.{re.escape(name)}(?![\w-])", known)) == []


def test_colours_are_tokens():
    """Print and what must be white, as a code that phones read, name theirs in the layer of tokens or of output."""
    parts = re.split(r"@layer (tokens|output) \{", SHEET)
    rest = parts[0] + "".join(text.partition("@layer ")[2] for text in parts[2::2])
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\([^)]*\)|\bhsl", rest) == []


def test_each_token_is_used_and_each_that_is_used_is_there():
    set_here = set(re.findall(r"--([\w-]+):", SHEET))
    used = set(re.findall(r"var\(--([\w-]+)", SHEET))
    assert set_here == used


def test_fonts_are_sent_under_the_address_that_the_page_loads_ahead(client):
    page = client.get("/about/design").text
    named = re.findall(r'url\("(vendor/[^"]*)"\)', SHEET)
    assert named
    for address in named:
        with client.get(f"/static/{address}") as answer:
            assert answer.headers["Cache-Control"].endswith("immutable"), "its hash in site.css is not that of the file"
    assert f'<link rel="preload" href="/static/{named[0]}"' in page
    assert len((STATIC / named[0].partition("?")[0]).read_bytes()) < 60_000


def test_the_page_of_the_design_shows_every_token_of_colour_type_and_space(client):
    page = client.get("/about/design").text
    shown = set(re.findall(r"<code>--([\w-]+)</code>", page))
    colours = set(blocks()["dark"]) - {"button-ink", "shade"}
    assert colours <= shown
    classed = {f".{kind}.{name}" for kind, names in (("swatch", colours), ("length", design.SPACES)) for name in names}
    assert {name for name in classed if name not in SHEET} == set()


def test_the_icon_is_where_old_browsers_look(client):
    with client.get("/favicon.ico") as answer:
        assert answer.status_code == 200
        assert answer.data[:4] == b"\0\0\1\0"
