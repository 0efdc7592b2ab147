"""The twins in Markdown: all that the page says, and no text of an entry becomes anything but text."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from directory.export.markdown import address, link, plain, quoted
from tests.export.pages import SITE
from tests.factories import Kind, adoption, company, lay_ground, own_source, put, source

# CommonMark with what GitHub adds; that reader also takes `evil.example` alone for a link, which GitHub does not.
reader = MarkdownIt("gfm-like", {"html": True})
reader.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
HOSTILE = [
    "[free](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<img src=x onerror=alert(1)> <https://evil.example>",
    "https://evil.example http://evil.example www.evil.example",
    "# Heading #",
    "- item",
    "+ item",
    "1. one",
    "1) one",
    "> quote",
    "=====",
    "---",
    "***",
    "```js",
    "`code` **bold** __bold__ ~~gone~~ | a | b |",
    "[ref]: https://evil.example",
    "&lt;b&gt; &copy; &#64;",
    "\\[x](y) \\",
    "a | b\n--- | ---",
    "$x$ [^1] :::",
    "    code",
    "](<https://evil.example>)[",
]
SIGNS = st.text(st.sampled_from("\\`*_{}[]<>()#+-=.!|~&$^:@/\"' w1aé中\t"), max_size=30)
TEXTS = st.one_of(SIGNS, st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40))


def spoken(tokens):
    """Give the text of a line, without its marks."""
    assert {token.type for token in tokens} <= {"text", "text_special"}, [token.type for token in tokens]
    return "".join(token.content for token in tokens)


@given(TEXTS)
@example("1\u2003) x")
def test_text_stays_text_wherever_it_stands(text):
    line = " ".join(text.split())
    for before, kinds in (("", "paragraph"), ("> ", "paragraph"), ("### ", "heading"), ("- **Name:** ", "paragraph")):
        tokens = reader.parse(before + plain(text))
        inline = [token for token in tokens if token.type == "inline"]
        assert len(inline) <= 1
        assert {t.type for t in tokens} <= set(ALLOWED) | {f"{kinds}_open", f"{kinds}_close"}
        children = inline[0].children if inline else []
        if before.startswith("- "):
            bold = [child.type for child in children].index("strong_close")
            children = children[bold + 1 :]
            assert spoken(children).strip() == line
        else:
            assert spoken(children) == line


ALLOWED = ["inline", "blockquote_open", "blockquote_close", "bullet_list_open", "bullet_list_close"]
ALLOWED += ["list_item_open", "list_item_close"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markdown_is_shown_as_it_was_written(text):
    test_text_stays_text_wherever_it_stands.hypothesis.inner_test(text)


@given(TEXTS, st.text(st.sampled_from("abc/?&=%#~()[]<>\\*_;:copy"), max_size=30))
def test_a_link_leads_where_it_says(text, end):
    url = f"https://example.org/{end}"
    for written in (link(text, url), address(url)):
        (inline,) = [token for token in reader.parse(written) if token.type == "inline"]
        opened = [token for token in inline.children if token.type == "link_open"]
        assert len(opened) == 1
        assert inline.children[0] is opened[0]
        assert inline.children[-1].type == "link_close"
        assert opened[0].attrs["href"] == reader.normalizeLink(url)


def test_a_quotation_is_one():
    assert quoted("a\n\n# b") == "> a \\# b"


@pytest.fixture
def twin(empty_app):
    """Publish a company and read its twin."""
    lay_ground()

    def read(**given):
        put(Kind.COMPANY, company(**given))
        answer = empty_app.test_client().get("/companies/example-company-1.md")
        assert (answer.status_code, answer.content_type) == (200, "text/markdown; charset=utf-8")
        return answer.text

    return read


def test_the_twin_of_a_company_is_complete(twin):
    reply = {"on": "2026-11-20", "text": "We stopped using it in March.", "language": "de", "proof": "dns"}
    claim = adoption(
        versions=["Lantern-1"],
        operator="Example Cloud",
        region="Frankfurt",
        sources=[own_source(), source(archive_url="https://archive.example/1"), source(quote=None, locator="Page 4")],
    )
    text = twin(legal_name="Example GmbH", registry_id="HRB 1", founded=2019, adoptions=[claim], replies=[reply])
    for part in (
        "# Example Company 00001 (made up)\n\nA made-up company that only tests know.\n\n",
        "- **Legal name:** Example GmbH\n",
        "- **Website:** <https://www.company-1.example>\n- **Seat:** Berlin, Germany\n- **Founded:** 2019\n",
        "### Claim 1: Lantern, in production\n\nIt runs Lantern for its help desk.\n",
        f"- **Model:** [Lantern](<{SITE}/models/lantern>)\n- **Versions:** Lantern-1\n",
        "- **Operator:** Example Cloud\n- **Region:** Frankfurt\n",
        "- **Since:** 2026-01\n",
        "; the rule fired on source 1, 2\n",
        "- **Sources read on:** 2026-11-23\n",
        "- **Re-read by a human on:** not yet\n- **To be re-read by:** 2027-11-23\n",
        "#### Source 1\n\n> We run Lantern.\n\n- **Title:** [Who runs Lantern](<https://www.company-1.example/blog/",
        "- **Archived copy:** [archived copy](<https://archive.example/1>)\n",
        "- **Where to find it:** Page 4\n",
        "Not counted by the rule. It comes from the same publisher as source 2.\n",
        "replies\n\n> We stopped using it in March.\n\n- **Day:** 2026-11-20\n",
        f"- **Page:** <{SITE}/companies/example-company-1>\n",
        f"[every change](<{SITE}/companies/example-company-1/history>)",
        "[CC BY 4.0](<https://creativecommons.org/licenses/by/4.0/>)",
    ):
        assert part in text


@pytest.mark.parametrize("text", [each for each in HOSTILE if "\n" not in each])
def test_a_hostile_entry_changes_nothing_but_words(twin, text):
    hostile = f"{text} and ten letters"
    claim = adoption(statement=hostile, sources=[source(title=hostile, publisher=hostile, quote=hostile)])
    written = twin(name=hostile[:120], summary=hostile, city=hostile[:100], adoptions=[claim])
    html = reader.render(written)
    assert not re.search(r'(href|src)="[^"]*evil|<img|<code|<table|<hr|<s>|<ol', html)
    assert [len(re.findall(f"<h{level}>", html)) for level in (1, 2, 3, 4)] == [1, 3, 1, 1]
    assert html.count("<blockquote>") == 1


@pytest.mark.parametrize("path", ["/models/qwen", "/models/qwen3", "/developers/deepseek", "/companies/novo-ai"])
def test_a_twin_holds_what_its_page_quotes(client, path):
    html, text = client.get(path).text, reader.render(client.get(f"{path}.md").text)
    quotes = re.findall(r"<blockquote[^>]*>\s*<p>(.*?)</p>", html)
    assert quotes
    plainly = text.replace("&quot;", '"')
    assert [each for each in quotes if each.replace("&#39;", "'").replace("&#34;", '"') not in plainly] == []


@pytest.mark.parametrize("path", ["/companies/no-such.md", "/models/no-such.md", "/developers/no-such.md"])
def test_nothing_has_no_twin(client, path):
    assert client.get(path).status_code == 404
