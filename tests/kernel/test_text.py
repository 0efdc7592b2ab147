"""Text as people type it and addresses as attackers write them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.text import fold, host_of, mailbox, registrable_domain, sha256, slugify, unfit, whole_number, words
from tests.conftest import SEEDS

# All of Unicode, lone surrogates too.
anything = st.text(st.characters(codec=None), max_size=80)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Ǿ Ǽ", "o ae"),
        ("Œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("İstanbul", "istanbul"),
        ("ısı", "isi"),
        ("Ĥ ħ", "h h"),
        ("ＤｅｅｐＳｅｅｋ", "deepseek"),
        ("深度求索", "深度求索"),
        ("L’Oréal", "l'oreal"),
        ("ﬁne", "fine"),
        ("", ""),
    ],
)
def test_text_is_folded_for_matching(text, folded):
    assert fold(text) == folded


@given(anything)
@example("\u1e9e\u0345")
@example("ǿ")
def test_folding_never_fails_and_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_words_hold_no_punctuation_and_survive_being_joined(text):
    found = words(text)
    assert all(re.fullmatch(r"[^\W_]+", word) for word in found)
    assert words(" ".join(found)) == found


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Novo AI", "novo-ai"),
        ("  Société Générale — S.A. ", "societe-generale-s-a"),
        ("Qwen2.5-VL-3B", "qwen2-5-vl-3b"),
        ("深度求索", ""),
        ("!!!", ""),
        ("a" * 79 + " bcd", "a" * 79),
    ],
)
def test_an_address_is_made_from_a_name(name, slug):
    assert slugify(name) == slug


@given(anything)
def test_an_address_is_always_plain(text):
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slugify(text))
    assert len(slugify(text)) <= 80
    assert slugify(slugify(text)) == slugify(text)


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\n\t\x85\u202e\u2066\u200b\ufeff\ud800\udfff",
        *"\u00ad\u061c\u2028\u2029\u2060\u2063\ufff9\U000e0001\U000e0041",
        *"\ue000\U000f0000\ufdd0\uffff\U0010ffff",
    ],
)
def test_what_misleads_or_breaks_is_unfit(character):
    assert unfit(f"a{character}b")
    assert bool(unfit(f"a{character}b", lines=True)) is (character != "\n")


@pytest.mark.parametrize("text", ["", "plain", "Ünïcödé 深度 🚀 👩‍💻", "he said “no” – ok", "שלום", "سلام"])
def test_what_people_write_is_fit(text):
    assert unfit(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("می\u200cخواهم", id="a non-joiner"),
        pytest.param("ශ්\u200dරී", id="a joiner"),
        pytest.param("\u0600١٢", id="a sign before a number"),
        pytest.param("10\u00a0000\u202f€", id="spaces that do not break"),
        pytest.param("\U0001fae9", id="a sign of a newer Unicode"),
    ],
)
def test_what_scripts_need_is_fit(text):
    assert unfit(text) == ""


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_letters_of_every_script_are_fit(text):
    assert unfit(text) == ""


def test_the_launch_data_are_fit():
    for file in SEEDS.glob("*.yaml"):
        assert unfit(file.read_text(), lines=True) == ""


def test_line_breaks_are_fit_only_where_lines_are_asked_for():
    assert unfit("one\r\ntwo", lines=True) == ""
    assert unfit("one\ttwo", lines=True)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.novo-ai.example/a?b=c#d", "www.novo-ai.example"),
        ("HTTP://NOVO.example", "novo.example"),
        ("https://novo.example:8443/", "novo.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://novo.example.", "novo.example."),
    ],
)
def test_the_host_is_what_a_browser_would_open(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize(
    "address",
    [
        "",
        "novo.example",
        "//novo.example",
        "ftp://novo.example",
        "javascript:alert(1)//https://novo.example",
        "data:text/html,https://novo.example",
        " https://novo.example",
        "https://",
        "https:///",
        "https://localhost",
        "https://localhost.",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://user@novo.example/",
        "https://user:password@novo.example/",
        "https://novo.example@evil.example/",
        "https://nov\no.example",
        "https://novo.example/\x00",
        "https://novo.example/\u202egpj",
        "https://novo.example/" + "a" * 2000,
        "https://exa mple.example/",
        "https://acme.example\\@evil.example/",
        "https://github.com\\[x/y",
        "https://github.com/one two",
        "https://%00.example/",
        "https://novo.example:99999/",
    ],
)
def test_what_is_no_plain_web_address_has_no_host(address):
    assert host_of(address) == ""
    assert registrable_domain(address) == ""


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://blog.novo-ai.de", "novo-ai.de"),
        ("https://novo-ai.de.", "novo-ai.de"),
        ("https://a.b.c.company-1.example", "company-1.example"),
        ("https://someone.github.io/page", "someone.github.io"),
    ],
)
def test_the_registrable_domain_is_what_somebody_registered(address, domain):
    assert registrable_domain(address) == domain


@given(anything, st.sampled_from(["", "https://", "http://", "https://a.example/", "https://[", "https://a@"]))
def test_no_text_breaks_the_reading_of_addresses(text, start):
    address = start + text
    host = host_of(address)
    assert host == "" or "." in host
    assert registrable_domain(address) == "" or registrable_domain(address) in host


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("500", 500),
        ("501", None),
        ("0500", None),
        ("9" * 5000, None),
        ("", None),
        (None, None),
        ("-1", None),
        ("+1", None),
        ("1_0", None),
        (" 1", None),
        ("1.0", None),
        ("٣", None),
        ("²", None),
    ],
)
def test_a_whole_number_is_plain_digits_within_its_bound(text, number):
    assert whole_number(text, 500) == number


@given(anything)
def test_no_text_breaks_the_reading_of_a_number(text):
    number = whole_number(text, 10**9)
    assert number is None or 0 <= number <= 10**9


def test_a_hash_is_that_of_the_text_s_utf_8():
    assert sha256("Zoë") == "c6a12698582fc1104ea24107a2d7268145ff06ef859707729d01fd060897f067"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("info@acme.example", "info@acme.example"),
        ("First.Last+tag@Mail.ACME.example", "First.Last+tag@mail.acme.example"),
        ("info@münchen.example", "info@xn--mnchen-3ya.example"),
        ("", ""),
        ("acme.example", ""),
        ("@acme.example", ""),
        ("info@", ""),
        ("info@localhost", ""),
        ("info@127.0.0.1", ""),
        ("info@[127.0.0.1]", ""),
        ("info@acme.example.", ""),
        ("info@acme.example/x", ""),
        ("info@acme.example:25", ""),
        ("info@acme.example\n", ""),
        ("info@acme.example, b@acme.example", ""),
        ("a@b@acme.example", ""),
        ("in fo@acme.example", ""),
        ("<info@acme.example>", ""),
        ("info@ac%6De.example", ""),
        ("info@ac\u00adme.example", ""),
        ("i" * 65 + "@acme.example", ""),
        ("info@" + "a." * 130 + "example", ""),
    ],
)
def test_a_mail_address_is_read_as_mail_servers_do(written, read):
    assert mailbox(written) == read


@given(st.text())
def test_a_mail_address_never_holds_what_ends_a_line_or_a_list(written):
    assert not set(mailbox(written)) & set(' \r\n,;<>()"')
