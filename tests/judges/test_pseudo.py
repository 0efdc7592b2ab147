"""Words two fifths longer break no page, and no page says anything that cannot be translated."""

import json
import re
from collections import defaultdict
from contextlib import suppress

import pytest
from babel import Locale

from directory import db
from directory.web.languages import LANGUAGES
from tests.judges import kinds, pseudo
from tests.judges.looking import NARROW, WIDE, ask, looking

pytestmark = pytest.mark.browser
# The same in every language: names, formats, keys; and what the test typed.
SHOWN = {
    "Passerelle",
    "UTC",
    "CSV",
    "JSON",
    "Atom",
    "Enter",
    "deepsek",
    "xqzzwv",
    "novo",
    "sovereign cloud",
    "sovereign",
    "cloud",
    "Example Ltd (made up)",
}
SHOWN |= {"BibTeX", "RIS", "CSL-JSON", "Gemma", *LANGUAGES.values()}
# Examples that are data anywhere else; and what was written when the site started, in case nothing works any more.
UNREAD = {"/about/design", "500"}
ADDRESS = re.compile(r"[\w./-]+\.[a-z]+(/\S*)?|/\S+|companies/\S+|https?://\S+|[\w.-]+@[\w.-]+")
LONG = 12
# What is shown and not a message: the text outside the marks, in the order of the page.
LEFT = """
([start, end]) => {
  const found = []; let depth = 0;
  const see = (text) => {
    for (const part of text.split(new RegExp(`([${start}${end}])`))) {
      if (part === start) depth += 1; else if (part === end) depth -= 1;
      else if (depth === 0 && /\\p{L}{2}/u.test(part)) found.push(part.replace(/\\s+/g, " ").trim());
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const own = document.documentElement.lang;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      const around = node.parentElement;
      // A found word is marked in the middle of a text; an option that shows its value is a code.
      if (around.querySelector(":scope > mark")) continue;
      if (around.localName === "option" && around.value === around.text.trim()) continue;
      // A drawing breaks names into lines, each of which is less than a name.
      if (around.closest(`tspan.name`)) continue;
      if (!around.closest(`time, code, script, style, textarea, [lang]:not(html), .example, kbd, mark`)) see(node.data);
      continue;
    }
    for (const name of ["aria-label", "placeholder", "title", "alt", "data-label"]) {
      const text = node.getAttribute(name);
      if (text && !text.includes(start) && /\\p{L}{2}/u.test(text)) found.push(text);
    }
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def spoken(stage, tmp_path_factory):
    pseudo.install(stage.app, tmp_path_factory.mktemp("pseudo"))
    return stage


def leaves(value):
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [str(value)]


@pytest.fixture(scope="module")
def data(spoken):
    """Give all that is kept, which stays in its own language, and the names that the Unicode CLDR gives."""
    kept = set()
    with db.database.connection_context():
        for table in db.database.get_tables():
            for row in db.database.execute_sql(f'select * from "{table}"').fetchall():
                for cell in map(str, row):
                    kept |= {cell}
                    with suppress(json.JSONDecodeError):
                        kept |= set(leaves(json.loads(cell)))
    there = Locale(pseudo.PLACE)
    every = kept | set(there.territories.values()) | set(there.languages.values()) | SHOWN
    return " | ".join(["", *every, *{part for each in every for part in parted(re.sub(r"\s+", " ", each))}, ""])


def parted(text):
    """Take a text apart at its commas and at the time of day."""
    return [re.sub(r"^\W+|\W+$", "", part) for part in re.split(r"[,;]\s|\d\d:\d\d", text)]


def unknown(text, data):
    """Tell what of a text is neither kept data nor a name, an address, a date or a key of the keyboard."""
    return [part for part in parted(text) if len(part) > 1 and not _kept(part, data) and not ADDRESS.fullmatch(part)]


def _kept(part, data):
    """A short word is kept only as a whole: it could be in a sentence by chance."""
    return f"| {part} |" in data or (len(part) > LONG and part in data)


def test_longer_words_break_nothing_and_nothing_is_left_untranslated(browser, spoken, data):
    wrong = defaultdict(set)
    with looking(browser, spoken) as looker:
        for kind in kinds.every(spoken):
            page = looker.open(kind, pseudo.PLACE)
            for size in (WIDE, NARROW):
                page.set_viewport_size(size)
                for told in [*ask(page, "sideways"), *ask(page, "cut")]:
                    wrong[f"{size['width']}: {told}"].add(kind.name)
            told = page.evaluate(LEFT, [pseudo.START, pseudo.END])
            for text in told if kind.name not in UNREAD else ():
                for part in unknown(text, data):
                    wrong[f"not translated: {part}"].add(kind.name)
    assert {told: sorted(names)[:3] for told, names in wrong.items()} == {}


def test_the_made_up_language_keeps_what_must_stay():
    told = pseudo.longer('<a href="%(root)s/imprint">Read it</a>, 100%%.')
    assert told.startswith('⟦<a href="%(root)s/imprint">Rëåd ît</a>, 100%%.')
    assert told.endswith("⟧")
    assert len(pseudo.longer("x" * 100)) >= 140
