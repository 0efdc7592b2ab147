"""Each judge of a page in the browser finds a fault that was planted."""

import pytest
from flask import Response

from tests.judges import looking
from tests.judges.stage import Kind

pytestmark = pytest.mark.browser
PAGE = "/accessibility"
# What is added to a page, and a word of what is told then.
PLANTED = {
    "an image without a text": ("<img src='/static/icon.svg'>", "image-alt"),
    "too little contrast": ("<p class='faint'>Faint.</p>", "color-contrast"),
    "a field without a name": ("<input>", "label"),
    "a small target": (
        "<p class='row'><button class='dot'>a</button><button class='dot'>b</button></p>",
        "target-size",
    ),
    "what axe cannot decide": ("<div class='pictured'><p>On a picture.</p></div>", "color-contrast"),
    "a second first heading": ("<h1>Again</h1>", "not one h1"),
    "a heading left out": ("<h4>Deep</h4>", "is followed by"),
    "a control without a ring": ("<button class='bare'>Press</button>", "no ring"),
    "a ring that forced colours take": ("<button class='shaded'>Press</button>", "forced colours: no ring"),
    "something wide": ("<p class='wide-one'>Wide.</p>", "too wide"),
    "a button that is cut": ("<button class='short'>Long, long words</button>", "cut"),
    "a letter that grows over the edge": ("<p class='ems'>Wide when large.</p>", "enlarged"),
    "spacing that does not fit": ("<p class='row'>Words that do not break and fit barely.</p>", "spaced"),
    "a message on the console": ("<script src='/static/nothing.js'></script>", "404"),
    "another host": ("<img alt='' src='http://127.0.0.1:9/picture.png'>", "another host"),
}
STYLE = """
.faint { color: #bbb; background: #fff } .bare:focus { outline: none; box-shadow: none }
.shaded:focus { outline: none; box-shadow: 0 0 0 3px #000 }
.wide-one { inline-size: 2000px } .short { inline-size: 3em; overflow: hidden; white-space: nowrap; padding: 0 }
.ems { inline-size: 45rem; max-inline-size: none }
.row { white-space: nowrap; inline-size: max-content; font-size: 15px; max-inline-size: none }
.dot { inline-size: 10px; block-size: 10px; min-block-size: 0; padding: 0; font-size: 6px }
.pictured { background: linear-gradient(#fff, #000) } .pictured p { color: #777 }
"""


@pytest.fixture(scope="module")
def planted(stage):
    """Serve a page of ours with a fault in it."""
    plain = stage.open(Kind("a page", PAGE)).text
    views = stage.app.view_functions
    kept, stage.planted = dict(views), ""
    views["catalogue.accessibility"] = lambda: plain.replace("</article>", f"{stage.planted}</article>")
    views["machine.health"] = lambda: Response(STYLE, mimetype="text/css")
    yield stage
    views.update(kept)


def test_a_page_without_a_fault_has_none(browser, planted):
    planted.planted = ""
    with looking.looking(browser, planted) as looker:
        assert looking.faults(looker, Kind("plain", PAGE)) == []


@pytest.mark.parametrize(("fault", "told"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(browser, planted, fault, told):
    planted.planted = f"<link rel='stylesheet' href='/healthz'>{fault}"
    with looking.looking(browser, planted) as looker:
        found = looking.faults(looker, Kind("planted", PAGE))
    assert [line for line in found if told in line] != [], found


def test_what_moves_is_found(browser, planted):
    planted.planted = ""
    with looking.looking(browser, planted) as looker:
        page = looker.open(Kind("planted", PAGE))
        page.emulate_media(reduced_motion="reduce")
        assert looking.ask(page, "moving") == []
        page.locator("h1").evaluate("each => each.style.setProperty('transition', 'opacity 3s', 'important')")
        assert len(looking.ask(page, "moving")) == 1
