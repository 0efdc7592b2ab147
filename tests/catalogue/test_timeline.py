"""The dates of an entry: each told once, in order, and drawn where they lie."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue import explain, timeline
from directory.catalogue.queries import Made, Record
from tests import factories
from tests.factories import adoption, source

TODAY = date(2026, 11, 24)
MADE = {"lantern": Made("lantern", "Lantern", "lantern-lab", "Lantern Lab")}


def told(*adoptions, actions=(), changed="2026-11-24T10:00:00", **given):
    """Give the dates and the drawing of a made-up company."""
    document = factories.company(adoptions=list(adoptions), **given)
    record = Record("one", "One", "2026-11-24T10:00:00", changed, 3, document)
    claims = explain.claims(document, MADE, TODAY)
    listed = timeline.events(record, claims, explain.regulated(document, claims, actions))
    return listed, timeline.drawn(listed, claims, TODAY)


def act(**given):
    return Record("order", "Order", "2026-11-24", "2026-11-24", 1, factories.action(jurisdiction="EU", **given))


def test_every_date_is_told_in_its_order():
    listed, _drawing = told(
        adoption(status="ended", until="2026-09", reread="2026-11-24"), changed="2026-11-25T00:00:00"
    )
    assert [(each.on, each.kind, each.claims) for each in listed] == [
        ("2026-01", "since", (1,)),
        ("2026-09", "until", (1,)),
        ("2026-11", "source", (1,)),
        ("2026-11-23", "read", (1,)),
        ("2026-11-24", "read", (1,)),
        ("2026-11-24", "published", ()),
        ("2026-11-25", "changed", ()),
    ]


def test_a_source_of_two_claims_is_published_once():
    listed, _drawing = told(adoption(), adoption(use="pilot"))
    assert [each.claims for each in listed if each.kind in ("source", "read")] == [(1, 2), (1, 2)]


def test_only_an_action_that_touches_a_route_is_a_date_of_the_entry():
    by_app = adoption(route="app")
    listed, drawing = told(by_app, adoption(), actions=[act()])
    (found,) = [each for each in listed if each.kind == "action"]
    assert (found.on, found.claims) == ("2026-02-01", (1,))
    assert len(drawing.actions) == 1
    assert told(adoption(), actions=[act()])[1].actions == ()


def test_a_vague_beginning_is_drawn_as_vague():
    (year,) = told(adoption(since="2025"))[1].rows
    assert year.start < year.sure < year.end == timeline.RIGHT
    (day,) = told(adoption(since="2025-06-01"))[1].rows
    assert day.start == day.sure


def test_what_ended_ends_in_the_drawing_and_what_nobody_dates_has_no_bar():
    (ended,) = told(adoption(status="ended", until="2026-05"))[1].rows
    assert ended.end < timeline.RIGHT
    (undated,) = told(adoption(since=None))[1].rows
    assert undated.start is None
    assert undated.dots
    (sought,) = told(adoption(status="not-found"))[1].rows
    assert sought.start is None
    assert told(adoption(status="announced"))[1].rows[0].dashed


partial = st.dates(date(2023, 1, 1), TODAY).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(st.lists(st.tuples(partial, partial), min_size=1, max_size=5))
def test_whatever_the_dates_are_they_lie_between_the_first_and_today(dates):
    claims = [adoption(since=since, sources=[source(published=published)]) for since, published in dates]
    listed, drawing = told(*claims)
    assert all(one.on <= other.on for one, other in pairwise(listed))
    for row in drawing.rows:
        assert timeline.LEFT <= row.start <= row.sure <= row.end <= timeline.RIGHT
        assert all(timeline.LEFT <= x <= timeline.RIGHT for x in (*row.dots, *row.read))
    assert all(timeline.LEFT <= x < timeline.LAST_LABEL for _year, x in drawing.years)


@pytest.mark.parametrize("slug", ["novo-ai", "compar-ia", "nebius"])
def test_the_page_lists_and_draws_them(client, slug):
    html = client.get(f"/companies/{slug}").get_data(as_text=True)
    drawing = html[html.index('<svg class="axis"') : html.index("</svg>", html.index('<svg class="axis"'))]
    assert drawing.count('class="number"') == html.count('<article class="claim"')
    assert "This entry is published" in html
