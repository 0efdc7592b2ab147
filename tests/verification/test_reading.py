"""Does a page hold a quote? Whatever layout did to the words, and whatever a hostile page does to the program."""

import json
from io import BytesIO

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from directory.verification.reading import Page, bare, holds, pieces, read
from directory.verification.visits import Visit
from tests.conftest import SEEDS

QUOTE = "We run “Qwen2.5” in our well-known product, she said."


def page(body, media="text/html", charset=""):
    """Read what a server answers."""
    body = body if isinstance(body, bytes) else body.encode()
    return read(Visit(200, "https://news.example/", "news.example", media, charset, body))


def pdf(*lines):
    """Write a PDF of one page."""
    writer = PdfWriter()
    sheet = writer.add_blank_page(600, 800)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")})
    font[NameObject("/BaseFont")] = NameObject("/Helvetica")
    sheet[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
    stream = DecodedStreamObject()
    told = " T* ".join(f"({line}) Tj" for line in lines)
    stream.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {told} ET".encode())
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def as_data(kind, told):
    """Write a page that scripts put together from data."""
    return f'<script type="{kind}">{json.dumps(told)}</script>'


@pytest.mark.parametrize(
    "told",
    [
        "<p>We run “Qwen2.5” in our well-known product, she said.</p>",
        "<p>we RUN &quot;Qwen2.5&quot;\n in our well&shy;-known <em>pro</em>duct, she said.",
        "We run « Qwen2.5 » in our <a href=x>well‑known</a><br>product,<wbr> she&nbsp;said.",
        "We run 'Qwen2.5' in our well-<br>\nknown pro&#8203;duct, she said",
        "<ul><li>We run Qwen2.5 in our<li>well known product, she said.</ul>",
        "<p>We run “Qwen2.5”<sup>[3]</sup> in our well-known product,<sup>4</sup> she said.",
        as_data("application/json", {"a": [1, {"b": QUOTE[:30]}], "c": QUOTE[30:]}),
        as_data(
            "application/ld+json", {"articleBody": f"<p>{QUOTE}".replace("“", "&quot;").replace("well", "<b>well</b>")}
        ),
    ],
)
def test_layout_does_not_hide_a_quote(told):
    found = page(f"<!doctype html><title>A</title><body>{told}")
    assert holds(found, QUOTE.removesuffix(".")), found.texts


@pytest.mark.parametrize(
    "told",
    [
        "We run “Qwen25” in our well-known product, she said.",
        "We run “Qwen2.5” in our product, she said.",
        f"<!-- {QUOTE} -->",
        f"<script>var a = '{QUOTE}'</script>",
        f"<style>{QUOTE}</style>",
        f'<p title="{QUOTE}">No.</p>',
        '<script type="application/json">{"broken": "We run</script>',
        '<script type="application/json">' + "[" * 100_000 + "</script>",
        "",
    ],
)
def test_what_is_not_said_is_not_found(told):
    assert not holds(page(f"<!doctype html><body>{told}"), QUOTE)


def test_a_page_has_a_title():
    assert page("<title>\n Who runs\tLantern </title><p>x").title == "Who runs Lantern"
    assert len(page(f"<title>{'x' * 1000}</title>").title) == 300


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("Größe".encode(), "utf-8"),
        ("Größe".encode("cp1252"), "iso-8859-1"),
        ("Größe".encode("cp1252"), ""),
        ("Größe".encode(), ""),
        ("\ufeffGröße".encode("utf-16-le"), ""),
        ("\ufeffGröße".encode(), "iso-8859-1"),
        (b'<meta charset="iso-8859-2">' + "Größe".encode("iso-8859-2"), ""),
        (b'<meta http-equiv=a content="text/html; charset=windows-1252">' + "Größe".encode("cp1252"), ""),
        (b'<?xml version="1.0" encoding="ISO-8859-15"?>' + "Größe".encode("iso-8859-15"), ""),
        ("Größe".encode(), "nonsense"),
        ("Größe".encode(), "utf-8-nonsense"),
        ("Größe".encode(), "punycode"),
    ],
)
def test_letters_are_read_in_the_charset_that_is_told(body, charset):
    assert holds(page(body, charset=charset), "Größe")


