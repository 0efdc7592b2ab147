"""What was looked for and not found, what ended, what is denied: kept and told, and never told as an adoption."""

import json
import re

import pytest

from directory.catalogue.kinds import Kind
from tests.export.pages import head_of
from tests.factories import adoption, company, lay_ground, put

SLUG = "example-company-1"
ENDED = {"status": "ended", "until": "2026-05"}


@pytest.fixture
def visitor(empty_app):
    lay_ground()
    return empty_app.test_client()


def claim(**given):
    return put(Kind.COMPANY, company(adoptions=[adoption(**given)]))


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_what_was_not_found_says_when_it_was_looked_for_and_where(visitor):
    claim(status="not-found", since="2026-01")
    html = visitor.get(f"/companies/{SLUG}").text
    assert "We looked on 23 Nov 2026 and found nothing." in text(html)
    assert "What was looked at" in html
    assert "looked for: in production" in html
    assert "begins" not in html
    assert "One independent source says so" not in html
    twin = visitor.get(f"/companies/{SLUG}.md").text
    assert "We looked on 2026-11-23 and found nothing." in twin
    assert "How sure" not in twin


@pytest.mark.parametrize("given", [{"status": "not-found"}, ENDED, {"status": "disputed"}])
def test_what_is_no_adoption_today_is_not_described_as_one(visitor, given):
    claim(**given)
    head = head_of(visitor, f"/companies/{SLUG}")
    assert "adopts" not in head.meta["description"] + head.meta["og:description"] + head.title
    assert head.title == "Example Company 00001 (made up): claims on Lantern · Passerelle"
    for path in ("/models/lantern.md", "/developers/lantern-lab.md"):
        assert SLUG not in visitor.get(path).text
    assert SLUG in visitor.get("/models/lantern").text


def test_linked_data_tells_no_time_of_what_was_not_found(visitor):
    claim(status="not-found")
    head = head_of(visitor, f"/companies/{SLUG}")
    (told,) = head.nodes("Claim")
    assert told["text"].startswith("We looked on 2026-11-23 and found nothing. ")
    assert "temporalCoverage" not in told
    assert told["expires"] == "2027-11-23"
    (page,) = head.nodes("WebPage")
    assert page["lastReviewed"] == "2026-11-23"
    assert "adopt" not in json.dumps(told)


def test_the_form_says_what_a_source_of_nothing_is(visitor):
    assert "A source is then a place where you looked" in visitor.get("/submit").text


def test_what_ended_says_so_as_far_as_the_day_is_known(visitor):
    for until, said in {"2026-05": "in May 2026", "2026": "in 2026", "2026-05-07": "on 7 May 2026"}.items():
        claim(**ENDED | {"until": until})
        assert f"Ended {said}; kept as it was known." in text(visitor.get(f"/companies/{SLUG}").text)
    claim(status="ended")
    assert "Ended, the sources do not say when; kept" in visitor.get(f"/companies/{SLUG}").text


@pytest.mark.parametrize("path", ["/companies", "/countries/DE", "/models/lantern"])
def test_lists_say_that_a_use_is_only_announced_before_they_say_since_when(visitor, path):
    claim(status="announced", since="2026-01")
    html = visitor.get(path).text
    mark = html.index('<span class="status announced">announced</span>')
    assert mark < html.index("in production", mark) < html.index("since <time", mark)
