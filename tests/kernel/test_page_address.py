"""Two ways to one page are one text, and two pages never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.text import host_of, page_address
from tests.kernel.test_text import anything

PAGE = "press.example/2026/Lantern?id=7"
steps = st.text("aZ7-_.~%é中", min_size=1, max_size=8).filter(lambda step: step.strip(".") and "%" not in step)
paths = st.lists(steps, max_size=3).map(lambda parts: "".join(f"/{part}" for part in parts))
parts = st.lists(st.tuples(st.sampled_from(["id", "page", "q"]), st.text("aZ7é", max_size=4)), max_size=3)
tracking = st.sampled_from(["utm_source=x", "UTM_Medium=mail", "fbclid=1", "gclid", "mc_cid=2", "_hsenc=p"])


@pytest.mark.parametrize(
    "address",
    [
        "https://press.example/2026/Lantern?id=7",
        "http://www.press.example/2026/Lantern/?id=7#top",
        "HTTPS://WWW.PRESS.EXAMPLE:443/2026/Lantern?utm_source=letter&id=7&fbclid=abc",
        "https://press.example./2026/./x/../Lantern?id=7&",
    ],
)
def test_several_ways_to_a_page_are_one(address):
    assert page_address(address) == PAGE


@pytest.mark.parametrize(
    "address",
    [
        "https://press.example/2026/lantern?id=7",
        "https://press.example/2026/Lantern?id=8",
        "https://press.example/2026/Lantern",
        "https://blog.press.example/2026/Lantern?id=7",
        "https://press.example:8443/2026/Lantern?id=7",
    ],
)
def test_other_pages_are_others(address):
    assert page_address(address) not in ("", PAGE)


@pytest.mark.parametrize("address", ["https://www.eu/", "https://www.www.eu/x"])
def test_a_domain_that_is_called_www_keeps_its_name(address):
    assert page_address(address).startswith("www.eu")


@given(paths, parts, tracking, st.integers(0, 3))
def test_what_follows_readers_scheme_slash_and_fragment_make_no_difference(path, query, follower, place):
    plain = [f"{name}={value}" for name, value in query]
    followed = [*plain[:place], follower, *plain[place:]]
    one = page_address(f"https://press.example{path}" + (f"?{'&'.join(plain)}" if plain else ""))
    assert one.startswith("press.example")
    assert page_address(f"http://www.press.example{path}/?{'&'.join(followed)}#part") == one


@given(paths, parts)
def test_writing_it_again_changes_nothing(path, query):
    told = page_address(f"https://www.press.example{path}?{'&'.join('='.join(pair) for pair in query)}")
    assert page_address(f"https://{told}") == told


@given(anything)
def test_any_text_is_an_address_or_none(text):
    for address in (text, f"https://{text}", f"https://press.example/{text}"):
        assert bool(page_address(address)) == bool(host_of(address))