def test_chinese_in_its_own_charset_is_read():
    assert holds(page("千问模型".encode("gb18030"), charset="gb2312"), "千问模型")


@pytest.mark.parametrize("media", ["text/plain", "text/markdown", "text/x-rst", "application/octet-stream", ""])
def test_markdown_is_read_with_and_without_its_marks(media):
    found = page("# Title\n\nWe *run* [Qwen](https://x.example/a_b) in **pro\nduction**.", media)
    assert holds(found, "We run Qwen in production.")
    assert holds(found, "We *run* [Qwen]")


def test_text_in_json_is_read():
    assert holds(page(json.dumps({"a": ["x", {"b": "Größe \n zwei"}]}), "application/json"), "Größe zwei")


def test_a_feed_is_read():
    body = "<?xml version='1.0'?><rss><item><description><![CDATA[<p>We run <b>Qwen</b>.]]></description></item></rss>"
    assert holds(page(body, "application/rss+xml"), "We run Qwen.")


def test_a_pdf_is_read_across_its_lines():
    found = page(pdf("We run Qwen2.5 in our well-", "known pro-", "duct, she said."), "application/pdf")
    assert holds(found, QUOTE)
    assert not holds(found, "We do not run it.")
    # However the server calls it.
    assert holds(page(pdf("We run Qwen"), "application/octet-stream"), "We run Qwen")


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (pdf("We run Qwen")[:300], "application/pdf"),
        (b"%PDF-1.7\n" + b"[" * 1_000_000, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
        (b"PK\3\4\0\0\0We run Qwen", "application/zip"),
        (b"", "text/html"),
    ],
)
def test_what_a_program_cannot_read_is_an_empty_page(body, media):
    assert page(body, media) == Page()


def test_a_page_that_would_hold_the_parser_for_ever_is_given_up():
    assert page(b"<div>" * 1_000_000) == Page()


def test_piled_up_accents_do_not_hold_the_run():
    assert bare("a" + "\u0301\u0316" * 1_000_000) == "a"


@pytest.mark.parametrize("gap", ["…", "...", " [...] ", "[…]", " (…) ", "....", " … "])
def test_an_ellipsis_stands_for_left_out_words(gap):
    found = page("<p>We run Qwen, which is a model, in production since March.")
    assert holds(found, f"We run Qwen{gap}in production")
    assert holds(found, f"{gap}We run{gap}since March{gap}")
    assert not holds(found, f"in production{gap}We run Qwen")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
NOISE = st.sampled_from([" ", "\n", "\u00ad", "\u200b", "-", "—", "’", "“", '"', "\u0301", "\ufeff", "\u00a0"])


@given(TEXT, st.lists(st.tuples(st.integers(0, 60), NOISE), max_size=20), TEXT, TEXT)
def test_what_layout_adds_never_hides_a_quote(quote, noise, before, after):
    told = list(quote)
    for place, sign in noise:
        told.insert(min(place, len(told)), sign)
    assert holds(Page(texts=(bare("".join([before, ".", *told, ".", after])),)), quote)


@given(TEXT)
def test_what_is_bare_stays_so_and_case_does_not_count(text):
    assert bare(bare(text)) == bare(text)
    assert bare(text.casefold()) == bare(text)


@given(st.text("abcdef -“", max_size=200), st.text("uvwxyz", min_size=1, max_size=20))
def test_words_that_are_not_there_are_never_found(told, quote):
    assert not holds(Page(texts=(bare(told),)), quote)


def test_every_quote_of_the_launch_data_can_be_looked_for():
    companies = yaml.safe_load((SEEDS / "companies.yaml").read_text())
    listed = companies if isinstance(companies, list) else companies["companies"]
    quotes = [s["quote"] for c in listed for a in c["adoptions"] for s in a["sources"] if "quote" in s]
    assert len(quotes) > 300
    assert all(holds(Page(texts=(bare(quote),)), quote) and len("".join(pieces(quote))) > 5 for quote in quotes)
