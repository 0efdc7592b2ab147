"""Addresses of companies: made from names as people write them, legal, and never given twice."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory import db
from directory.catalogue.identity import address_for, free_slug
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry
from tests.factories import company, lay_ground, put

LEGAL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("name", "website", "address"),
    [
        ("Novo AI", "https://www.novo-ai.example", "novo-ai"),
        ("Київські Мости", "https://www.mosty.example/uk", "mosty-example"),
        ("Софийски Мостове", "https://bridges.sofia.example", "sofia-example"),
        ("Γέφυρες", "https://gefyres.gr", "gefyres-gr"),
        ("Софийски Мостове", "", "company"),
        ("Софийски Мостове", "javascript:alert(1)", "company"),
        ("", "", "company"),
    ],
)
def test_an_address_is_made_from_the_name_or_else_from_the_domain(name, website, address):
    assert address_for(name, website) == address


@given(st.text(max_size=120), st.text(max_size=40) | st.builds("https://{}.example".format, st.text(max_size=90)))
@example("深度", "https://深度求索.example")
def test_an_address_is_always_legal(name, website):
    assert LEGAL.fullmatch(address_for(name, website))
    assert len(address_for(name, website)) <= 80


class Undo(Exception):
    """Take everything back at the end of an example."""


NAMES = st.text("ab -é", max_size=100) | st.sampled_from(["a" * 74 + " bcdefgh", "b" * 100, "a-2", "a"])


@settings(max_examples=30)
@given(names=st.lists(NAMES, min_size=1, max_size=4))
@example(names=["a" * 74 + " bcdefgh"])
@example(names=["b" * 100])
@example(names=["a", "a-2", "a"])
def test_namesakes_get_legal_addresses_of_their_own(empty_app, names):
    with pytest.raises(Undo):
        take_addresses(names * 3)


def take_addresses(names):
    with db.write():
        lay_ground()
        for number, name in enumerate(names):
            slug = free_slug(name)
            assert LEGAL.fullmatch(slug)
            assert len(slug) <= 80
            assert not Entry.select().where(Entry.kind == Kind.COMPANY, Entry.slug == slug).exists()
            put(Kind.COMPANY, company(number, slug=slug, website=None))
        raise Undo


def test_an_address_that_is_free_stays_as_it_was_wanted(empty_app):
    lay_ground()
    put(Kind.COMPANY, company(slug="novo-ai-labs"))
    assert free_slug("novo-ai") == "novo-ai"
    # A model may have the same one: companies and models do not share theirs.
    assert free_slug("lantern") == "lantern"
